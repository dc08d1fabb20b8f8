"""`policylang tree`: in every form, to the terminal or a file, and what is refused."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faces.conftest import Run

FILES = Path(__file__).parent / "files"
ON = ("--on", "2024-06-10")
TREE = ("tree", "police_and_faces", *ON)
FORMS = {"text": "Code of Conduct", "svg": "<svg ", "dot": "digraph ", "mermaid": "---\n", "html": "<!doctype html>"}
ENDINGS = {"text": "a.txt", "svg": "a.svg", "dot": "a.dot", "mermaid": "a.mmd", "html": "a.HTML"}


@pytest.fixture(autouse=True)
def _files(folder: Path, police_and_faces: str) -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)
    assert police_and_faces in TREE


def test_a_tree_is_printed_as_text(run: "Run") -> None:
    """Without a form the tree is text, within 80 columns."""
    answer = run(*TREE, "--set", "service=azure_openai")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Code of Conduct for Azure OpenAI Service\non 2024-06-10, edition corrected; where")
    assert "├─ other law_enforcement → " in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_it_is_as_wide_as_the_window(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    """In a narrow window lines are broken earlier."""
    monkeypatch.setenv("COLUMNS", "50")
    assert max(map(len, run(*TREE, "--set", "operator.kind=court").out.splitlines()[:8])) <= 50


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_printed_and_written_alike(run: "Run", folder: Path, form: str) -> None:
    """What `-o` writes is what is printed, and its ending tells the form."""
    answer = run(*TREE, "--format", form)
    assert answer.code == 0
    assert answer.out.lower().startswith(FORMS[form].lower())
    written = run(*TREE, "-o", ENDINGS[form])
    assert (written.code, written.out) == (0, f"Wrote {ENDINGS[form]}.\n")
    assert (folder / ENDINGS[form]).read_text(encoding="utf-8") == answer.out


def test_the_form_goes_before_the_ending(run: "Run", folder: Path) -> None:
    """A form that is said is taken, whatever the file is called."""
    run(*TREE, "--format", "dot", "-o", "a.svg")
    assert (folder / "a.svg").read_text(encoding="utf-8").startswith("digraph ")


def test_a_file_is_not_overwritten_unasked(run: "Run", folder: Path) -> None:
    """A file that is there stays, unless `--force` is given; that goes with a file alone."""
    (folder / "a.svg").write_text("mine", encoding="utf-8")
    answer = run(*TREE, "-o", "a.svg")
    assert (answer.code, answer.err) == (2, "error: `a.svg` is there already\nhelp: `--force` writes over it\n")
    assert (folder / "a.svg").read_text(encoding="utf-8") == "mine"
    assert run(*TREE, "-o", "a.svg", "--force").code == 0
    assert (folder / "a.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert run(*TREE, "--force").err == "error: `--force` goes with `--output`\n"
    assert "error: cannot open `no/a.svg`" in run(*TREE, "-o", "no/a.svg").err


def test_the_case_is_given_as_to_decide(run: "Run", folder: Path) -> None:
    """A file, examples and `--set` are taken together; `--given` is another word for `--set`."""
    (folder / "given.json").write_text('{"service": "azure_openai"}', encoding="utf-8")
    given = run(
        *TREE, "--case", "given.json", "--like", "operator=us_city_police", "--given", "functions=identification"
    )
    assert "operator like us_city_police; service is azure_openai, functions are identification" in " ".join(
        given.out.split()
    )
    assert "✕ Prohibited\n   by us_police_face_recognition\n" in given.out
    assert run(*TREE, "--case", "cases.jsonl").err == (
        "error: a tree is drawn for one case, and a file of JSON lines holds many\n"
    )


def test_leaves_name_all_clauses_on_demand(run: "Run") -> None:
    """`--clauses` names what decides beside the clause that governs."""
    case = ("--set", "service=azure_openai", "--set", "functions=identification", "--like", "operator=us_city_police")
    assert "by us_police_face_recognition, identity\n" in run(*TREE, *case, "--clauses").out


def test_a_tree_that_is_too_large_is_refused(run: "Run") -> None:
    """The message says how large it is and what to give first; `--most` draws it all the same."""
    answer = run(*TREE, "--most", "20")
    assert answer.code == 2
    assert answer.err.startswith("error: the tree has 23 questions, and 20 may be drawn\nhelp: give `")
    assert run(*TREE, "--most", "23").code == 0
    assert "is not in the range" in run(*TREE, "--most", "0").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "pdf"), "`pdf` is not one of `text`, `svg`, `dot`, `mermaid`, `html`"),
        (("--on", "tomorrow"), "it takes a date"),
        (("--set", "servise=a"), "did you mean `service`?"),
        (("--set", "operator.kind=court", "--set", "operator.counts_as_police_department=yes"), "cannot"),
    ],
)
def test_what_is_faulty_is_refused(run: "Run", arguments: tuple[str, ...], said: str) -> None:
    """A form that there is not, a date that is none, a faulty case, and one that cannot be."""
    answer = run(*TREE[:2], *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
