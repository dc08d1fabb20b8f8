"""`policylang residual`: what is left of a policy, printed or written into a folder."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faces.conftest import Run

FILES = Path(__file__).parent / "files"
ON = ("--on", "2025-06-01")


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    shutil.copytree(FILES, folder, dirs_exist_ok=True)


def test_one_policy_is_printed_as_a_file(run: "Run", folder: Path) -> None:
    """What is printed of a policy by itself is a file that checks without errors and is formatted."""
    answer = run("residual", "cameras.pol", *ON, "--set", "service=camera_service", "--set", "retention=400")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("# What is left of `cameras` on 2025-06-01")
    assert "#     retention is 400\n" in answer.out
    (folder / "left").mkdir()
    (folder / "left" / "cameras.pol").write_text(answer.out, encoding="utf-8")
    assert "error" not in run("check", "left/cameras.pol").out
    assert run("fmt", "--check", "left/cameras.pol").code == 0


def test_the_case_is_given_as_to_decide(run: "Run") -> None:
    """A file, examples and `--set` are taken together; `--set` goes before the file."""
    out = run("residual", "cameras.pol", *ON, "--case", "case.json", "--set", "retention=1").out
    assert "#     retention is 1\n" in out
    example = run("residual", "microsoft.azure_openai", *ON, "--like", "operator=us_city_police").out
    assert "#     operator.kind is municipal_police\n" in example


def test_several_policies_are_told_apart(run: "Run") -> None:
    """Of a policy that incorporates others each file stands below a comment that names it."""
    out = run("residual", "city.pol", *ON).out
    assert out.startswith("# ---- city.pol\n\n# What is left of `city` on 2025-06-01")
    assert "\n\n# ---- open_facts.pol\n\n" in out


def test_files_are_written_into_a_folder(run: "Run", folder: Path) -> None:
    """`--output` writes the files, names them, and overwrites nothing."""
    answer = run("residual", "city.pol", *ON, "--output", "left")
    written = [line.removeprefix("Wrote ").removesuffix(".") for line in answer.out.splitlines()]
    assert "left/city.pol" in written
    assert all((folder / name).is_file() for name in written)
    assert "error" not in run("check", "left").out
    again = run("residual", "city.pol", *ON, "--output", "left")
    assert again.code == 2
    assert "`left/city.pol` is there already" in again.err


def test_many_cases_are_refused(run: "Run") -> None:
    """What is left is left of one case."""
    answer = run("residual", "cameras.pol", "--case", "cases.jsonl")
    assert answer.code == 2
    assert "holds many" in answer.err


def test_a_faulty_case_is_refused(run: "Run") -> None:
    """A fact that the policy does not have is an error, as it is to `decide`."""
    answer = run("residual", "cameras.pol", "--set", "retentoin=1")
    assert answer.code == 2
    assert "did you mean `retention`?" in answer.err
