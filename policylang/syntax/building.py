"""What all parts of the builder share: spans of what was read, joined texts, and the faults found on the way.

The parser calls the builder with the children of each rule as it recognises it, so that nodes come into being
without a parse tree and without recursion. Children are nodes, and tokens: `str` with `type`, `start_pos`, `end_pos`.
"""

import re
from typing import Any, Protocol

from policylang.diagnostics.model import Diagnostic, Edit, Help, Label
from policylang.source import NOWHERE, Place, Source, Span
from policylang.syntax import tree
from policylang.syntax.words import RESERVED, TYPE_WORDS, VALUE_WORDS


class Token(Protocol):
    """What the builder needs of a token: its text is the token itself."""

    type: str
    start_pos: int
    end_pos: int


Children = list[Any]
_ESCAPE = re.compile(r"\\(.)")
_RESERVED_FOR = {"type": TYPE_WORDS, "value": VALUE_WORDS}
_MOST = 200


def span_of(thing: Any) -> Span:  # noqa: ANN401 - a token or a node
    """Return the span of a token or of a node."""
    return Span(thing.start_pos, thing.end_pos) if isinstance(thing, str) else thing.span  # type: ignore[attr-defined]


def across(children: Children) -> Span:
    """Return the span from the first child to the last."""
    first, last = children[0], children[-1]
    return Span(
        first.start_pos if isinstance(first, str) else first.span.start,  # type: ignore[attr-defined]
        last.end_pos if isinstance(last, str) else last.span.end,  # type: ignore[attr-defined]
    )


def words_of(token: str) -> str:
    """Return a keyword of several words with single blanks between them."""
    return " ".join(token.split())


def name(token: Any) -> tree.Name:  # noqa: ANN401 - a token
    """Return the name that a token spells."""
    return tree.Name(str(token), span_of(token))


def path(token: Any) -> tree.Path:  # noqa: ANN401 - a token
    """Return the path that a token spells."""
    return tree.Path(tuple(token.split(".")), span_of(token))


def joined(parts: Children) -> tree.Text | None:
    """Return neighbouring strings and texts as one text, or None where there are none."""
    if not parts:
        return None
    values = []
    for part in parts:
        if isinstance(part, tree.Text):
            values.append(part.value)
        else:
            inner = part[1:-1]
            values.append(_ESCAPE.sub(r"\1", inner) if "\\" in inner else str(inner))
    return tree.Text(" ".join(values), across(parts))


class Building:
    """The state of a builder: the source being read and the faults met so far."""

    def __init__(self) -> None:
        self.source = Source("", "")
        self.faults: list[Diagnostic] = []

    def begin(self, source: Source) -> None:
        """Take up a source, with no faults."""
        self.source = source
        self.faults = []

    def place(self, span: Span) -> Place:
        """Return the place of a span in the source being read."""
        return Place(self.source, span)

    def say(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        under: str = "",
        others: tuple[Label, ...] = (),
        notes: tuple[str, ...] = (),
        helps: tuple[Help, ...] = (),
    ) -> None:
        """Record a fault, unless there are more than anybody reads."""
        if len(self.faults) >= _MOST:
            return
        label = Label(self.place(span), under)
        self.faults.append(Diagnostic(code, message, label, others=others, notes=notes, helps=helps))

    def replace(self, text: str, span: Span, replacement: str) -> Help:
        """Return a help that replaces the text at a span."""
        return Help(text, Edit(self.place(span), replacement))

    def declared(self, token: Any, kind: str) -> tree.Name:  # noqa: ANN401 - a token
        """Return the name that a token gives to something, and refuse a dotted or reserved one."""
        said = str(token)
        span = span_of(token)
        if "." in said:
            self.say(
                "P0101",
                f"the name of a {kind} has no dot",
                span,
                under="only names of files are dotted",
                helps=(self.replace("join the words with `_`", span, said.replace(".", "_")),),
            )
            said = said.replace(".", "_")
        elif said in RESERVED or said in _RESERVED_FOR.get(kind, ()):
            self.say(
                "P0210",
                f"`{said}` is a word of the language; no {kind} can be called that",
                span,
                under="reserved",
                helps=(Help(reserved_advice(said, kind)),),
            )
        return tree.Name(said, span)

    def once(self, seen: dict[str, Span], kind: str, span: Span, within: str) -> bool:
        """Record that a line of a kind was met; report a second one and return whether this is the first."""
        first = seen.setdefault(kind, span)
        if first is span:
            return True
        self.say(
            "P0110",
            f"a second `{kind}` in {within}",
            span,
            under="given twice",
            others=(Label(self.place(first), "the first is here"),),
            helps=(Help(_TWICE.get(kind, "keep one of the two")),),
        )
        return False

    def misplaced_texts(self, children: Children, what: str) -> tuple[tree.Text | None, Children]:
        """Part the texts at the start of a block from its lines; refuse texts further down."""
        count = 0
        while count < len(children) and isinstance(children[count], str | tree.Text):
            count += 1
        lines = []
        text = joined(children[:count])
        for child in children[count:]:
            if not isinstance(child, tree.Text):
                lines.append(child)
            elif text is None:
                text = child
                self.say(
                    "P0101",
                    f"the {_SUMMARIES.get(what, 'summary')} of {_one(what)} is its first line",
                    child.span,
                    under="stands below other lines",
                    helps=(Help(f"move it up, to the line after the name of the {what}"),),
                )
            else:
                self.say(
                    "P0101",
                    f"a text stands here by itself, after the lines of the {what}",
                    child.span,
                    under="what is this text?",
                    helps=(
                        Help(
                            "begin the line with a word that says it, such as `words` or `reading`;"
                            " to go on with a text, indent the line below it"
                        ),
                    ),
                )
        return text, lines

    def missing(self, what: str, owner: str, span: Span, advice: str) -> None:
        """Report that a part of an item is missing."""
        self.say("P0119", f"{owner} has no {what}", span, under=f"no {what}", helps=(Help(advice),))


_SUMMARIES = {
    "define": "meaning", "always": "reason", "assertion": "reason", "duty": "text", "advice": "text",
    "scenario": "title",
}  # fmt: skip
_TWICE = {
    "when": "write one `when all of` (or `when any of`) and put both conditions under it",
    "unless": "write one `unless any of` (or `unless all of`) and put both conditions under it",
    "in force": "split the clause in two, or name the editions: `in force during first, second`",
}


def _one(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def reserved_advice(word: str, kind: str) -> str:
    """Say what to write instead of a reserved word that should have named something of a kind."""
    match word if kind in {"fact", "part", "value"} else "":
        case "unknown":
            return "leave the value out: what a case does not say is unknown"
        case "none":
            return "name what is meant (`no_review`); for a set, `are none` says that it is empty"
        case "yes" | "no" | "true" | "false":
            return "the type of such a fact is `yes or no`"
        case _:
            return "take another name, one that says more"


def end_of(children: Children, default: Span = NOWHERE) -> int:
    """Return where the last child ends."""
    return across(children).end if children else default.end
