"""`policylang info`: a policy in figures, and how its cases are decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from policylang.cli.options import declare
from policylang.console import exits
from policylang.console.targets import must_exist
from policylang.console.terminal import as_json, paint, say, width, wrapped
from policylang.console.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.evaluate.info import Info
    from policylang.semantics.policy import Period

_LEAD = 14
_FIRST_FACTS = 5
_TOTAL = {
    "nested ifs": "nested ifs: code that is made of the one diagram of all that is said",
    "one diagram": "one diagram of all that is said",
    "bitmap index": "a bitmap index of the clauses",
}
_PARTIAL = {
    "diagrams": "diagrams: each answer is a walk",
    "search": "search: a diagram would be too large",
}


@declare(
    "info",
    summary="""Show a policy in figures: its clauses and facts, its editions, the sizes of its diagrams, and how its
    cases are decided on a day. POLICY is a file or a name.""",
    examples={
        "policylang info microsoft.azure_openai": "for reading",
        "policylang info camera_rules.pol --json": "for programs",
    },
    exit_codes={exits.CLEAN: "shown", exits.WRONG_USE: "the policy is not there, or has errors"},
)
@click.argument("policy", metavar="POLICY")
@click.option("--on", "on", metavar="DATE", help="The day, as 2025-06-01; today where left out.")
@click.option("--json", "wants_json", is_flag=True, help="Print the figures as JSON.")
def command(policy: str, *, on: str | None, wants_json: bool) -> None:
    """Print a policy in figures."""
    from policylang import api

    day = api.day(on)
    must_exist([policy])
    found = api.load(policy).info(day)
    if wants_json:
        say(as_json(_as_object(found), indent=2))
    else:
        say("\n".join(_as_text(found, width())))


def _as_object(found: Info) -> dict[str, Any]:
    editions = [
        {
            "name": each.name,
            "summary": each.summary,
            "from": _iso(each.period.start),
            "before": _iso(each.period.before),
        }
        for each in found.editions
    ]
    engine = {"total": found.engine.total, "partial": found.engine.partial}
    return {**found._asdict(), "on": found.on.isoformat(), "editions": editions, "engine": engine}


def _iso(day: Any) -> str | None:  # noqa: ANN401 - a date, or nothing
    return None if day is None else day.isoformat()


def _as_text(found: Info, columns: int) -> Iterator[str]:
    yield from wrapped(found.title or found.policy, columns=columns)
    yield ""
    for lead, said in _rows(found):
        first = f"  {paint(lead.ljust(_LEAD), 'quiet')}" if lead else "  " + " " * _LEAD
        lines = wrapped(said, columns=columns - _LEAD - 2)
        yield first + lines[0]
        yield from (" " * (_LEAD + 2) + line for line in lines[1:])


def _rows(found: Info) -> Iterator[tuple[str, str]]:
    """Yield what is told, each with what stands before it."""
    yield "policy", f"{found.policy}, digest {found.digest[:12]}"
    if found.publisher:
        yield "publisher", found.publisher
    for number, edition in enumerate(found.editions):
        yield "" if number else "editions", f"{edition.name}, {_period(edition.period)}"
    for number, name in enumerate(found.incorporated):
        yield "" if number else "incorporates", name
    yield "clauses", f"{found.clauses}, and {counted(found.duties, 'duty').replace('dutys', 'duties')}"
    yield "facts", f"{found.asked} are asked about, of {found.declared} that a case can give"
    if found.order:
        more = len(found.order) - _FIRST_FACTS
        rest = f", and {more} more" if more > 0 else ""
        yield "asked first", f"{', '.join(found.order[:_FIRST_FACTS])}{rest}"
    yield "diagrams", f"{counted(found.nodes, 'node')} over {counted(found.variables, 'variable')}"
    if found.outcome_nodes is None:
        yield "outcome", "no diagram: it would be too large"
    else:
        longest = counted(found.outcome_depth or 0, "variable")
        yield "outcome", f"{counted(found.outcome_nodes, 'node')}; the longest path asks {longest}"
    if found.saved_bytes is not None:
        yield "saved form", f"{-(-found.saved_bytes // 1000)} kB"
    yield "on", found.on.isoformat()
    yield "all known", _TOTAL[found.engine.total]
    yield "with gaps", _PARTIAL[found.engine.partial]
    for number, name in enumerate(found.too_large):
        yield "" if number else "too large", name


def _period(period: Period) -> str:
    start = f"from {period.start}" if period.start else ""
    before = f"before {period.before}" if period.before else ""
    return " ".join(filter(None, (start, before))) or "always"
