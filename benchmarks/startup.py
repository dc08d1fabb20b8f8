"""How long a command takes to start, beside a Python that does nothing, in turns, on this machine.

    python benchmarks/startup.py [--rounds 15]

The target: `policylang --help` and a `decide` on the standard policy each start within three times a
bare `python -c pass` plus 100 ms. The cache is warm, as on every run but the first; the first is
shown too. Before it times anything it makes sure that each command answers as it should. `of limit` is
the part of the limit that is taken, by medians and by best times; where the two differ, the machine is busy.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence

PYTHON = [sys.executable, "-c", "pass"]
SCRIPT = os.path.join(os.path.dirname(sys.executable), "policylang")
PROGRAM = [sys.executable, SCRIPT] if os.path.exists(SCRIPT) else [sys.executable, "-m", "policylang"]
HELP = [*PROGRAM, "--help"]
CASE = {"operator.kind": "municipal_police", "operator.country": "united_states", "functions": "identification"}
DECIDE = [
    *(*PROGRAM, "decide", "microsoft.azure_openai"),
    *("--on", "2024-06-10", "--like", "ordinary_use"),
    *(word for fact, value in CASE.items() for word in ("--set", f"{fact}={value}")),
]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "POLICYLANG_CACHE": folder, "PYTHONPYCACHEPREFIX": folder}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled
        first = _time(DECIDE, env)
        _must_answer(env)
        times = _in_turns({"python": PYTHON, "--help": HELP, "decide": DECIDE}, rounds, env)
    print(f"{'command':>10} {'median ms':>10} {'of limit':>9} {'best ms':>8} {'of limit':>9}")
    for name, taken in times.items():
        told = [f"{measure(taken) * 1e3:9.0f} {measure(taken) / (3 * measure(times['python']) + 0.1):9.2f}"
                for measure in (statistics.median, min)]  # fmt: skip
        print(f"{name:>10} {' '.join(told)}")
    print(f"the first decide, with an empty cache: {first * 1e3:.0f} ms")


def _must_answer(env: Mapping[str, str]) -> None:
    told = subprocess.run(DECIDE, env=env, capture_output=True, text=True, check=True).stdout
    assert "prohibited" in told, told
    told = subprocess.run(HELP, env=env, capture_output=True, text=True, check=True).stdout
    assert "decide" in told, told


def _in_turns(commands: Mapping[str, Sequence[str]], rounds: int, env: Mapping[str, str]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(_time(command, env))
    return times


def _time(command: Sequence[str], env: Mapping[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=env, capture_output=True, check=False)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
