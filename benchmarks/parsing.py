"""How long reading and checking takes, and whether it grows with the number of clauses and no faster.

    python benchmarks/parsing.py [--clauses 1000 10000]

Prints megabytes a second for reading (text to tree) and for reading and resolving, and the ratio of
times between ten times the clauses. Times are those of the processor, the best of some runs. Before it
times anything it makes sure that every text checks.
"""

import argparse
import gc
import time
from collections.abc import Callable

from generate import policy

from policylang.source import Source
from policylang.syntax.from_text import parse
from policylang.workspace.load import Workspace

TARGET = 12.0
"""The most that ten times the clauses may take."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clauses", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    print(f"{'clauses':>8} {'MB':>6} {'read s':>8} {'MB/s':>6} {'check s':>8} {'MB/s':>6} {'x read':>7} {'x check':>7}")
    before: tuple[float, float] | None = None
    for count in asked.clauses:
        text = policy(count)
        _must_check(text, count)
        size = len(text.encode()) / 1e6
        read = _best(lambda text=text: parse(Source("bench", text)), asked.repeat)
        check = _best(lambda text=text: Workspace().load_text(text), asked.repeat)
        ratios = f"{read / before[0]:7.1f} {check / before[1]:7.1f}" if before else f"{'':>7} {'':>7}"
        print(
            f"{count:8} {size:6.2f} {read:8.2f} {size / read:6.2f} {check:8.2f} {size / check:6.2f} {ratios}",
            flush=True,
        )
        before = (read, check)
    print(f"the target: ten times the clauses in at most {TARGET:.0f} times the time")


def _must_check(text: str, count: int) -> None:
    loaded = Workspace().load_text(text)
    assert loaded.module.policy is not None, loaded.diagnostics[:3]
    assert len(loaded.module.policy.clauses) == count


def _best(run: Callable[[], object], repeat: int) -> float:
    times = []
    for _ in range(repeat):
        gc.collect()
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main()
