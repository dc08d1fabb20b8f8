"""What all findings tell alike: the case that shows one, in how many kinds of case it is so, what was not decided."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from policylang.analyse.subject import Subject
from policylang.analyse.witness import Witness, given
from policylang.diagnostics.model import Diagnostic, Label
from policylang.diagram.manager import DiagramTooLargeError, Node
from policylang.semantics.policy import Clause
from policylang.semantics.types import listed
from policylang.source import Place

MOST_SHOWN = 50
"""How many findings of one kind a pass tells, each with its case; nobody reads more."""
MOST_NAMED = 6
MOST_NODES = 400_000
MOST_STEPS = 1_000_000
_FEW_KINDS = 1_000_000


@contextmanager
def within_limits(subject: Subject, *, steps: int = MOST_STEPS) -> Iterator[None]:
    """Let no more be spent on one question than a finding is worth.

    Raises:
        DiagramTooLargeError: It would take more.
    """
    with subject.diagrams.at_most(MOST_NODES, steps=steps):
        yield


# ---------------------------------------------------------------- the case


def case_told(subject: Subject, found: Witness) -> str:
    """Return what a case tells in a line: `on 2024-05-10, age is 17, partner`."""
    day = () if found.day is None else (f"on {found.day.isoformat()}",)
    return ", ".join((*day, *given(subject, found))) or "whatever the case"


def example(subject: Subject, found: Witness) -> str:
    """Return the note with the case that shows a finding."""
    return f"for example: {case_told(subject, found)}"


def kinds_told(subject: Subject, node: Node) -> str:
    """Return in how many kinds of case something is so: `12 of 480 kinds of case (2.5 %)`."""
    try:
        with within_limits(subject):
            kinds = subject.kinds(node)
    except DiagramTooLargeError:
        return "more kinds of case than could be counted"
    if kinds.all >= _FEW_KINDS:
        return f"{kinds.share} of the kinds of case"
    noun = "kind" if kinds.all == 1 else "kinds"
    return f"{kinds.affected:,} of {kinds.all:,} {noun} of case ({kinds.share})"


# ---------------------------------------------------------------- clauses


def place_of(clause: Clause) -> Place:
    """Return where a clause is named."""
    assert clause.place is not None  # noqa: S101 - only a policy that was written in a file is told about
    return clause.place


def names_told(names: Sequence[str]) -> str:
    """Return names as a sentence lists them, the first few of many."""
    return listed(tuple(f"`{name}`" for name in names), most=MOST_NAMED)


def says(*clauses: Clause) -> str:
    """Return the note of what clauses say: in the document's words where they are quoted, else in the author's."""
    return "\n".join(f'`{each.name}` says: "{" … ".join(each.words) or each.summary}"' for each in clauses)


# ---------------------------------------------------------------- what is not told


def not_decided(place: Place, what: str) -> Diagnostic:
    """Return the note that something was not decided.

    Args:
        place: What it is about.
        what: What was not decided: `whether these pairs meet: …`.
    """
    return Diagnostic(
        "P0509",
        f"not decided: {what}",
        Label(place, "not decided"),
        notes=("to decide it takes more steps than are taken for one question",),
        severity="note",
    )


def not_shown(place: Place, what: str) -> Diagnostic:
    """Return the note that there is more of a finding than is shown."""
    return Diagnostic("P0404", f"{what}; not shown here", Label(place, "and so on"), severity="note")
