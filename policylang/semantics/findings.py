"""The list of faults that a pass over a file fills, so that one run reports them all."""

from collections import Counter
from collections.abc import Iterable

from policylang.diagnostics.model import Diagnostic, Edit, Help, Label, Severity
from policylang.diagnostics.suggest import nearest
from policylang.source import Place, Source, Span

MOST_FAULTS = 200
"""How many errors of one file a pass reports, and how many warnings; nobody reads more."""

MOST_COMPARED = 50_000
"""With how many names in all unknown words are compared; a file in which nothing is known has other needs."""


class Findings:
    """Diagnostics about one source, in the order in which they were found.

    `lost` are the words on lines that were faulty before: a name that was declared there is not
    reported as unknown, since that fault is reported already.
    """

    def __init__(self, source: Source, *, lost: frozenset[str] = frozenset()) -> None:
        self.source = source
        self.lost = lost
        self.diagnostics: list[Diagnostic] = []
        self._count: Counter[Severity] = Counter()
        self._compared = 0

    def place(self, span: Span) -> Place:
        """Return a place in this source."""
        return Place(self.source, span)

    def add(
        self,
        code: str,
        message: str,
        span: Span,
        text: str = "",
        *,
        others: Iterable[Label] = (),
        notes: Iterable[str] = (),
        helps: Iterable[Help | str] = (),
        severity: Severity = "error",
    ) -> None:
        """Report a fault at a span of this source; a help may be a bare sentence."""
        self._count[severity] += 1
        if self._count[severity] > MOST_FAULTS:
            self._stop(severity)
            return
        said = tuple(Help(each) if isinstance(each, str) else each for each in helps)
        label = Label(self.place(span), text)
        self.diagnostics.append(Diagnostic(code, message, label, tuple(others), tuple(notes), said, severity))

    def _stop(self, severity: Severity) -> None:
        if self._count[severity] == MOST_FAULTS + 1:
            message = f"more than {MOST_FAULTS} {severity}s; the rest is not shown"
            label = Label(self.diagnostics[-1].label.place, "and so on")
            self.diagnostics.append(Diagnostic("P0404", message, label, severity="note"))

    def unknown(
        self,
        code: str,
        message: str,
        span: Span,
        text: str,
        *,
        word: str,
        candidates: Iterable[str],
        **more: Iterable[str],
    ) -> None:
        """Report a word that means nothing here, with the near one, unless its declaration was lost to a fault."""
        if word not in self.lost:
            near = self.near(word, candidates, span)
            self.add(code, message, span, text, notes=more.get("notes", ()), helps=near or more.get("helps", ()))

    def circle(self, code: str, said: str, text: str, *, names: tuple[str, ...], spans: list[Span], mend: str) -> None:
        """Report a circle of names: all of them in the message, each labelled where it is declared."""
        others = [Label(self.place(span), "part of the circle") for span in spans[1:]]
        self.add(code, f"{said}: {' → '.join(names)}", spans[0], text, others=others, helps=(mend,))

    def near(self, word: str, candidates: Iterable[str], span: Span) -> tuple[Help, ...]:
        """Return the help `did you mean …?` with its edit, where a candidate is near."""
        names = tuple(candidates)
        self._compared += len(names)
        if self._compared > MOST_COMPARED:
            return ()
        found = nearest(word, names)
        return (Help(f"did you mean `{found}`?", Edit(self.place(span), found)),) if found else ()

    @property
    def has_errors(self) -> bool:
        """Whether an error is among them."""
        return any(each.severity == "error" for each in self.diagnostics)
