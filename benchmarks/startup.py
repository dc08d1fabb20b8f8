"""How long a command takes to start, beside a Python that does nothing, in turns, on this machine.

    python benchmarks/startup.py [--rounds 15]

The target: `policylang --help` and a `decide` on the standard policy each start within three times a
bare `python -c pass` plus 100 ms; `import policylang`, and loading the standard policy as it was saved, within
60 ms of it. The cache is warm, as on every run but the first; the first is shown too. Before it
times anything it makes sure that each command answers as it should. `of limit` is the part of the limit that
is taken, and `beyond` what is more than bare Python, in milliseconds; by medians and by best times: where the two
differ, the machine is busy.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence

import policylang

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
IMPORT = [sys.executable, "-c", "import policylang"]
LOAD_SAVED = [sys.executable, "-c", "import sys, policylang; policylang.load_saved(sys.argv[1])"]
MARGIN = 0.06
"""What an import, and loading what was saved, may take beyond a bare Python, in seconds."""


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
        commands = {"python": PYTHON, "--help": HELP, "decide": DECIDE, "import": IMPORT}
        commands["load saved"] = [*LOAD_SAVED, _saved(folder)]
        for command in commands.values():  # compiles what is imported
            subprocess.run(command, env=env, capture_output=True, check=True)
        times = _in_turns(commands, rounds, env)
    heads = (f"{measure:>9} {'beyond':>8} {'of limit':>9}" for measure in ("median ms", "best ms"))
    print(f"{'command':>10} {' '.join(heads)}")
    for name in times:
        told = (_told(name, times, measure) for measure in (statistics.median, min))
        print(f"{name:>10} {' '.join(told)}")
    print(f"the first decide, with an empty cache: {first * 1e3:.0f} ms")


def _saved(folder: str) -> str:
    """Return where the standard policy is saved."""
    policy = policylang.load("microsoft.azure_openai")
    path = os.path.join(folder, "azure_openai.saved")
    policy.save(path)
    assert policylang.load_saved(path).digest == policy.digest
    return path


def _told(name: str, times: Mapping[str, Sequence[float]], measure: Callable[[Sequence[float]], float]) -> str:
    taken, bare = measure(times[name]), measure(times["python"])
    limit = bare + MARGIN if name in {"import", "load saved"} else 3 * bare + 0.1
    return f"{taken * 1e3:9.0f} {(taken - bare) * 1e3:8.0f} {taken / limit:9.2f}"


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
