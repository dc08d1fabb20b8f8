"""The grammar and its tables."""

import re
import shutil
from pathlib import Path

import pytest

from policylang.resources import read_text
from policylang.source import Source
from policylang.syntax import grammar, tree
from policylang.syntax.builder import Builder
from policylang.syntax.from_text import parse
from policylang.syntax.scan import Piece
from policylang.syntax.words import ITEM_WORDS, LINE_WORDS, NEVER_NAMES

POLICY = 'policy p\n    otherwise permitted\n\nclause a\n    "A"\n    prohibits\n    when {}\n'


def condition(text: str) -> object:
    """Return the condition of a clause."""
    file, faults = parse(Source("<text>", POLICY.format(text)))
    assert not faults
    clause = file.items[0]
    assert isinstance(clause, tree.Clause)
    when = clause.lines[1]
    assert isinstance(when, tree.When)
    return when.condition


def test_no_conflicts() -> None:
    """The grammar is LALR(1) without conflicts and no two terminals collide, as lark's strict mode finds."""
    pytest.importorskip("interegular")
    grammar.strict_check()


def test_every_terminal_has_a_name() -> None:
    """No terminal is one that lark had to name."""
    built = grammar._built(None)
    assert not [terminal.name for terminal in built.terminals if terminal.name.startswith("__")]


def test_the_lists_of_words_agree() -> None:
    """The words that are never names are the same in the grammar and in the library."""
    name = next(line for line in read_text("grammar", "terminals.lark").splitlines() if line.startswith("NAME:"))
    listed = re.search(r"\(\?!\(\?:([a-z|]+)\)", name)
    assert listed is not None
    assert set(listed.group(1).split("|")) == NEVER_NAMES


def test_every_word_that_begins_something_is_a_terminal() -> None:
    """The words that begin items and lines, for messages, are those of the grammar."""
    terminals = {terminal.name.lower().replace("_", " ") for terminal in grammar._built(None).terminals}
    assert terminals >= ITEM_WORDS | LINE_WORDS


@pytest.mark.parametrize("word", ["despitefoo", "when_x", "island", "anything", "notary", "order", "android"])
def test_keywords_end_where_words_end(word: str) -> None:
    """A name that starts with a keyword is a name."""
    assert condition(word) == tree.Holds(tree.Path((word,)))


def test_words_of_several_parts_take_any_blanks() -> None:
    """Between the parts of a keyword any number of blanks may stand."""
    assert condition("x is   at \t least   3") == condition("x is at least 3")


def test_line_breaks_of_windows() -> None:
    """A text with CR LF reads as the same text with LF."""
    text = POLICY.format("all of\n        a # why\n\n        b")
    assert parse(Source("a", text.replace("\n", "\r\n"))) == parse(Source("a", text))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of tables as a new parser writes it, which takes more than a second."""
    folder = tmp_path_factory.mktemp("tables")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICYLANG_CACHE", str(folder))
        grammar.ItemParser()
    (written,) = folder.iterdir()
    return written


class TestCache:
    """The tables in the cache folder."""

    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Return a cache folder of its own."""
        monkeypatch.setenv("POLICYLANG_CACHE", str(tmp_path))
        return tmp_path

    @pytest.fixture
    def cached(self, folder: Path, tables: Path) -> Path:
        """Return a file of tables in the cache folder, which is read as it stands."""
        copy = Path(shutil.copy(tables, folder))
        assert grammar._loaded(Builder()) is not None
        return copy

    def works(self) -> bool:
        """Return whether a new parser reads an item."""
        text = "import a\n"
        return isinstance(grammar.ItemParser().parse(Piece(text, 0, len(text), None)), tree.Import)

    def test_it_is_written_and_read(self, folder: Path) -> None:
        """The tables are built once and then read."""
        assert self.works()
        assert len(list(folder.iterdir())) == 1
        assert grammar._loaded(Builder()) is not None
        assert self.works()

    @pytest.mark.parametrize("damage", [b"", b"x", bytes(5000)])
    def test_a_damaged_one_is_made_again(self, cached: Path, damage: bytes) -> None:
        """What is not what was written is not read, and is written again."""
        whole = cached.read_bytes()
        cached.write_bytes(damage)
        assert grammar._loaded(Builder()) is None
        assert self.works()
        assert grammar._loaded(Builder()) is not None
        cached.write_bytes(whole[:-1])
        assert grammar._loaded(Builder()) is None

    def test_it_runs_nothing(self, cached: Path) -> None:
        """A file that asks for a class is refused, whatever its digest."""
        import hashlib
        import pickle

        evil = pickle.dumps(Path)
        cached.write_bytes(hashlib.sha256(evil).digest() + evil)
        assert grammar._loaded(Builder()) is None

    def test_a_folder_that_cannot_be_written_is_no_fault(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where a file stands in the way of the folder, nothing is cached and everything works."""
        blocker = tmp_path / "file"
        blocker.write_text("")
        monkeypatch.setenv("POLICYLANG_CACHE", str(blocker / "below"))
        assert self.works()

    def test_it_can_be_switched_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without a cache folder everything works."""
        monkeypatch.setenv("POLICYLANG_CACHE", "")
        assert self.works()
