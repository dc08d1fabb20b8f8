"""What one decision costs under a small policy: policylang, functions written by hand, and other engines.

    python benchmarks/small.py [--cases 1000] [--rounds 15]

All run in one process, on the same seeded cases as plain dicts, in turns. Before anything is timed, all sides
must agree on every case: on the outcome, on the prohibitions that stand, and where the use is permitted on the
clauses that require something and on the duties. (policylang also says which duties a prohibited use
would have; the others do not, so that is not compared.) Timed is deciding, and reading the outcome and the
clauses. Times are of a decision, in microseconds; a ratio is the median of the ratios of the rounds.
"""

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import metadata

import small_cases
import timing
from small_sides import FOR_A_DAY, OURS, PACKAGES, Side, sides

HAND = "by hand"


def main() -> None:
    """Print the table, and which targets are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    found, missing = sides()
    cases = small_cases.cases(asked.cases)
    must_agree(found, cases)
    runs = {side.name: lambda side=side: side.decide_all(cases) for side in found}
    times = timing.per_call(timing.in_turns(runs, asked.rounds), {side.name: len(cases) for side in found})
    print(f"the loop itself takes {timing.bare_loop(cases):.3f} us of every time")
    tell(found, missing, times)
    targets(found, times)


def must_agree(found: Sequence[Side], cases: Sequence[small_cases.Case]) -> None:
    """Make sure that every side answers every case as the plain reading does, and say so."""
    expected = [small_cases.read_plainly(case) for case in cases]
    for side in found:
        for case, answer in zip(cases, expected, strict=True):
            assert side.answer(case) == answer, (side.name, case, answer, side.answer(case))
    count = Counter((outcome, len(clauses)) for outcome, clauses, _ in expected)
    told = ", ".join(f"{outcome} by {clauses} {number}" for (outcome, clauses), number in sorted(count.items()))
    print(f"{len(found)} sides agree on {len(cases)} cases ({told})")


def tell(found: Sequence[Side], missing: Mapping[str, str], times: Mapping[str, Sequence[float]]) -> None:
    """Print a row for each side, those that are missing included."""
    print(f"{'side':>24} {'version':>9} {'median us':>10} {'best us':>9} {'x by hand':>10} {'x policylang':>13}")
    for side in found:
        taken = times[side.name]
        ratios = f"{timing.ratio(taken, times[HAND]):10.1f} {timing.ratio(taken, times[OURS]):13.2f}"
        print(f"{side.name:>24} {version(side.name):>9} {statistics.median(taken):10.2f} {min(taken):9.2f} {ratios}"
              f"  {side.note}")  # fmt: skip
    for name, why in missing.items():
        print(f"{name:>24} {why}")


def version(name: str) -> str:
    """Return the version of what a side runs on."""
    if name.startswith(HAND):
        return ".".join(str(part) for part in sys.version_info[:3])
    return metadata.version(PACKAGES.get(name.partition(",")[0], name))


def targets(found: Sequence[Side], times: Mapping[str, Sequence[float]]) -> None:
    """Print whether each target is met."""
    for ours in (OURS, FOR_A_DAY):
        print(timing.met(f"{ours} to the function by hand", timing.ratio(times[ours], times[HAND]), 4))
    peers = [side.name for side in found if side.is_peer]
    if not peers:
        print("no peer is installed: pip install '.[bench]'")
        return
    fastest = min(peers, key=lambda name: statistics.median(times[name]))
    for ours in (OURS, FOR_A_DAY):
        print(timing.met(f"{ours} to the fastest peer, {fastest}", timing.ratio(times[ours], times[fastest]), 0.25))


if __name__ == "__main__":
    main()
