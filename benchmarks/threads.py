"""Whether many threads can decide under one policy at once: same answers, and no slower than one thread.

    python benchmarks/threads.py [--threads 16] [--cases 1000] [--times 20] [--rounds 9]

The threads start together on a policy that has decided nothing yet, so that whatever is made at the first use is
made under their eyes. Each decides all cases, each from another one on; every decision must be the one
that a single thread comes to. Then the same work is timed, shared out to the threads and done by one, in
turns and by the clock: all cases many times over, so that deciding is timed and not the starting of threads;
five in a hundred are taken for noise. The function written by hand shows what threads cost on this machine.
"""

import argparse
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import small_cases
import timing
from small_sides import DAY, POLICY

import policylang

Decide = Callable[..., Any]


def main() -> None:
    """Print whether the answers are the same, and both speeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    cases = small_cases.cases(asked.cases)
    must_agree(cases, asked.threads)
    cases *= asked.times
    by_hand = ratio("by hand", lambda case, **_: small_cases.by_hand(case), cases, asked)
    ours = ratio("policylang", policylang.load(POLICY).decide, cases, asked)
    print(f"{'':>9} by hand, time of many threads to that of one, for the same work: {by_hand:.3g}")
    print(timing.met("policylang, time of many threads to that of one, for the same work", ours, 1.05))


def ratio(name: str, decide_one: Decide, cases: Sequence[small_cases.Case], asked: argparse.Namespace) -> float:
    """Return the time of many threads to that of one for the same work, and print both speeds."""
    work = {
        "one thread": lambda: decide(decide_one, cases * asked.threads),
        f"{asked.threads} threads": lambda: decide_at_once(decide_one, [cases] * asked.threads),
    }
    taken = timing.in_turns(work, asked.rounds, clock=time.perf_counter)
    count = len(cases) * asked.threads
    for how, times in taken.items():
        print(f"{name:>12}, {how:>10} {count / statistics.median(times):12,.0f} decisions a second")
    one, many = taken.values()
    return timing.ratio(many, one)


def must_agree(cases: Sequence[small_cases.Case], threads: int) -> None:
    """Make sure that threads that start at once on a new policy decide as one thread does, and say so."""
    alone = decide(policylang.load(POLICY).decide, cases)
    starts = [number * len(cases) // threads for number in range(threads)]
    turned = [[*cases[start:], *cases[:start]] for start in starts]
    together = decide_at_once(policylang.load(POLICY).decide, turned)
    for start, found in zip(starts, together, strict=True):
        assert found == [*alone[start:], *alone[:start]], f"the thread that began with case {start} decided otherwise"
    print(f"{threads} threads decide {len(cases)} cases each as one thread does")


def decide(decide_one: Decide, cases: Sequence[small_cases.Case]) -> list[Any]:
    """Return the decisions of cases, one after the other."""
    return [decide_one(case, on=DAY) for case in cases]


def decide_at_once(decide_one: Decide, shares: Sequence[Sequence[small_cases.Case]]) -> list[list[Any]]:
    """Return the decisions of each share of cases, each decided by a thread of its own; all begin together."""
    found: list[list[Any]] = [[] for _ in shares]
    together = threading.Barrier(len(shares))

    def work(number: int) -> None:
        together.wait()
        found[number] = decide(decide_one, shares[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(shares))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


if __name__ == "__main__":
    main()
