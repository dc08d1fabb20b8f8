"""Files that need files: found in order, read once, their names bare; circles and wrong kinds are shown."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from policylang.diagnostics.errors import PolicyError
from policylang.workspace.load import Loaded, Workspace

VOCABULARY = "vocabulary {name}\n\nfact {fact}: yes or no\n"
POLICY = """policy {name}
    otherwise permitted

{more}
clause c
    "c"
    cites "1"
    prohibits
    when {when}
"""

Write = Callable[[Mapping[str, str]], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write files into an empty folder that is the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLICYLANG_PATH", raising=False)

    def write_all(files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return write_all


def policy(name: str, *, imports: str = "", when: str = "ads", more: str = "") -> str:
    """Return a policy of one clause."""
    return POLICY.format(name=name, more=imports + "\n" + more, when=when)


def codes(loaded: Loaded) -> list[str]:
    """Return the codes of the errors of a file."""
    return [each.code for each in loaded.diagnostics if each.severity == "error"]


class TestFinding:
    """Where a name is looked for."""

    def test_beside_the_file(self, write: Write) -> None:
        """An import is found in the folder of the file that asks, and in a vocabulary folder there."""
        write({"a.pol": policy("a", imports="import words\nimport terms", when="ads or spam")})
        write({"words.pol": VOCABULARY.format(name="words", fact="ads")})
        write({"vocabulary/terms.pol": VOCABULARY.format(name="terms", fact="spam")})
        assert codes(Workspace().load("a.pol")) == []

    def test_from_the_root_of_a_dotted_name(self, write: Write) -> None:
        """A file that calls itself `acme.terms.a` looks in its folder and the two above it."""
        write({"acme/terms/a.pol": policy("acme.terms.a", imports="import words")})
        write({"vocabulary/words.pol": VOCABULARY.format(name="words", fact="ads")})
        assert codes(Workspace().load("acme/terms/a.pol")) == []

    def test_on_the_search_path(self, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The folders given come before those of POLICYLANG_PATH."""
        write({"a.pol": policy("a", imports="import words")})
        write({"one/words.pol": VOCABULARY.format(name="words", fact="spam")})
        write({"two/words.pol": VOCABULARY.format(name="words", fact="ads")})
        monkeypatch.setenv("POLICYLANG_PATH", str(tmp_path / "one"))
        assert codes(Workspace().load("a.pol")) == ["P0201"]
        assert codes(Workspace([tmp_path / "two"]).load("a.pol")) == []

    def test_a_standard_policy_by_name(self) -> None:
        """Standard policies are found wherever one is."""
        loaded = Workspace().load("microsoft.azure_openai")
        assert loaded.module.policy is not None
        assert loaded.path == "<standard>/microsoft/azure_openai.pol"

    def test_what_is_not_there(self, write: Write) -> None:
        """A missing file, a missing module and a missing import each say so, with the near one."""
        write({"a.pol": policy("a", imports="import worlds", when="nothing")})
        for target, code, near in (
            ("b.pol", "P0701", "check the path"),
            ("microsoft.azure_openia", "P0702", "`microsoft.azure_openai`"),
        ):
            with pytest.raises(PolicyError) as fault:
                Workspace().load(target)
            assert fault.value.diagnostics[0].code == code
            assert near in fault.value.diagnostics[0].helps[0].text
        loaded = Workspace().load("a.pol")
        assert codes(loaded) == ["P0203"]  # the unknown name may be one of the missing file's
        assert loaded.diagnostics[0].helps[0].text == "did you mean `world`?"

    def test_a_literate_file(self, write: Write) -> None:
        """Prose between fences is no policy, and places are those of the Markdown."""
        text = (
            "# Terms\n\nSome prose.\n\n```pol\n"
            + policy("a", when="adds")
            + "```\n\n```pol\nfact ads: yes or no\n```\n"
        )
        write({"a.pol.md": text})
        loaded = Workspace().load("a.pol.md")
        assert codes(loaded) == ["P0201"]
        place = loaded.diagnostics[0].label.place
        assert place.source.position(place.span.start).line1 == text[: text.index("adds")].count("\n") + 1


class TestNames:
    """What an import brings."""

    def test_not_transitively(self, write: Write) -> None:
        """The names of a file that an import imports stay out, yet a case can give them."""
        write({"a.pol": policy("a", imports="import one", when="is_one")})
        write({"one.pol": 'vocabulary one\n\nimport two\n\ndefine is_one\n    "One"\n    spam\n'})
        write({"two.pol": VOCABULARY.format(name="two", fact="spam")})
        loaded = Workspace().load("a.pol")
        assert codes(loaded) == []
        assert list(loaded.module.policy.facts) == ["spam"]  # type: ignore[union-attr]
        write({"b.pol": policy("b", imports="import one", when="spam")})
        assert codes(Workspace().load("b.pol")) == ["P0201"]

    def test_met_twice(self, write: Write) -> None:
        """A name that two imports bring needs its prefix, which `as` may rename."""
        write({name + ".pol": VOCABULARY.format(name=name, fact="ads") for name in ("one", "two")})
        write({"a.pol": policy("a", imports="import one\nimport two as second")})
        write({"b.pol": policy("b", imports="import one\nimport two as second", when="one.ads and second.ads")})
        assert codes(Workspace().load("a.pol")) == ["P0205"]
        loaded = Workspace().load("b.pol")
        assert codes(loaded) == []
        assert list(loaded.module.policy.facts) == ["one.ads", "two.ads"]  # type: ignore[union-attr]

    def test_a_file_bears_its_name(self, write: Write) -> None:
        """A file that calls itself something else than it is imported by is refused."""
        write({"a.pol": policy("a", imports="import words"), "words.pol": VOCABULARY.format(name="world", fact="ads")})
        assert codes(Workspace().load("a.pol")) == ["P0209"]


class TestCircles:
    """Circles are shown, not fallen into."""

    def test_of_imports(self, write: Write) -> None:
        """The message shows every file of the circle, in order."""
        write(
            {f"{a}.pol": f"vocabulary {a}\n\nimport {b}\n\nfact {a}_fact: yes or no\n" for a, b in ("xy", "yz", "zx")}
        )
        write({"a.pol": policy("a", imports="import x", when="x_fact")})
        loaded = Workspace().load("a.pol")
        found = [each for file in loaded.closure() for each in file.diagnostics if each.code == "P0204"]
        assert [each.message.partition(": ")[2] for each in found] == ["x → y → z → x"]

    def test_of_incorporation(self, write: Write) -> None:
        """Policies that incorporate each other decide nothing."""
        write({"a.pol": "policy a\n    otherwise permitted\n\nincorporates b\n"})
        write({"b.pol": "policy b\n    otherwise permitted\n\nincorporates a\n"})
        loaded = Workspace().load("a.pol")
        assert "P0208" in [each.code for file in loaded.closure() for each in file.diagnostics]
        assert loaded.module.policy is None

    def test_of_itself(self, write: Write) -> None:
        """A file that imports itself is a circle of one."""
        write({"a.pol": policy("a", imports="import a")})
        loaded = Workspace().load("a.pol")
        assert [each.message for each in loaded.diagnostics if each.code == "P0204"] == ["`a` imports itself"]

    def test_a_long_chain_is_refused(self, write: Write) -> None:
        """Two hundred files of which each imports the next end in an error, not in a crash."""
        write({f"m{n}.pol": f"vocabulary m{n}\n\nimport m{n + 1}\n\nfact f{n}: yes or no\n" for n in range(200)})
        loaded = Workspace().load("m0.pol")
        assert "P0403" in [each.code for file in loaded.closure() for each in file.diagnostics]


class TestKinds:
    """Only policies decide, only vocabularies and policies declare."""

    def test_the_wrong_kind(self, write: Write) -> None:
        """A vocabulary cannot be incorporated, and scenarios cannot be imported."""
        write({"words.pol": VOCABULARY.format(name="words", fact="ads")})
        write({"a.pol": "policy a\n    otherwise permitted\n\nincorporates words\n"})
        assert codes(Workspace().load("a.pol")) == ["P0213"]

    def test_scenarios_see_what_their_policy_sees(self, write: Write) -> None:
        """A file of scenarios names the facts, examples and clauses of its policy without importing them."""
        write({"words.pol": VOCABULARY.format(name="words", fact="ads") + "\nexample usual\n    ads\n"})
        write({"a.pol": policy("a", imports="import words")})
        scenario = 'scenario "One"\n    given\n        like usual\n    expect prohibited by c\n'
        write({"a_cases.pol": f"scenarios for a\n\n{scenario}"})
        loaded = Workspace().load("a_cases.pol")
        assert codes(loaded) == []
        assert [each.title for each in loaded.module.scenarios] == ["One"]
