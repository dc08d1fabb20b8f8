"""The page of a policy: what each of its sections is, and in which order they stand."""

from typing import NamedTuple

from policylang.analyse.compare.shifts import Date, dates
from policylang.diagram.manager import DiagramTooLargeError
from policylang.document.clauses import Clauses, evidence_in_figures
from policylang.document.duties import duties
from policylang.document.facts import facts
from policylang.document.glossary import always, glossary
from policylang.document.index import foot
from policylang.document.markdown import blocks, code, contents, heading, items, link, plain, quotation, table
from policylang.document.material import Material
from policylang.document.outline import outlined, to_markdown
from policylang.document.questions import drawn, questions
from policylang.document.reading import reading
from policylang.document.remarks import remarks
from policylang.document.scenarios import scenarios
from policylang.document.telling import Teller
from policylang.document.times import editions, times_told
from policylang.document.words import sentence, spaced
from policylang.picture.to_svg import to_svg
from policylang.semantics.policy import Policy

_DIGITS = 12
_SILENT = "a use is **not prohibited**. That is no permission: the document does not speak of it"
_OTHERWISE = {
    "permitted": _SILENT,
    "prohibited": "a use is **prohibited**: what no clause permits is not allowed",
}
_CONFLICTS = {
    "prohibition": "Where one clause prohibits a use and another permits it, the **prohibition prevails**",
    "permission": "Where one clause prohibits a use and another permits it, the **permission prevails**",
    None: "The document says nothing of conflicts, so no case may be prohibited by one clause and permitted by another",
}


class Page(NamedTuple):
    """A page as Markdown, and the picture that it shows, as SVG, if there is one."""

    text: str
    picture: str | None = None


def page(material: Material, *, picture: str | None = None) -> Page:
    """Return the page of a policy.

    Args:
        material: The policy, and what its files say beside what it means.
        picture: Where a picture of its tree of questions will lie, beside the page; none is made where left out.
    """
    policy = material.policy
    teller = Teller(policy, material.definitions)
    clauses = Clauses(material, teller)
    read = reading(policy)
    times = _times(policy)
    tree = drawn(policy, times)
    has_picture = picture is not None and tree.tree is not None
    sections = (
        _scope(material, teller),
        _incorporated(material),
        _section("Clauses at a glance", "summary", clauses.summary() if policy.clauses else ""),
        _section("Clauses", "clauses", clauses.each()),
        duties(material, teller),
        glossary(material, teller, read.always),
        always(teller, read.always),
        times_told(material, times),
        questions(policy, tree, picture=picture if has_picture else None),
        facts(teller, read.facts),
        _asserted(material),
        remarks(material),
        scenarios(material, teller),
    )
    text = blocks((_front(material), contents(sections), *sections, _foot(policy)))
    return Page(f"{text}\n", to_svg(tree.tree) if has_picture and tree.tree is not None else None)


def _times(policy: Policy) -> tuple[Date, ...] | None:
    """Return the dates on which a policy changes; nothing where that takes too many steps."""
    try:
        return dates(policy)
    except DiagramTooLargeError:
        return None


def _section(title: str, name: str, body: str) -> str:
    return blocks((heading(2, title, name=name), body)) if body else ""


def _front(material: Material) -> str:
    policy = material.policy
    title = plain(policy.title or policy.name)
    source = [f"<{policy.source}>" if _is_address(policy.source) else plain(policy.source)] if policy.source else []
    rows = [
        ("Document", " · ".join((title, *source))),
        ("Published by", plain(policy.publisher or "not stated")),
        ("Where no clause speaks", f"{sentence(_OTHERWISE[policy.otherwise])}"),
        ("Conflicts", f"{_CONFLICTS[policy.conflicts]}."),
        ("Evidence", sentence(evidence_in_figures(policy) or "it has no clauses of its own")),
        ("Policy", f"{code(policy.name)}, digest {code(policy.digest[:_DIGITS])}"),
    ]
    said = (
        "This page is a **reading** of the document: the document says what it says, whatever is written here. It is "
        "made from the policy file, and tells all that the file says. It is no legal advice."
    )
    top = quotation(f"*Note of the author:* {material.prose.top}") if material.prose.top else ""
    return blocks(
        (heading(1, title), said, table(("", ""), [(f"**{a}**", b) for a, b in rows]), editions(policy), top, _HOW)
    )


_HOW = (
    "**How to read it.** A condition is told as a question and the answer for which it holds; the small type beside it "
    "is how the file writes it. *Judged* marks what a person has to decide. A group such as *law enforcement (of any "
    "kind)* leads to the list of what is in it. Of a thing that is not there, no answer holds, and *anything but* does."
)


def _is_address(text: str | None) -> bool:
    return text is not None and text.startswith(("https://", "http://")) and not set(text) & set("<> \n")


def _scope(material: Material, teller: Teller) -> str:
    applies = material.policy.applies
    if applies is None:
        said = "The policy applies to every use."
    else:
        said = to_markdown(outlined(teller, applies), beginning="The policy applies where")
        said = blocks((said, "Of any other use it says nothing."))
    return _section("What it applies to", "scope", said)


def _incorporated(material: Material) -> str:
    policy = material.policy
    if not policy.incorporated:
        return ""
    said = (
        "A use must be allowed by each of these policies as well. Each decides for itself, with its own scope; what "
        "any of them prohibits is prohibited, and what any of them requires is required."
    )
    rows = []
    for each in policy.incorporated:
        where = material.pages.get(each.name)
        name = link(code(each.name), where) if where else code(each.name)
        rows.append((name, plain(each.title or ""), plain(each.publisher or ""), str(len(each.clauses))))
    return _section(
        "What it incorporates",
        "incorporated",
        f"{said}\n\n{table(('Policy', 'Document', 'Publisher', 'Clauses'), rows)}",
    )


def _asserted(material: Material) -> str:
    if not material.asserts:
        return ""
    failing = {each.diagnostic.label.place for each in material.findings if each.diagnostic.code == "P0510"}
    lines = [
        f"**{sentence(plain(each.why or spaced(each.name)))}** {code(each.said)}"
        f"{' It does **not** hold: see below.' if each.place in failing else ''}"
        for each in material.asserts
    ]
    said = "Statements about all cases; `policylang check` proves each of them, or shows a case against it."
    return _section("What is to hold in every case", "asserted", f"{said}\n\n{items(lines)}")


def _foot(policy: Policy) -> str:
    return foot(f"from {code(policy.name)}, digest {code(policy.digest)}")
