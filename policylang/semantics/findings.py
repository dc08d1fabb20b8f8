"""The list of faults that a pass over a file fills, so that one run reports them all."""

from collections.abc import Iterable

from policylang.diagnostics.model import Diagnostic, Edit, Help, Label, Severity
from policylang.diagnostics.suggest import nearest
from policylang.source import Place, Source, Span


class Findings:
    """Diagnostics about one source, in the order in which they were found.

    `lost` are the words on lines that were faulty before: a name that was declared there is not
    reported as unknown, since that fault is reported already.
    """

    def __init__(self, source: Source, *, lost: frozenset[str] = frozenset()) -> None:
        self.source = source
        self.lost = lost
        self.diagnostics: list[Diagnostic] = []

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
        said = tuple(Help(each) if isinstance(each, str) else each for each in helps)
        label = Label(self.place(span), text)
        self.diagnostics.append(Diagnostic(code, message, label, tuple(others), tuple(notes), said, severity))

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

    def near(self, word: str, candidates: Iterable[str], span: Span) -> tuple[Help, ...]:
        """Return the help `did you mean …?` with its edit, where a candidate is near."""
        found = nearest(word, candidates)
        return (Help(f"did you mean `{found}`?", Edit(self.place(span), found)),) if found else ()

    @property
    def has_errors(self) -> bool:
        """Whether an error is among them."""
        return any(each.severity == "error" for each in self.diagnostics)
