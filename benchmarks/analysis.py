"""What the questions about all cases cost, and whether just what was planted is found.

    python benchmarks/analysis.py [--clauses 100 1000 10000]

Policies of so many clauses are generated in which it is known what has to be found. Each pass of `policylang check` is
timed over one policy under analysis, and what it finds must be what was planted, nothing less and nothing else.
"""

import argparse
import os
import tempfile
from typing import NamedTuple

import timing
from analysis_terms import Planted, planted

import policylang
from policylang.analyse.check.conflict import conflicts
from policylang.analyse.check.dead import dead_clauses
from policylang.analyse.check.exception import idle_exceptions
from policylang.analyse.check.findings import PASSES
from policylang.analyse.check.redundancy import redundancies
from policylang.analyse.subject import Subject, subject

SECONDS = {100: 1.0, 1_000: 10.0, 10_000: 120.0}
"""For how long the conflicts and the dead clauses may take, from the text on."""
WHOLE_CHECK = 1.0
"""For how long `check` may take, all analyses included, under 100 clauses."""


class Found(NamedTuple):
    """What the analyses find, as it is planted."""

    conflicts: frozenset[tuple[str, str]]
    dead: frozenset[str]
    never: frozenset[str]
    covered: frozenset[str]


def main() -> None:
    """Print the seconds of each pass for each number of clauses, and which targets are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clauses", type=int, nargs="+", default=[100, 1_000, 10_000])
    for count in parser.parse_args().clauses:
        measure(count)


def measure(count: int) -> None:
    """Print what the analyses take under so many clauses; what they find is compared with what was planted."""
    made = planted(count)
    reading, policy = timing.seconds(lambda: policylang.loads(made.text).resolved)
    compiling, about = timing.seconds(lambda: subject(policy))
    print(f"\n{len(policy.clauses):,} clauses: read in {reading:.2f} s, diagrams in {compiling:.2f} s")
    taken = 0.0
    for each in PASSES:
        seconds, said = timing.seconds(lambda each=each: tuple(each(about)))
        codes = ", ".join(sorted({one.code for one in said})) or "nothing"
        print(f"{each.__name__:>24} {seconds:9.2f} s  {len(said)} findings: {codes}", flush=True)
        if each.__name__ in ("conflict_findings", "dead_findings"):
            taken += seconds
    right = made.conflicts, made.dead, made.never, made.covered
    assert found(about) == right, [one ^ other for one, other in zip(found(about), right, strict=True)]
    print(f"{'':>24} conflicts, dead clauses and idle exceptions are those that were planted, and no others")
    tell_redundant(about, made)
    if count in SECONDS:
        said = f"seconds for conflicts and dead clauses under {count:,} clauses"
        print(timing.met(said, reading + compiling + taken, SECONDS[count]))
    if count == min(SECONDS):
        print(timing.met("seconds of a whole check under 100 clauses", whole_check(made), WHOLE_CHECK))


def found(about: Subject) -> Found:
    """Return all that the analyses find, also what `check` would not show."""
    meetings = conflicts(about, most=0).meetings
    name = [rule.clause.name for rule in about.rules]
    idle = idle_exceptions(about)
    return Found(
        frozenset((name[one], name[other]) for one in meetings.ones for other in meetings.met(one)),
        frozenset(name[rule] for rule in dead_clauses(about).rules),
        frozenset(pair.by for pair in idle.never),
        frozenset(pair.by for pair, _ in idle.covered),
    )


def tell_redundant(about: Subject, made: Planted) -> None:
    """Print whether the redundant clauses that were planted are found; others may be redundant as well."""
    said = redundancies(about)
    names = {about.rules[each.rule].clause.name for each in said.found if each.days is None}
    undecided = {about.rules[rule].clause.name for rule in said.undecided}
    assert made.redundant <= names | undecided, made.redundant - names - undecided
    print(f"{'':>24} the {len(made.redundant)} redundant clauses that were planted are found, or said to be undecided")


def whole_check(made: Planted) -> float:
    """Return the seconds that it takes to check a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "terms.pol")
        with open(path, "w", encoding="utf-8") as target:
            target.write(made.text)
        seconds, _ = timing.seconds(lambda: policylang.check(path))
    return seconds


if __name__ == "__main__":
    main()
