"""The commands as they are typed and what they answer, word for word, in `transcripts/`; `--bless` writes them anew.

A transcript is a sequence of commands (`$ policylang …`, with `< FILE` where standard input is given), each followed
by what it wrote: lines of standard error begin with `! `, and an exit code other than 0 stands last, as `[exit 2]`. The
commands of a transcript run one after the other in a copy of `files/`. Other lines before a command say what it shows.
Digests are blotted out, since they change with the version.
"""

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from faces.conftest import Run

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))
RULE = "-" * 80
DIGEST = re.compile(r"(?<=digest )[0-9a-f]{12}|(?<=\"digest\": \")[0-9a-f]{64}")


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript(path: Path, run: "Run", folder: Path, bless: bool) -> None:  # noqa: FBT001 - a fixture
    """Each command answers what its transcript says."""
    shutil.copytree(HERE / "files", folder, dirs_exist_ok=True)
    expected = path.read_text(encoding="utf-8")
    sections = [section.splitlines() for section in expected.split(f"{RULE}\n")]
    seen = f"{RULE}\n".join(_played(section, run) for section in sections)
    if bless:
        path.write_text(seen, encoding="utf-8")
    else:
        assert seen == expected


def _played(section: list[str], run: "Run") -> str:
    """Return the section as it should be: its remarks, its command, and what the command answers now."""
    number = next((number for number, line in enumerate(section) if line.startswith("$ ")), None)
    if number is None:
        return "".join(f"{line}\n" for line in section)
    program, *arguments = shlex.split(section[number][2:])
    assert program == "policylang", section[number]
    stdin = b""
    if "<" in arguments:
        stdin = Path(arguments[arguments.index("<") + 1]).read_bytes()
        arguments = arguments[: arguments.index("<")]
    answer = run(*arguments, stdin=stdin)
    out = DIGEST.sub(lambda digest: "…" * len(digest[0]), answer.out)
    lines = [*section[: number + 1], *out.splitlines(), *(f"! {line}".rstrip() for line in answer.err.splitlines())]
    lines += [f"[exit {answer.code}]"] if answer.code else []
    return "".join(f"{line}\n" for line in lines)
