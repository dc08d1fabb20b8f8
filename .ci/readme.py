"""Takes the commands out of README.md, so that what is checked is what a reader copies.

A fenced `console` block holds commands, each after `$ `, and under each what it prints. The first
two commands of the page are those of a new machine: install and decide; install the tests and run
them. This script writes them to a shell script, and compares what the first one printed.

    readme.py script            write both commands as a shell script
    readme.py compare FILE      check that FILE holds the answer that the README shows under the first command
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple

README = Path(__file__).parents[1] / "README.md"


class Command(NamedTuple):
    """A command of the page and what is shown under it."""

    line: str
    shown: tuple[str, ...]


def commands(page: str) -> list[Command]:
    """Return the commands of all fenced `console` blocks, in order; a backslash at a line's end continues it."""
    return [
        Command(match[1].strip(), tuple(match[2].rstrip().splitlines()))
        for block in re.findall(r"^```console\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
        for match in re.finditer(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)", block, flags=re.MULTILINE)
    ]


def first_two() -> tuple[Command, Command]:
    """Return the two commands of a new machine, or leave with what is wrong with the page."""
    found = commands(README.read_text(encoding="utf-8"))[:2]
    expected = (
        ("venv", "pip install .", "policylang decide microsoft.azure_openai"),
        ("pip install", "[test]", "pytest"),
    )
    for number, words in enumerate(expected):
        if len(found) <= number or not all(word in found[number].line for word in words):
            sys.exit(f"README.md: command {number + 1} does not have the words {', '.join(words)}")
    return found[0], found[1]


def compare(command: Command, printed: list[str]) -> None:
    """Leave with both texts where the command printed something else than the page shows."""
    if [line.rstrip() for line in printed] != [line.rstrip() for line in command.shown]:
        sys.exit("README.md shows:\n" + "\n".join(command.shown) + "\n\nbut the command prints:\n" + "\n".join(printed))


def script(first: Command, second: Command) -> str:
    """Return the script that does what a reader does: both commands in one shell, the second where the first left it.

    `tee` takes in what the last part of the first command prints, which is the answer.
    """
    return f"""set -euo pipefail
{{ {first.line} | tee answer.txt
}} || exit 1
python {Path(__file__)} compare answer.txt
{{ {second.line}
}} || exit 1
"""


def main(task: str, *rest: str) -> None:
    """Do what is asked."""
    first, second = first_two()
    match task:
        case "script":
            print(script(first, second), end="")
        case "compare":
            compare(first, Path(rest[0]).read_text(encoding="utf-8").splitlines())
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
