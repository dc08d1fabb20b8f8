"""Order and circles of a graph of names."""

from itertools import pairwise

from hypothesis import given, strategies as st

from policylang.semantics.circles import circle_in

NAMES = [f"n{number}" for number in range(8)]
GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4), max_size=8)


@given(GRAPHS)
def test_each_comes_after_what_it_points_to_or_there_is_a_circle(graph: dict[str, list[str]]) -> None:
    """Without a circle the order is one; with one, the circle's steps are all in the graph and close."""
    order, circle = circle_in(graph)
    assert sorted(order) == sorted(graph)
    if circle:
        assert circle[0] == circle[-1]
        assert all(after in graph[before] for before, after in pairwise(circle))
    else:
        place = {name: number for number, name in enumerate(order)}
        assert all(place[each] < place[name] for name in graph for each in graph[name] if each in graph)


def test_a_long_chain_needs_no_recursion() -> None:
    """A chain of 100,000 is put in order."""
    graph = {f"n{number}": [f"n{number + 1}"] for number in range(100_000)}
    order, circle = circle_in(graph)
    assert order[0] == "n99999"
    assert circle == ()
