"""How long a person waits at the prompt: for it to come, for each answer, for the effect of a draft.

    python benchmarks/prompt.py [--rounds 5]

The policy has 100 clauses, generated. The targets: an answer within 100 ms of Enter, the effect of a drafted clause
within 500 ms, the prompt within 500 ms of the command. Before anything is timed, the outcomes that a session shows are
compared with those of the policy loaded from the same text, a draft's with the policy that has it in its file. Answers
are timed by the clock, in a session that is warm (the prompt warms up while the person reads and types) and in which
nothing of the kind was asked before: each round begins a session of its own. The prompt is timed on a pseudo-terminal,
from the start of the process to the moment when the prompt stands on the screen.
"""

import argparse
import datetime as dt
import glob
import os
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

import timing
from analysis_terms import planted

import policylang
from policylang.repl.session import Session
from policylang.repl.warming import warm_up

DAY = dt.date(2024, 6, 10)
ANSWERS = (
    "case", "service is service_3", "flag_03", "not flag_04", "user.kind is company", "what if flag_10", "why",
    "nearest", "decide", "case", "clause clause_00029", "find prohibited", "find by clause_00029",
    "prove never permitted when flag_00", "loopholes clause_00029", "tree", "timeline", "undo", "on 2024-07-01",
    "clauses", "clauses 0029", "facts", "facts flag", "policy", "help", "help find", "servise is service_3", "clauss",
    "unknown service", "reset", "flag_01", "why", "nearest", "clause clause_00010", "find prohibited",
    "prove never depends on flag_07", "drafts", "tree", "reset", "service is planted_4", "user.age is 30",
    "user.kind is adult_person", "why", "nearest", "what if user.age is 12",
    "undo", "undo",
)  # fmt: skip
"""Lines that a person types, one after the other."""
DRAFTS = {
    "a prohibition": 'clause new_one\n    "New."\n    prohibits\n    when all of\n        operator.kind is company\n'
    "        flag_00",
    "a wide prohibition": 'clause new_one\n    "New."\n    prohibits\n    when flag_01',
    "a permission": 'clause new_one\n    "New."\n    permits\n    when all of\n        flag_01\n        flag_02',
    "an exception": 'clause new_one\n    "New."\n    exempts from clause_00029\n    when flag_03',
    "a duty": 'clause new_one\n    "New."\n    requires report\n    when flag_04',
    "a definition": 'define minor (p: party)\n    "Somebody under age"\n    p.age is at most 18',
    "a clause changed": 'clause clause_00029\n    "What it says"\n    prohibits\n    when flag_10',
    "a faulty one": 'clause new_one\n    "New."\n    prohibits\n    when flag_000',
}
ANSWER, EFFECT, PROMPT = 0.100, 0.500, 0.500
"""What a person may wait, in seconds."""


def main() -> None:
    """Print how long everything takes, and which targets are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    text = planted(100).text
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "terms.pol")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        must_agree(path, text)
        tell("answers", answers(path, rounds), ANSWER)
        tell("effects of drafts", effects(path, rounds), EFFECT)
        prompts(path, folder, rounds)


def must_agree(path: str, text: str) -> None:
    """Make sure that a session decides as the policy does, also with a draft."""
    session = Session([path], DAY)
    policy = policylang.loads(text)
    for line in ("service is service_3", "flag_03", "not flag_04", "user.kind is company"):
        assert session.answer(line).is_taken, line
    case = {"service": "service_3", "flag_03": True, "flag_04": False, "user": {"kind": "company"}}
    assert session.decision() == policy.decide(case, on=DAY)
    draft = DRAFTS["a prohibition"]
    assert session.answer(draft).is_taken
    written = policylang.loads(f"{text}\n{draft}\n")
    assert {each.name for each in session.decision().stands} == {
        each.name for each in written.decide(case, on=DAY).stands
    }


def answers(path: str, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each answer, round by round."""
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        session = warm(path)
        for number, line in enumerate(ANSWERS):
            times = taken.setdefault(f"{number + 1:2}  {line.splitlines()[0]}", [])
            times.append(waited(partial(session.answer, line)))
            warm_up(session)
    return taken


def effects(path: str, rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each draft's answer, round by round."""
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, draft in DRAFTS.items():
            session = warm(path)
            taken.setdefault(name, []).append(waited(partial(session.answer, draft)))
    return taken


def warm(path: str) -> Session:
    """Return a session as it is once it stood for a moment."""
    session = Session([path], DAY)
    warm_up(session)
    return session


def waited(run: Callable[[], object]) -> float:
    """Return how long a call took, by the clock."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def tell(what: str, taken: dict[str, list[float]], limit: float) -> None:
    """Print the median and the worst of each, and whether the worst median is within the limit."""
    print(f"\n{what}: median and worst of {len(next(iter(taken.values())))} rounds, in ms")
    for name, times in taken.items():
        print(f"  {statistics.median(times) * 1e3:7.1f} {max(times) * 1e3:7.1f}  {name}")
    worst = max(statistics.median(times) for times in taken.values())
    print(timing.met(f"seconds, the slowest of the {what}", worst, limit))


# ---------------------------------------------------------------- the prompt


def prompts(path: str, folder: str, rounds: int) -> None:
    """Print how long the prompt takes to stand on the screen."""
    env = {**os.environ, "POLICYLANG_CACHE": os.path.join(folder, "cache"), "XDG_STATE_HOME": folder, "TERM": "xterm"}
    env["PYTHONPYCACHEPREFIX"] = os.path.join(folder, "compiled")
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    first = until_prompt(path, env)
    new = []
    for _ in range(rounds):
        for kept in glob.glob(os.path.join(env["POLICYLANG_CACHE"], "policy-*")):
            os.unlink(kept)
        new.append(until_prompt(path, env))
    decide = [sys.executable, "-m", "policylang", "decide", path, "--on", DAY.isoformat()]
    subprocess.run(decide, env=env, capture_output=True, check=True)  # so that the policy is kept
    times = [until_prompt(path, env) for _ in range(rounds)]
    print(f"\nthe prompt: {statistics.median(times) * 1e3:.0f} ms, at best {min(times) * 1e3:.0f}, at worst "
          f"{max(times) * 1e3:.0f}; of a policy that is new {statistics.median(new) * 1e3:.0f}; "
          f"the very first time {first * 1e3:.0f}")  # fmt: skip
    print(timing.met("seconds until the prompt stands", statistics.median(times), PROMPT))
    print(timing.met("seconds until the prompt of a policy that is new stands", statistics.median(new), PROMPT))


def until_prompt(path: str, env: dict[str, str]) -> float:
    """Return the seconds from the start of the command until its prompt stands."""
    import pty

    command = [sys.executable, "-m", "policylang", "repl", path, "--on", DAY.isoformat()]
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, command, env)  # noqa: S606 - no shell is wanted
    seen = b""
    wanted = f"terms {DAY.isoformat()}".encode()
    while wanted not in seen:
        assert select.select([terminal], [], [], 60)[0], seen
        data = os.read(terminal, 65_536)
        seen += data
        if b"\x1b[6n" in data:  # where is the cursor? asked by what draws the prompt
            os.write(terminal, b"\x1b[1;1R")
    taken = time.perf_counter() - start
    os.write(terminal, b"\x04")
    while True:
        try:
            if not os.read(terminal, 65_536):
                break
        except OSError:
            break
    os.close(terminal)
    os.waitpid(child, 0)
    return taken


if __name__ == "__main__":
    main()
