"""Where the file of a name lies: beside the file that asks, on the search path, among the standard policies.

A file is known by its path; a standard policy by `<standard>/` and its path in the library, so that
what is reported of it reads the same on every machine, and the library works from an archive too.
"""

import os
import os.path
from collections.abc import Container, Iterable, Iterator

from policylang import resources

TYPE_CHECKING = False  # every command starts here, and to import `typing` would cost more than the rest
if TYPE_CHECKING:
    from policylang.diagnostics.errors import PolicyError

ENDINGS = (".pol", ".pol.md")
STANDARD = "<standard>"


class Finder:
    """Finds files by module name: in `path`, `POLICYLANG_PATH`, the current folder, the standard policies."""

    def __init__(self, path: Iterable[str | os.PathLike[str]] = ()) -> None:
        self._path = [os.fspath(each) for each in path]

    def find(self, name: str, *, near: str | None = None, own_name: str = "") -> str | None:
        """Return the file of a module, or nothing where there is none.

        Args:
            name: The name, dotted for folders: `microsoft.azure_openai`.
            near: The file that asks; its folder is looked in first, and those above it that its own name counts.
            own_name: The name of the file that asks.
        """
        for root in (*_above(near, own_name), *self._roots()):
            for candidate in _candidates(name):
                joined = f"{root}/{candidate}" if root else candidate
                if exists(joined):
                    return joined
        return None

    def _roots(self) -> Iterator[str]:
        yield from self._path
        yield from filter(None, os.environ.get("POLICYLANG_PATH", "").split(os.pathsep))
        yield ""
        yield STANDARD

    def names(self) -> tuple[str, ...]:
        """Return the names of every module on the search path, for near misses; the current folder is not searched."""
        found: set[str] = set()
        for root in self._roots():
            if root:
                found.update(_names_in(root))
        return tuple(sorted(found))


def _candidates(name: str) -> Iterator[str]:
    relative = name.replace(".", "/")
    for ending in ENDINGS:
        yield relative + ending
    for ending in ENDINGS:
        yield f"vocabulary/{relative}{ending}"


def _above(near: str | None, own_name: str) -> Iterator[str]:
    if near is None:
        return
    folder = os.path.dirname(near)
    for _ in range(own_name.count(".") + 1):
        yield folder
        if folder in ("", STANDARD):
            return
        folder = os.path.dirname(folder)
    if os.path.basename(os.path.dirname(near)) == "vocabulary":
        yield folder


def exists(path: str) -> bool:
    """Whether there is a file at a path."""
    if path.startswith(STANDARD):
        folder = resources.directory("stdlib_policies")
        if folder is None:
            return resources.folder("stdlib_policies").joinpath(*_parts(path)).is_file()
        path = folder + path[len(STANDARD) :]
    return os.path.isfile(path)


def read(path: str) -> bytes:
    """Return what a file holds.

    Raises:
        OSError: It cannot be read.
    """
    if path.startswith(STANDARD):
        return resources.read_text("stdlib_policies", *_parts(path)).encode()
    with open(path, "rb") as file:
        return file.read()


def files_in(folder: str) -> Iterator[str]:
    """Yield the policy files in a folder and the folders in it, sorted, hidden ones left out."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            if name.endswith(ENDINGS) and not name.startswith("."):
                yield os.path.normpath(os.path.join(here, name))


def scenarios_beside(path: str, policy: str, *, known: Container[str] = ()) -> Iterator[str]:
    """Yield the files of scenarios for a policy that lie beside its file and are named after it.

    Args:
        path: The policy's file.
        policy: Its name.
        known: Files that are looked at anyway; they are left out, and not read.
    """
    import re

    header = re.compile(rf"^scenarios +for +{re.escape(policy)}\s*(?:#.*)?$".encode(), re.MULTILINE)
    yield from (each for each in beside(path) if each not in known and header.search(read(each)))


def beside(path: str) -> Iterator[str]:
    """Yield the files beside one that are named after it, sorted: `terms_scenarios.pol` beside `terms.pol`."""
    folder = os.path.dirname(path)
    here = resources.directory("stdlib_policies") if folder.startswith(STANDARD) else folder
    if here is None:  # in an archive, whose folders are not listed
        return
    real = here + folder[len(STANDARD) :] if folder.startswith(STANDARD) else here or "."
    before = f"{module_name(path)}_"
    for name in sorted(os.listdir(real)) if os.path.isdir(real) else ():
        if name.startswith(before) and name.endswith(ENDINGS):
            yield f"{folder}/{name}" if folder else name


def module_name(path: str) -> str:
    """Return the last part of the name that a file should bear: its own without the ending."""
    base = os.path.basename(path)
    return base.removesuffix(".md").removesuffix(".pol")


def _parts(path: str) -> list[str]:
    return path[len(STANDARD) + 1 :].split("/")


def _names_in(root: str) -> Iterator[str]:
    folder = resources.directory("stdlib_policies") if root == STANDARD else root
    for path in files_in(folder) if folder else ():
        relative = os.path.relpath(path, folder).replace(os.sep, "/")
        name = relative.removesuffix(".md").removesuffix(".pol").replace("/", ".")
        yield name.removeprefix("vocabulary.")


def files(targets: Iterable[str]) -> Iterator[str]:
    """Yield the files that targets mean: those in a folder, else the target itself.

    Raises:
        PolicyError: A folder holds no policy file.
    """
    for target in targets:
        if not os.path.isdir(target):
            yield target
            continue
        found = tuple(files_in(target))
        if not found:
            raise unreadable(target, FileNotFoundError(0, "the folder holds no `.pol` or `.pol.md` file"))
        yield from found


def looked_at(targets: Iterable[str]) -> frozenset[str]:
    """Return the files that are checked for some targets: those that they mean, and the scenarios beside."""
    import re

    finder = Finder()
    meant = (target if exists(target) else finder.find(target) for target in files(targets))
    found = {path for path in meant if path is not None}
    for path in tuple(found):
        policy = re.search(rb"^policy +([\w.]+)", read(path), re.MULTILINE)
        if policy:
            found.update(scenarios_beside(path, policy[1].decode(), known=found))
    return frozenset(found)


def unreadable(path: str, fault: OSError) -> "PolicyError":
    """Return the error for a file that cannot be read."""
    from policylang.diagnostics.errors import PolicyError
    from policylang.semantics.findings import Findings
    from policylang.source import NOWHERE, Source

    said = f"`{path}` cannot be read: {fault.strerror or fault}"
    findings = Findings(Source(path, ""))
    findings.add("P0701", said, NOWHERE, helps=("check that the path is a file and may be read",))
    return PolicyError(said, tuple(findings.diagnostics))
