"""Clauses, duties and advice compared, one by one: what they mean, told apart from how they are worded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policylang.analyse.compare.comparing import Half, Key, Pair
from policylang.analyse.compare.confirming import Confirming, is_due
from policylang.analyse.compare.difference import NO_KINDS, ClauseChange, DueChange, Regions, Shown, Status
from policylang.analyse.region import regions, said
from policylang.analyse.subject import Kinds, Subject
from policylang.core.program import Rule
from policylang.diagram.algebra import conjoin, disjoin, negate
from policylang.diagram.manager import FALSE, TRUE, DiagramTooLargeError, Node
from policylang.diagram.walk import leaves, support
from policylang.semantics.policy import Clause
from policylang.semantics.reference import Provision, Voice

_TEXTS = ("summary", "cites", "words", "evidence", "readings")
MOST_SAID = 60
"""More regions than this are not told one by one."""


def said_regions(subject: Subject, node: Node, *, most: int = MOST_SAID) -> Regions | None:
    """Return where something holds in words; nothing where that would be too many regions."""
    try:
        return tuple(said(subject, region) for region in regions(subject, node, most=most))
    except DiagramTooLargeError:
        return None


def hull(subject: Subject, node: Node) -> tuple[str, ...]:
    """Return sentences that hold wherever something does, one for each variable; they may hold elsewhere as well."""
    diagrams = subject.diagrams
    found = []
    for variable in support(diagrams, [node]):
        cells = sum(
            1 << cell
            for cell in range(diagrams.sizes[variable])
            if TRUE in leaves(diagrams, node, {variable: 1 << cell})
        )
        if cells != subject.left[variable]:
            found.append((variable, cells))
    return said(subject, dict(found))


def other_names(pair: Pair) -> dict[Key, Key]:
    """Return the clauses that have another name after: they say the same of the same cases, and no other does."""
    before, after = pair.before, pair.after
    marks_before = {key: mark for key in before.rules if key not in after.rules and (mark := _mark(pair, before, key))}
    marks_after = {key: mark for key in after.rules if key not in before.rules and (mark := _mark(pair, after, key))}
    found = {}
    for key, mark in marks_before.items():
        twins = [each for each, other in marks_after.items() if other == mark]
        if len(twins) == 1 and list(marks_before.values()).count(mark) == 1:
            found[key] = twins[0]
    return found


def _mark(pair: Pair, half: Half, key: Key) -> object:
    """Return what two clauses have in common that differ in their names alone; nothing where it is not known."""
    rule = half.rules[key]
    clause = half.subject.program.rules[rule].clause
    try:
        where = conjoin(half.diagrams, [half.stands(rule), pair.compared.possible])
    except DiagramTooLargeError:
        return None
    return None if where == FALSE else (key[0], clause.effect, clause.targets, where)


class Comparing:
    """Compares the clauses, duties and advice of two sides.

    Args:
        pair: The sides.
        confirming: Has each finding confirmed.
        in_short: Whether regions are left out.
    """

    def __init__(self, pair: Pair, confirming: Confirming, *, in_short: bool = False) -> None:
        self.pair = pair
        self.in_short = in_short
        self.confirming = confirming
        self.diagrams = pair.diagrams

    # ------------------------------------------------------------ clauses

    def clauses(self) -> Iterator[ClauseChange]:
        """Yield every clause that is in force on a side, in the order of the document after; those gone come last.

        Where something is given of all cases, clauses that stand in none of them are left out.
        """
        before, after = self.pair.before, self.pair.after
        was = {self.pair.called(key): (key, rule) for key, rule in before.rules.items()}
        for name in {**after.rules, **was}:
            old_name, old = was.get(name, (name, None))
            new = after.rules.get(name)
            old = old if old is not None and before.in_force(before.subject.program.rules[old]) else None
            new = new if new is not None and after.in_force(after.subject.program.rules[new]) else None
            if (old is not None or new is not None) and not self._is_silent(old, new):
                yield self._clause(old_name, old, name, new)

    def _is_silent(self, old: Rule | None, new: Rule | None) -> bool:
        """Whether a clause stands in no case that is as is given, on either side."""
        pair = self.pair
        if not pair.after.subject.given.knowledge.known:
            return False
        try:
            sides = ((pair.before, old), (pair.after, new))
            standing = disjoin(self.diagrams, [half.stands(rule) for half, rule in sides if rule is not None])
            return conjoin(self.diagrams, [standing, pair.compared.possible]) == FALSE
        except DiagramTooLargeError:
            return False

    def _clause(self, old_name: Key, old: Rule | None, name: Key, new: Rule | None) -> ClauseChange:
        one, other = _rule(self.pair.before, old), _rule(self.pair.after, new)
        found = ClauseChange(
            _shown(name),
            one.report("certainly") if one else None,
            other.report("certainly") if other else None,
            "added" if one is None else "removed",
            "not compared",
            called_before=_shown(old_name) if one and other and old_name != name else None,
        )
        if one is not None and other is not None:
            texts = tuple(each for each in _TEXTS if getattr(one.clause, each) != getattr(other.clause, each))
            has_other_effect = _effect(one.clause) != _effect(other.clause)
            found = found._replace(
                meaning="same", own="same", words=(*texts, *(["effect"] if has_other_effect else []))
            )
        try:
            return self._where(found, old_name, old, name, new)
        except DiagramTooLargeError:
            is_same = one and other and _says(one.clause) == _says(other.clause)
            unknown: Status = "same" if is_same else "not compared"
            return found._replace(meaning=found.meaning if old is None or new is None else unknown, own=unknown)

    def _where(self, found: ClauseChange, old_name: Key, old: Rule | None, name: Key, new: Rule | None) -> ClauseChange:
        """Return a clause with where it stands on one side alone."""
        before, after = self.pair.before, self.pair.after
        stood = FALSE if old is None else before.stands(old)
        stands_now = FALSE if new is None else after.stands(new)
        gained, lost = self._only(stands_now, stood), self._only(stood, stands_now)
        if gained != FALSE:
            self.confirming.confirm_moved(gained, old_name, name, now=True)
        if lost != FALSE:
            self.confirming.confirm_moved(lost, old_name, name, now=False)
        found = found._replace(gained=self._kinds(gained), lost=self._kinds(lost))
        if old is None or new is None:
            return found
        own = self.pair.apart(before.alone(old), after.alone(new)) == FALSE
        same = gained == lost == FALSE
        return found._replace(meaning="same" if same else "changed", own="same" if own else "changed")

    def _only(self, one: Node, other: Node) -> Node:
        """Return the cases compared in which one thing is so and another is not."""
        if one == other:
            return FALSE
        return conjoin(self.diagrams, [one, negate(self.diagrams, other), self.pair.compared.possible])

    def _kinds(self, node: Node) -> Kinds:
        return NO_KINDS if node == FALSE else self.pair.kinds(node)

    # ------------------------------------------------------------ duties and advice

    def due(self, effect: str) -> Iterator[DueChange]:
        """Yield the duties (`requires`) or the advice (`recommends`) that are due in other cases, or otherwise."""
        before, after = _calling(self.pair.before, effect), _calling(self.pair.after, effect)
        for name in {**after, **before}:
            found = self._due(name, before.get(name, ()), after.get(name, ()), effect)
            if found.gained.affected or found.lost.affected or found.restated.affected:
                yield found

    def _due(self, name: Key, old: Sequence[Rule], new: Sequence[Rule], effect: str) -> DueChange:
        pair = self.pair
        was = disjoin(self.diagrams, map(pair.before.stands, old))
        now = disjoin(self.diagrams, map(pair.after.stands, new))
        gained, lost = self._only(now, was), self._only(was, now)
        restated = self._restated(name, conjoin(self.diagrams, [was, now])) if effect == "requires" else FALSE
        return DueChange(
            _shown(name),
            _what(pair.after, name, effect) or _what(pair.before, name, effect),
            self._kinds(gained),
            self._said(gained),
            self._kinds(lost),
            self._said(lost),
            self._kinds(restated),
            self._shown_due(gained, name, due_before=False) or self._shown_due(lost, name, due_before=True),
        )

    def _said(self, node: Node) -> Regions | None:
        if node == FALSE:
            return ()
        return None if self.in_short else said_regions(self.pair.compared, node)

    def _shown_due(self, node: Node, name: Key, *, due_before: bool) -> Shown | None:
        if node == FALSE:
            return None
        title = f"{name[1]} is due {'before' if due_before else 'after'} alone"
        says = is_due(name, due=due_before), is_due(name, due=not due_before)
        return self.confirming.shown(node, title, *says, whole=self.in_short)

    def _restated(self, name: Key, where: Node) -> Node:
        """Return where a duty is in another state than before, among some cases."""
        before, after = _state(self.pair.before, name), _state(self.pair.after, name)
        if before is None or after is None or before == after:
            return FALSE
        states = ("fulfilled", "breached", "outstanding", "unknown")
        found = [
            self.pair.apart(self.pair.compared.where(before, each), self.pair.compared.where(after, each))
            for each in states
        ]
        return conjoin(self.diagrams, [where, disjoin(self.diagrams, found)])


def _rule(half: Half, rule: Rule | None) -> Provision | None:
    return None if rule is None else half.subject.program.rules[rule]


def _shown(name: Key) -> str:
    return ".".join(filter(None, name))


def _effect(clause: Clause) -> object:
    return clause.effect, clause.targets


def _says(clause: Clause) -> object:
    """Return all that makes a clause apply and stand, as it is written."""
    return clause.effect, clause.targets, clause.when, clause.unless, clause.times, clause.under


def _calling(half: Half, effect: str) -> Mapping[Key, Sequence[Rule]]:
    """Return the clauses that call for each duty or advice."""
    found: dict[Key, list[Rule]] = {}
    for (policy, _), number in half.rules.items():
        clause = half.subject.program.rules[number].clause
        for target in clause.targets if clause.effect == effect else ():
            found.setdefault((policy, target), []).append(number)
    return found


def _voice(half: Half, policy: str) -> Iterable[Voice]:
    return (each for each in half.subject.program.whole.voices if half.name(each) == policy)


def _what(half: Half, name: Key, effect: str) -> str:
    for voice in _voice(half, name[0]):
        told = voice.policy.duties if effect == "requires" else voice.policy.advice
        for each in told:
            if each.name == name[1]:
                return each.what
    return ""


def _state(half: Half, name: Key) -> Node | None:
    program = half.subject.program
    for voice in _voice(half, name[0]):
        for place, duty in enumerate(voice.policy.duties):
            if duty.name == name[1]:
                state = program.roots.states[program.voice_number[voice]][place]
                return None if state is None else half.at(state)
    return None
