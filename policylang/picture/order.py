"""The order in which a tree is read: from the first question down, each node once, shared ones with a number."""

from collections import Counter

from policylang.picture.model import Branch, Leaf, Question, Tree


def branches(node: Question | Leaf) -> tuple[Branch, ...]:
    """Return where a node leads; a leaf leads nowhere."""
    return node.branches if isinstance(node, Question) else ()


def first_ways(tree: Tree) -> dict[int, tuple[int, int] | None]:
    """Return the nodes that are reached, in the order of reading, each with the way on which it is met first.

    A way is the key of a question and the place of the branch in it; nothing leads to the first node.
    """
    first: dict[int, tuple[int, int] | None] = {}
    waiting: list[tuple[int, tuple[int, int] | None]] = [(tree.root, None)]
    while waiting:
        key, way = waiting.pop()
        if key not in first:
            first[key] = way
            ways = [(branch.to, (key, index)) for index, branch in enumerate(branches(tree.nodes[key]))]
            waiting += reversed(ways)
    return first


def reading_order(tree: Tree) -> tuple[int, ...]:
    """Return the keys of the nodes that are reached, each where a reader meets it first."""
    return tuple(first_ways(tree))


def numbered(tree: Tree) -> Tree:
    """Return the tree with its nodes numbered as they are read, from 0; what is not reached is left out."""
    number = {key: place for place, key in enumerate(reading_order(tree))}
    nodes: dict[int, Question | Leaf] = {}
    for key, place in number.items():
        node = tree.nodes[key]
        if isinstance(node, Question):
            ways = tuple(branch._replace(to=number[branch.to]) for branch in node.branches)
            node = node._replace(branches=ways)
        nodes[place] = node._replace(key=place)
    return tree._replace(root=0, nodes=nodes)


def shared_numbers(tree: Tree) -> dict[int, int]:
    """Return a number, from 1, for each node that several branches lead to, in reading order."""
    order = reading_order(tree)
    reached = Counter(branch.to for key in order for branch in branches(tree.nodes[key]))
    return {key: number for number, key in enumerate((key for key in order if reached[key] > 1), 1)}


def depths(tree: Tree) -> dict[int, int]:
    """Return for each node that is reached the most branches that lead from the root to it.

    Raises:
        ValueError: A branch leads back to a question on the way to it.
    """
    order = reading_order(tree)
    missing = Counter(branch.to for key in order for branch in branches(tree.nodes[key]))
    depth = dict.fromkeys(order, 0)
    ready = [tree.root] if not missing[tree.root] else []
    done = 0
    while ready:
        key = ready.pop()
        done += 1
        for branch in branches(tree.nodes[key]):
            depth[branch.to] = max(depth[branch.to], depth[key] + 1)
            missing[branch.to] -= 1
            if not missing[branch.to]:
                ready.append(branch.to)
    if done < len(order):
        raise ValueError("a branch of the tree leads back to a question on the way to it")
    return depth
