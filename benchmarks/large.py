"""What deciding costs under many clauses, how it grows with them, and what compiling them takes.

    python benchmarks/large.py [--clauses 100 1000 10000] [--kinds scoped flat] [--cases 100] [--rounds 5]

Generated terms of service of so many clauses, compiled by policylang and by other engines, in one process. Before
anything is timed, every side must name for every case just the clauses that a plain reading finds. Compiling is
measured in a process of its own, warmed up: seconds from the text to the first decision, and the peak of
memory. Deciding is timed in turns of about the same length: a slow side does fewer of the cases in a turn, a fast one
does them several times. For policies of 100 clauses,
cases that leave out half of their facts are timed beside complete ones. A policy that was saved is loaded again
and must decide as before.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import timing
from large_sides import DAY, OURS, SIDES, TABLE, Decide, policy_of
from terms import Case, Terms, applying, cases, halves, terms

import policylang

COMPILING = os.path.join(os.path.dirname(__file__), "compiling.py")
ROUND = 0.2
"""The seconds that a side gets in a round, where all cases take it longer."""


class Made(NamedTuple):
    """What a side makes of terms: how it decides, its seconds for a case, and what compiling took, as printed."""

    decide: Decide
    pace: float
    compiling: str


def main() -> None:
    """Print a table for each kind and number of clauses, and which targets are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clauses", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--kinds", nargs="+", choices=["scoped", "flat"], default=["scoped", "flat"])
    parser.add_argument("--cases", type=int, default=100, help="how many cases; fewer where deciding is slow")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without", nargs="+", choices=list(SIDES), default=[], help="sides to leave out")
    asked = parser.parse_args()
    names = [name for name in SIDES if name not in asked.without]
    medians: dict[tuple[str, int], dict[str, float]] = {}
    for kind in asked.kinds:
        for count in asked.clauses:
            medians[kind, count] = compare(kind, count, names, asked.cases, asked.rounds)
    for kind in asked.kinds:
        tell_growth(kind, {count: medians[kind, count] for count in asked.clauses})


def compare(kind: str, count: int, names: Sequence[str], number: int, rounds: int) -> dict[str, float]:
    """Print the table of one kind and number of clauses; return the median of each side."""
    said = terms(kind, count)
    told = cases(said, number)
    expected = [applying(said, case) for case in told]
    mean = statistics.mean(len(each) for each in expected)
    print(f"\n{kind}, {count:,} clauses: {number} cases, to each of which {mean:.1f} clauses apply on average")
    made = {name: set_up(name, said, told, expected) for name in names}
    ready = {name: each for name, each in made.items() if isinstance(each, Made)}
    times = decide_in_turns(ready, told, rounds)
    tell(made, times)
    if OURS in ready and TABLE in ready and count >= 10_000:
        print(timing.met("policylang to the zen engine's table", timing.ratio(times[OURS], times[TABLE]), 1 / 3))
    if OURS in ready:
        policy = policy_of(ready[OURS].decide)
        if count == 100:
            tell_gaps(policy, told, rounds)
        tell_saved(policy, told[: shortened(len(told), ready[OURS].pace, ROUND * 10)])
    return {name: statistics.median(each) for name, each in times.items()}


def shortened(count: int, pace: float, seconds: float) -> int:
    """Return how many of some cases are decided in so many seconds, at the pace of one: at least one."""
    return max(1, min(count, int(seconds / pace)))


def set_up(name: str, said: Terms, told: Sequence[Case], expected: Sequence[frozenset[str]]) -> Made | str:
    """Return what one side makes of the terms, once it names the right clauses for every case; or why it does not."""
    side = SIDES[name]
    if len(said.clauses) > side.limit:
        return f"left out beyond {side.limit:,} clauses: compiling takes it minutes"
    text = side.write(said)
    try:
        decide = side.compile(text)
    except ImportError as error:
        return f"not there: {error}"
    for case, right in zip(told, expected, strict=True):
        names = frozenset(side.named(decide(case)))
        assert names == right, (name, case, names ^ right)
    pace, _ = timing.seconds(deciding(decide, told))  # the first round may have made what the next ones use
    return Made(decide, pace / len(told), compile_alone(name, text, told[0]))


def compile_alone(name: str, text: str, case: Case) -> str:
    """Return seconds and megabytes of compiling, in a process that does nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "terms.json")
        with open(file, "w", encoding="utf-8") as target:
            json.dump([text, case], target)
        command = [sys.executable, COMPILING, name, file]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return f"{found['seconds']:9.3f} {found['peak']:8.0f} {found['of it']:8.1f}"


def decide_in_turns(ready: Mapping[str, Made], told: Sequence[Case], rounds: int) -> dict[str, list[float]]:
    """Return the microseconds of a decision for each side and round, a round of each being about as long."""
    some = {}
    for name, made in ready.items():
        count = int(ROUND / made.pace)
        some[name] = [*told] * max(1, count // len(told)) if count > len(told) else told[: max(1, count)]
    runs = {
        name: reading(made.decide, some[name]) if name == OURS else deciding(made.decide, some[name])
        for name, made in ready.items()
    }
    return timing.per_call(timing.in_turns(runs, rounds), {name: len(each) for name, each in some.items()})


def reading(decide: Decide, told: Sequence[Case]) -> Callable[[], None]:
    """Return a run that decides cases and reads of each decision the outcome, the clauses and the duties."""

    def run() -> None:
        for case in told:
            decision = decide(case)
            _ = decision.outcome
            _ = decision.stands
            _ = decision.duties

    return run


def deciding(decide: Decide, told: Sequence[Case]) -> Callable[[], None]:
    """Return a run that decides cases."""

    def run() -> None:
        for case in told:
            decide(case)

    return run


def tell(made: Mapping[str, Made | str], times: Mapping[str, Sequence[float]]) -> None:
    """Print a row for each side."""
    heads = f"{'compile s':>9} {'peak MB':>8} {'of it MB':>8} {'median us':>10} {'best us':>10} {'x table':>8}"
    print(f"{'side':>24} {heads}")
    for name, each in made.items():
        if isinstance(each, str):
            print(f"{name:>24} {each}")
            continue
        taken = times[name]
        of_table = f"{timing.ratio(taken, times[TABLE]):8.2f}" if TABLE in times else ""
        print(f"{name:>24} {each.compiling} {statistics.median(taken):10.1f} {min(taken):10.1f} {of_table}", flush=True)


def tell_gaps(policy: policylang.Policy, told: Sequence[Case], rounds: int) -> None:
    """Print what a case costs that leaves out half of its facts, beside the complete one."""
    decide = partial(policy.decide, on=DAY)
    known = halves(list(told))
    took, decisions = timing.seconds(lambda: [decide(half) for half in known])
    for case, decision in zip(told, decisions, strict=True):
        assert decision.limit or decide(case).outcome in decision.possible, case
    some = known[: shortened(len(known), took / len(known), ROUND * 5)]
    runs = {"whole": reading(decide, told), "half": reading(decide, some)}
    times = timing.per_call(timing.in_turns(runs, rounds), {"whole": len(told), "half": len(some)})
    whole, half = (statistics.median(times[name]) for name in runs)
    undetermined = sum(decision.outcome == "undetermined" for decision in decisions)
    limited = sum(decision.limit is not None for decision in decisions)
    print(f"{'':>9}half of the facts left out: {half:.1f} us a decision, nothing left out: {whole:.1f} us")
    print(f"{'':>9}of {len(known)} halves {undetermined} are undetermined, {limited} of them for the limit")
    print(timing.met("half of the facts left out to nothing left out", timing.ratio(times["half"], times["whole"]), 50))


def tell_saved(policy: policylang.Policy, told: Sequence[Case]) -> None:
    """Print how long the policy takes to load once it is saved."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "terms.saved")
        policy.save(path)
        size = os.path.getsize(path) / 1e6
        runs = [timing.seconds(lambda: policylang.load_saved(path)) for _ in range(5)]
    again = runs[0][1]
    for case in told:
        assert again.decide(case, on=DAY) == policy.decide(case, on=DAY), case
    took = statistics.median(seconds for seconds, _ in runs)
    print(f"{'':>9}saved: {size:.2f} MB, loaded in {took:.4f} s, and decides as before")
    if len(policy.clauses) >= 10_000:
        print(timing.met("seconds to load a saved policy of 10,000 clauses", took, 0.5))


def tell_growth(kind: str, medians: Mapping[int, Mapping[str, float]]) -> None:
    """Print how much longer a decision takes under the most clauses than under the fewest."""
    few, many = min(medians), max(medians)
    if few == many:
        return
    told = (f"{name} {medians[many][name] / medians[few][name]:.1f}" for name in medians[many] if name in medians[few])
    print(f"\n{kind}, from {few:,} to {many:,} clauses, the time of a decision grows by: {', '.join(told)}")
    if (kind, few, many) == ("scoped", 100, 10_000) and OURS in medians[many]:
        print(timing.met("growth under policylang", medians[many][OURS] / medians[few][OURS], 8))


if __name__ == "__main__":
    main()
