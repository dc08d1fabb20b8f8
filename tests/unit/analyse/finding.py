"""Short ways to find something in a test: the lines of a policy in, the diagnostics of one code out."""

from policylang.analyse.check.conflict import conflict_findings
from policylang.analyse.check.dead import dead_findings
from policylang.analyse.check.exception import exception_findings
from policylang.analyse.subject import Subject, subject
from policylang.diagnostics.model import Diagnostic, Edit
from policylang.workspace.load import Workspace

FACTS = """
fact a: yes or no
fact b: yes or no
fact c: yes or no
fact age: whole number from 0 to 120
fact kind: one of red, green, blue
"""


def written(items: str, *, header: str = "otherwise  permitted") -> str:
    """Return the text of a policy of some items, with facts for them."""
    lines = "".join(f"    {line}\n" for line in header.splitlines())
    return f"policy p\n{lines}{FACTS}\n{items.strip()}\n"


def analysed(text: str) -> Subject:
    """Return a policy under analysis; the text must have no errors."""
    loaded = Workspace().load_text(text, name="p.pol")
    assert loaded.module.policy is not None, loaded.diagnostics
    return subject(loaded.module.policy)


def found(text: str, code: str) -> list[Diagnostic]:
    """Return what is found of one code."""
    about = analysed(text)
    passes = (conflict_findings, dead_findings, exception_findings)
    return [each for one in passes for each in one(about) if each.code == code]


def edited(text: str, edit: Edit | None) -> str:
    """Return the text with an edit made."""
    assert edit is not None
    span = edit.place.span
    return text[: span.start] + edit.replacement + text[span.end :]


def large(side: str, other: str) -> str:
    """Return a condition whose diagram is too large where each side is asked for elsewhere: any of twenty pairs."""
    return "any of\n" + "".join(f"        {side}{n} and {other}{n}\n" for n in range(20))


def sides(*names: str) -> str:
    """Return twenty facts for each of some sides, and a clause for each side that asks for all of them."""
    facts = "".join(f"fact {side}{n}: yes or no\n" for side in names for n in range(20))
    clauses = (
        f'clause any_{side}\n    "Any"\n    requires report\n    when any of\n'
        + "".join(f"        {side}{n}\n" for n in range(20))
        for side in names
    )
    return "\n".join((f'duty report "Report it"\n{facts}', *clauses))
