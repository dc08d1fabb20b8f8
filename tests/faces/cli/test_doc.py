"""`policylang doc`: a page about a policy, printed or written into a folder with others."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pages
import pytest

import policylang

if TYPE_CHECKING:
    from faces.conftest import Run

FILES = Path(__file__).parent / "files"


@pytest.fixture(autouse=True)
def _files(folder: Path, run: "Run") -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)
    run("new", "rules")


def test_one_policy_is_printed(run: "Run", folder: Path) -> None:
    """The page of a file is that of the library, alike each time; nothing but it is printed."""
    answer = run("doc", "rules.pol")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == run("doc", "rules.pol").out == policylang.load(folder / "rules.pol").page()
    assert answer.out.startswith("# Terms of use")
    assert pages.lost(answer.out) == set()


def test_a_policy_is_given_by_its_name(run: "Run") -> None:
    """A standard policy has a page by its name."""
    answer = run("doc", "microsoft.azure_openai")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == policylang.load("microsoft.azure_openai").page()


def test_a_vocabulary_alone_is_printed(run: "Run") -> None:
    """Where there is no policy, the page is that of the vocabulary."""
    assert run("doc", "rules_facts.pol").out.startswith("# Vocabulary: rules facts")


def test_scenarios_of_other_files_are_told_where_these_are_given(run: "Run", folder: Path) -> None:
    """A file of scenarios adds to the page of its policy, and has none itself."""
    (folder / "more.pol").write_text(
        'scenarios for rules\n\nscenario "One more"\n    on 2025-06-01\n    given\n        search_for_missing_person\n'
        "    expect permitted by default\n",
        encoding="utf-8",
    )
    assert "One more" not in run("doc", "rules.pol").out
    assert "- **One more** *On 1 June 2025.*" in run("doc", "rules.pol", "more.pol").out
    answer = run("doc", "more.pol")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: there is no policy and no vocabulary in these files\n")


def test_several_policies_need_a_folder(run: "Run") -> None:
    """One page is printed at a time; the help says how to get all of them."""
    answer = run("doc", "rules.pol", "microsoft.azure_openai")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: these are 2 policies, and one page is printed at a time: `rules`, `microsoft.azure_openai`\n"
        "help: `--output FOLDER` writes a page for each, and an index\n"
    )


def test_a_folder_of_pages(run: "Run", folder: Path) -> None:
    """Pages, pictures and an index are written; they are up to date until something changes."""
    answer = run("doc", "rules.pol", "rules_facts.pol", "-o", "out/pages")
    assert (answer.code, answer.out) == (0, "Wrote 2 pages and an index to out/pages.\n")
    written = {path.name for path in (folder / "out" / "pages").iterdir()}
    assert written == {"README.md", "rules.md", "rules.tree.svg", "rules_facts.md"}
    check = ("doc", "rules.pol", "rules_facts.pol", "-o", "out/pages", "--check")
    assert run(*check) == (0, "4 files as they should be\n", "")
    text = (folder / "rules.pol").read_text(encoding="utf-8")
    (folder / "rules.pol").write_text(text.replace("No face recognition", "No recognition of faces"), encoding="utf-8")
    (folder / "out" / "pages" / "README.md").unlink()
    said = (
        "out/pages/rules.md is not up to date\nout/pages/rules.tree.svg is not up to date\n"
        "out/pages/README.md is missing\n"
    )
    assert run(*check) == (1, said, "")
    assert run(*check[:-1]).code == 0
    assert run(*check).code == 0


def test_pages_of_what_is_gone_are_named(run: "Run", folder: Path) -> None:
    """A page that no file has any more is left, and named; with `--check` it is a finding."""
    run("doc", "rules.pol", "rules_facts.pol", "-o", "out")
    answer = run("doc", "rules.pol", "-o", "out", "--check")
    assert answer.code == 1
    assert "out/rules_facts.md is a page of what is not among these files\n" in answer.out
    answer = run("doc", "rules.pol", "-o", "out")
    assert answer.out == (
        "Wrote 1 page to out.\n"
        "Left as it was: out/README.md, a page of what is not among these files.\n"
        "Left as it was: out/rules_facts.md, a page of what is not among these files.\n"
    )
    assert (folder / "out" / "rules_facts.md").exists()


def test_what_is_no_page_is_not_replaced(run: "Run", folder: Path) -> None:
    """Nothing is written where a file is in the way that this command did not write; `--force` replaces it."""
    (folder / "out").mkdir()
    (folder / "out" / "README.md").write_text("# Mine\n", encoding="utf-8")
    arguments = ("doc", "rules.pol", "rules_facts.pol", "--output", "out")
    answer = run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: `out/README.md` is there already, and is no page of `policylang doc`\n"
        "help: give another folder\nhelp: `--force` replaces it\n"
    )
    assert [path.name for path in (folder / "out").iterdir()] == ["README.md"]
    assert run(*arguments, "--force").code == 0
    assert run(*arguments).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rules.pol", "--check"), "error: `--check` goes with `--output`\n"),
        (("rules.pol", "--force"), "error: `--force` goes with `--output`\n"),
        (("rule.pol",), "error[P0701]: there is no file `rule.pol`\nhelp: did you mean `rules.pol`?\n"),
        (("rules.pol", "-o", "rules.pol"), "error: `rules.pol` is no folder\n"),
        (("rules.polc",), "error: `rules.polc` is a compiled policy, and a page is about the text of one\n"),
    ],
)
def test_what_is_refused(arguments: tuple[str, ...], said: str, run: "Run") -> None:
    """Wrong use is told in a sentence, with what was meant, and nothing is printed."""
    answer = run("doc", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(said)


def test_a_faulty_policy_has_no_page(run: "Run", folder: Path) -> None:
    """Errors are shown as `check` shows them."""
    (folder / "rules_facts.pol").unlink()
    answer = run("doc", "rules.pol")
    assert (answer.code, answer.out) == (2, "")
    assert "error[P0203]" in answer.err
