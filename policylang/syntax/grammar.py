"""The parser of items: lark's tables for the grammar in `grammar/`, from a cache where there is one.

The only module that imports lark. One item of a file is parsed at a time; the builder is called as rules are
recognised, so that there is no parse tree. What comes back is the node, or where and why the text could not be read.
"""

import hashlib
import io
import pickle
import sys
from collections.abc import Iterator
from functools import cache
from threading import RLock
from typing import Any, NamedTuple

import lark
from lark.exceptions import LarkError, UnexpectedCharacters, UnexpectedToken
from lark.indenter import DedentError, Indenter
from lark.lexer import LexerState, LexerThread, LineCounter
from lark.utils import TextSlice

from policylang.cache import read_cached, write_cached
from policylang.resources import read_text
from policylang.syntax.builder import Builder

PARTS = ("policy", "conditions", "types", "terminals")
"""The parts of the grammar, in the order in which they make one text."""

TAB_WIDTH = 4
"""How far a tab indents, where one is met although it may not stand there."""


class Unexpected(NamedTuple):
    """Where a text could not be read on.

    `kind` is the terminal met there, or empty for a character that begins none; `expected` are the terminals that
    could have stood there.
    """

    start: int
    end: int
    kind: str
    expected: frozenset[str]


class _Indentation(Indenter):
    NL_type = "_NL"
    OPEN_PAREN_types = ["LPAR"]  # noqa: RUF012 - as lark declares it
    CLOSE_PAREN_types = ["RPAR"]  # noqa: RUF012 - as lark declares it
    INDENT_type = "_INDENT"
    DEDENT_type = "_DEDENT"
    tab_len = TAB_WIDTH


class _Thread(LexerThread):
    """Starts in the midst of a text without counting the lines before it, which would be quadratic over a file."""

    @classmethod
    def from_text(cls, lexer: Any, text_or_slice: Any) -> "_Thread":  # noqa: ANN401 - as lark declares it
        """Return a thread at the start of a slice."""
        text = TextSlice.cast_from(text_or_slice)
        counter = LineCounter("\n")
        counter.char_pos = counter.line_start_pos = text.start
        return cls(lexer, LexerState(text, counter))

    def lex(self, parser_state: Any) -> Iterator[lark.Token]:  # noqa: ANN401 - as lark declares it
        """Yield the tokens, and keep the states of the parser before each, for what else could have stood there."""
        states = parser_state.state_stack
        for token in super().lex(parser_state):
            self.before = states.copy()
            yield token
        self.before = states.copy()


class _Plain(pickle.Unpickler):
    """Reads plain data and nothing else: a cache file must not be able to run anything."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as pickle declares it
        """Refuse every class."""
        message = f"{module}.{name} in a cache file"
        raise pickle.UnpicklingError(message)


class ItemParser:
    """Parses items one at a time with a builder of its own; not for two threads at once, hence the lock."""

    def __init__(self) -> None:
        self.builder = Builder()
        self.lock = RLock()
        self._lark = _loaded(self.builder) or _built(self.builder)

    def parse(self, text: str, start: int, end: int) -> Any:  # noqa: ANN401 - a node of many kinds
        """Return the item between two offsets, None where it was reported instead, or an `Unexpected`."""
        try:
            return self._lark.parse(TextSlice(text, start, end))  # type: ignore[arg-type]
        except UnexpectedToken as met:
            token = met.token
            begin = end if token.start_pos is None else token.start_pos
            return Unexpected(begin, begin + len(token), token.type, _acceptable(met))
        except UnexpectedCharacters as met:
            return Unexpected(met.pos_in_stream, met.pos_in_stream + 1, "", _acceptable(met))
        except DedentError:
            return Unexpected(start, start, "_DEDENT", frozenset())


@cache
def item_parser() -> ItemParser:
    """Return the parser of this process."""
    return ItemParser()


def grammar_text() -> str:
    """Return the grammar in one text."""
    return "\n".join(read_text("grammar", f"{part}.lark") for part in PARTS)


def _options() -> dict[str, Any]:
    return {"postlex": _Indentation(), "_plugins": {"LexerThread": _Thread}}


def _built(builder: Builder | None, *, strict: bool = False) -> lark.Lark:
    text = grammar_text()
    made = lark.Lark(text, parser="lalr", lexer="contextual", maybe_placeholders=False, strict=strict, transformer=builder, **_options())
    if not strict:
        data, memo = made.memo_serialize([lark.lexer.TerminalDef, lark.grammar.Rule])
        data["options"] = {name: value for name, value in data["options"].items() if name not in _options() and name != "transformer"}
        content = pickle.dumps({"data": data, "memo": memo}, protocol=5)
        write_cached(_cache_name(text), hashlib.sha256(content).digest() + content)
    return made


def _loaded(builder: Builder) -> lark.Lark | None:
    cached = read_cached(_cache_name(grammar_text()))
    if cached is None or hashlib.sha256(cached[32:]).digest() != cached[:32]:
        return None
    try:
        found = _Plain(io.BytesIO(cached[32:])).load()
        return lark.Lark._load_from_dict(found["data"], found["memo"], transformer=builder, **_options())  # type: ignore[no-any-return, no-untyped-call]  # noqa: SLF001 - `load` would unpickle anything
    except (pickle.UnpicklingError, LarkError, AssertionError, AttributeError, EOFError, LookupError, TypeError, ValueError):
        return None


def _cache_name(text: str) -> str:
    basis = f"{lark.__version__} {sys.version_info[:3]} {text}"
    return f"grammar-{hashlib.sha256(basis.encode()).hexdigest()[:24]}"


def strict_check() -> None:
    """Build the grammar in the strict mode of lark, which needs `interegular`.

    Raises:
        lark.exceptions.LarkError: The grammar has a conflict, or two terminals collide.
    """
    _built(None, strict=True)


def _acceptable(met: Any) -> frozenset[str]:  # noqa: ANN401 - an exception of lark's
    """Return the terminals that would lead on from where the reading stopped.

    When the parser refuses a token, it has already completed rules for which the token spoke, and forgotten what else
    could have gone on from there; so its states from before the token count. When the lexer refuses, they are those it has.
    """
    state = met.interactive_parser.parser_state
    table = state.parse_conf.states
    by_parser = isinstance(met, UnexpectedToken) and met.token_history is None
    stack = state.lexer.before if by_parser else state.state_stack
    return frozenset(kind for kind in table[stack[-1]] if kind.isupper() and _leads_on(table, stack, kind))


def _leads_on(table: Any, stack: list[int], kind: str) -> bool:  # noqa: ANN401 - the table of lark
    """Return whether a terminal can be read: the table also has ones that complete rules and then lead nowhere."""
    states = list(stack)
    while True:
        move = table[states[-1]].get(kind)
        if move is None:
            return False
        action, rule = move
        if isinstance(rule, int):
            return True
        if rule.expansion:
            del states[-len(rule.expansion) :]
        states.append(table[states[-1]][rule.origin.name][1])
