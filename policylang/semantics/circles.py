"""Order and circles of a graph of names, without recursion, in linear time."""

from collections.abc import Iterable, Mapping

Graph = Mapping[str, Iterable[str]]
Circle = tuple[str, ...]


def in_order(graph: Graph) -> tuple[tuple[str, ...], tuple[Circle, ...]]:
    """Return the names so that each comes after those it points to, and circles that share no name.

    Returns:
        The order holds every name once, also where there are circles. A circle begins and ends with
        the same name; each name that is in a circle, is in one of those returned or leads into one.
        Names that the graph points to and does not hold are passed over.
    """
    order: list[str] = []
    circles: list[Circle] = []
    circular: set[str] = set()
    state: dict[str, bool] = {}
    for root in graph:
        if root in state:
            continue
        state[root] = False
        stack = [(root, iter(graph[root]))]
        while stack:
            name, rest = stack[-1]
            nxt = next((each for each in rest if each in graph and state.get(each) is not True), None)
            if nxt is None:
                state[name] = True
                order.append(name)
                stack.pop()
            elif nxt not in state:
                state[nxt] = False
                stack.append((nxt, iter(graph[nxt])))
            elif nxt not in circular:
                names = [each for each, _ in stack]
                circle = (*names[names.index(nxt) :], nxt)
                if circular.isdisjoint(circle):
                    circular.update(circle)
                    circles.append(circle)
    return tuple(order), tuple(circles)
