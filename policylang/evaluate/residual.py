"""The residual policy: what is left of a policy on a day once the known facts of a case are filled in.

It decides each completion of the case as the policy does, and asks for nothing that is known. What cannot apply any
more drops out, with the exceptions, duties and advice that nothing refers to; what is certain loses its condition; the
day is fixed, so times and editions go. Three things need a condition that never holds, or one that always does: a scope
that the case is outside of, a duty that is fulfilled or outstanding for sure, and a clause that stands in the text for
no other reason than that another names it. They ask whether the day lies in an edition that no day, or every day, does.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

from policylang.evaluate.residual_conditions import (
    ANY_DAY,
    EVER,
    NEVER,
    NO_DAY,
    Narrower,
    nested,
    put_in_place,
    said,
)
from policylang.evaluate.residual_facts import OpenFacts, with_things_around
from policylang.semantics.completions import Completions
from policylang.semantics.digest import digest
from policylang.semantics.knowledge import Knowledge, OneOfThese
from policylang.semantics.policy import (
    Always,
    Any,
    Clause,
    ClauseException,
    Condition,
    Duty,
    EffectKind,
    InEdition,
    Not,
    Path,
    Policy,
    TextIn,
    Within,
)
from policylang.semantics.types import Day, Fact, Number, Words
from policylang.semantics.worlds import Case, Variable, conditions, tests

_PLAINEST: tuple[EffectKind, ...] = ("prohibits", "permits", "recommends", "requires", "exempts")
"""The effects, in the order in which a clause that does not apply is least in the way."""

WHAT_IS_KNOWN = "What is known of it"
"""The reason of an `always` line that says of which few values a number, a date or a text has one."""


def residual(policy: Policy, knowledge: Knowledge, day: dt.date) -> Policy:
    """Return what is left of a policy on a day once what is known of a case is filled in.

    Its facts are those that it still asks about, under the names and ids of the policy; a fact that is partly known
    takes what is left open of it. For every completion of the case it gives, on any day, the outcome and its basis, the
    clauses that stand, are lifted or lose, the duties with their states and the advice that the policy gives on `day`.
    All `always` lines stand in the outermost policy.

    Raises:
        CaseError: No completion of the case is possible.

    Cost: A few readings of each clause.
    """
    Completions(policies_of(policy), knowledge, day)
    left = _Filling(policy, knowledge, day).policy()
    while True:  # a definition put in its place may be said twice in it, and a fact no longer asked about
        again = _Filling(left, Knowledge(), day).policy()
        if again.digest == left.digest:
            return left
        left = again


def policies_of(policy: Policy) -> tuple[Policy, ...]:
    """Return a policy and all that it incorporates, directly or not, each once."""
    found: dict[str, Policy] = {}
    todo = [policy]
    for each in todo:
        if each.name not in found:
            found[each.name] = each
            todo.extend(each.incorporated)
    return tuple(found.values())


class _Filling:
    """A policy, with all that it incorporates, into which a case is filled."""

    def __init__(self, policy: Policy, knowledge: Knowledge, day: dt.date) -> None:
        self.root = policy
        self.originals = {each.name: each for each in policies_of(policy)}
        self.case = Case(tuple(self.originals.values()), knowledge, day)
        self.narrower = Narrower(self.case)
        self.open = OpenFacts(self.case)

    def policy(self) -> Policy:
        """Return what is left."""
        drafts = dict(self._drafts())
        root = drafts[self.root.name]
        drafts[root.name] = root._replace(always=self._always(drafts))
        placed = put_in_place(_conditions(drafts.values()))
        drafts = {name: _mapped(each, placed) for name, each in drafts.items()}
        written = list(_conditions(drafts.values()))
        asked = with_things_around(test.path for test in tests(written))
        return self._assembled(drafts[root.name], drafts, asked, {})

    def _drafts(self) -> Iterator[tuple[str, Policy]]:
        """Yield the policies that may speak, and what is left of each; without its facts, and without `always`."""
        todo = [self.root.name]
        for name in todo:
            draft = self._draft(self.originals[name])
            yield name, draft
            todo.extend(each.name for each in draft.incorporated if each.name not in todo)

    def _draft(self, policy: Policy) -> Policy:
        left = self.narrower.left
        applies = True if policy.applies is None else left(policy.applies)
        if applies is False:
            return policy._replace(
                applies=NEVER, clauses=(), editions=(), exceptions=(), duties=(), advice=(), always=(), incorporated=()
            )
        clauses, exceptions = _Clauses(policy, self.narrower).left()
        named = {(clause.effect, target) for clause in clauses for target in clause.targets}
        return policy._replace(
            applies=None if applies is True else applies,
            clauses=clauses,
            editions=(),
            exceptions=exceptions,
            duties=tuple(self._duty(each) for each in policy.duties if ("requires", each.name) in named),
            advice=tuple(each for each in policy.advice if ("recommends", each.name) in named),
            always=(),
        )

    def _duty(self, duty: Duty) -> Duty:
        fulfilled = None if duty.fulfilled is None else said(self.narrower.left(duty.fulfilled))
        breached = False if duty.breached is None else self.narrower.left(duty.breached)
        return duty._replace(fulfilled=fulfilled, breached=None if breached is False else said(breached))

    def _assembled(
        self, draft: Policy, drafts: Mapping[str, Policy], asked: frozenset[Path], done: dict[str, Policy]
    ) -> Policy:
        """Return a draft with its facts, its editions and what it incorporates."""
        if draft.name not in done:
            inner = tuple(self._assembled(drafts[each.name], drafts, asked, done) for each in draft.incorporated)
            written = {each.edition for each in nested(conditions((draft,))) if isinstance(each, InEdition)}
            whole = draft._replace(
                editions=tuple(each for each in (NO_DAY, ANY_DAY) if each.name in written),
                incorporated=inner,
                facts=dict(self._facts(draft, asked)),
            )
            done[draft.name] = whole._replace(digest=digest(whole))
        return done[draft.name]

    def _facts(self, policy: Policy, asked: frozenset[Path] | None = None) -> Iterator[tuple[str, Fact]]:
        for name, fact in policy.facts.items():
            path = Path(fact.id)
            slot = self.open.slot(path, asked=asked) if asked is None or path in asked else None
            if slot is not None:
                yield name, fact._replace(slot=slot)

    # ------------------------------------------------------------ what cannot be otherwise

    def _always(self, drafts: Mapping[str, Policy]) -> tuple[Always, ...]:
        """Return the lines of `always` that are not settled, and bear on what conditions still ask about."""
        lines = {line.name: line for each in self.originals.values() for line in each.always}
        names: set[str] = set()
        left = [
            line._replace(name=self._name(line.name, names))
            for each in lines.values()
            if (line := self._line(each)) is not None
        ]
        left += [line._replace(name=self._name(line.name, names)) for line in self._few()]
        return self._bearing(left, drafts)

    def _name(self, name: str, taken: set[str]) -> str:
        """Return the name of a line in the outermost policy."""
        bare = name.rpartition(".")[2]
        if bare in taken:
            bare = name.replace(".", "_")
        taken.add(bare)
        return f"{self.root.name}.{bare}"

    def _line(self, line: Always) -> Always | None:
        condition, consequence = self.narrower.left(line.condition), self.narrower.left(line.consequence)
        if condition is False or consequence is True:
            return None
        if consequence is False and isinstance(condition, Not):
            return line._replace(condition=EVER, consequence=condition.condition)
        if condition is True and isinstance(consequence, Not):
            return line._replace(condition=consequence.condition, consequence=NEVER)
        return line._replace(condition=said(condition), consequence=said(consequence))

    def _few(self) -> Iterator[Always]:
        """Yield a line for each number, date or text of which a few values are left."""
        for path, known in self.case.known.items():
            if not isinstance(known, OneOfThese) or len(known.values) < 2:  # noqa: PLR2004 - one value is filled in
                continue
            match self.case.slot(path).type:
                case Number() | Day():
                    points = tuple(Within(path, each, each) for each in sorted(known.values))  # type: ignore[arg-type]
                    few: Condition = Any(points)
                case Words():
                    few = TextIn(path, frozenset(map(str, known.values)))
                case _:
                    continue
            name = "_".join(("known", path.fact.rpartition(".")[2], *path.parts))
            yield Always(name, WHAT_IS_KNOWN, EVER, few)

    def _bearing(self, lines: Iterable[Always], drafts: Mapping[str, Policy]) -> tuple[Always, ...]:
        """Return the lines that share what they ask about with conditions, or with lines that do."""
        lines = tuple(lines)
        facts = dict(self._facts(self.root)) | {
            f"{name}.{each}": fact for name, policy in self.originals.items() for each, fact in self._facts(policy)
        }
        whole = tuple(draft._replace(facts=facts, always=lines) for draft in drafts.values())
        case = Case(whole, Knowledge(), self.case.day)
        asked = _variables(case, _conditions(drafts.values()))
        of_line = {line.name: _variables(case, (line.condition, line.consequence)) for line in lines}
        bearing: set[str] = set()
        while more := {name for name, these in of_line.items() if name not in bearing and not asked.isdisjoint(these)}:
            bearing |= more
            asked = asked.union(*(of_line[name] for name in more))
        return tuple(line for line in lines if line.name in bearing)


def _variables(case: Case, written: Iterable[Condition]) -> set[Variable]:
    return {variable for test in tests(written) for variable in case.variables(test)}


# ---------------------------------------------------------------- clauses


class _Clauses:
    """The clauses of a policy that may still apply, and those that stand beside them to be named."""

    def __init__(self, policy: Policy, narrower: Narrower) -> None:
        self.policy = policy
        self.narrower = narrower
        self.by_name = {each.name: each for each in policy.clauses}
        self.alive: dict[str, Clause] = {}
        self.named: dict[str, Clause] = {}
        self.pairs: list[ClauseException] = []

    def left(self) -> tuple[tuple[Clause, ...], tuple[ClauseException, ...]]:
        """Return the clauses, in the order of the document, and the exceptions between them."""
        self.alive = {name: left for name, each in self.by_name.items() if (left := self._clause(each)) is not None}
        while dead := [each for each in self.alive.values() if self._follows_nothing(each)]:
            self.alive = {name: each for name, each in self.alive.items() if each not in dead}
        self.pairs = [
            pair
            for pair in self.policy.exceptions
            if pair.by in self.alive and pair.over in self.alive and self._can_prevail(pair.by)
        ]
        if not self.alive and self.policy.clauses and self.policy.incorporated:
            # without a clause of its own a policy only gathers, and `otherwise` would not be used
            self._name_only(min(self.policy.clauses, key=lambda each: _PLAINEST.index(each.effect)))
        for clause in tuple(self.alive.values()):
            self._keep_a_target(clause)
        kept = {**self.alive, **self.named}
        return tuple(self._finished(kept[name]) for name in self.by_name if name in kept), tuple(self.pairs)

    def _clause(self, clause: Clause) -> Clause | None:
        if not clause.in_force(self.narrower.case.day):
            return None
        when = True if clause.when is None else self.narrower.left(clause.when)
        unless = False if clause.unless is None else self.narrower.left(clause.unless)
        if when is False or unless is True:
            return None
        return clause._replace(
            when=None if when is True else when,
            unless=None if unless is False else unless,
            times=(),
            editions=(),
            part=None,
        )

    def _follows_nothing(self, clause: Clause) -> bool:
        return bool(clause.under) and not any(name in self.alive for name in clause.under)

    def _can_prevail(self, name: str) -> bool:
        return self.by_name[name].effect not in ("requires", "recommends")

    def _keep_a_target(self, clause: Clause) -> None:
        """Let a clause that exempts from others name one, although none of them applies any more."""
        if clause.effect != "exempts" or any(pair.by == clause.name for pair in self.pairs):
            return
        over = next((pair for pair in self.policy.exceptions if pair.by == clause.name), None)
        if over is not None:
            self.pairs.append(over)
            if over.over not in self.alive:
                self._name_only(self.by_name[over.over])

    def _name_only(self, clause: Clause) -> None:
        """Keep a clause that does not apply, so that it can be named."""
        if clause.name not in self.named:
            self.named[clause.name] = clause._replace(
                when=NEVER, unless=None, times=(), editions=(), under=(), part=None
            )
            self._keep_a_target(clause)

    def _finished(self, clause: Clause) -> Clause:
        """Return a clause that names no clause but those that are left."""
        targets = clause.targets
        if clause.effect == "exempts":
            over = [pair.over for pair in self.pairs if pair.by == clause.name]
            targets = tuple(each for each in targets if each in over) or tuple(over)
        return clause._replace(targets=targets, under=tuple(each for each in clause.under if each in self.alive))


# ---------------------------------------------------------------- all conditions of a policy


def _conditions(policies: Iterable[Policy]) -> tuple[Condition, ...]:
    return tuple(conditions(policies))


def _mapped(policy: Policy, change: Callable[[Condition], Condition]) -> Policy:
    """Return a policy with each of its conditions changed."""

    def changed(condition: Condition | None) -> Condition | None:
        return None if condition is None else change(condition)

    return policy._replace(
        applies=changed(policy.applies),
        clauses=tuple(each._replace(when=changed(each.when), unless=changed(each.unless)) for each in policy.clauses),
        duties=tuple(
            each._replace(fulfilled=changed(each.fulfilled), breached=changed(each.breached)) for each in policy.duties
        ),
        always=tuple(
            each._replace(condition=change(each.condition), consequence=change(each.consequence))
            for each in policy.always
        ),
    )
