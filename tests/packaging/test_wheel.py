"""The wheel holds the package, the grammar, the standard policies and the pages of the codes, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACES = {
    "policylang/_data/grammar": ROOT / "grammar",
    "policylang/_data/stdlib_policies": ROOT / "stdlib_policies",
    "policylang/_data/codes": ROOT / "docs" / "codes",
    "policylang": ROOT / "policylang",
}
"""Where the files of each folder of the tree lie in the wheel."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this tree, without network."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [built] = folder.iterdir()
    return built


def _expected() -> dict[str, bytes]:
    return {
        f"{place}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for place, folder in PLACES.items()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_tree_byte_for_byte(wheel: Path) -> None:
    """Every file of the four folders is in the wheel, unchanged, and no other file is."""
    with zipfile.ZipFile(wheel) as archive:
        built = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
    expected = _expected()
    assert sorted(built) == sorted(expected)
    assert [name for name, content in built.items() if content != expected[name]] == []


def test_the_wheel_says_that_it_is_typed_and_licensed(wheel: Path) -> None:
    """Type checkers find `py.typed`, lawyers the licence."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "policylang/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def _run_from(wheel: Path, program: str, folder: Path) -> str:
    """Run a program that imports policylang from the unpacked archive's path, in a folder that is not the tree."""
    start = f"import sys; sys.path.insert(0, {str(wheel)!r})\n"
    return subprocess.run(
        [sys.executable, "-P", "-c", start + program], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def test_resources_are_found_in_an_archive(wheel: Path, tmp_path: Path) -> None:
    """The package can be imported from the wheel itself, a zip archive, and finds its texts there."""
    program = """
from policylang import resources
for kind in ("grammar", "stdlib_policies", "codes"):
    print(kind, resources.directory(kind), any(resources.folder(kind).iterdir()))
print(resources.read_text("grammar", "policy.lark")[:1] != "")
try:
    resources.read_text("grammar", "nothing.lark")
except FileNotFoundError:
    print("not found")
"""
    assert _run_from(wheel, program, tmp_path).splitlines() == [
        "grammar None True",
        "stdlib_policies None True",
        "codes None True",
        "True",
        "not found",
    ]


def test_a_case_is_decided_from_an_archive(wheel: Path, tmp_path: Path) -> None:
    """A standard policy loads and decides a case where nothing of the library is unpacked."""
    program = """
import policylang
assert ".whl" in policylang.__file__
print(policylang.load("microsoft.azure_openai").decide({}).outcome)
"""
    assert _run_from(wheel, program, tmp_path).split() == ["undetermined"]
