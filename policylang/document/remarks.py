"""What analysis finds in a policy, told in words with the cases that show it; what a file allows, with its reason."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from policylang.document.clauses import clause_link
from policylang.document.markdown import blocks, heading, items, plain, prose
from policylang.document.material import Finding, Material
from policylang.document.words import capital, sentence

_TITLES: Mapping[str, tuple[str, ...]] = {
    "Clauses that overlap or conflict": ("P0501", "P0502", "P0504", "P0310", "P0505"),
    "What can never be": ("P0503", "P0507"),
    "What changes nothing": ("P0506", "P0508"),
    "Words and rules that may differ": ("P0521", "P0522", "P0523", "P0524", "P0525", "P0526"),
    "Assertions that do not hold": ("P0510",),
    "What was not decided": ("P0509", "P0404"),
}
_OTHERS = "Other remarks"
_SAID = (
    "This was found by looking at all cases that can be, and each is shown by a case. Documents overlap, so it is no "
    "fault by itself. Of one *kind* are cases that no test of the policy tells apart. `policylang explain CODE` says "
    "more of a code."
)


def remarks(material: Material) -> str:
    """Return the section on what analysis finds; nothing where nothing is found."""
    groups = {title: list(_told(material, title)) for title in (*_TITLES, _OTHERS)}
    found = {title: told for title, told in groups.items() if told}
    if not found:
        return ""
    titled = [blocks((heading(3, title) if len(found) > 1 else "", *told)) for title, told in found.items()]
    return blocks((heading(2, "Where the document overlaps or conflicts", name="findings"), _SAID, *titled))


def _told(material: Material, title: str) -> Iterator[str]:
    for each in material.findings:
        if _title(each) == title:
            yield _finding(each, material)


def _title(finding: Finding) -> str:
    return next((title for title, codes in _TITLES.items() if finding.diagnostic.code in codes), _OTHERS)


def _finding(finding: Finding, material: Material) -> str:
    named = partial(clause_link, material=material)
    said = finding.diagnostic
    lines: Iterable[str] = [prose(sentence(capital(note)), name=named) for note in said.notes]
    allowed = [f"The author allows it: {sentence(plain(finding.allowed))}"] if finding.allowed else []
    message = f"**{prose(capital(said.message), name=named)}** ({said.code})"
    return blocks((message, items([*lines, *allowed])))
