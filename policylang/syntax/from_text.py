"""Text to tree: a file cut into its items, each parsed by itself, so that all errors of a file come in one run.

What cannot be read is reported, dropped from the text with what is indented below it, and the item is parsed again: so
that the faults of its other lines are found too. A line on which a fault was reported gives no further one, and what is
missing from a block of which a line was dropped is not missed. All of this is bounded: in faults, and in work.
"""

from typing import TYPE_CHECKING, Any

from policylang.diagnostics.model import Diagnostic, Help, Label
from policylang.pause import collecting_later
from policylang.source import Place, Source, Span
from policylang.syntax import tree
from policylang.syntax.literate import fences, is_literate, only_code
from policylang.syntax.mending import MOST_FAULTS
from policylang.syntax.scan import LARGEST, Item, Mend, Scan, decode, too_large
from policylang.syntax.words import item_word, line_word

if TYPE_CHECKING:
    from policylang.syntax.grammar import ItemParser, Unexpected

__all__ = ["decode", "parse"]

_MOST_IN_AN_ITEM = 25
_MOST_WORK = 300_000
"""How many characters may be parsed again in a file, after faults."""

_ABSENCES = frozenset({"P0111", "P0119", "P0120"})
_SHARED = (tree.Import, tree.Example)
_VOCABULARY = (*_SHARED, tree.TypeItem, tree.Fact, tree.Define, tree.Always)
_SCENARIOS = (*_SHARED, tree.Scenario, tree.Assert)


def parse(source: Source) -> tuple[tree.File, tuple[Diagnostic, ...]]:
    """Return the tree of a text, and what is wrong with it. Never raises, whatever the text.

    A file whose name ends in `.pol.md` is Markdown, of which the blocks marked `pol` are read.

    Cost: linear in the text; with faults, at most some ten times a constant more.
    """
    if len(source.text) > LARGEST:
        return tree.File(None, ()), (too_large(source),)
    text = source.text
    outside: list[Diagnostic] = []
    if is_literate(source.name):
        found = fences(text)
        text = only_code(text, found)
        outside = [_misplaced_fence(source, span) for span in found.misplaced]
    with collecting_later():
        scan = Scan(source, text)
        if not scan.complete:
            return tree.File(None, (), scan.comments), _sorted([*outside, *scan.faults])
        reading = _Reading(source, scan)
        reading.read()
    reading.is_empty = reading.is_empty and not outside
    header, items = reading.arranged()
    return tree.File(header, items, scan.comments), _sorted([*outside, *scan.faults, *reading.faults])


def _misplaced_fence(source: Source, span: Span) -> Diagnostic:
    label = Label(Place(source, span), "its lines are not read")
    return Diagnostic(
        "P0107",
        "a block of policy that does not start at the left margin",
        label,
        helps=(Help("take the indentation away"),),
    )


def _sorted(faults: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return faults in the order of the text; where there are too many, the first and a note."""
    faults.sort(key=lambda fault: fault.label.place.span)
    if len(faults) <= MOST_FAULTS:
        return tuple(faults)
    last = faults[MOST_FAULTS].label.place
    note = Diagnostic(
        "P0404", f"more than {MOST_FAULTS} faults; the rest is not shown", Label(last, "and so on"), severity="note"
    )
    return (*faults[:MOST_FAULTS], note)


class _Reading:
    """One file being read: its items so far, and what was found wrong."""

    def __init__(self, source: Source, scan: Scan) -> None:
        self.source = source
        self.scan = scan
        self.faults: list[Diagnostic] = []
        self.nodes: list[tree.Header | tree.Item] = []
        self.unread: set[int] = set()
        self.heads: set[int] = set()
        self.work = _MOST_WORK
        self.stray = False
        self.is_empty = not scan.items and not scan.faults

    def read(self) -> None:
        """Read every item."""
        from policylang.syntax.grammar import item_parser

        parser = item_parser()
        with parser.lock:
            for number, item in enumerate(self.scan.items):
                if len(self.faults) > MOST_FAULTS:
                    return
                stray = self._is_stray(item)
                silent = item.first in self.scan.dropped or (stray and self.stray)
                self.stray = stray
                node = None if silent else self._item(parser, item)
                if node is None:
                    self.unread.add(number)
                else:
                    self.nodes.append(node)

    def _item(self, parser: "ItemParser", item: Item) -> Any:  # noqa: ANN401 - a node of many kinds
        """Return the node of an item, or None where it cannot be read."""
        from policylang.syntax.grammar import Unexpected

        start = self.scan.lines[item.first].start
        for turn in range(_MOST_IN_AN_ITEM + 1):
            parser.builder.begin(self.source)
            node = parser.parse(self.scan.piece(item))
            if not isinstance(node, Unexpected):
                self.faults += [fault for fault in parser.builder.faults if not self._is_consequence(fault, item)]
                return None if item.first in self.heads else self._without_guesses(parser, item, node)
            if not self._recover(item, node):
                return None
            self.work -= node.end - start + (len(self.scan.text) >> 6)
            if turn == _MOST_IN_AN_ITEM or self.work < 0:
                self._give_up(node)
                return None
        return None

    def _without_guesses(self, parser: "ItemParser", item: Item, node: Any) -> Any:  # noqa: ANN401 - a node of many kinds
        """Return an item without the lines that were mended: they were for finding more faults, not for a meaning."""
        from policylang.syntax.grammar import Unexpected

        scan = self.scan
        guessed = [line for line in scan.mends if item.first < line < item.after]
        for line in guessed:
            scan.drop(line, scan.after_block(line))
        if not guessed:
            return node
        scan.settle()
        parser.builder.begin(self.source)
        certain = parser.parse(scan.piece(item))
        return node if isinstance(certain, Unexpected) else certain

    def _give_up(self, met: "Unexpected") -> None:
        place = Place(self.source, Span(met.start, met.end))
        message = "too many faults here; what follows in this item was not read"
        self.faults.append(Diagnostic("P0404", message, Label(place, "not read from here"), severity="note"))

    def _recover(self, item: Item, met: "Unexpected") -> bool:
        """Report what could not be read and drop it; return whether something of the item is left to read."""
        from policylang.syntax.errors import Unread, explain

        scan = self.scan
        unread = Unread(scan, item, met)
        line = unread.line
        found: Diagnostic | None = None
        silent = line in scan.faulty or unread.lost_its_block
        if not silent:
            found = explain(unread)
            self.faults.append(found)
        scan.faulty.add(line)
        if unread.needs_block:
            scan.faulty.update(unread.orphans())
        mend = _mend(found) if found and line not in scan.mends else None
        if mend is None and line == item.first and line not in self.heads:
            self.heads.add(line)
            mend = unread.mended_head()
        if mend is not None:
            scan.mends[line] = mend
            return True
        if line == item.first:
            return False
        scan.mends.pop(line, None)
        scan.drop(line, unread.after)
        scan.settle()
        return True

    def _is_stray(self, item: Item) -> bool:
        """Return whether an item is a line at the left margin that belongs, indented, under the one before it."""
        words = self.scan.words_of(item.first)
        return words.startswith('"') or (bool(line_word(words)) and not item_word(words))

    def _is_consequence(self, fault: Diagnostic, item: Item) -> bool:
        """Return whether a fault comes of one that was reported already.

        What is missing from a block is not missed where a line of the block was dropped, or is not indented; and the
        first line of an item may not be the author's.
        """
        line = self.scan.line_at(fault.label.place.span.start)
        if line in self.scan.mends:
            return True
        if fault.code not in _ABSENCES:
            return False
        if item.after < len(self.scan.lines) and self._is_stray(self.scan.item_after(item)):
            return True
        lost = self.scan.dropped | self.scan.mends.keys()
        return any(each in lost for each in range(line + 1, self.scan.after_block(line)))

    # ------------------------------------------------------------ the file as a whole

    def arranged(self) -> tuple[tree.Header | None, tuple[tree.Item, ...]]:
        """Return the header and the items; refuse a file without header, or items that do not belong in it."""
        headers = [node for node in self.nodes if isinstance(node, tree.Header)]
        items = tuple(node for node in self.nodes if not isinstance(node, tree.Header))
        if not headers:
            if 0 not in self.unread:
                self._no_header()
            return None, items
        header = headers[0]
        if self.nodes[0] is not header and 0 not in self.unread:
            self._say(
                "P0118",
                "the header is not the first item",
                header.name.span,
                "stands before everything else",
                others=(Label(Place(self.source, _first_line(self.scan, 0)), "this stands before it"),),
            )
        for other in headers[1:]:
            self._say(
                "P0117",
                "a second header",
                other.name.span,
                "a file has one",
                others=(Label(Place(self.source, header.name.span), "the first is here"),),
            )
        self._refuse_strangers(header, items)
        return header, items

    def _no_header(self) -> None:
        advice = Help("begin with `policy NAME`, `vocabulary NAME` or `scenarios for NAME`")
        if self.scan.items:
            self._say(
                "P0118",
                "the file does not say what it is",
                _first_line(self.scan, 0),
                "a header stands before this",
                helps=(advice,),
            )
        elif self.is_empty:
            self._say("P0118", "the file is empty", Span(0, 0), "nothing to read", helps=(advice,))

    def _refuse_strangers(self, header: tree.Header, items: tuple[tree.Item, ...]) -> None:
        match header.kind:
            case "vocabulary":
                kinds: tuple[type, ...] = _VOCABULARY
                has = "types, facts, definitions, examples and `always` lines"
                advice = f"a vocabulary has {has}; put this into a policy that imports it"
            case "scenarios":
                kinds = _SCENARIOS
                advice = "a file of scenarios has imports, examples, scenarios and assertions; put this into the policy"
            case _:
                return
        where = "a vocabulary" if header.kind == "vocabulary" else "a file of scenarios"
        for item in items:
            if not isinstance(item, kinds):
                line = self.scan.line_at(item.span.start)
                word = self.scan.words_of(line).split(maxsplit=1)[0]
                self._say(
                    "P0117",
                    f"`{word}` in {where}",
                    _first_line(self.scan, item.span.start),
                    "does not belong here",
                    helps=(Help(advice),),
                )

    def _say(
        self,
        code: str,
        message: str,
        span: Span,
        under: str,
        *,
        others: tuple[Label, ...] = (),
        helps: tuple[Help, ...] = (),
    ) -> None:
        self.faults.append(
            Diagnostic(code, message, Label(Place(self.source, span), under), others=others, helps=helps)
        )


def _mend(found: Diagnostic) -> Mend | None:
    """Return what the first help of a diagnostic does, so that what is below the line can be read."""
    edit = next((help_.edit for help_ in found.helps if help_.edit is not None), None)
    return None if edit is None else Mend(*edit.place.span, edit.replacement)


def _first_line(scan: Scan, offset: int) -> Span:
    """Return the words of the line at an offset, or of the first line."""
    return scan.span_of(max(scan.line_at(offset), 0))
