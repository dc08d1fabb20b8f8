"""Short ways to decide a case in a test: the lines of a policy and the facts in, the decision out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import policylang
from policylang.semantics.decision import Decision

FACTS = """
fact a: yes or no
fact b: yes or no
fact c: yes or no
    judged "Is it so?"
"""


def policy(clauses: str, *, header: str = "otherwise permitted", facts: str = FACTS) -> policylang.Policy:
    """Return the policy of some items, with three yes-or-no facts."""
    lines = "".join(f"    {line.strip()}\n" for line in header.splitlines())
    return policylang.loads(f"policy p\n{lines}{facts}\n{clauses}", name="p.pol")


def decide(
    clauses: str,
    case: Mapping[str, Any] | None = None,
    *,
    on: str = "2024-05-02",
    header: str = "otherwise permitted",
    **facts: bool,
) -> Decision:
    """Return the decision of a case under some items, about the facts `a`, `b` and `c`."""
    return policy(clauses, header=header).decide({**(case or {}), **facts}, on=on)


def together(folder: Path, texts: Mapping[str, str], *, name: str) -> policylang.Policy:
    """Return one of several policies, all written over the vocabulary `facts`."""
    (folder / "facts.pol").write_text(f"vocabulary facts\n{FACTS}", encoding="utf-8")
    for each, text in texts.items():
        header, _, items = text.partition("\n\n")
        written = f"policy {each}\n{header}\n\nimport facts\n\n{items}"
        (folder / f"{each}.pol").write_text(written, encoding="utf-8")
    return policylang.load(folder / f"{name}.pol")


def standing(decision: Decision) -> dict[str, str]:
    """Return the clauses that stand, with their certainty."""
    return {each.name: each.certainty for each in decision.stands}
