"""Order and circles of a graph of names."""

from itertools import pairwise

from hypothesis import given, strategies as st

from policylang.semantics.circles import in_order

NAMES = [f"n{number}" for number in range(8)]
GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4), max_size=8)


@given(GRAPHS)
def test_each_comes_after_what_it_points_to_or_there_are_circles(graph: dict[str, list[str]]) -> None:
    """Without a circle the order is one; each circle closes, its steps are in the graph, and none share a name."""
    order, circles = in_order(graph)
    assert sorted(order) == sorted(graph)
    for circle in circles:
        assert circle[0] == circle[-1]
        assert all(after in graph[before] for before, after in pairwise(circle))
    named = [name for circle in circles for name in circle[1:]]
    assert len(named) == len(set(named))
    if not circles:
        place = {name: number for number, name in enumerate(order)}
        assert all(place[each] < place[name] for name in graph for each in graph[name] if each in graph)


def test_a_long_chain_needs_no_recursion() -> None:
    """A chain of 100,000 is put in order."""
    graph = {f"n{number}": [f"n{number + 1}"] for number in range(100_000)}
    order, circles = in_order(graph)
    assert order[0] == "n99999"
    assert circles == ()
