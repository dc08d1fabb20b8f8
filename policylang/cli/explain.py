"""`policylang explain CODE`: the page of a code, or the list of all codes."""

import re

import click

from policylang.cli import exits
from policylang.cli.faults import Refusal
from policylang.cli.options import declare
from policylang.cli.terminal import paint, say, width

_CODE = re.compile(r"(?:\w+\[)?p?(\d{1,4})\]?", re.IGNORECASE)


@declare(
    "explain",
    summary="""Explain a code of a message: what it means, why it matters, a wrong and a right example, and how
    to allow it.

    Without a code, lists all of them.""",
    examples={
        "policylang explain P0108": "the page of P0108; `p0108`, `108` and `error[P0108]` do as well",
        "policylang explain": "every code with its title",
    },
    exit_codes={exits.CLEAN: "shown", exits.WRONG_USE: "no such code"},
)
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Print the page of a code, or the list."""
    from policylang.diagnostics.codes import CODES

    if code is None:
        say(_all_codes())
        return
    wanted = _spelt_out(code)
    if wanted not in CODES:
        raise _unknown(code, wanted)
    say(_page(wanted))


def _spelt_out(code: str) -> str:
    """Return the code that is meant by `p0108`, `108` or `error[P0108]`."""
    found = _CODE.fullmatch(code.strip())
    return f"P{found[1].zfill(4)}" if found else code.strip().upper()


def _unknown(code: str, wanted: str) -> Refusal:
    from policylang.diagnostics.codes import CODES
    from policylang.diagnostics.suggest import nearest

    near = nearest(wanted, CODES)
    helps = [f"did you mean `{near}`, {CODES[near].title}?"] if near else []
    return Refusal(f"there is no code `{code}`", helps=[*helps, "`policylang explain` lists all codes"])


def _page(code: str) -> str:
    from policylang.cli.markdown import rendered
    from policylang.diagnostics.codes import page_title
    from policylang.resources import read_text

    try:
        text = read_text("codes", f"{code}.md")
    except FileNotFoundError:
        text = f"# {page_title(code)}"
    return rendered(text, columns=width())


def _all_codes() -> str:
    from policylang.diagnostics.codes import BLOCKS, CODES

    lines: list[str] = []
    for block, title in BLOCKS.items():
        codes = [(code, known) for code, known in CODES.items() if code.startswith(block)]
        if codes:
            lines += ["", paint(title.capitalize(), "strong"), ""]
            lines += [f"  {paint(code, 'name')}  {known.title}" for code, known in codes]
    return "\n".join(lines[1:])
