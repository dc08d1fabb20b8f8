"""Order and circles of a graph of names, without recursion, in linear time."""

from collections.abc import Iterable, Mapping

Graph = Mapping[str, Iterable[str]]


def circle_in(graph: Graph) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names so that each comes after those it points to, and the first circle met, if any.

    Returns:
        The order holds every name once, also where there is a circle. The circle begins and ends
        with the same name, and is empty where there is none. Names that the graph points to and
        does not hold are passed over.
    """
    order: list[str] = []
    circle: tuple[str, ...] = ()
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
            elif not circle:
                names = [each for each, _ in stack]
                circle = (*names[names.index(nxt) :], nxt)
    return tuple(order), circle
