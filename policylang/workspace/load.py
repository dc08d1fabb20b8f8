"""Files read and resolved, each once, what they import first; circles are shown, not fallen into."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import dropwhile

import attrs

from policylang.diagnostics.errors import PolicyError
from policylang.diagnostics.model import Diagnostic, Label
from policylang.diagnostics.suggest import nearest
from policylang.pause import collecting_later
from policylang.semantics.definitions import Instances
from policylang.semantics.findings import Findings
from policylang.semantics.from_syntax import Context, resolve
from policylang.semantics.module import Module
from policylang.semantics.policy import Policy
from policylang.semantics.scope import Import
from policylang.source import NOWHERE, Place, Source, Span
from policylang.syntax import tree
from policylang.syntax.from_text import parse
from policylang.syntax.scan import decode
from policylang.workspace import find, saved

DEEPEST = 100
"""The longest chain of files of which each needs the next."""


@attrs.frozen(eq=False)
class Loaded:
    """A file as it was read: the module, the tree it came from, what is wrong with it, which files it needs."""

    path: str
    module: Module
    file: tree.File
    diagnostics: tuple[Diagnostic, ...]
    needs: tuple["Loaded", ...] = ()
    lost: frozenset[str] = frozenset()
    finds: tuple[saved.Find, ...] = ()

    def closure(self) -> tuple["Loaded", ...]:
        """Return this file and every one it needs, directly or not, each once."""
        found: dict[str, Loaded] = {}
        todo = [self]
        while todo:
            here = todo.pop()
            if here.path not in found:
                found[here.path] = here
                todo.extend(here.needs)
        return tuple(found.values())

    def policy(self) -> Policy:
        """Return the policy of the file.

        Raises:
            PolicyError: It, or a file that it needs, has errors, or it is no policy.
        """
        module = self.module
        errors = tuple(each for file in self.closure() for each in file.diagnostics if each.severity == "error")
        if errors:
            said = errors[0].message if len(errors) == 1 else f"{module.name} has {len(errors)} errors"
            raise PolicyError(said, errors)
        if module.policy is None:
            raise PolicyError(f"`{module.name}` is a {module.kind}, not a policy; a {module.kind} decides nothing")
        return module.policy

    def keep(self, ready: saved.Ready) -> None:
        """Keep what this file became for later runs."""
        files = self.closure()
        finds = (each for file in files for each in file.finds)
        saved.keep(self.path, ready, files=(each.path for each in files), finds=finds)


Readings = dict[str, tuple[bytes, Source, tree.File, tuple[Diagnostic, ...], tuple[Diagnostic, ...]]]
"""Texts as they were parsed last, by path: bytes, source and tree, what is wrong with the bytes and with the text."""


class Workspace:
    """Files and what they mean. A file is read once in the life of a workspace.

    Args:
        path: Folders to look in for names.
        instead: What stands in the place of what files hold, by what `key_of` returns for their paths.
        readings: What was parsed before, by other workspaces; a text that is still the same is not parsed again.
    """

    def __init__(
        self,
        path: Iterable[str | os.PathLike[str]] = (),
        *,
        instead: Mapping[str, bytes] | None = None,
        readings: Readings | None = None,
    ) -> None:
        self.finder = find.Finder(path)
        self._instead = instead or {}
        self._readings = {} if readings is None else readings
        self._loaded: dict[str, Loaded] = {}
        self._open: list[tuple[str, str, bool]] = []
        self._instances = Instances()

    def load(self, target: str | os.PathLike[str]) -> Loaded:
        """Return the file of a path or of a module's name.

        Raises:
            PolicyError: There is no such file, or it cannot be read.
        """
        path = self.locate(os.fspath(target))
        try:
            with collecting_later():
                return self._load(path)
        except OSError as fault:
            raise find.unreadable(path, fault) from fault

    def load_text(self, text: str, *, name: str = "<text>", folder: str | None = None) -> Loaded:
        """Return a text as if it were a file in a folder (without one: the current folder)."""
        with collecting_later():
            return self._resolve(os.path.join(folder or "", name), encoded(text), name)

    def locate(self, target: str) -> str:
        """Return the path of a target: a file that is there, or the file of a module's name.

        Raises:
            PolicyError: There is neither.
        """
        if find.exists(target):
            return target
        found = self.finder.find(target) if _is_name(target) else None
        if found is None:
            raise self._not_found(target)
        return found

    def _not_found(self, target: str) -> PolicyError:
        if not _is_name(target) or target.endswith((".pol", ".md")):
            said, code = f"there is no file `{target}`", "P0701"
            helps: tuple[str, ...] = (
                "check the path; a module is given by its name, such as `microsoft.azure_openai`",
            )
        else:
            near = nearest(target, self.finder.names())
            said, code = f"there is no policy `{target}` on the search path", "P0702"
            helps = (
                (f"did you mean `{near}`?",)
                if near
                else ("give a file, or set POLICYLANG_PATH to the folder it lies in",)
            )
        findings = Findings(Source(target, ""))
        findings.add(code, said, NOWHERE, helps=helps)
        return PolicyError(said, tuple(findings.diagnostics))

    # ------------------------------------------------------------ one file

    def _load(self, path: str) -> Loaded:
        where = key_of(path)
        if where not in self._loaded:
            data = self._instead.get(where)
            self._loaded[where] = self._resolve(path, find.read(path) if data is None else data, path)
        return self._loaded[where]

    def _parsed(
        self, path: str, data: bytes, shown: str
    ) -> tuple[Source, tree.File, tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
        """Return a text, its tree, and what is wrong with its bytes and with the text."""
        where = key_of(path)
        known = self._readings.get(where)
        if known is None or known[0] != data or known[1].name != shown:
            source, found = decode(data, shown)
            file, faults = parse(source)
            if found and not source.text:
                faults = ()  # nothing of it was read, so nothing is missing from it
            known = self._readings[where] = (data, source, file, found, faults)
        return known[1:]

    def _resolve(self, path: str, data: bytes, shown: str) -> Loaded:
        source, file, found, faults = self._parsed(path, data, shown)
        findings = Findings(source)
        name = file.header.name.text if file.header else find.module_name(path)
        self._open.append((os.path.realpath(path), name, file.header is None or file.header.kind != "scenarios"))
        try:
            needs = _Needs(self, file, findings, path, name)
            lost = lost_words(source, faults)
            module, more = resolve(file, source, name=name, context=needs.context(self._instances, lost))
        finally:
            self._open.pop()
        everything = (*found, *faults, *findings.diagnostics, *more)
        is_faulty = needs.lacks_rules or any(each.severity == "error" for each in everything)
        if is_faulty and not module.faulty:
            module = attrs.evolve(module, policy=None, faulty=True)
        if is_faulty:
            everything = tuple(each for each in everything if not each.code.startswith("P08"))  # errors first
        return Loaded(path, module, file, _sorted(everything), tuple(needs.loaded), lost, tuple(needs.finds))

    def circle_to(self, path: str, wanted: str) -> tuple[str, ...]:
        """Return the names of the files being read from one on, if it is being read: by its path, or by its name."""
        key = os.path.realpath(path)
        from_it = dropwhile(lambda opened: opened[0] != key and opened[1:] != (wanted, True), self._open)
        return tuple(name for _, name, _ in from_it)

    @property
    def depth(self) -> int:
        """How many files are being read, each for the one before."""
        return len(self._open)


def key_of(path: str) -> str:
    """Return what tells the file of a path from all others."""
    return path if path.startswith(find.STANDARD) else os.path.realpath(path)


def encoded(text: str) -> bytes:
    """Return a text as a file would hold it."""
    return text.encode("utf-8", "surrogatepass")


class _Needs:
    """What a file needs: imports, incorporated policies, the policy that its scenarios are for."""

    def __init__(self, workspace: Workspace, file: tree.File, findings: Findings, path: str, name: str) -> None:
        self.workspace = workspace
        self.file = file
        self.findings = findings
        self.path = path
        self.name = name
        self.loaded: list[Loaded] = []
        self.finds: list[saved.Find] = []
        self.complete = True
        self.lacks_rules = False

    def context(self, instances: Instances, lost: frozenset[str]) -> Context:
        """Return what the file is resolved among, and report what is not found; `lost` are its own lost words."""
        imports, incorporated, subject = tuple(self._imports()), tuple(self._incorporated()), self._subject()
        everywhere = lost.union(*(each.lost for each in self.loaded))
        return Context(imports, incorporated, subject, instances, self.complete, everywhere)

    def _imports(self) -> Iterator[Import]:
        seen: dict[str, Span] = {}
        for item in self.file.items:
            if not isinstance(item, tree.Import):
                continue
            module = self._module(item.module, "import", "P0204")
            if module is None:
                continue
            prefix = item.alias.text if item.alias else item.module.text
            if prefix in seen:
                others = (Label(self.findings.place(seen[prefix]), "first here"),)
                self.findings.add("P0202", f"`{prefix}` is imported twice", item.span, "again", others=others)
                continue
            seen[prefix] = item.span
            if module.kind == "scenarios":
                self.findings.add(
                    "P0213", f"`{module.name}` is a file of scenarios; it declares nothing", item.module.span
                )
                continue
            yield Import(prefix, module)

    def _incorporated(self) -> Iterator[Module]:
        seen: set[str] = set()
        for item in self.file.items:
            if not isinstance(item, tree.Incorporates):
                continue
            module = self._module(item.policy, "policy", "P0208")
            if module is None or module.name in seen:
                continue
            seen.add(module.name)
            if self._is_policy(module, item.policy):
                yield module

    def _subject(self) -> Module | None:
        header = self.file.header
        if header is None or header.kind != "scenarios":
            return None
        module = self._module(header.name, "policy", "P0204")
        return module if module is not None and self._is_policy(module, header.name) else None

    def _is_policy(self, module: Module, written: tree.Name) -> bool:
        if module.kind != "policy":
            said = f"`{module.name}` is a {module.kind}, and a policy is wanted here"
            self.findings.add("P0213", said, written.span, "no policy", helps=(f"write `import {module.name}`",))
            return False
        if module.policy is None:
            self.complete = False
            self.lacks_rules = True  # it has errors of its own, and they are told there
        return module.policy is not None

    def _module(self, name: tree.Name, kind: str, circle_code: str) -> Module | None:
        own_name = self.name if self.file.header is None or self.file.header.kind != "scenarios" else ""
        path = self.workspace.finder.find(name.text, near=self.path, own_name=own_name)
        self.finds.append((self.path, own_name, name.text, path or ""))
        circle = self.workspace.circle_to(path, name.text) if path else ()
        module = None
        if path is None:
            self._not_found(name, kind)
        elif circle:
            self._circle(name, (*circle, name.text), circle_code)
        elif self.workspace.depth >= DEEPEST:
            self.findings.add("P0403", f"more than {DEEPEST} files each need the next", name.span, "one too many")
        else:
            module = self._read(path, name)
        self.complete = self.complete and module is not None
        return module

    def _read(self, path: str, name: tree.Name) -> Module | None:
        try:
            loaded = self.workspace._load(path)  # noqa: SLF001 - the two classes are one
        except OSError as fault:
            self.findings.add("P0701", f"`{path}` cannot be read: {fault.strerror or fault}", name.span, "this file")
            return None
        self.loaded.append(loaded)
        if loaded.module.kind != "scenarios" and loaded.file.header and loaded.module.name != name.text:
            self._misnamed(loaded, name)
            return None
        return loaded.module

    def _misnamed(self, loaded: Loaded, name: tree.Name) -> None:
        header = loaded.file.header
        span = header.name.span if header else NOWHERE
        self.findings.add(
            "P0209",
            f"`{loaded.path}` calls itself `{loaded.module.name}`, and is wanted as `{name.text}`",
            name.span,
            "found by this name",
            others=(Label(Place(loaded.module.source, span), "bears this one"),),
            helps=("make the name in the file's first line and the file's path agree",),
        )

    def _not_found(self, name: tree.Name, kind: str) -> None:
        near = self.findings.near(name.text, self.workspace.finder.names(), name.span)
        self.findings.add(
            "P0203",
            f"there is no {'file' if kind == 'import' else kind} `{name.text}`",
            name.span,
            "not found",
            notes=(
                "looked beside this file, on POLICYLANG_PATH, in the current folder and among the standard policies",
            ),
            helps=near,
        )

    def _circle(self, name: tree.Name, circle: tuple[str, ...], code: str) -> None:
        verb = "incorporate" if code == "P0208" else "import"
        said = f"the files {verb} each other in a circle: {' → '.join(circle)}"
        if len(circle) == 2:  # noqa: PLR2004 - a file and itself
            said = f"`{circle[0]}` {verb}s itself"
        self.findings.add(
            code, said, name.span, "closes the circle", helps=("move what both need into a file of its own",)
        )


def lost_words(source: Source, faults: Iterable[Diagnostic]) -> frozenset[str]:
    """Return the words on the lines that could not be read, and on the lines deeper than these below them."""
    lost: set[str] = set()
    for fault in faults:
        line1 = source.position(fault.label.place.span.start).line1
        depth = _indentation(source.line(line1))
        lost.update(_WORD.findall(source.line(line1)))
        for below in range(line1 + 1, min(line1 + 100, len(source.line_starts) + 1)):
            line = source.line(below)
            if line.strip() and _indentation(line) <= depth:
                break
            lost.update(_WORD.findall(line))
    return frozenset(lost)


_WORD = re.compile(r"[a-z][a-z0-9_]*")


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _is_name(target: str) -> bool:
    return all(part.isidentifier() for part in target.split("."))


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda each: (each.label.place.span.start, each.code)))
