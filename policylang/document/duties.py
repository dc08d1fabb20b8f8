"""Duties and advice: what must be done, when it counts as done or broken, which clauses ask for it."""

from collections.abc import Iterator

from policylang.document.clauses import clause_link, note
from policylang.document.markdown import blocks, code, heading, plain
from policylang.document.material import Material
from policylang.document.outline import judgements, outlined, to_markdown
from policylang.document.telling import Teller
from policylang.document.words import capital, listing, spaced
from policylang.semantics.policy import Duty


def duties(material: Material, teller: Teller) -> str:
    """Return the section on duties and advice; nothing where there are none."""
    policy = material.policy
    if not policy.duties and not policy.advice:
        return ""
    said = "A duty changes no outcome: a use that is not prohibited, and has a duty to fulfil, is so on this condition."
    title = listing([name for name, found in (("Duties", policy.duties), ("advice", policy.advice)) if found])
    told = [_duty(material, teller, each) for each in policy.duties]
    return blocks((heading(2, capital(title), name="duties"), said, *told, *_advice(material)))


def _duty(material: Material, teller: Teller, duty: Duty) -> str:
    parts = [
        heading(4, plain(duty.what or capital(spaced(duty.name))), name=f"duty-{duty.name}"),
        f"{code(duty.name)}{_asked_by(material, duty.name, 'required')}",
    ]
    for said, condition in (("**fulfilled**", duty.fulfilled), ("**breached**", duty.breached)):
        if condition is not None:
            parts.append(to_markdown(outlined(teller, condition), beginning=f"It counts as {said} where"))
    if duty.fulfilled is None and duty.breached is None:
        parts.append("The policy does not say when it counts as fulfilled.")
    parts.append(judgements(teller, (duty.fulfilled, duty.breached)))
    return blocks((*parts, note(material, f"duty.{duty.name}")))


def _advice(material: Material) -> Iterator[str]:
    for each in material.policy.advice:
        yield blocks(
            (
                heading(4, plain(each.what or capital(spaced(each.name))), name=f"advice-{each.name}"),
                f"{code(each.name)}{_asked_by(material, each.name, 'recommended')}. It changes nothing else.",
                note(material, f"advice.{each.name}"),
            )
        )


def _asked_by(material: Material, name: str, asked: str) -> str:
    effect = {"required": "requires", "recommended": "recommends"}[asked]
    clauses = [
        clause_link(each.name, material)
        for each in material.policy.clauses
        if each.effect == effect and name in each.targets
    ]
    return f", {asked} by {listing(clauses)}" if clauses else f", {asked} by no clause"
