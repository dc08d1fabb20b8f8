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
from policylang.workspace.load import Loaded, Readings, Workspace, encoded, key_of

_MOST_KEPT = 8
"""So many versions of a file are kept, those that were asked for last."""


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
    """The file of a policy, and the same file with drafts; what it needs stays as it was when it was first read.

    Args:
        path: The file, or where it would lie.
        folders: Folders to look in for names.
        text: What the file says, where it is not there yet.
        data: What the file held when it was read; it is read now where left out.

    Raises:
        OSError: The file cannot be read.
    """

    def __init__(
        self, path: str, folders: Iterable[str] = (), *, text: str | None = None, data: bytes | None = None
    ) -> None:
        self.path = path
        self.folders = tuple(folders)
        self.unwritten = text
        self.data = self.on_disk() if data is None else data
        """What the file held."""
        self._readings: Readings = {}
        self._held: dict[str, bytes] = {}
        self._made: dict[tuple[Edit, ...], Drafted] = {}

    def on_disk(self) -> bytes:
        """Return what the file holds now.

        Raises:
            OSError: The file cannot be read.
        """
        if self.unwritten is not None and not find.exists(self.path):
            return self.unwritten.encode()
        return find.read(self.path)

    @property
    def files(self) -> tuple[str, ...]:
        """This file, and those that it needs as far as they were read, but for those that come with the library."""
        return tuple(path for path in (self.path, *self._held) if not path.startswith(find.STANDARD))

    def changed(self) -> tuple[str, ...]:
        """Return the files that hold something else by now, or cannot be read any more."""
        held = {self.path: self.data, **self._held}
        return tuple(path for path in self.files if self._now(path) != held[path])

    def _now(self, path: str) -> bytes | None:
        try:
            return self.on_disk() if path == self.path else find.read(path)
        except OSError:
            return None

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
        if not edits:
            return self.as_filed
        found = self._made.pop(tuple(edits), None) or self._drafted(edited(self.source, self.sites, edits))
        self._made = dict([*self._made.items(), (tuple(edits), found)][-_MOST_KEPT:])
        return found

    def _drafted(self, text: Edited) -> Drafted:
        own = key_of(self.path)
        instead = {**self._held, own: encoded(text.text)}
        workspace = Workspace(self.folders, instead=instead, readings=self._readings)
        if find.exists(self.path):
            loaded = workspace.load(self.path)
            beside = [workspace.load(each) for each in find.scenarios_beside(self.path, loaded.module.name)]
        else:
            loaded = workspace.load_text(text.text, name=self.path)
            beside = []
        self._held.update((where, reading[0]) for where, reading in self._readings.items() if where != own)
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
