"""The parser of items: lark's tables for the grammar in `grammar/`, from a cache where there is one.

The only module that imports lark. One item of a file is parsed at a time; the builder is called as rules are
recognised, so that there is no parse tree. What comes back is the node, or where and why the text could not be read.
"""

import hashlib
import io
import pickle
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
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
from policylang.syntax.scan import Origins, Piece

PARTS = ("policy", "conditions", "types", "terminals")
"""The parts of the grammar, in the order in which they make one text."""

_BLANK = "BLANK"
_DEEPEST = 1000

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


class _Token(str):
    """A token with what the parser and the builder need, cheaper to make than that of lark."""

    __slots__ = ("end_pos", "start_pos", "type")
    type: str
    start_pos: int
    end_pos: int
    line = column = end_line = end_column = None  # asked for by lark, which puts them into exceptions


@dataclass(frozen=True)
class _Slice(TextSlice[str]):
    """A stretch of text to parse; with origins where it is not the source itself."""

    origins: Origins | None = None


class _Scanners(dict[int, Any]):
    """For each state of the parser the matcher of the terminals that it accepts, compiled when it is first needed."""

    def __init__(self, lexers: Any) -> None:  # noqa: ANN401 - the lexers of lark, by state
        super().__init__()
        self.lexers = lexers
        self.compiled: dict[int, Any] = {}

    def __missing__(self, state: int) -> Any:  # noqa: ANN401 - as the values
        """Return the matcher of a state."""
        lexer = self.lexers[state]
        made = self.compiled.get(id(lexer))
        if made is None:
            kinds = "|".join(
                f"(?P<{kind.name}>{kind.pattern.to_regexp()})" for kind in lexer.terminals if kind.name != _BLANK
            )
            made = self.compiled[id(lexer)] = re.compile(f"[ \\t]*(?:{kinds})").match
        self[state] = made
        return made


class _Thread(LexerThread):
    """The lexer and the indenter of lark in one loop, half as costly.

    It reads the same terminals in the same order. It starts in the midst of a text without counting the lines before
    it, which would be quadratic over a file; and it keeps the states of the parser from before each token, for what
    else could have stood there.
    """

    state: LexerState
    before: list[int] | None = None

    @classmethod
    def from_text(cls, lexer: Any, text_or_slice: Any) -> "_Thread":  # noqa: ANN401 - as lark declares it
        """Return a thread at the start of a slice."""
        text = TextSlice.cast_from(text_or_slice)
        counter: Any = LineCounter("\n")  # type: ignore[no-untyped-call]
        counter.char_pos = counter.line_start_pos = text.start
        return cls(lexer, LexerState(text, counter))

    def lex(self, parser_state: Any) -> Iterator[Any]:  # noqa: ANN401 - as lark declares it
        """Yield the tokens, with those of indentation."""
        connector: Any = self.lexer
        scanners = connector.__dict__.setdefault("scanners", _Scanners(connector.lexer.lexers))
        states = parser_state.state_stack
        text, position, end = self.state.text.text, self.state.text.start, self.state.text.end
        origins = getattr(self.state.text, "origins", None)
        levels = [0]
        depth = 0
        token = _Token("")
        while position < end:
            found = scanners[states[-1]](text, position, end)
            if found is None:
                self.state.line_ctr.char_pos = position
                yield from super().lex(parser_state)  # type: ignore[no-untyped-call]  # raises what fits
                return
            kind = found.lastgroup
            token = _Token(found[kind])
            position = found.end()
            token.type, token.start_pos, token.end_pos = kind, position - len(token), position
            if origins is not None:
                token.start_pos, token.end_pos = origins.offset(token.start_pos), origins.offset(position)
            if kind == "_NL":
                if depth:
                    continue
                self.before = states.copy() if len(states) < _DEEPEST else None
                yield token
                yield from self._indentation(token, levels, states)
                continue
            if kind == "LPAR":
                depth += 1
            elif kind == "RPAR":
                depth -= 1
            self.before = states.copy() if len(states) < _DEEPEST else None
            yield token
        while len(levels) > 1:
            levels.pop()
            self.before = states.copy()
            yield _mark("_DEDENT", token)
        self.before = states.copy()

    def _indentation(self, token: Any, levels: list[int], states: list[int]) -> Iterator[Any]:  # noqa: ANN401 - a token
        """Yield what a line break says about indentation.

        Raises:
            DedentError: The line fits none of the levels; with its offset.
        """
        blanks = token[token.rindex("\n") + 1 :]
        indent = len(blanks) + (TAB_WIDTH - 1) * blanks.count("\t")
        if indent > levels[-1]:
            levels.append(indent)
            self.before = states.copy()
            yield _mark("_INDENT", token)
        while indent < levels[-1]:
            levels.pop()
            self.before = states.copy()
            yield _mark("_DEDENT", token)
        if indent != levels[-1]:
            raise DedentError(token.end_pos)


def _mark(kind: str, token: Any) -> Any:  # noqa: ANN401 - a token
    """Return a token without text, at the place of another."""
    made = _Token("")
    made.type, made.start_pos, made.end_pos = kind, token.start_pos, token.end_pos
    return made


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

    def parse(self, piece: Piece) -> Any:  # noqa: ANN401 - a node of many kinds
        """Return the item in a piece of text, None where it was reported instead, or an `Unexpected`."""
        try:
            return self._lark.parse(_Slice(piece.text, piece.start, piece.end, piece.origins))
        except UnexpectedToken as met:
            token = met.token
            begin = piece.end if token.start_pos is None else token.start_pos
            if piece.origins is not None and not _by_parser(met):
                begin = piece.origins.offset(begin)
            return Unexpected(begin, begin + len(token), token.type, _acceptable(met))
        except UnexpectedCharacters as met:
            begin = int(met.pos_in_stream)  # type: ignore[call-overload]  # lark says None
            begin = piece.origins.offset(begin) if piece.origins is not None else begin
            return Unexpected(begin, begin + 1, "", _acceptable(met))
        except DedentError as met:
            begin = int(met.args[0])
            return Unexpected(begin, begin, "", frozenset())


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
    made = lark.Lark(
        text,
        parser="lalr",
        lexer="contextual",
        maybe_placeholders=False,
        strict=strict,
        transformer=builder,
        **_options(),
    )
    if not strict:
        data, memo = made.memo_serialize([lark.lexer.TerminalDef, lark.grammar.Rule])
        data["options"] = {
            name: value for name, value in data["options"].items() if name not in _options() and name != "transformer"
        }
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
    except (
        pickle.UnpicklingError,
        LarkError,
        AssertionError,
        AttributeError,
        EOFError,
        LookupError,
        TypeError,
        ValueError,
    ):
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
    could have gone on from there; so its states from before the token count. When the lexer refuses, those it has do.
    """
    state = met.interactive_parser.parser_state
    table = state.parse_conf.states
    stack = (_by_parser(met) and state.lexer.before) or state.state_stack
    return frozenset(kind for kind in table[stack[-1]] if kind.isupper() and _leads_on(table, stack, kind))


def _by_parser(met: Any) -> bool:  # noqa: ANN401 - an exception of lark's
    """Return whether the parser refused a token, and not the lexer, which tells what came before."""
    return isinstance(met, UnexpectedToken) and met.token_history is None


def _leads_on(table: Any, stack: list[int], kind: str) -> bool:  # noqa: ANN401 - the table of lark
    """Return whether a terminal can be read: the table also has ones that complete rules and then lead nowhere."""
    states = list(stack)
    while True:
        move = table[states[-1]].get(kind)
        if move is None:
            return False
        rule = move[1]
        if isinstance(rule, int):
            return True
        if rule.expansion:
            del states[-len(rule.expansion) :]
        states.append(table[states[-1]][rule.origin.name][1])
