"""Pages of files: which policies and vocabularies the targets hold, and what the page of each is written from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from policylang.analyse.ask.asserts import assertion_findings
from policylang.analyse.check.findings import findings
from policylang.diagnostics.model import Diagnostic
from policylang.document.from_files import Written, material
from policylang.document.index import Entry, index
from policylang.document.material import Finding, Material
from policylang.document.page import page
from policylang.document.vocabulary import vocabulary_page
from policylang.semantics.policy import Policy
from policylang.workspace.allow import Allowances
from policylang.workspace.check import policy_of, sound
from policylang.workspace.load import Loaded, Workspace

INDEX = "README.md"


class Document(NamedTuple):
    """A page: what it is about, the name of its file, and its text; or a picture, which a page beside it shows."""

    kind: Literal["policy", "vocabulary", "picture", "index"]
    name: str
    file: str
    text: str


def document(workspace: Workspace, targets: Sequence[str]) -> tuple[Document, ...]:
    """Return the pages of the policies among the targets by themselves, without pictures and links between them.

    Where there is no policy, those of the vocabularies.

    Raises:
        PolicyError: A target is not there or has errors.
    """
    files = sound(workspace, targets)
    policies = tuple(_policy(material_of(each, files, {})) for each in files if each.module.policy is not None)
    return policies or tuple(_vocabulary(each, {}) for each in files if each.module.kind == "vocabulary")


def folder_of(workspace: Workspace, targets: Sequence[str]) -> tuple[Document, ...]:
    """Return the pages of all policies and vocabularies among the targets, with their pictures, for one folder.

    The pages lead to each other; where there are several, an index leads to all of them.

    Raises:
        PolicyError: A target is not there or has errors.
    """
    files = sound(workspace, targets)
    policies = [each for each in files if each.module.policy is not None]
    vocabularies = [each for each in files if each.module.kind == "vocabulary"]
    pages = {each.module.name: f"{each.module.name}.md" for each in (*policies, *vocabularies)}
    materials = [material_of(each, files, pages) for each in policies]
    found = [made for each in materials for made in _with_picture(each)]
    found += [_vocabulary(each, pages) for each in vocabularies]
    if len(pages) > 1:
        found.append(_index(materials, vocabularies, pages))
    return tuple(found)


def material_of(loaded: Loaded, files: Iterable[Loaded], pages: Mapping[str, str]) -> Material:
    """Return what the page of a policy is written from: its file, and those files that have scenarios for it."""
    policy = loaded.policy()
    tried = [each for each in files if each is not loaded and policy_of(each) == policy]
    found = tuple(_findings(loaded, policy, tried))
    return material(policy, _written(loaded), tried=[_written(each) for each in tried], findings=found, pages=pages)


def _written(loaded: Loaded) -> Written:
    return loaded.module, loaded.file


def _findings(loaded: Loaded, policy: Policy, tried: Sequence[Loaded]) -> Iterator[Finding]:
    """Yield what is found about a policy in its own file, and about the assertions on it, with what is allowed."""
    allowances = Allowances(loaded.module.source, loaded.file)
    for each in (*findings(policy), *loaded.diagnostics, *assertion_findings(policy, loaded.module.asserts)):
        yield Finding(each, allowances.reason(each) if _is_in(loaded, each) else None)
    for file in tried:
        yield from (Finding(each) for each in assertion_findings(policy, file.module.asserts))


def _is_in(loaded: Loaded, diagnostic: Diagnostic) -> bool:
    return diagnostic.label.place.source is loaded.module.source


# ---------------------------------------------------------------- documents


def _policy(found: Material) -> Document:
    name = found.policy.name
    return Document("policy", name, f"{name}.md", page(found).text)


def _with_picture(found: Material) -> Iterator[Document]:
    name = found.policy.name
    picture = f"{name}.tree.svg"
    made = page(found, picture=picture)
    yield Document("policy", name, f"{name}.md", made.text)
    if made.picture is not None:
        yield Document("picture", name, picture, made.picture)


def _vocabulary(loaded: Loaded, pages: Mapping[str, str]) -> Document:
    name = loaded.module.name
    return Document("vocabulary", name, f"{name}.md", vocabulary_page(_written(loaded), pages))


def _index(materials: Iterable[Material], vocabularies: Iterable[Loaded], pages: Mapping[str, str]) -> Document:
    entries = [Entry(each.policy, pages[each.policy.name], _scenarios(each)) for each in materials]
    shared = [(each.module.name, pages[each.module.name]) for each in vocabularies]
    return Document("index", "", INDEX, index(entries, shared))


def _scenarios(found: Material) -> int:
    return sum(len(each.tried) for each in found.scenarios)
