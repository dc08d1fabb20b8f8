"""Times several ways of doing one thing in turns, so that a busy moment of the machine falls on all of them.

Times are those of the processor, which other programs on the machine disturb less than those of the clock.
What is alive before the rounds is frozen, so that no way pays for collecting what another keeps alive;
what a way itself leaves behind is collected on its own time, as it would be in a service.
"""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Run = Callable[[], object]


def in_turns(
    runs: Mapping[str, Run], rounds: int, *, clock: Callable[[], float] = time.process_time
) -> dict[str, list[float]]:
    """Return for each run the seconds that it took in each round."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, run in runs.items():
            gc.collect()
            start = clock()
            run()
            taken[name].append(clock() - start)
    gc.unfreeze()
    return taken


def per_call(taken: Mapping[str, Sequence[float]], counts: Mapping[str, int]) -> dict[str, list[float]]:
    """Return the microseconds of one call, round by round, from the seconds of so many."""
    return {name: [each / counts[name] * 1e6 for each in times] for name, times in taken.items()}


def ratio(times: Sequence[float], others: Sequence[float]) -> float:
    """Return how much longer one took than the other: the median over the rounds, each with its own ratio."""
    return statistics.median(each / other for each, other in zip(times, others, strict=True))


def bare_loop(cases: Sequence[Any]) -> float:
    """Return the microseconds that going from one case to the next takes, which every time here includes."""
    times = []
    for _ in range(20):
        start = time.process_time()
        for _case in cases:
            pass
        times.append(time.process_time() - start)
    return min(times) / len(cases) * 1e6


def seconds(run: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long a call took, and what it returned."""
    gc.collect()
    start = time.process_time()
    found = run()
    return time.process_time() - start, found


def met(said: str, value: float, limit: float) -> str:
    """Return a line that says whether a value keeps to its limit."""
    return f"{'met' if value <= limit else 'NOT MET':>8}  {said}: {value:.3g}, the target is {limit:g}"
