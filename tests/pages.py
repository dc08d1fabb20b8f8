"""Pages read back: what Markdown shows, where its links lead, and outlines as the conditions that they tell."""

import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt

from policylang.document.outline import Group, Outlined
from policylang.document.telling import Told
from policylang.semantics.policy import All, Any, Condition, Count, Not, Within

_READER = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
_PLACE = re.compile(r'<a id="([^"]+)"')
_LINK = re.compile(r'href="([^"]+)"|src="([^"]+)"')
_TAG = re.compile(r"<[^>]+>")


def html(page: str) -> str:
    """Return a page as HTML."""
    return str(_READER.render(page))


def shown(page: str) -> str:
    """Return the text that a page shows, in one line."""
    import html as entities

    return " ".join(entities.unescape(_TAG.sub("", html(page))).split())


def places(page: str) -> list[str]:
    """Return what links to the page can name."""
    return _PLACE.findall(html(page))


def links(page: str) -> Iterator[str]:
    """Yield where the links and pictures of a page lead, addresses on the web left out."""
    for each in _LINK.findall(html(page)):
        target = each[0] or each[1]
        if not target.startswith(("http://", "https://", "mailto:")):
            yield target


def lost(page: str) -> set[str]:
    """Return the links within a page that lead nowhere."""
    there = set(places(page))
    return {each for each in links(page) if each.startswith("#") and each[1:] not in there}


# ---------------------------------------------------------------- outlines


def told_by(outline: Outlined, read: Callable[[str], Condition]) -> Condition:
    """Return the condition that an outline tells; `read` reads a test as a policy file writes it."""
    if isinstance(outline, Told):
        return read(outline.written)
    inner = tuple(told_by(each, read) for each in outline.items)
    return _GROUPS[outline.how](inner, outline)


_GROUPS: dict[str, Callable[[tuple[Condition, ...], Group], Condition]] = {
    "all": lambda inner, _: All(inner),
    "any": lambda inner, _: Any(inner),
    "none": lambda inner, _: Not(Any(inner)),
    "not all": lambda inner, _: Not(All(inner)),
    "at least": lambda inner, group: Count(group.number, False, inner),  # noqa: FBT003
    "fewer than": lambda inner, group: Not(Count(group.number, False, inner)),  # noqa: FBT003
    "exactly": lambda inner, group: Count(group.number, True, inner),  # noqa: FBT003
    "not exactly": lambda inner, group: Not(Count(group.number, True, inner)),  # noqa: FBT003
    "not": lambda inner, _: Not(inner[0]),
}


def in_two(test: Within) -> Condition:
    """Return a test of a number between two bounds as the file has to write it where it is not `from … to …`."""
    is_one = test.low is None or test.high is None or (test.low_included and test.high_included)
    if is_one:
        return test
    return All((test._replace(high=None, high_included=True), test._replace(low=None, low_included=True)))
