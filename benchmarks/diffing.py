"""What it costs to compare two versions of a policy, and whether just what was changed is found.

    python benchmarks/diffing.py [--clauses 100 1000 10000]

Two versions of generated policies are compared, of which the second lacks one clause, has another word in a second one
and another value in a third. What is found to have changed must be these three.
"""

import argparse
import re

import generate
import timing

import policylang
from policylang.analyse.compare.difference import Difference

SECONDS = {100: 1.0}
"""For how long a comparison may take, the two texts read."""
DROPPED, REWORDED, ALTERED = "clause_00017", "clause_00023", "clause_00042"


def main() -> None:
    """Print the seconds of a comparison for each number of clauses, and which targets are met."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clauses", type=int, nargs="*", default=[100, 1_000, 10_000])
    for count in parser.parse_args().clauses:
        measure(count)


def measure(count: int) -> None:
    """Compare two versions with so many clauses."""
    text = generate.policy(count)
    old, new = (policylang.loads(each, name="p.pol") for each in (text, changed(text)))
    seconds, found = timing.seconds(lambda: old.diff(new))
    groups = f"{len(found.changes)} groups" if found.verdict else "not compared as wholes"
    print(f"{count:>7,} clauses: {seconds:6.2f} s, {found.verdict or 'no verdict'}, {groups}")
    for each in found.undecided:
        print(f"{'':>17}not decided: {each}")
    check(found)
    if count in SECONDS:
        print(timing.met(f"seconds of a comparison of {count} clauses", seconds, SECONDS[count]))


def changed(text: str) -> str:
    """Return the other version of a policy."""
    head, *clauses = re.split(r"(?m)^(?=clause )", text)
    kept = [each for each in clauses if not each.startswith(f"clause {DROPPED}\n")]
    return head + "".join(map(_changed, kept))


def _changed(clause: str) -> str:
    if clause.startswith(f"clause {REWORDED}\n"):
        return clause.replace("in a few words", "in other words")
    if clause.startswith(f"clause {ALTERED}\n"):
        return re.sub(r"(service is service)_\d+", r"\1_49", clause)
    return clause


def check(found: Difference) -> None:
    """Hold that the three clauses that were changed, and no others, are found to be."""
    told = {each.name: (each.meaning, each.words) for each in found.clauses if not each.is_same}
    assert told == {
        DROPPED: ("removed", ()),
        REWORDED: ("same", ("summary",)),
        ALTERED: ("changed", ()),
    }, told


if __name__ == "__main__":
    main()
