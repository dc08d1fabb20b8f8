"""A file with drafts is what it would be with them written into it; what is wrong is told of the drafts alone."""

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from standard import ROOT
from strategies import policies as trees
from written import SPEC

from policylang.diagnostics.model import Diagnostic
from policylang.syntax.edits import Edit, identity, text_of
from policylang.syntax.to_text import to_text
from policylang.workspace import writing
from policylang.workspace.drafting import Drafted, Drafting, told
from policylang.workspace.load import Readings, Workspace

POLICY = """policy p
    otherwise permitted

fact a: yes or no
fact b: yes or no

clause one
    "One"
    cites "1"
    prohibits
    when a
"""
SCENARIOS = 'scenarios for p\n\nscenario "It is so"\n    given a\n    expect prohibited by one\n'
NEW = 'clause new\n    "New"\n    cites "2"\n    permits\n    when b'

Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a file into an empty folder that is the current one; what the command keeps for later runs is not used."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLICYLANG_PATH", raising=False)

    def write_one(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return write_one


def edit(text: str) -> Edit:
    """Return the edit that puts an item in, or in place of the one that is called so."""
    item = identity(text)
    assert item is not None
    return Edit(item, text)


def out(text: str) -> Edit:
    """Return the edit that takes an item out."""
    item = identity(text)
    assert item is not None
    return Edit(item, None)


def said(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str, int]]:
    """Return what is wrong, and where."""
    return [(each.code, each.message, each.label.place.span.start) for each in diagnostics]


def like_on_disk(drafted: Drafted, path: Path) -> None:
    """See that a file with drafts is what its text makes of the file."""
    path.write_bytes(drafted.text.text.encode("utf-8", "surrogatepass"))
    fresh = Workspace().load(path)
    errors = [each for file in fresh.closure()[1:] for each in file.diagnostics if each.severity == "error"]
    assert said(drafted.loaded.diagnostics) == said(fresh.diagnostics)
    assert not errors, errors
    assert drafted.loaded.module.policy == fresh.module.policy
    if fresh.module.policy is not None:
        assert drafted.loaded.policy().digest == fresh.policy().digest
    assert [each.title for each in drafted.loaded.module.scenarios] == [each.title for each in fresh.module.scenarios]


class TestDrafted:
    """A file with edits made, though nothing is written."""

    def test_it_is_like_the_file_with_the_edits_in_it(self, write: Write) -> None:
        """New items, others in place of those that are there, items taken out, faults too."""
        path = write("p.pol", POLICY)
        for edits in (
            [edit(NEW)],
            [edit(NEW.replace("permits", "prohibits")), out("clause one")],
            [edit('clause one\n    "One"\n    permits\n    when b')],
            [edit("clause new\n    prohibits")],
            [out("fact a")],
            [edit("fact c: date"), edit('define d\n    "D"\n    a and b')],
        ):
            path.write_text(POLICY, encoding="utf-8")
            like_on_disk(Drafting("p.pol").with_edits(edits), path)

    def test_the_file_stays_as_it_is(self, write: Write) -> None:
        """Drafts are written nowhere; without them, the file is what it is."""
        path = write("p.pol", POLICY)
        drafting = Drafting("p.pol")
        drafted = drafting.with_edits([edit(NEW)]).loaded.policy()
        assert "new" in {each.name for each in drafted.clauses}
        assert path.read_text(encoding="utf-8") == POLICY
        assert drafting.with_edits([]).loaded.policy() == Workspace().load(path).policy()

    def test_what_other_files_say_counts(self, write: Write) -> None:
        """Facts of an imported file are seen by a draft; a file that is not there is told."""
        write("words.pol", "vocabulary words\n\nfact far: yes or no\n")
        path = write("p.pol", POLICY)
        found = Drafting("p.pol").with_edits([edit("import words"), edit(NEW.replace("when b", "when far"))])
        assert "new" in {each.name for each in found.loaded.policy().clauses}
        like_on_disk(found, path)
        path.write_text(POLICY, encoding="utf-8")
        missing = Drafting("p.pol").with_edits([edit("import nothing_there")])
        assert [each.code for each in missing.diagnostics if each.severity == "error"] == ["P0203"]

    def test_scenarios_beside_the_file_are_its_own(self, write: Write) -> None:
        """They speak of the policy with its drafts; a name that a draft took away is an error there."""
        write("p.pol", POLICY)
        write("p_scenarios.pol", SCENARIOS)
        drafting = Drafting("p.pol")
        assert [each.title for each in drafting.as_filed.scenarios] == ["It is so"]
        found = drafting.with_edits([out("clause one")])
        (fault,) = (each for each in found.diagnostics if each.severity == "error")
        assert os.path.basename(fault.label.place.source.name) == "p_scenarios.pol"

    def test_it_is_the_same_whenever_it_is_asked_for(self, write: Write) -> None:
        """Whatever other drafts were looked at in between."""
        write("p.pol", POLICY)
        drafting = Drafting("p.pol")
        digests = []
        for _ in range(2):
            for count in range(12):
                found = drafting.with_edits([edit(NEW.replace("new", f"new_{number}")) for number in range(count)])
                assert len(found.loaded.policy().clauses) == count + 1
                digests.append(found.loaded.policy().digest)
        assert digests[:12] == digests[12:]

    def test_an_empty_policy_needs_no_file(self, write: Write) -> None:
        """What is not there yet is what it is said to hold; once it is there, the file counts."""
        text = "policy new\n    otherwise permitted\n"
        drafting = Drafting("new.pol", text=text)
        found = drafting.with_edits([edit("fact b: yes or no"), edit(NEW)])
        assert {each.name for each in found.loaded.policy().clauses} == {"new"}
        assert drafting.on_disk() == text.encode()
        write("new.pol", text + "\nfact z: date\n")
        assert drafting.changed() == ("new.pol",)
        assert "z" in {each.item.name for each in Drafting("new.pol", text=text).sites}

    def test_it_holds_what_was_read(self, write: Write) -> None:
        """A file that changes on disk, its own or one that it needs, changes nothing; which have changed is known."""
        words = write("words.pol", "vocabulary words\n\nfact far: yes or no\n")
        path = write("p.pol", POLICY.replace("fact b: yes or no\n", "").replace("fact a", "import words\n\nfact a"))
        drafting = Drafting("p.pol")
        new = edit(NEW.replace("when b", "when far"))
        digest = drafting.with_edits([new]).loaded.policy().digest
        assert drafting.changed() == ()
        path.write_text(POLICY, encoding="utf-8")
        assert drafting.changed() == ("p.pol",)
        words.write_text("vocabulary words\n", encoding="utf-8")
        assert [os.path.basename(each) for each in drafting.changed()] == ["p.pol", "words.pol"]
        assert drafting.with_edits([new]).loaded.policy().digest == digest
        words.unlink()
        path.unlink()
        assert [os.path.basename(each) for each in drafting.changed()] == ["p.pol", "words.pol"]
        with pytest.raises(OSError, match=r"p\.pol"):
            Drafting("p.pol")

    def test_a_file_with_bytes_that_are_no_text_is_told(self, write: Write) -> None:
        """It is an error of the file, as it is when the file is loaded."""
        path = write("p.pol", POLICY)
        path.write_bytes(POLICY.encode() + b'# \xff\xfe "\n')
        drafting = Drafting("p.pol")
        assert [each.code for each in drafting.as_filed.diagnostics] == [
            each.code for each in Workspace().load("p.pol").diagnostics
        ]

    def test_findings_that_the_author_allows_are_not_told(self, write: Write) -> None:
        """A comment in the file that allows them counts here too."""
        write("p.pol", POLICY.replace('    cites "1"\n', ""))
        assert [each.code for each in Drafting("p.pol").as_filed.diagnostics] == ["P0801"]
        write("p.pol", "# allow P0801: nothing is published\n" + POLICY.replace('    cites "1"\n', ""))
        assert Drafting("p.pol").as_filed.diagnostics == ()


class TestTold:
    """What is wrong that was not before, told about the drafts."""

    def test_in_the_lines_of_the_draft(self, write: Write) -> None:
        """Line and column are those of the draft, however far down in the file it stands."""
        write("p.pol", POLICY)
        drafting = Drafting("p.pol")
        found = drafting.with_edits([edit(NEW.replace("when b", "when bb"))])
        (fault,) = told(found, ["clause new"], drafting.as_filed)
        place = fault.label.place
        assert (fault.code, place.source.name) == ("P0201", "clause new")
        assert place.source.at(place.span) == "bb"
        assert place.source.position(place.span.start).line1 == 5

    def test_each_in_its_own_draft(self, write: Write) -> None:
        """Of several drafts each has its own faults; the edit that mends one lies in it too."""
        write("p.pol", POLICY)
        drafting = Drafting("p.pol")
        second = 'clause other\n    "Other"\n    cites "3"\n    permits\n    when not_there'
        found = drafting.with_edits([edit(NEW.replace("when b", "when bc")), edit(second)])
        faults = told(found, ["clause new", "clause other"], drafting.as_filed)
        assert {each.label.place.source.name for each in faults} == {"clause new", "clause other"}
        for each in faults:
            assert each.label.place.source.at(each.label.place.span) in ("bc", "not_there")
            for advice in each.helps:
                assert advice.edit is None or advice.edit.place.source.name == each.label.place.source.name

    def test_elsewhere_in_the_file_at_its_place(self, write: Write) -> None:
        """What a draft makes wrong in the rest of the file is told where it stands."""
        write("p.pol", POLICY)
        drafting = Drafting("p.pol")
        (fault,) = told(drafting.with_edits([out("fact a")]), ["fact a"], drafting.as_filed)
        assert fault.label.place.source.name.endswith("p.pol")
        assert fault.label.place.source.at(fault.label.place.span) == "a"

    def test_a_draft_in_a_part_is_told_as_it_stands(self, write: Write) -> None:
        """The line is that of the draft."""
        write(
            "p.pol",
            POLICY + '\npart g\n    "G"\n    permits\n    cites "3"\n\n    clause two\n        "Two"\n        when b\n',
        )
        drafting = Drafting("p.pol")
        found = drafting.with_edits([edit('clause two\n    "Two"\n    when nothing_like_it')])
        (fault,) = told(found, ["clause two"], drafting.as_filed)
        place = fault.label.place
        assert (place.source.name, place.source.position(place.span.start).line1) == ("clause two", 3)

    def test_what_was_wrong_before_is_not_told(self, write: Write) -> None:
        """Faults of the file are none of the draft's."""
        write("p.pol", POLICY.replace("when a", "when aa"))
        drafting = Drafting("p.pol")
        assert [each.code for each in drafting.as_filed.diagnostics] == ["P0201"]
        assert told(drafting.with_edits([edit(NEW)]), ["clause new"], drafting.as_filed) == ()


class TestReadings:
    """What was parsed before is not parsed again."""

    def test_makes_no_difference(self, write: Write) -> None:
        """A workspace with readings of another finds what one without finds; a text that changed is parsed anew."""
        path = write("p.pol", POLICY)
        write("p_scenarios.pol", SCENARIOS)
        readings: Readings = {}
        for text in (POLICY, POLICY.replace("when a", "when b"), POLICY.replace("prohibits", "prohibit"), POLICY):
            path.write_text(text, encoding="utf-8")
            kept, fresh = Workspace(readings=readings), Workspace()
            for name in ("p.pol", "p_scenarios.pol"):
                one, other = kept.load(name), fresh.load(name)
                assert said(one.diagnostics) == said(other.diagnostics)
                assert one.module.policy == other.module.policy
                assert one.file == other.file

    def test_a_file_under_another_name_is_read_anew(self, write: Write) -> None:
        """What is told of it bears the name that it was asked for by."""
        write("p.pol", POLICY.replace("when a", "when aa"))
        readings: Readings = {}
        names = [f"{os.curdir}/p.pol", "p.pol"]
        found = [Workspace(readings=readings).load(name).diagnostics[0].label.place.source.name for name in names]
        assert found == names


class TestWrite:
    """A file written in one step."""

    def test_it_takes_the_place_of_what_was_there(self, tmp_path: Path) -> None:
        """With all its content; who may read it stays; nothing else is left in the folder."""
        path = tmp_path / "a.pol"
        path.write_text("old", encoding="utf-8")
        path.chmod(0o640)
        writing.write(str(path), b"new")
        assert path.read_bytes() == b"new"
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        assert os.listdir(tmp_path) == ["a.pol"]

    def test_what_is_there_is_not_written_over_unless_it_may_be(self, tmp_path: Path) -> None:
        """It is refused and stays; a link that leads nowhere is there as well."""
        path = tmp_path / "a.pol"
        path.write_text("old", encoding="utf-8")
        with pytest.raises(FileExistsError):
            writing.write(str(path), b"new", overwrites=False)
        assert path.read_text(encoding="utf-8") == "old"
        writing.write(str(tmp_path / "b.pol"), b"new", overwrites=False)
        assert (tmp_path / "b.pol").read_bytes() == b"new"

    def test_a_link_leads_to_the_file(self, tmp_path: Path) -> None:
        """The file that it leads to is written, and the link stays."""
        (tmp_path / "a.pol").write_text("old", encoding="utf-8")
        (tmp_path / "link.pol").symlink_to(tmp_path / "a.pol")
        writing.write(str(tmp_path / "link.pol"), b"new")
        assert (tmp_path / "a.pol").read_bytes() == b"new"
        assert (tmp_path / "link.pol").is_symlink()

    def test_what_fails_leaves_nothing_behind(self, tmp_path: Path) -> None:
        """Neither half a file nor one beside it."""
        (tmp_path / "folder.pol").mkdir()
        with pytest.raises(OSError, match="folder"):
            writing.write(str(tmp_path / "folder.pol"), b"new")
        with pytest.raises(OSError, match="none"):
            writing.write(str(tmp_path / "none" / "a.pol"), b"new")
        assert os.listdir(tmp_path) == ["folder.pol"]


# ---------------------------------------------------------------- laws

FEW = settings(max_examples=max(settings().max_examples // 4, 1), suppress_health_check=list(HealthCheck))
BLOCKS = re.compile(r"^```pol[^\n]*\n(policy .*?)^```", re.MULTILINE | re.DOTALL)
PAGES = sorted(page for page in SPEC.glob("*.md") if BLOCKS.search(page.read_text(encoding="utf-8")))
EDITS = ('clause new\n    "New"\n    permits', "fact brand_new: date", 'duty new "Do it"', "clause new\n    permit")


@FEW
@given(trees, st.data())
def test_drafts_are_like_the_text_on_disk(
    tmp_path_factory: pytest.TempPathFactory, tree: object, data: st.DataObject
) -> None:
    """Whatever stands in the file, wrong or right: items put in and taken out do what they do in the file."""
    path = tmp_path_factory.mktemp("drafts") / "p.pol"
    path.write_text(to_text(tree), encoding="utf-8")  # type: ignore[arg-type]  # it is a file
    drafting = Drafting(str(path))
    there = {site.item: text_of(drafting.source, site) for site in drafting.sites if site.item.kind != "header"}
    edits = [edit(text) for text in data.draw(st.lists(st.sampled_from(EDITS), unique_by=identity, max_size=2))]
    gone = data.draw(st.lists(st.sampled_from(sorted(there)), unique=True, max_size=2)) if there else []
    edits += [Edit(item, None) for item in gone if item not in {each.item for each in edits}]
    drafted = drafting.with_edits(edits)
    path.write_bytes(drafted.text.text.encode())
    fresh = Workspace().load(path)
    assert said(drafted.loaded.diagnostics) == said(fresh.diagnostics)
    assert drafted.loaded.module.policy == fresh.module.policy


def _taken_out(drafting: Drafting) -> list[Edit]:
    """Return edits that take out a few items, wherever they stand."""
    return [Edit(site.item, None) for site in drafting.sites[3::4] if site.item.kind not in ("header", "part")]


@pytest.mark.parametrize("name", ["microsoft/azure_openai.pol", "openai/usage_policies.pol", "eu/ai_act.pol"])
def test_drafts_of_standard_policies_are_like_the_text_on_disk(tmp_path: Path, name: str) -> None:
    """A clause put in, and items taken out, in a copy of a standard policy: sound or not."""
    path = tmp_path / "copy.pol"
    text = (ROOT / name).read_text(encoding="utf-8")
    new = edit('clause brand_new\n    "New"\n    prohibits')
    for is_less in (False, True):
        path.write_text(text, encoding="utf-8")
        drafting = Drafting(str(path))
        like_on_disk(drafting.with_edits([new, *(_taken_out(drafting) if is_less else ())]), path)
        assert new.item not in {site.item for site in drafting.sites}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_drafts_of_the_pages_policies_are_like_the_text_on_disk(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is with every policy of the language's own tests, whether it is sound or shows a fault."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "p.pol"
    for text in BLOCKS.findall(page.read_text(encoding="utf-8")):
        path.write_text(text, encoding="utf-8")
        drafting = Drafting("p.pol")
        drafted = drafting.with_edits([*map(edit, EDITS[:2]), *_taken_out(drafting)])
        path.write_text(drafted.text.text, encoding="utf-8")
        fresh = Workspace().load("p.pol")
        assert said(drafted.loaded.diagnostics) == said(fresh.diagnostics)
        assert drafted.loaded.module.policy == fresh.module.policy
