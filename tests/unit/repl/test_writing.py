"""Writing a policy with its accepted drafts, and reading its file again after somebody else changed it."""

import stat
from pathlib import Path

import pytest
from prompt import DAY, FACES_MAY, NO_CITY, NO_NOTES, POLICY, decides_as_written, refused, typed

import policylang
from policylang.repl.session import Session
from policylang.source import Source
from policylang.syntax.to_text import format_source


def canonical(text: str) -> str:
    """Return a text as the formatter writes it."""
    return format_source(Source("rules.pol", text))


class TestOwnFile:
    """Written to the file that the policy was read from."""

    def test_what_was_accepted_is_in_it(self, session: Session, file: Path) -> None:
        """And what was not is still a draft; the policy is what it was with it."""
        file.chmod(0o600)
        typed(session, "camera", NO_NOTES, NO_CITY, "accept no_notes")
        digest, state = session.policy.digest, session.state
        typed(session, "write")
        text = file.read_text(encoding="utf-8")
        assert "no_notes" in text
        assert "no_city" not in text
        assert text == canonical(text)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert [each.name for each in session.drafts] == ["clause no_city"]
        assert session.policy.digest == digest
        assert (session.state.given, session.day) == (state.given, state.day)
        refused(session, "undo")
        typed(session, "drop")
        assert session.policy.digest == policylang.load(file).digest

    def test_without_drafts_it_is_formatted(self, session: Session, file: Path) -> None:
        """Comments stay, and the policy is the same."""
        typed(session, "write")
        assert file.read_text(encoding="utf-8") == canonical(POLICY)
        assert policylang.load(file).digest == policylang.loads(POLICY).digest
        assert "# faces are special" in file.read_text(encoding="utf-8")

    def test_what_is_taken_out_is_gone(self, session: Session, file: Path) -> None:
        """Once that is accepted."""
        typed(session, "remove sworn_may", "write")
        assert "sworn_may" in file.read_text(encoding="utf-8")
        typed(session, "accept", "write")
        assert "sworn_may" not in file.read_text(encoding="utf-8")

    def test_a_file_that_changed_meanwhile_is_not_written_over(self, session: Session, file: Path) -> None:
        """Unless that is said; `reload` brings both together."""
        typed(session, NO_NOTES, "accept")
        theirs = POLICY.replace("No faces", "No faces at all")
        file.write_text(theirs, encoding="utf-8")
        assert "changed" in refused(session, "write")
        assert file.read_text(encoding="utf-8") == theirs
        typed(session, "reload", "write")
        text = file.read_text(encoding="utf-8")
        assert "No faces at all" in text
        assert "no_notes" in text

    def test_a_file_that_changed_is_written_over_when_that_is_said(self, session: Session, file: Path) -> None:
        """What somebody else wrote is gone then."""
        file.write_text("policy rules\n    otherwise prohibited\n", encoding="utf-8")
        typed(session, "write --force")
        assert file.read_text(encoding="utf-8") == canonical(POLICY)

    def test_a_literate_file_is_written_as_no_other(self, folder: Path) -> None:
        """Its prose is no policy."""
        (folder / "rules.pol.md").write_text(f"# Rules\n\n```pol\n{POLICY}```\n", encoding="utf-8")
        session = Session(["rules.pol.md"], DAY)
        assert "Markdown" in refused(session, "write other.pol")
        assert not (folder / "other.pol").exists()
        typed(session, "write other.pol.md")
        assert (folder / "other.pol.md").read_text(encoding="utf-8").startswith("# Rules")

    def test_a_literate_file_stays_one(self, folder: Path) -> None:
        """Its prose stays."""
        text = f"# Why\n\n```pol\n{POLICY}```\n\nThe end.\n"
        (folder / "rules.pol.md").write_text(text, encoding="utf-8")
        session = Session(["rules.pol.md"], DAY)
        typed(session, NO_NOTES, "accept", "write")
        written = (folder / "rules.pol.md").read_text(encoding="utf-8")
        assert written.startswith("# Why\n\n```pol\n")
        assert written.endswith("```\n\nThe end.\n")
        assert "no_notes" in policylang.load(folder / "rules.pol.md").clauses


class TestOtherFile:
    """Written to another file."""

    def test_the_session_goes_on_with_its_own(self, session: Session, file: Path, folder: Path) -> None:
        """The other file holds the policy with the drafts, its own what it held."""
        typed(session, NO_NOTES, NO_CITY, "accept no_notes")
        state = session.state
        typed(session, "write copy.pol")
        assert session.state == state
        assert file.read_text(encoding="utf-8") == POLICY
        copy = policylang.load(folder / "copy.pol")
        assert "no_notes" in copy.clauses
        assert "no_city" not in copy.clauses

    def test_what_is_there_is_not_written_over(self, session: Session, folder: Path) -> None:
        """Unless that is said."""
        (folder / "copy.pol").write_text("mine", encoding="utf-8")
        refused(session, "write copy.pol")
        assert (folder / "copy.pol").read_text(encoding="utf-8") == "mine"
        typed(session, "write copy.pol --force")
        assert (folder / "copy.pol").read_text(encoding="utf-8") == canonical(POLICY)

    def test_a_standard_policy_is_written_to_no_file_but_ones_own(self, folder: Path) -> None:
        """The library stays as it is; a copy can be written."""
        session = Session(["microsoft.azure_openai"], DAY)
        typed(session, 'clause brand_new\n    "New"\n    cites "1"\n    prohibits', "accept")
        for command in ("write", "write --force", f"write {session.here.path}", f"write {session.here.path} --force"):
            refused(session, command)
        assert list(folder.iterdir()) == []
        typed(session, "write copy.pol")
        assert "brand_new" in policylang.load(folder / "copy.pol").clauses
        assert "brand_new" not in policylang.load("microsoft.azure_openai").clauses

    @pytest.mark.parametrize(
        "path", ["copy", "copy.txt", "none/copy.pol", "folder.pol", ".", "copy.polc", "a\0.pol", ".pol/"]
    )
    def test_what_cannot_be_written_is_refused(self, session: Session, folder: Path, path: str) -> None:
        """Nothing is written; the drafts stay."""
        (folder / "folder.pol").mkdir()
        typed(session, NO_NOTES, "accept")
        before = sorted(each.name for each in folder.iterdir())
        refused(session, f"write {path}")
        refused(session, f"write {path} --force")
        assert sorted(each.name for each in folder.iterdir()) == before

    def test_what_is_not_sound_without_other_drafts_is_not_written(self, session: Session, file: Path) -> None:
        """A draft that was accepted needs one that was not."""
        typed(
            session, "fact robot: yes or no", 'clause no_robots\n    "No"\n    cites "6"\n    prohibits\n    when robot'
        )
        typed(session, "accept no_robots")
        assert "robot" in refused(session, "write")
        assert file.read_text(encoding="utf-8") == POLICY


class TestNew:
    """A policy that began empty."""

    ITEMS = ("fact a: yes or no", 'clause c\n    "C"\n    cites "1"\n    prohibits\n    when a')

    def test_is_called_like_the_file_that_it_is_written_to(self, folder: Path) -> None:
        """The session goes on with that file."""
        session = Session([], DAY)
        typed(session, *self.ITEMS, "accept", "a", "write house_rules.pol")
        assert policylang.load(folder / "house_rules.pol").name == "house_rules"
        assert session.state.current == "house_rules"
        assert session.drafts == ()
        assert decides_as_written(session, {"a": True}).outcome == "prohibited"
        typed(session, NO_NOTES.replace('note is "secret"', "not a"), "accept", "write")
        assert "no_notes" in policylang.load(folder / "house_rules.pol").clauses

    def test_keeps_the_header_that_was_drafted(self, folder: Path) -> None:
        """Title and what holds otherwise, under the new name."""
        session = Session([], DAY)
        header = f'policy {session.state.current}\n    title "Mine"\n    otherwise prohibited'
        typed(session, header, *self.ITEMS, "accept", "write mine.pol")
        written = policylang.load(folder / "mine.pol")
        assert (written.name, written.title, written.resolved.otherwise) == ("mine", "Mine", "prohibited")

    def test_can_be_written_as_it_is_called(self, folder: Path) -> None:
        """Without a name behind `write`."""
        session = Session([], DAY)
        typed(session, *self.ITEMS, "accept", "write")
        assert [each.name for each in folder.iterdir()] == [session.here.path]

    def test_under_no_name_that_a_policy_cannot_have(self, folder: Path) -> None:
        """A file can be called so, a policy cannot."""
        session = Session([], DAY)
        typed(session, *self.ITEMS, "accept")
        for name in ("two words.pol", "1st.pol", "Rules.pol", ".pol"):
            refused(session, f"write {name}")
        assert list(folder.iterdir()) == []

    def test_under_no_name_of_another_that_is_open(self, file: Path) -> None:
        """Two policies of one name cannot be told apart in a session."""
        session = Session([], DAY)
        typed(session, *self.ITEMS, "accept", "use rules.pol", "use draft")
        refused(session, "write rules.pol --force")
        assert file.read_text(encoding="utf-8") == POLICY


class TestChangedOnDisk:
    """The file of the policy changes while the session goes on."""

    def test_it_is_told_once(self, session: Session, file: Path) -> None:
        """And again when it changes again after it was as before."""
        assert session.news() == ""
        file.write_text(POLICY.replace('"No faces"', '"None"'), encoding="utf-8")
        assert "rules.pol" in session.news()
        assert session.news() == ""
        file.write_text(POLICY, encoding="utf-8")
        assert session.news() == ""
        file.write_text(POLICY.replace('"No faces"', '"No"'), encoding="utf-8")
        assert "rules.pol" in session.news()

    def test_a_file_that_it_imports(self, folder: Path) -> None:
        """It is told as well; until it is read again, nothing changes, also where a draft is read anew."""
        (folder / "words.pol").write_text("vocabulary words\nfact a: one of x, y\n", encoding="utf-8")
        (folder / "own.pol").write_text("policy own\n    otherwise permitted\nimport words\n", encoding="utf-8")
        session = Session(["own.pol"], DAY)
        typed(session, 'clause no_x\n    "No x"\n    cites "1"\n    prohibits\n    when a is x')
        (folder / "words.pol").write_text("vocabulary words\nfact a: one of y, z\n", encoding="utf-8")
        assert session.news().startswith("words.pol has changed on disk")
        typed(session, 'clause no_y\n    "No y"\n    cites "1"\n    prohibits\n    when a is y', "a is x")
        assert session.decision().outcome == "prohibited"
        refused(session, "reload")  # the first draft needs what is not there any more
        typed(session, "drop no_x", "reload")
        assert [line for line, _ in session.read.unread] == ["a is x"]
        typed(session, "a is z")
        assert session.decision().outcome == "permitted"

    def test_nothing_changes_before_it_is_read_again(self, session: Session, file: Path) -> None:
        """Then the case and the drafts stay."""
        typed(session, "uses are verify", "not operator.sworn", NO_NOTES)
        file.write_text(POLICY.replace("include faces", "include sounds"), encoding="utf-8")
        assert session.decision().outcome == "prohibited"
        typed(session, "why", "diff", FACES_MAY, "undo", "reload")
        assert session.decision().outcome != "prohibited"
        assert [each.name for each in session.drafts] == ["clause no_notes"]
        assert session.state.given == ("uses are verify", "not operator.sworn")
        decides_as_written(session, {"uses": ["verify"], "operator": {"sworn": False}})

    @pytest.mark.parametrize(
        "text", ["policy rules\n", "", "nonsense", "vocabulary rules\n", POLICY.replace("note:", "notes:")]
    )
    def test_a_file_that_cannot_be_used_is_not_read(self, session: Session, file: Path, text: str) -> None:
        """The session goes on with what it has; once the file is mended, it is read."""
        typed(session, "camera", NO_NOTES)
        digest = session.policy.digest
        file.write_text(text, encoding="utf-8")
        refused(session, "reload")
        assert session.policy.digest == digest
        typed(session, NO_CITY, "why", "diff", "undo", "drafts", "clauses", "check")
        file.write_text(POLICY.replace('"No faces"', '"None"'), encoding="utf-8")
        typed(session, "reload")
        assert [each.name for each in session.drafts] == ["clause no_notes"]

    def test_a_file_that_vanished(self, session: Session, file: Path) -> None:
        """It is told; drafts go on; it can be written anew where that is said."""
        file.unlink()
        assert "rules.pol" in session.news()
        refused(session, "reload")
        typed(session, NO_NOTES, "camera", "why", "accept")
        refused(session, "write")
        typed(session, "write --force")
        assert "no_notes" in policylang.load(file).clauses
        assert session.news() == ""

    def test_another_policy_under_its_path(self, session: Session, file: Path) -> None:
        """A policy of another name is another policy: it is not taken for this one."""
        file.write_text(POLICY.replace("policy rules", "policy other"), encoding="utf-8")
        typed(session, NO_NOTES)
        session.answer("reload")
        typed(session, "why", "policy", "drafts", "undo")


class TestSaved:
    """A saved policy, which has no text."""

    @pytest.fixture
    def saved(self, file: Path) -> Session:
        """A session about it."""
        policylang.load(file).save(file.with_suffix(".polc"))
        return Session(["rules.polc"], DAY)

    def test_cases_are_decided(self, saved: Session) -> None:
        """As under the policy that it was compiled from."""
        typed(saved, "uses are verify", "operator.kind is city", "not operator.sworn")
        case = {"uses": ["verify"], "operator": {"kind": "city", "sworn": False}}
        assert saved.decision() == policylang.load("rules.pol").decide(case, on=DAY)
        typed(saved, "why", "nearest", "decide", "tree", "timeline", "clauses", "facts", "policy", "case", "reset")
        typed(saved, "find prohibited", "loopholes no_faces", "prove never prohibited", "clauses", "clause no_faces")

    @pytest.mark.parametrize(
        "text",
        [
            NO_NOTES, FACES_MAY, "remove no_faces", "edit no_faces", "write", "write copy.pol", "diff x", "reload",
            "check", "test", 'record "X"', "accept", "drop", "like ordinary_use", "define city_police", "effect",
        ],
    )  # fmt: skip
    def test_nothing_is_drafted(self, saved: Session, text: str) -> None:
        """It says that there is no text to draft in; nothing changes."""
        refused(saved, text)

    def test_its_text_is_said_to_be_missing(self, saved: Session) -> None:
        """With what to do."""
        assert "saved" in refused(saved, NO_NOTES)
