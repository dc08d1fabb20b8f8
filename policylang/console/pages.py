"""The pages of the codes, as a person reads them in a terminal."""

import re

from policylang.console.faults import Refusal
from policylang.console.terminal import paint, width

_CODE = re.compile(r"(?:\w+\[)?p?(\d{1,4})\]?", re.IGNORECASE)


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


def page_of(said: str) -> str:
    """Return the page of a code, as it is spelt in a message or more shortly.

    Raises:
        Refusal: There is no such code.
    """
    from policylang.diagnostics.codes import CODES

    code = _spelt_out(said)
    if code not in CODES:
        raise _unknown(said, code)
    return _page(code)


def _page(code: str) -> str:
    from policylang.console.markdown import rendered
    from policylang.diagnostics.codes import page_title
    from policylang.resources import read_text

    try:
        text = read_text("codes", f"{code}.md")
    except FileNotFoundError:
        text = f"# {page_title(code)}"
    return rendered(text, columns=width())


def all_codes() -> str:
    """Return all codes with their titles, by kind."""
    from policylang.diagnostics.codes import BLOCKS, CODES

    lines: list[str] = []
    for block, title in BLOCKS.items():
        codes = [(code, known) for code, known in CODES.items() if code.startswith(block)]
        if codes:
            lines += ["", paint(title.capitalize(), "strong"), ""]
            lines += [f"  {paint(code, 'name')}  {known.title}" for code, known in codes]
    return "\n".join(lines[1:])
