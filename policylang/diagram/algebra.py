"""Diagrams put together: each operation goes down all its operands side by side and remembers what it met.

Results are kept in the manager, under the operation and its operands, so that a diagram that was made once is found.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from policylang.diagram.manager import FALSE, TRUE, Cells, Diagrams, DiagramTooLargeError, Node, Variable

Settle = Callable[[tuple[Node, ...]], Node | tuple[Node, ...]]
"""What is known of an operation without going deeper: its result, or the operands that still count."""


def apply(diagrams: Diagrams, name: Hashable, settle: Settle, operands: tuple[Node, ...]) -> Node:
    """Return the diagram of an operation on some diagrams.

    Args:
        diagrams: The manager.
        name: What the operation is remembered under: operations of one name must be the same.
        settle: Called with operands; returns the result where it is settled, or else operands that mean the same,
            fewer or sorted. It must return a result where all are leaves.
        operands: The diagrams.

    Raises:
        DiagramTooLargeError: There would be too many nodes, or too many steps. What was made until then stays.

    Cost: At most the product of the sizes of the operands. It does not recurse: there may be any number of levels.
    """
    memo, node_of = diagrams.memo, diagrams.node
    variable_of, children_of, level = diagrams.variable, diagrams.children, diagrams.level
    todo: list[tuple[object, Variable, Iterator[tuple[Node, ...]], list[Node]]] = []  # nodes that lack children yet
    given = operands
    while True:
        settled = settle(given)
        if isinstance(settled, int):
            found = settled
        else:
            key = (name, settled)
            known = memo.get(key)
            if known is None:
                diagrams.steps_left -= len(settled)
                if diagrams.steps_left < 0:
                    raise DiagramTooLargeError
                top = min([level[variable_of[each]] for each in settled if children_of[each]])
                variable = diagrams.order[top]
                same = diagrams.sizes[variable]
                down = [children_of[each] if variable_of[each] == variable else (each,) * same for each in settled]
                todo.append((key, variable, zip(*down, strict=True), []))
                given = next(todo[-1][2])
                continue
            found = known
        while todo:
            waiting, variable, branches, children = todo[-1]
            children.append(found)
            following = next(branches, None)
            if following is not None:
                given = following
                break
            found = memo[waiting] = node_of(variable, children)
            todo.pop()
        else:
            return found


# ---------------------------------------------------------------- yes and no


def conjoin(diagrams: Diagrams, operands: Iterable[Node]) -> Node:
    """Return the diagram that is true where all are; they must have no leaves but yes and no."""
    return apply(diagrams, "and", _settle_and, tuple(operands))


def disjoin(diagrams: Diagrams, operands: Iterable[Node]) -> Node:
    """Return the diagram that is true where at least one is; they must have no leaves but yes and no."""
    return apply(diagrams, "or", _settle_or, tuple(operands))


def negate(diagrams: Diagrams, operand: Node) -> Node:
    """Return the diagram that is true where one is not."""
    return apply(diagrams, "not", _settle_not, (operand,))


def choose(diagrams: Diagrams, condition: Node, yes: Node, no: Node) -> Node:
    """Return the diagram that is `yes` where a condition holds and `no` elsewhere."""
    return apply(diagrams, "choose", _settle_choice, (condition, yes, no))


def count_at_least(diagrams: Diagrams, operands: Sequence[Node], number: int) -> Node:
    """Return the diagram that is true where at least so many are.

    Cost: A choice for each operand and each number up to `number`; of a step each where the operands ask different
        variables, since those that ask deeper ones are looked at first.
    """
    held = [TRUE] + [FALSE] * max(number, 0)  # held[n]: at least n of those looked at
    for operand in sorted(operands, key=diagrams.level_of, reverse=True):
        for n in range(len(held) - 1, 0, -1):
            held[n] = choose(diagrams, operand, held[n - 1], held[n])
    return held[max(number, 0)]


def _settle_and(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
    if FALSE in given:
        return FALSE
    left = set(given)
    left.discard(TRUE)
    if len(left) > 1:
        return tuple(sorted(left))
    return left.pop() if left else TRUE


def _settle_or(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
    if TRUE in given:
        return TRUE
    left = set(given)
    left.discard(FALSE)
    if len(left) > 1:
        return tuple(sorted(left))
    return left.pop() if left else FALSE


def _settle_not(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
    return TRUE if given[0] == FALSE else FALSE if given[0] == TRUE else given


def _settle_choice(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
    condition, yes, no = given
    if condition == TRUE or yes == no:
        return yes
    if condition == FALSE:
        return no
    return condition if (yes, no) == (TRUE, FALSE) else given


# ---------------------------------------------------------------- any leaves


def product(diagrams: Diagrams, operands: Sequence[Node]) -> Node:
    """Return the diagram whose leaves are tuples: what each operand has there."""
    values = diagrams.values

    def settle(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
        if all(each in values for each in given):
            return diagrams.leaf(tuple(values[each] for each in given))
        return given

    return apply(diagrams, "product", settle, tuple(operands))


def relabel(diagrams: Diagrams, operand: Node, name: Hashable, value: Callable[[Hashable], Hashable]) -> Node:
    """Return the diagram with other values at its leaves; functions of one name must be the same."""
    values = diagrams.values

    def settle(given: tuple[Node, ...]) -> Node | tuple[Node, ...]:
        return diagrams.leaf(value(values[given[0]])) if given[0] in values else given

    return apply(diagrams, ("relabel", name), settle, (operand,))


def restrict(
    diagrams: Diagrams,
    operands: Sequence[Node],
    known: Mapping[Variable, Cells],
    *,
    into: Diagrams | None = None,
    found: dict[Node, Node] | None = None,
) -> list[Node]:
    """Return diagrams that agree with some where each known variable lies in its cells, and do not ask more of it.

    A variable with one cell left is not asked. One with several is asked where they differ; the cells that are ruled
    out lead where the first that is left leads, so equal results mean the same for the cells that are left.

    Args:
        diagrams: The manager of the operands.
        operands: The diagrams.
        known: The cells that are left of some variables, at least one of each.
        into: The manager in which the results are made, over the same variables in the same order; the same one where
            left out. The operands' manager is then only read.
        found: What the same restriction was found to make of nodes before; what it makes of more is added.

    Cost: Linear in the size of the operands; in one manager, in what lies no deeper than the known variables.
    """
    target = into or diagrams
    found = {} if found is None else found
    variable_of, children_of, values = diagrams.variable, diagrams.children, diagrams.values
    level_of = diagrams.level
    deepest = max((level_of[variable] for variable in known), default=-1)
    todo = list(operands)
    while todo:
        node = todo[-1]
        children = children_of[node]
        variable = variable_of[node]
        if target is diagrams and (not children or level_of[variable] > deepest):
            found[node] = node
            todo.pop()
            continue
        cells = known.get(variable)
        left = children if cells is None else [child for cell, child in enumerate(children) if cells >> cell & 1]
        missing = [child for child in left if child not in found]
        if node in found:
            todo.pop()
        elif missing:
            todo.extend(missing)
        elif not children:
            found[node] = target.leaf(values[node])
        elif cells is None:
            found[node] = target.node(variable, [found[child] for child in children])
        else:
            first = found[left[0]]
            found[node] = (
                first
                if len(left) == 1
                else target.node(
                    variable, [found[child] if cells >> cell & 1 else first for cell, child in enumerate(children)]
                )
            )
    return [found[operand] for operand in operands]
