"""Diagrams obey the laws of the functions that they stand for, and equal what is found by trying everything."""

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise, product as all_of
from math import prod
from typing import Any, NamedTuple

import z3  # type: ignore[import-untyped]
from dd import autoref
from hypothesis import given, strategies as st

from policylang.diagram import algebra, dump, order, walk
from policylang.diagram.manager import FALSE, LEAF, TRUE, Cell, Cells, Diagrams, Node, Variable
from policylang.diagram.simplify import simplify

# ---------------------------------------------------------------- formulas


class Formula(NamedTuple):
    """A test of a variable, or an operation on formulas."""

    name: str
    variable: Variable = 0
    cells: Cells = 0
    number: int = 0
    operands: tuple["Formula", ...] = ()


class World(NamedTuple):
    """Some variables, an order of them, and some formulas about them."""

    sizes: list[int]
    order: list[Variable]
    formulas: list[Formula]

    def diagrams(self) -> Diagrams:
        """Return a manager of the variables."""
        return Diagrams(self.sizes, order=self.order)

    def build(self) -> tuple[Diagrams, list[Node]]:
        """Return a manager, and in it the diagrams of the formulas."""
        diagrams = self.diagrams()
        return diagrams, [build(diagrams, formula) for formula in self.formulas]

    def assignments(self) -> list[tuple[Cell, ...]]:
        """Return every assignment of cells to the variables."""
        return list(all_of(*map(range, self.sizes)))


def holds(formula: Formula, cells: Sequence[Cell]) -> bool:
    """Whether a formula is true of an assignment."""
    if formula.name == "test":
        return bool(formula.cells >> cells[formula.variable] & 1)
    held = sum(holds(operand, cells) for operand in formula.operands)
    return {
        "not": held == 0,
        "and": held == len(formula.operands),
        "or": held > 0,
        "at least": held >= formula.number,
    }[formula.name]


def build(diagrams: Diagrams, formula: Formula) -> Node:
    """Return the diagram of a formula."""
    if formula.name == "test":
        return diagrams.test(formula.variable, formula.cells)
    operands = [build(diagrams, operand) for operand in formula.operands]
    if formula.name == "not":
        return algebra.negate(diagrams, operands[0])
    if formula.name == "at least":
        return algebra.count_at_least(diagrams, operands, formula.number)
    return {"and": algebra.conjoin, "or": algebra.disjoin}[formula.name](diagrams, operands)


_TESTS = st.builds(lambda variable, cells: Formula("test", variable, cells), st.integers(0, 4), st.integers(0, 15))


def _operations(operands: st.SearchStrategy[Formula], most: int) -> st.SearchStrategy[Formula]:
    """Generate operations on formulas."""
    return st.builds(
        lambda name, given, number: Formula(name, number=number, operands=tuple(given[:1] if name == "not" else given)),
        st.sampled_from(["and", "or", "at least", "not"]),
        st.lists(operands, min_size=1, max_size=most),
        st.integers(-1, 4),
    )


_FORMULAS = _operations(_operations(_TESTS, 3) | _TESTS, 3) | _operations(_TESTS, 4) | _TESTS
_ORDERS = st.permutations(range(5))


def _fitted(formula: Formula, sizes: Sequence[int]) -> Formula:
    """Return a formula about the variables and cells that there are."""
    variable = formula.variable % len(sizes)
    return Formula(
        formula.name,
        variable,
        formula.cells & (1 << sizes[variable]) - 1,
        formula.number,
        tuple(_fitted(operand, sizes) for operand in formula.operands),
    )


def worlds(*, least: int = 1, most: int = 3) -> st.SearchStrategy[World]:
    """Generate variables, an order and formulas."""
    return st.builds(
        lambda sizes, ordered, formulas: World(
            sizes,
            [variable for variable in ordered if variable < len(sizes)],
            [_fitted(formula, sizes) for formula in formulas],
        ),
        st.lists(st.integers(1, 4), min_size=1, max_size=5),
        _ORDERS,
        st.lists(_FORMULAS, min_size=least, max_size=max(least, most)),
    )


def labelled(diagrams: Diagrams, conditions: Sequence[Node]) -> Node:
    """Return a diagram with many leaves: the number of the first condition that holds, or a text."""
    found = diagrams.leaf("none")
    for number, condition in reversed(list(enumerate(conditions))):
        found = algebra.choose(diagrams, condition, diagrams.leaf(number), found)
    return found


def label(formulas: Sequence[Formula], cells: Sequence[Cell]) -> object:
    """Return what `labelled` has at an assignment."""
    return next((number for number, formula in enumerate(formulas) if holds(formula, cells)), "none")


def values(diagrams: Diagrams, root: Node) -> list[object]:
    """Return the values of a diagram at all assignments."""
    return [diagrams.values[walk.leaf_at(diagrams, root, cells)] for cells in all_of(*map(range, diagrams.sizes))]


def assert_well_made(diagrams: Diagrams, roots: Sequence[Node]) -> None:
    """Assert what must hold of all nodes."""
    met = set()
    for node in diagrams.reachable(roots):
        children = diagrams.children[node]
        assert diagrams.is_leaf(node) == (node in diagrams.values) == (not children)
        if children:
            assert len(children) == diagrams.sizes[diagrams.variable[node]]
            assert len(set(children)) > 1
            assert min(map(diagrams.level_of, children)) > diagrams.level_of(node)
            assert (diagrams.variable[node], children) not in met
            met.add((diagrams.variable[node], children))


def some_cells(data: st.DataObject, world: World) -> dict[Variable, Cells]:
    """Draw what is known: for some variables the cells that are left."""
    asked = data.draw(st.sets(st.integers(0, len(world.sizes) - 1)))
    return {each: data.draw(st.integers(1, (1 << world.sizes[each]) - 1)) for each in sorted(asked)}


def left(world: World, known: Mapping[Variable, Cells]) -> list[tuple[Cell, ...]]:
    """Return the assignments that agree with what is known."""
    return [cells for cells in world.assignments() if all(known[variable] >> cells[variable] & 1 for variable in known)]


# ---------------------------------------------------------------- operations


@given(worlds())
def test_a_diagram_is_its_function(world: World) -> None:
    """The diagram of a formula has at each assignment what the formula has, and is well made."""
    diagrams, roots = world.build()
    for formula, root in zip(world.formulas, roots, strict=True):
        assert values(diagrams, root) == [holds(formula, cells) for cells in world.assignments()]
    assert_well_made(diagrams, roots)


@given(worlds(least=2))
def test_equal_functions_are_one_node(world: World) -> None:
    """Two diagrams are the same node exactly when they have the same value everywhere."""
    diagrams, roots = world.build()
    many = [labelled(diagrams, roots), labelled(diagrams, roots[::-1])]
    for one, other in [*all_of(roots, roots), *all_of(many, many)]:
        assert (one == other) == (values(diagrams, one) == values(diagrams, other))


@given(worlds(least=3, most=3))
def test_yes_and_no_obey_the_laws(world: World) -> None:
    """Absorption, distribution, De Morgan, double negation and the excluded middle hold as equality of nodes."""
    diagrams, (a, b, c) = world.build()

    def both(*operands: Node) -> Node:
        return algebra.conjoin(diagrams, operands)

    def either(*operands: Node) -> Node:
        return algebra.disjoin(diagrams, operands)

    def no(operand: Node) -> Node:
        return algebra.negate(diagrams, operand)

    assert both(a, either(a, b)) == a == either(a, both(a, b))
    assert both(a, either(b, c)) == either(both(a, b), both(a, c))
    assert no(both(a, b, c)) == either(no(a), no(b), no(c))
    assert no(either(a, b, c)) == both(no(a), no(b), no(c))
    assert no(no(a)) == a
    assert (either(a, no(a)), both(a, no(a))) == (TRUE, FALSE)
    assert (both(), either()) == (TRUE, FALSE)
    assert algebra.choose(diagrams, a, b, c) == either(both(a, b), both(no(a), c))


@given(worlds(least=4, most=5), st.randoms(use_true_random=False))
def test_many_operands_are_as_one_after_the_other(world: World, chance: random.Random) -> None:
    """An operation on several diagrams at once is the node that folding gives, in whatever order."""
    diagrams, roots = world.build()
    both, either = TRUE, FALSE
    for root in roots:
        both = algebra.conjoin(diagrams, [both, root])
        either = algebra.disjoin(diagrams, [either, root])
    chance.shuffle(roots)
    diagrams.memo.clear()
    assert (algebra.conjoin(diagrams, roots), algebra.disjoin(diagrams, roots)) == (both, either)
    assert algebra.count_at_least(diagrams, roots, 1) == either
    assert algebra.count_at_least(diagrams, roots, len(roots)) == both
    assert algebra.count_at_least(diagrams, roots, 0) == TRUE
    assert algebra.count_at_least(diagrams, roots, len(roots) + 1) == FALSE


@given(worlds(least=2))
def test_leaves_may_hold_anything(world: World) -> None:
    """A product pairs the values of its operands, and a relabelled diagram has the new ones."""
    diagrams, roots = world.build()
    many = labelled(diagrams, roots)
    assert values(diagrams, many) == [label(world.formulas, cells) for cells in world.assignments()]
    pair = algebra.product(diagrams, [many, *roots])
    assert values(diagrams, pair) == list(
        zip(values(diagrams, many), *(values(diagrams, root) for root in roots), strict=True)
    )
    first = algebra.relabel(diagrams, pair, "first", lambda value: value[0] if isinstance(value, tuple) else None)
    assert first == many
    assert_well_made(diagrams, [many, pair])


@given(worlds(least=2), st.data())
def test_restricting_keeps_the_cells_that_are_left(world: World, data: st.DataObject) -> None:
    """A restricted diagram agrees where what is known holds, asks nothing that is settled and nothing new.

    Two diagrams that agree there become the same.
    """
    diagrams, roots = world.build()
    known = some_cells(data, world)
    many = [*roots, labelled(diagrams, roots)]
    restricted = algebra.restrict(diagrams, many, known)
    other = world.diagrams()
    elsewhere = algebra.restrict(diagrams, many, known, into=other)
    assert [values(other, root) for root in elsewhere] == [values(diagrams, root) for root in restricted]
    settled = {variable for variable, cells in known.items() if cells.bit_count() == 1}
    seen: dict[Node, list[Node]] = {}
    for root, result in zip(many, restricted, strict=True):
        there = [walk.leaf_at(diagrams, root, cells) for cells in left(world, known)]
        assert [walk.leaf_at(diagrams, result, cells) for cells in left(world, known)] == there
        assert set(walk.support(diagrams, [result])) <= set(walk.support(diagrams, [root])) - settled
        assert seen.setdefault(result, there) == there
    assert len({tuple(there) for there in seen.values()}) == len(seen)
    assert_well_made(diagrams, restricted)


# ---------------------------------------------------------------- walks


@given(worlds(least=3))
def test_simplifying_changes_nothing_where_one_cares(world: World) -> None:
    """It agrees wherever one cares, asks nothing that neither operand asks, and nothing where it is one leaf."""
    diagrams, (care, *roots) = world.build()
    root = labelled(diagrams, roots)
    simplified = simplify(diagrams, root, care)
    assert_well_made(diagrams, [simplified])
    cared = [cells for cells in world.assignments() if walk.leaf_at(diagrams, care, cells) == TRUE]
    for cells in cared:
        assert walk.leaf_at(diagrams, simplified, cells) == walk.leaf_at(diagrams, root, cells)
    asked = set(walk.support(diagrams, [care, root]))
    assert asked.issuperset(walk.support(diagrams, [simplified]))
    if len({walk.leaf_at(diagrams, root, cells) for cells in cared}) == 1:
        assert diagrams.is_leaf(simplified)


@given(worlds(least=2), st.data())
def test_the_leaves_are_those_of_all_assignments_left(world: World, data: st.DataObject) -> None:
    """The leaves found, of one diagram and of several at once, are those of the assignments that are left."""
    diagrams, roots = world.build()
    many = labelled(diagrams, roots)
    known = some_cells(data, world)
    together = {tuple(walk.leaf_at(diagrams, root, cells) for root in (*roots, many)) for cells in left(world, known)}
    assert walk.leaves_together(diagrams, [*roots, many], known) == together
    assert walk.leaves(diagrams, many, known) == {each[-1] for each in together}
    assert walk.leaves_together(diagrams, [], known) == {()}


@given(worlds(), st.data())
def test_a_trail_leads_to_the_leaf(world: World, data: st.DataObject) -> None:
    """What is asked on the way stands in the order and in the support, and is enough to know the leaf."""
    diagrams, roots = world.build()
    root = labelled(diagrams, roots)
    cells = [data.draw(st.integers(0, size - 1)) for size in world.sizes]
    trail = walk.trail(diagrams, root, cells)
    asked = [variable for variable, _ in trail]
    assert all(cells[variable] == cell for variable, cell in trail)
    assert asked == [variable for variable in walk.support(diagrams, [root]) if variable in asked]
    known = {variable: 1 << cell for variable, cell in trail}
    assert walk.leaves(diagrams, root, known) == {walk.leaf_at(diagrams, root, cells)}


@given(worlds())
def test_the_support_is_what_makes_a_difference(world: World) -> None:
    """A variable is in the support exactly when a change of its cell alone changes the value somewhere."""
    diagrams, roots = world.build()
    root = labelled(diagrams, roots)
    matters = set()
    for variable, size in enumerate(world.sizes):
        for cells in world.assignments():
            changed = {
                walk.leaf_at(diagrams, root, (*cells[:variable], cell, *cells[variable + 1 :])) for cell in range(size)
            }
            if len(changed) > 1:
                matters.add(variable)
    assert walk.support(diagrams, [root]) == [variable for variable in world.order if variable in matters]


@given(worlds(), st.data())
def test_every_assignment_is_counted_once(world: World, data: st.DataObject) -> None:
    """The counts are those of trying everything; they add up to the product of the sizes, or of the weights' sums."""
    diagrams, roots = world.build()
    root = labelled(diagrams, roots)
    reached = Counter(walk.leaf_at(diagrams, root, cells) for cells in world.assignments())
    assert walk.count(diagrams, root) == reached
    assert sum(reached.values()) == prod(world.sizes)

    weights = {
        variable: data.draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
        for variable, size in enumerate(world.sizes)
        if data.draw(st.booleans())
    }
    weighted = dict.fromkeys(reached, 0)
    for cells in world.assignments():
        weighted[walk.leaf_at(diagrams, root, cells)] += prod(each[cells[at]] for at, each in weights.items())
    assert walk.count(diagrams, root, weights=weights) == weighted


@given(worlds(), st.data())
def test_the_cheapest_way_is_that_of_trying_everything(world: World, data: st.DataObject) -> None:
    """No assignment that is accepted costs less, or costs as much with fewer changes; the way leads where it should."""
    diagrams, roots = world.build()
    root = labelled(diagrams, roots)
    wanted = data.draw(st.sets(st.sampled_from(["none", 0, 1, 2])))
    present = [data.draw(st.integers(0, size - 1)) for size in world.sizes]
    costs = {
        variable: [0 if cell == present[variable] else data.draw(st.none() | st.integers(1, 3)) for cell in range(size)]
        for variable, size in enumerate(world.sizes)
    }
    possible = []
    for cells in world.assignments():
        paid = [costs[variable][cell] for variable, cell in enumerate(cells)]
        if diagrams.values[walk.leaf_at(diagrams, root, cells)] in wanted and None not in paid:
            possible.append((sum(cost or 0 for cost in paid), sum(bool(cost) for cost in paid)))

    found = walk.cheapest(diagrams, root, lambda leaf: diagrams.values[leaf] in wanted, costs)
    if found is None:
        assert not possible
        return
    cost, way = found
    cells = tuple(way.get(variable, cell) for variable, cell in enumerate(present))
    assert diagrams.values[walk.leaf_at(diagrams, root, cells)] in wanted
    changes = sum(cell != present[variable] for variable, cell in way.items())
    assert (cost, changes) == min(possible)
    assert cost == sum(costs[variable][cell] or 0 for variable, cell in way.items())


@given(worlds())
def test_paths_are_disjoint_and_cover(world: World) -> None:
    """Each assignment lies in exactly one of the regions of its leaf, and in no region of another."""
    diagrams, roots = world.build()
    root = labelled(diagrams, roots)
    regions = [(leaf, region) for leaf in diagrams.values for region in walk.paths(diagrams, root, leaf)]
    for cells in world.assignments():
        inside = [leaf for leaf, region in regions if all(region[each] >> cells[each] & 1 for each in region)]
        assert inside == [walk.leaf_at(diagrams, root, cells)]
    for _, region in regions:
        assert list(region) == [variable for variable in world.order if variable in region]


# ---------------------------------------------------------------- order


@given(worlds(), st.data())
def test_a_swap_keeps_all_functions(world: World, data: st.DataObject) -> None:
    """After a swap each root has the values it had, two levels have changed places, and nothing is made twice."""
    diagrams, roots = world.build()
    roots.append(labelled(diagrams, roots))
    before = [values(diagrams, root) for root in roots]
    size = order.size(diagrams, roots)
    for level in data.draw(st.lists(st.integers(0, len(world.sizes) - 2), max_size=6)) if world.sizes[1:] else []:
        then = list(diagrams.order)
        order.swap(diagrams, roots, level)
        then[level : level + 2] = reversed(then[level : level + 2])
        assert diagrams.order == then
        assert [diagrams.order[each] for each in diagrams.level] == list(range(len(then)))
        assert [values(diagrams, root) for root in roots] == before
        assert_well_made(diagrams, roots)
    first = world.diagrams()
    assert order.size(first, order.transfer(diagrams, roots, first)) == size


@given(worlds(most=5), st.data())
def test_sifting_keeps_all_functions_and_never_enlarges(world: World, data: st.DataObject) -> None:
    """After sifting each root is its function, no larger than before, and what is built anew is the same node."""
    diagrams, roots = world.build()
    many = labelled(diagrams, roots)
    before = values(diagrams, many)
    size = order.size(diagrams, [*roots, many])
    growth = data.draw(st.sampled_from([1.0, 1.2, 3.0]))
    swaps = data.draw(st.sampled_from([0, 3, order.MOST_SWAPS]))
    found = order.sift(diagrams, [*roots, many], most_growth=growth, most_swaps=swaps)
    assert found == diagrams.order
    assert sorted(found) == sorted(world.order)
    assert order.size(diagrams, [*roots, many]) <= size
    assert values(diagrams, many) == before
    assert_well_made(diagrams, [*roots, many])
    assert [build(diagrams, formula) for formula in world.formulas] == roots
    assert labelled(diagrams, roots) == many


@given(worlds(most=5), st.data())
def test_groups_move_together(world: World, data: st.DataObject) -> None:
    """After sifting, the variables of a group stand next to each other, in the order that they had."""
    diagrams, roots = world.build()
    shuffled = data.draw(st.permutations(world.order))
    cut = data.draw(st.integers(0, len(shuffled)))
    groups = [shuffled[:cut], shuffled[cut:]] if data.draw(st.booleans()) else [shuffled[:cut]]
    found = order.sift(diagrams, roots, groups=groups)
    for group in filter(None, groups):
        first = min(found.index(variable) for variable in group)
        assert found[first : first + len(group)] == [variable for variable in world.order if variable in group]
    assert [build(diagrams, formula) for formula in world.formulas] == roots


@given(worlds(least=2), st.data())
def test_transferred_diagrams_are_the_same_functions(world: World, data: st.DataObject) -> None:
    """A diagram has in a manager of another order the same values, and comes back as the node it was."""
    diagrams, roots = world.build()
    roots.append(labelled(diagrams, roots))
    target = Diagrams([*world.sizes, 2], order=[len(world.sizes), *data.draw(st.permutations(world.order))])
    there = order.transfer(diagrams, roots, target)
    assert [values(target, root)[::2] for root in there] == [values(diagrams, root) for root in roots]
    assert_well_made(target, there)
    assert order.transfer(target, there, diagrams) == roots


# ---------------------------------------------------------------- data


@given(worlds())
def test_data_read_back(world: World) -> None:
    """What is written as JSON reads back as the same functions, and is written again as the same data."""
    diagrams, roots = world.build()
    roots.append(algebra.product(diagrams, [labelled(diagrams, roots), *roots]))
    data = dump.to_json(diagrams, roots)
    again, there = dump.from_json(json.loads(json.dumps(data)))
    assert [values(again, root) for root in there] == [values(diagrams, root) for root in roots]
    assert dump.to_json(again, there) == data
    assert_well_made(again, there)


@given(worlds(), st.data())
def test_damaged_data_are_refused(world: World, data: st.DataObject) -> None:
    """Data in which something was changed either raise ValueError or are well made diagrams all the same."""
    diagrams, roots = world.build()
    damaged: Any = json.loads(json.dumps(dump.to_json(diagrams, [labelled(diagrams, roots), *roots])))
    here: Any = damaged
    while True:
        inside = sorted(here) if isinstance(here, dict) else list(range(len(here)))
        if not inside:
            return
        at = data.draw(st.sampled_from(inside))
        if isinstance(here[at], dict | list) and here[at] and data.draw(st.booleans()):
            here = here[at]
            continue
        break
    if data.draw(st.booleans()):
        del here[at]
    else:
        here[at] = data.draw(st.sampled_from([None, True, -1, 0, 1, 2, 3, 99, 1.5, "x", [], [0], {}, {"value": 7}]))
    try:
        again, there = dump.from_json(damaged)
    except ValueError:
        return
    assert_well_made(again, there)


# ---------------------------------------------------------------- others' diagrams and solvers


def _bits(sizes: Sequence[int], bdd: autoref.BDD) -> list[list[Any]]:
    """Return for each cell of each variable, in binary digits, when it is meant."""
    found = []
    for variable, size in enumerate(sizes):
        names = [f"x{variable}_{bit}" for bit in range((size - 1).bit_length())]
        bdd.declare(*names)
        cells = []
        for cell in range(size):
            meant = bdd.true
            for bit, name in enumerate(names):
                meant &= bdd.var(name) if cell >> bit & 1 else ~bdd.var(name)
            cells.append(meant)
        found.append(cells)
    return found


def _with_dd(formula: Formula, bits: list[list[Any]], bdd: autoref.BDD) -> Any:  # noqa: ANN401 - dd has no types
    if formula.name == "test":
        found = bdd.false
        for cell, meant in enumerate(bits[formula.variable]):
            found |= meant if formula.cells >> cell & 1 else bdd.false
        return found
    held = [bdd.true] + [bdd.false] * len(formula.operands)  # held[n]: at least n of those looked at
    for operand in formula.operands:
        one = _with_dd(operand, bits, bdd)
        held[1:] = [more | one & fewer for fewer, more in pairwise(held)]
    least = {"not": 1, "and": len(formula.operands), "or": 1, "at least": max(formula.number, 0)}[formula.name]
    found = held[least] if least < len(held) else bdd.false
    return ~found if formula.name == "not" else found


@given(worlds(least=2))
def test_dd_agrees(world: World) -> None:
    """The decision diagrams of `dd` over binary digits have as many models, and equal the same ones, as ours."""
    bdd = autoref.BDD()
    bits = _bits(world.sizes, bdd)
    meant = bdd.true
    for cells in bits:
        one = bdd.false
        for cell in cells:
            one |= cell
        meant &= one
    theirs = [_with_dd(formula, bits, bdd) & meant for formula in world.formulas]
    diagrams, ours = world.build()
    for mine, other in zip(ours, theirs, strict=True):
        assert walk.count(diagrams, mine).get(TRUE, 0) == bdd.count(other, nvars=len(bdd.vars))
        paths = bdd.false
        for region in walk.paths(diagrams, mine, TRUE):
            inside = meant
            for variable, left_cells in region.items():
                inside &= _with_dd(Formula("test", variable, left_cells), bits, bdd)
            paths |= inside
        assert paths == other
    for (mine, other), (mine2, other2) in all_of(zip(ours, theirs, strict=True), repeat=2):
        assert (mine == mine2) == (other == other2)


def _with_z3(formula: Formula, variables: Sequence[z3.ArithRef]) -> Any:  # noqa: ANN401 - z3 has few types
    if formula.name == "test":
        return z3.Or([variables[formula.variable] == cell for cell in range(4) if formula.cells >> cell & 1])
    operands = [_with_z3(operand, variables) for operand in formula.operands]
    held = z3.Sum([z3.If(operand, 1, 0) for operand in operands])
    return {
        "not": z3.Not(operands[0]),
        "and": z3.And(operands),
        "or": z3.Or(operands),
        "at least": held >= formula.number,
    }[formula.name]


@given(worlds(least=2, most=2))
def test_z3_agrees(world: World) -> None:
    """A solver finds no assignment where a diagram differs from its formula, and one where two diagrams differ."""
    variables = [z3.Int(f"x{variable}") for variable in range(len(world.sizes))]
    solver = z3.SolverFor("QF_LIA")
    for variable, size in zip(variables, world.sizes, strict=True):
        solver.add(variable >= 0, variable < size)
    diagrams, roots = world.build()
    written: dict[Node, Any] = {}
    for node in diagrams.reachable(roots):
        if diagrams.variable[node] == LEAF:
            written[node] = z3.BoolVal(node == TRUE)
        else:
            asked = variables[diagrams.variable[node]]
            written[node] = z3.Or(
                [z3.And(asked == cell, written[child]) for cell, child in enumerate(diagrams.children[node])]
            )
    for formula, root in zip(world.formulas, roots, strict=True):
        assert solver.check(z3.Xor(written[root], _with_z3(formula, variables))) == z3.unsat
    differ = solver.check(z3.Xor(written[roots[0]], written[roots[1]]))
    assert differ == (z3.unsat if roots[0] == roots[1] else z3.sat)
