"""The meaning of a policy: the rules of the language's page, one by one, in plain Python.

Read it beside the section *What it means*. Rules 1 to 6 say how a total case is decided. They are written for a *world*
(see `worlds`), which stands for many completions at once, so an answer is yes, no or a doubt; where a world holds one
completion, there are no doubts. Rule 7 is in `completions`: where an answer is in doubt, each side of it is tried.

Everything faster is tested against this module: it is the oracle, and the engine only until there is another.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from policylang.semantics.decision import Basis, Certainty, ClauseReport, DutyState
from policylang.semantics.policy import (
    OUTCOME_OF,
    OUTCOMES,
    Advice,
    All,
    Always,
    Any,
    Clause,
    Condition,
    Count,
    Defined,
    Duty,
    Includes,
    IncludesOnly,
    InEdition,
    Not,
    Outcome,
    Policy,
    Test,
)
from policylang.semantics.worlds import YES, Answer, World, counted, every, opposite, some

BASES: tuple[Basis, ...] = ("clauses", "conflict rule", "default", "outside scope")
"""The strongest first: an outcome on which several policies agree has the strongest basis that one of them gives it."""


class Provision:
    """A clause in force, with those in force that prevail over it and those that it is under."""

    __slots__ = ("_reports", "clause", "prevailing", "under", "voice")

    def __init__(self, clause: Clause, voice: "Voice") -> None:
        self.clause = clause
        self.voice = voice
        self.prevailing: tuple[Provision, ...] = ()
        self.under: tuple[Provision, ...] = ()
        self._reports: dict[Certainty, ClauseReport] = {}

    def report(self, certainty: Certainty) -> ClauseReport:
        """Return what an auditor needs to know of the clause; it is written once."""
        found = self._reports.get(certainty)
        if found is None:
            clause = self.clause
            found = self._reports[certainty] = ClauseReport(
                policy=self.voice.policy.name,
                name=clause.name,
                effect=_effect(clause),
                summary=clause.summary,
                certainty=certainty,
                cites=clause.cites,
                words=clause.words,
                evidence=clause.evidence,
                readings=clause.readings,
            )
        return found


def _effect(clause: Clause) -> str:
    """Return the effect as the policy says it: `prohibits`, `exempts from no_faces`, `requires review`."""
    kind = "exempts from" if clause.effect == "exempts" else clause.effect
    return f"{kind} {', '.join(clause.targets)}".rstrip()


class Voice:
    """A policy on a day, as one of those decided together: its clauses in force, and whoever incorporates it.

    Without a day it has all of its clauses, whenever they are in force.
    """

    __slots__ = ("incorporated_by", "policy", "provisions", "speaking_for")

    def __init__(self, policy: Policy, day: dt.date | None, incorporated_by: "Sequence[Voice]" = ()) -> None:
        self.policy = policy
        self.incorporated_by = incorporated_by
        in_force = [clause for clause in policy.clauses if day is None or clause.in_force(day)]
        here = {clause.name: Provision(clause, self) for clause in in_force}
        self.provisions = tuple(here.values())
        self.speaking_for = {
            outcome: tuple(each for each in self.provisions if OUTCOME_OF.get(each.clause.effect) == outcome)
            for outcome in OUTCOMES
        }
        for provision in self.provisions:
            provision.under = tuple(here[name] for name in provision.clause.under if name in here)
        # "A clause out of force excepts nothing." "`requires` and `recommends` never prevail."
        for pair in policy.exceptions:
            by, over = here.get(pair.by), here.get(pair.over)
            if by and over and by.clause.effect not in ("requires", "recommends"):
                over.prevailing = (*over.prevailing, by)

    @property
    def only_incorporates(self) -> bool:
        """Whether the policy has no clause of its own: then it says nothing itself, and its `otherwise` is not used."""
        return not self.policy.clauses and bool(self.policy.incorporated)


def family(policy: Policy, day: dt.date | None, *, around: Sequence[Voice] = ()) -> tuple[Voice, ...]:
    """Return the voices decided together: the policy's, and that of each policy it incorporates, directly or not, once.

    Args:
        policy: The policy.
        day: The date of the decision; nothing for all clauses, whenever they are in force.
        around: The voices within whose scope the policy speaks.
    """
    incorporating: dict[str, list[Voice]] = {policy.name: list(around)}
    found: dict[str, Voice] = {}
    todo = [policy]
    for each in todo:
        if each.name not in found:
            found[each.name] = Voice(each, day, incorporating[each.name])
            todo.extend(each.incorporated)
            for inner in each.incorporated:
                incorporating.setdefault(inner.name, []).append(found[each.name])
    return tuple(found.values())


# ---------------------------------------------------------------- conditions


def holds(condition: Condition, world: World) -> Answer:
    """Return whether a condition holds."""
    match condition:
        case All(conditions):
            return every(holds(each, world) for each in conditions)
        case Any(conditions):
            return some(holds(each, world) for each in conditions)
        case Not(inner):
            return opposite(holds(inner, world))
        case Count(number, exactly, conditions):
            return counted((holds(each, world) for each in conditions), number, exactly=exactly)
        case Defined(_, _, meant):
            return _worked_out(meant, world)
        case InEdition(_, period):
            return period.contains(world.case.day)
        case _:
            return test_holds(condition, world)


def test_holds(test: Test, world: World) -> Answer:
    """Return whether a test holds: "an optional thing may be known absent: then each test of its parts is false"."""
    case = world.case
    things, variables = case.asked_by(test)
    for thing in things:
        there = world.lies_in(thing, YES)
        if there is not True:
            return there
    match test:
        case Includes():
            return some(world.lies_in(member, YES) for member in variables)
        case IncludesOnly():
            named, others = case.named(test)
            one = some(world.lies_in(member, YES) for member in named)
            return every((one, *(opposite(world.lies_in(member, YES)) for member in others)))
        case _:
            return world.lies_in(variables[0], case.satisfying(test))


def _worked_out(meant: Condition, world: World) -> Answer:
    """Return whether the condition of a definition holds, worked out once in a world."""
    answer = world.recall(id(meant))
    if answer is None:
        answer = world.answers[id(meant)] = holds(meant, world)
    return answer


# ---------------------------------------------------------------- rules 1 to 3: clauses


def speaks(voice: Voice, world: World) -> Answer:
    """Rule 1. "Where `applies when` does not hold, the policy is silent", and so is what only it incorporates."""
    answer = world.recall(voice)
    if answer is None:
        around = voice.incorporated_by
        scope = voice.policy.applies
        answer = world.answers[voice] = every(
            (
                some(speaks(each, world) for each in around) if around else True,
                True if scope is None else holds(scope, world),
            )
        )
    return answer


def applies(provision: Provision, world: World) -> Answer:
    """Rule 2. Whether a clause in force applies: `when` holds, `unless` does not, and one that it is `under` stands."""
    return every(_parts_of_applies(provision, world))


def _parts_of_applies(provision: Provision, world: World) -> Iterator[Answer]:
    clause = provision.clause
    yield speaks(provision.voice, world)
    if clause.when is not None:
        yield holds(clause.when, world)
    if clause.unless is not None:
        yield opposite(holds(clause.unless, world))
    if clause.under:
        yield some(stands(each, world) for each in provision.under)


def stands(provision: Provision, world: World) -> Answer:
    """Rule 3. "A clause stands when it applies and no clause that prevails over it *stands*"."""
    answer = world.recall(provision)
    if answer is not None:
        return answer
    # "Exceptions and `under` have no circles, so work from the outermost inward."
    for each in _outermost_first(provision, world):
        world.case.spend()
        prevailed_over = some(stands(other, world) for other in each.prevailing)
        world.answers[each] = every((applies(each, world), opposite(prevailed_over)))
    return world.answers[provision]


def _outermost_first(provision: Provision, world: World) -> Iterator[Provision]:
    """Yield a clause and those on which it depends whether it stands, each after those it depends on itself."""
    todo = [provision]
    while todo:
        last = todo[-1]
        deciding = [each for each in (*last.prevailing, *last.under) if world.recall(each) is None]
        if deciding:
            todo.extend(deciding)
            continue
        todo.pop()
        if world.recall(last) is None:
            yield last


# ---------------------------------------------------------------- rule 4: the outcome


def spoken_for(voice: Voice, outcome: Outcome, world: World) -> Answer:
    """Return whether a standing clause of a policy speaks for an outcome."""
    answer = world.recall((voice, outcome))
    if answer is None:
        answer = some(stands(each, world) for each in voice.speaking_for[outcome])
        world.answers[voice, outcome] = answer
    return answer


def gives(voice: Voice, outcome: Outcome, world: World) -> Answer:
    """Rule 4. Whether a policy, decided for itself, speaks, and gives an outcome.

    "Only prohibitions: prohibited; only permissions: permitted; neither: `otherwise`; both: what the policy says of
    conflicts." So the outcome is the most preferred of those spoken for, or `otherwise` where none is. "Where a
    policy says nothing, both together must be impossible": should they meet in one that was not checked, the
    stricter holds.
    """
    if voice.only_incorporates:
        return False
    preferred = OUTCOMES if voice.policy.conflicts == "permission" else tuple(reversed(OUTCOMES))
    rank = preferred.index(outcome)
    claims = [spoken_for(voice, outcome, world)]
    if voice.policy.otherwise == outcome:
        claims.append(opposite(some(spoken_for(voice, each, world) for each in preferred[rank + 1 :])))
    overruled = some(spoken_for(voice, each, world) for each in preferred[:rank])
    return every((speaks(voice, world), opposite(overruled), some(claims)))


def gives_by(voice: Voice, outcome: Outcome, basis: Basis, world: World) -> Answer:
    """Rule 4. Whether a policy, decided for itself, gives an outcome on a basis."""
    for_it = spoken_for(voice, outcome, world)
    for_others = some(spoken_for(voice, each, world) for each in OUTCOMES if each != outcome)
    grounds: dict[Basis, Answer] = {
        "clauses": every((for_it, opposite(for_others))),
        "conflict rule": every((for_it, for_others)),
        "default": opposite(some((for_it, for_others))),
    }
    return every((gives(voice, outcome, world), grounds[basis]))


# ---------------------------------------------------------------- rule 5: duties and advice


def is_due(voice: Voice, duty: Duty, world: World) -> Answer:
    """Rule 5. "Every duty that a standing clause requires is due"."""
    return some(stands(each, world) for each in calling_for(voice, duty))


def is_given(voice: Voice, advice: Advice, world: World) -> Answer:
    """Rule 5. Whether a standing clause recommends an advice."""
    return some(stands(each, world) for each in calling_for(voice, advice))


def calling_for(voice: Voice, target: Duty | Advice) -> Iterator[Provision]:
    """Yield the clauses in force that require a duty, or recommend an advice."""
    return (each for each in voice.provisions if calls_for(each, target))


def calls_for(provision: Provision, target: Duty | Advice) -> bool:
    """Whether a clause requires a duty of its policy, or recommends an advice."""
    effect = "requires" if isinstance(target, Duty) else "recommends"
    return provision.clause.effect == effect and target.name in provision.clause.targets


def is_due_in_state(voice: Voice, duty: Duty, state: DutyState, world: World) -> Answer:
    """Rule 5. Whether a duty is due, and in this state."""
    return every((is_due(voice, duty, world), is_in_state(duty, state, world)))


def is_in_state(duty: Duty, state: DutyState, world: World) -> Answer:
    """Rule 5. Whether a duty is fulfilled, breached (which goes before), outstanding, or cannot be told to be any."""
    breached = False if duty.breached is None else holds(duty.breached, world)
    fulfilled = False if duty.fulfilled is None else holds(duty.fulfilled, world)
    can_be_told = duty.fulfilled is not None
    states: dict[DutyState, tuple[Answer, ...]] = {
        "breached": (breached,),
        "fulfilled": (opposite(breached), fulfilled),
        "outstanding": (opposite(breached), opposite(fulfilled), can_be_told),
        "unknown": (opposite(breached), not can_be_told),
    }
    return every(states[state])


# ---------------------------------------------------------------- rule 6: several policies


def outcome_is(voices: Sequence[Voice], outcome: Outcome, world: World) -> Answer:
    """Rule 6. Whether the whole has an outcome: "prohibited if any prohibits", the mildest where none says anything."""
    stricter = OUTCOMES[OUTCOMES.index(outcome) + 1 :]
    overruled = some(gives(voice, each, world) for each in stricter for voice in voices)
    if outcome == OUTCOMES[0]:
        return opposite(overruled)
    return every((opposite(overruled), some(gives(voice, outcome, world) for voice in voices)))


def basis_is(voices: Sequence[Voice], outcome: Outcome, basis: Basis, world: World) -> Answer:
    """Rules 1, 4 and 6. Whether the whole has an outcome on a basis."""
    if basis == "outside scope":
        silent = every(opposite(speaks(voice, world)) for voice in voices if not voice.only_incorporates)
        return every((outcome == OUTCOMES[0], silent))
    stronger = BASES[: BASES.index(basis)]
    overruled = some(gives_by(voice, outcome, each, world) for each in stronger for voice in voices)
    given = some(gives_by(voice, outcome, basis, world) for voice in voices)
    return every((outcome_is(voices, outcome, world), given, opposite(overruled)))


def is_against(provision: Provision, voices: Sequence[Voice], world: World) -> Answer:
    """Rules 4 and 6. Whether a clause that speaks for an outcome stands, and the whole has another."""
    outcome = OUTCOME_OF[provision.clause.effect]
    return every((stands(provision, world), opposite(outcome_is(voices, outcome, world))))


def is_lifted(provision: Provision, world: World) -> Answer:
    """Rule 3. Whether a clause applies and does not stand."""
    return every((applies(provision, world), opposite(stands(provision, world))))


def lifts(by: Provision, over: Provision, world: World) -> Answer:
    """Rule 3. Whether a clause stands that prevails over one that applies."""
    return every((applies(over, world), stands(by, world)))


# ---------------------------------------------------------------- what cannot be otherwise


def is_kept(always: Always, world: World) -> Answer:
    """Whether an `always` holds: "if CONDITION then CONDITION"."""
    return some((opposite(holds(always.condition, world)), holds(always.consequence, world)))
