"""What there is to see of the files in the current folder: diagnostics, scenarios, commands, the canonical form."""

import contextlib
import io
import shlex

from click.testing import CliRunner

import policylang
from policylang.cli.app import program
from policylang.diagnostics.model import Diagnostic
from policylang.diagnostics.text import plain, report


def checked() -> str:
    """Return what checking the folder says, and what its scenarios come to where there are no errors."""
    found = policylang.check(".")
    said = plain(report(found))
    if any(each.severity == "error" for each in found):
        return said
    return said + scenarios()


def scenarios() -> str:
    """Return how many scenarios of the folder pass, and the rest with what was expected and what was got."""
    results = policylang.test(".")
    failed = [result for result in results if not result.passed]
    lines = [] if not results else [f"{len(results) - len(failed)} of {len(results)} scenarios pass"]
    for result in failed:
        lines.append(f"failed: {result.scenario.title}")
        lines.extend(f"  expected {failure.expected}, got {failure.got}" for failure in result.failures)
    return "".join(f"{line}\n" for line in lines)


def formatted(text: str) -> str:
    """Return the canonical form of a text."""
    from policylang.source import Source
    from policylang.syntax.to_text import format_source

    return format_source(Source("specimen.pol", text))


def transcript(text: str) -> str:
    """Return the commands of a transcript with what each of them prints now."""
    lines: list[str] = []
    for command in (line for line in text.splitlines() if line.startswith("$ ")):
        printed, code = run(command)
        lines += [command, *printed.splitlines(), *([f"exit code {code}"] if code else [])]
    return "".join(f"{line}\n" for line in lines)


def run(command: str) -> tuple[str, int]:
    """Run a line `$ policylang …` in this process and return what it prints and its exit code."""
    name, *arguments = shlex.split(command.removeprefix("$ "))
    assert name in ("policylang", "pol"), name
    environment = {"COLUMNS": "100", "NO_COLOR": "1", "POLICYLANG_PATH": ""}
    result = CliRunner(env=environment).invoke(program, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output, result.exit_code


def codes_of(found: tuple[Diagnostic, ...]) -> list[str]:
    """Return the codes of diagnostics, each once, in order."""
    return sorted({each.code for each in found})


def python(text: str) -> list[str]:
    """Run Python and return the codes of what it is refused with: none where it runs to its end."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(text, "example.py", "exec"), {})  # noqa: S102 - our own pages
    except policylang.PolicyError as fault:
        return codes_of(fault.diagnostics)
    except policylang.CaseError as fault:
        return sorted({each.code for each in fault.faults})
    return []
