"""The bitmap index: for each cell of each variable, the clauses that it does not rule out, as the bits of one number.

To decide a case is one *and* for each variable: what is left are the clauses that apply, all at once, however many
there are. A clause is a row for each region of cells in which it applies; one that has too many regions is a single
row for all of them, and is looked at by itself where its row is left.

Source: bitmap indexes, P. O'Neil, D. Quass, Improved Query Performance with Variant Indexes, SIGMOD 1997, section 2;
    here the rows are clauses, and the values those of one case.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from operator import itemgetter
from struct import unpack
from typing import NamedTuple

from policylang.core.program import Program, Rule
from policylang.diagram.manager import TRUE, Node, Variable
from policylang.diagram.walk import leaves, paths, support

MOST_ROWS_A_CLAUSE = 6


class Row(NamedTuple):
    """Cells in which a clause applies as far as it says itself; with `exact`, in all of them."""

    rule: Rule
    region: Mapping[Variable, int]
    exact: bool


class Index(NamedTuple):
    """The rows of a policy, as bits.

    rules: for each row, the clause.
    exact: the rows that need no further look.
    everything: all rows.
    masks: for each variable that a row asks, and each cell of it, the rows that it does not rule out.
    free: for each of these variables, the rows that do not ask it.
    """

    rules: tuple[Rule, ...]
    exact: int
    everything: int
    masks: Mapping[Variable, tuple[int, ...]]
    free: Mapping[Variable, int]


def index(program: Program, made: dict[tuple[Rule, Node | None], list[Row]] | None = None) -> Index:
    """Return the index of a policy.

    Args:
        program: The compiled policy.
        made: Where to keep the rows of clauses, for the index of a policy that shares some of them.

    Cost: Linear in the number of rows and the cells that they rule out.
    """
    known = {} if made is None else made
    rows: list[Row] = []
    for rule, root in enumerate(program.roots.alone):
        if (rule, root) not in known:
            known[rule, root] = rows_of(program, rule, root)
        rows += known[rule, root]
    everything = (1 << len(rows)) - 1
    ruled_out: dict[Variable, list[list[int]]] = {}
    asking: dict[Variable, list[int]] = {}
    for number, row in enumerate(rows):
        for variable, cells in row.region.items():
            size = program.domain.variables[variable].size
            per_cell = ruled_out.setdefault(variable, [[] for _ in range(size)])
            asking.setdefault(variable, []).append(number)
            for cell in range(size):
                if not cells >> cell & 1:
                    per_cell[cell].append(number)
    return Index(
        tuple(row.rule for row in rows),
        everything & ~bits_of([number for number, row in enumerate(rows) if not row.exact]),
        everything,
        {
            variable: tuple(everything & ~bits_of(numbers) for numbers in per_cell)
            for variable, per_cell in ruled_out.items()
        },
        {variable: everything & ~bits_of(numbers) for variable, numbers in asking.items()},
    )


def rows_of(program: Program, rule: Rule, root: Node | None) -> list[Row]:
    """Return regions that together are where a diagram of a clause is true; or one around it, where they are many."""
    if root is None:
        return [Row(rule, {}, exact=False)]
    regions = list(islice(paths(program.diagrams, root, TRUE), MOST_ROWS_A_CLAUSE + 1))
    if len(regions) <= MOST_ROWS_A_CLAUSE:
        return [Row(rule, region, exact=True) for region in regions]
    around: dict[Variable, int] = {}
    for variable in support(program.diagrams, [root]):
        size = program.domain.variables[variable].size
        fitting = [TRUE in leaves(program.diagrams, root, {variable: 1 << cell}) for cell in range(size)]
        if not all(fitting):
            around[variable] = sum(1 << cell for cell, fits in enumerate(fitting) if fits)
    return [Row(rule, around, exact=False)]


def bits_of(numbers: Sequence[int]) -> int:
    """Return the number that has bits at some places."""
    octets = bytearray(max(numbers, default=0) // 8 + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def select(index: Index, rows: int) -> Index:
    """Return the index of some of the rows, numbered anew.

    Cost: Linear in the rows that are left, for each mask.
    """
    places = positions(rows)
    pick = itemgetter(*places) if len(places) > 1 else lambda text: text[places[0]] if places else ""

    def selected(bits: int) -> int:
        text = f"{bits:0{len(index.rules)}b}"[::-1]
        return int("".join(pick(text))[::-1] or "0", 2)

    return Index(
        tuple(index.rules[place] for place in places),
        selected(index.exact),
        (1 << len(places)) - 1,
        {variable: tuple(map(selected, masks)) for variable, masks in index.masks.items()},
        {variable: selected(bits) for variable, bits in index.free.items()},
    )


def positions(bits: int) -> list[int]:
    """Return the places of the bits of a number, the lowest first.

    Cost: Linear in the digits of the number, and not in their square.
    """
    words = bits.bit_length() // _WORD + 1
    found = []
    before = -1
    for word in unpack(f"<{words}Q", bits.to_bytes(8 * words, "little")) if words > 1 else (bits,):
        left = word
        while left:
            low = left & -left
            found.append(before + low.bit_length())
            left ^= low
        before += _WORD
    return found


_WORD = 64
