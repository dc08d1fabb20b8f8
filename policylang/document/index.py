"""The index of a folder of pages: the policies with what they are, and the vocabularies that they share."""

from collections.abc import Sequence
from typing import NamedTuple

from policylang.document.markdown import blocks, code, heading, link, plain, table
from policylang.document.words import day
from policylang.semantics.policy import Policy

FOOT = "Made by `policylang doc`"
"""What every page ends with: only what was made so is written over."""


class Entry(NamedTuple):
    """A page of a policy: the policy, the name of the file, and how many scenarios there are for it."""

    policy: Policy
    file: str
    scenarios: int


def index(entries: Sequence[Entry], vocabularies: Sequence[tuple[str, str]]) -> str:
    """Return the index.

    Args:
        entries: The pages of policies.
        vocabularies: The names of vocabularies, and the files of their pages.
    """
    rows = [
        (
            link(plain(each.policy.title or each.policy.name), each.file),
            plain(each.policy.publisher or ""),
            _dates(each.policy),
            str(len(each.policy.clauses)),
            str(each.scenarios),
            code(each.policy.name),
        )
        for each in entries
    ]
    head = ("Document", "Publisher", "Texts", "Clauses", "Scenarios", "Policy")
    said = (
        "Each page tells a policy in plain words: its clauses with their sources, the words they use, when they are in "
        "force, what has to be known, and the cases it was tried on. The pages are readings of documents, and no legal "
        "advice."
    )
    shared = table(("Vocabulary",), [(link(code(name), file),) for name, file in vocabularies])
    sections = (
        blocks((heading(2, "Policies"), table(head, rows))) if entries else "",
        blocks((heading(2, "Words that policies share"), shared)) if vocabularies else "",
    )
    return f"{blocks((heading(1, 'Policies in plain words'), said, *sections, foot('')))}\n"


def foot(said: str) -> str:
    """Return the last lines of a page.

    Args:
        said: From what it was made, as Markdown; nothing where that needs no saying.
    """
    return f"---\n\n<sub>{' '.join(filter(None, (FOOT, said)))}.</sub>"


def _dates(policy: Policy) -> str:
    starts = sorted(each.period.start for each in policy.editions if each.period.start is not None)
    if not policy.editions:
        return ""
    count = len(policy.editions)
    said = "1 edition" if count == 1 else f"{count} editions"
    return f"{said}, from {day(starts[0])}" if starts else said
