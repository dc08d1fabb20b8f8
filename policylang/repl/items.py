"""Items of the policy that is looked at: found by how they begin, and their text, as it is with the drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policylang.console.faults import Refusal
from policylang.diagnostics.suggest import nearest
from policylang.syntax.edits import Identity, Site, identity, sites, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policylang.repl.session import Session

_KINDS = ("clause", "part", "define", "fact", "type", "duty", "advice", "always", "edition", "example", "scenario",
          "assert", "import", "incorporates")  # fmt: skip
"""Of items with one name, the kind that is meant where only the name is said."""


def all_sites(session: Session) -> tuple[Site, ...]:
    """Return where the items of the policy stand, in its text with the drafts."""
    drafted = session.here.with_text(session.drafts)
    return sites(drafted.loaded.module.source, drafted.loaded.file)


def items(session: Session) -> Iterator[Identity]:
    """Yield every item of the policy, as it is with the drafts."""
    return (site.item for site in all_sites(session))


def item_text(session: Session, wanted: Identity) -> str | None:
    """Return the text of an item of the policy, as it is with the drafts; nothing where there is none."""
    drafted = session.here.with_text(session.drafts)
    site = next((each for each in all_sites(session) if each.item == wanted), None)
    return None if site is None else text_of(drafted.loaded.module.source, site)


def named(session: Session, text: str) -> Identity | None:
    """Return the item of the policy that a line names, alone: by its kind and its name."""
    found = identity(text.strip())
    if found is None or text.strip() != str(found):
        return None
    if session.here.is_saved:
        return found if found.kind == "clause" and found.name in session.policy.clauses else None
    return found if found in set(items(session)) else None


def called(session: Session, name: str) -> Identity:
    """Return the item that is called so, by its name alone or with its kind before it.

    Raises:
        Refusal: There is none.
    """
    known = tuple(items(session))
    if name == "header":
        return next(each for each in known if each.kind == "header")
    said = identity(name)
    if said in known and said is not None:
        return said
    found = [each for each in known if each.name == name and each.kind != "header"]
    if found:
        return min(found, key=lambda each: _KINDS.index(each.kind))
    near = nearest(name, [each.name for each in known])
    raise Refusal(
        f"`{session.policy.name}` has no item `{name}`", code="P0201", helps=[f"did you mean `{near}`?"] if near else ()
    )
