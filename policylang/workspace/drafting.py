"""Drafts: a policy's file with items that are being tried and are not in it yet, and what is wrong with them."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import attrs

from policylang.diagnostics.model import Diagnostic, Edit as Mend, Help, Label
from policylang.semantics.scenario import Scenario
from policylang.source import Place, Source, Span
from policylang.syntax.edits import Edit, Edited, Site, edited, sites
from policylang.workspace import find
from policylang.workspace.allow import Allowances
from policylang.workspace.load import Loaded, Readings, Workspace, key_of


@attrs.frozen(eq=False)
class Drafted:
    """A file with edits made: what it says now, and what is wrong with it.

    `text` is that of the file with where each edit stands in it; `scenarios` are those of the file and of the files of
    scenarios beside it. In the workspace the file says what it does with the edits.
    """

    workspace: Workspace
    loaded: Loaded
    text: Edited
    scenarios: tuple[Scenario, ...]
    diagnostics: tuple[Diagnostic, ...]


class Drafting:
    """The file of a policy, and the same file with drafts.

    Args:
        path: The file, or where it would lie.
        folders: Folders to look in for names.
        text: What the file says, where it is not there yet.

    Raises:
        OSError: The file cannot be read.
    """

    def __init__(self, path: str, folders: Iterable[str] = (), *, text: str | None = None) -> None:
        self.path = path
        self.folders = tuple(folders)
        self.unwritten = text
        self._readings: Readings = {}
        self.reload()

    def reload(self, data: bytes | None = None) -> None:
        """Read the file again, or take it to hold something, and forget what was made of it.

        Raises:
            OSError: The file cannot be read.
        """
        self.data = self.on_disk() if data is None else data
        self.__dict__.pop("as_filed", None)
        self.__dict__.pop("sites", None)

    def on_disk(self) -> bytes:
        """Return what the file holds now.

        Raises:
            OSError: The file cannot be read.
        """
        if self.unwritten is not None and not find.exists(self.path):
            return self.unwritten.encode()
        return find.read(self.path)

    @cached_property
    def as_filed(self) -> Drafted:
        """The file as it was read last, without drafts."""
        text = self.data.decode("utf-8-sig", "surrogateescape")
        return self._drafted(Edited(text, ()))

    @property
    def source(self) -> Source:
        """The text of the file as it was read last."""
        return self.as_filed.loaded.module.source

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Where the items of the file stand."""
        return sites(self.source, self.as_filed.loaded.file)

    def with_edits(self, edits: Sequence[Edit]) -> Drafted:
        """Return the file with edits made, no two of which are of one item."""
        return self._drafted(edited(self.source, self.sites, edits)) if edits else self.as_filed

    def _drafted(self, text: Edited) -> Drafted:
        workspace = Workspace(self.folders, instead={key_of(self.path): text.text}, readings=self._readings)
        if find.exists(self.path):
            loaded = workspace.load(self.path)
            beside = [workspace.load(each) for each in find.scenarios_beside(self.path, loaded.module.name)]
        else:
            loaded = workspace.load_text(text.text, name=self.path)
            beside = []
        scenarios = [each for file in (loaded, *beside) for each in file.module.scenarios]
        allowances = Allowances(loaded.module.source, loaded.file)
        mine = (each for each in loaded.diagnostics if allowances.reason(each) is None)
        needed = (each for file in (*loaded.closure()[1:], *beside) for each in file.diagnostics)
        errors = [each for each in needed if each.severity == "error"]
        return Drafted(workspace, loaded, text, tuple(scenarios), (*mine, *errors))


# ---------------------------------------------------------------- what is wrong, told about a draft alone


def told(drafted: Drafted, names: Sequence[str], before: Drafted) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a file that was not wrong before; of an edit, told in the edit's own lines.

    Args:
        drafted: The file with edits.
        names: What each of the edits is called where its lines are shown.
        before: The file without some of them.
    """
    known = {(each.code, each.message) for each in before.diagnostics}
    parts = [
        _Part(Source(name, drafted.text.text[span.start : span.end]), span, drafted.loaded.module.source)
        for name, span in zip(names, drafted.text.places, strict=True)
        if span.start < span.end
    ]
    return tuple(_moved(each, parts) for each in drafted.diagnostics if (each.code, each.message) not in known)


@attrs.frozen
class _Part:
    source: Source
    span: Span
    whole: Source

    def place(self, place: Place) -> Place | None:
        """Return a place in the whole as one in the part, if it lies there."""
        start, end = place.span
        if place.source is not self.whole or not self.span.start <= start <= self.span.end:
            return None
        length = self.span.end - self.span.start
        return Place(self.source, Span(start - self.span.start, min(end - self.span.start, length)))


def _moved(found: Diagnostic, parts: Sequence[_Part]) -> Diagnostic:
    def place(place: Place) -> Place:
        return next((moved for part in parts if (moved := part.place(place))), place)

    def label(each: Label) -> Label:
        return attrs.evolve(each, place=place(each.place))

    def help_(each: Help) -> Help:
        return each if each.edit is None else Help(each.text, Mend(place(each.edit.place), each.edit.replacement))

    return attrs.evolve(
        found,
        label=label(found.label),
        others=tuple(map(label, found.others)),
        helps=tuple(map(help_, found.helps)),
    )
