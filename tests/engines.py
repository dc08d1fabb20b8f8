"""Every engine against the reference: generated policies and cases, decided by all of them, compared field by field.

The reference decides what a case tells; the fast engines get the case as a mapping. Compared are all fields of the
decisions and of their rows, or what a case is refused with. What is open is compared as a set: in which order it is
asked is for each engine to choose.

    python tests/engines.py --triples 1000000 --processes 2

A triple is a policy, a case and a date. A difference is printed with the number of its policy, which `--only` tries
again; the run then ends with 1.
"""

import argparse
import datetime as dt
import json
import multiprocessing
import pickle
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from random import Random
from typing import Any as Anything, NamedTuple

import strategies_wide
from engine_copies import Searching, saved_and_loaded, starved
from telling import Teller, Told
from written import STANDARD, written

from policylang.core.from_semantics import compile_policy
from policylang.diagnostics.errors import CaseError
from policylang.evaluate import facts
from policylang.evaluate.decide import decide
from policylang.evaluate.evaluator import Evaluator
from policylang.evaluate.from_json import from_json
from policylang.evaluate.from_reference import ReferenceAccount
from policylang.evaluate.report import Report
from policylang.evaluate.to_json import to_json
from policylang.semantics import worlds
from policylang.semantics.decision import FIELDS, Decision
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import All, Any, Condition, Count, Defined, Not, Policy, Within
from policylang.semantics.whole import Whole, whole_of

CASES = 60
"""Cases of a policy: to make one takes as long as to decide a few."""
FEWER = 7
"""Of policies that incorporate others, one in so many cases: their rows are decided as well, and rows of rows."""
DAYS = 3
"""Days on which cases of a policy are decided: code is made for each."""
TOTAL = 0.65
"""The share of total cases; of all others something is unknown."""
WRITTEN_ONE_IN = 12
"""How often a policy is one that is written as text, rather than generated."""
COPIED_ONE_IN = 60
"""Of how many decisions one is written as JSON, pickled and read back."""
SEARCHED_ONE_IN = 5
"""Of how many cases with something unknown one is searched too: what takes longest."""
READ_ONE_IN = 3
"""Of how many cases one is given as what is known as well."""
STARVED_ONE_IN = 12
"""Of how many cases one is decided where diagrams are missing."""
MUCH_UNKNOWN_ONE_IN = 60
"""How often much is unknown of a case: the reference then takes a hundred times as long."""
MOST_AT_ONCE = 2_000
"""So many policies are handed to the processes before it is counted how many triples came of them."""
MOST_SHOWN = 20


class Difference(NamedTuple):
    """What an engine says otherwise than the reference."""

    number: int
    engine: str
    policy: str
    case: object
    day: dt.date
    field: str
    wanted: object
    found: object


class Compared(NamedTuple):
    """What came of the triples of some policies: how many there were of each kind, and what differed."""

    triples: int
    counts: Counter[str]
    differences: tuple[Difference, ...]


# ---------------------------------------------------------------- what is compared


def told(decision: Decision, *, limit: Callable[[], str | None] | None = None) -> dict[str, Anything]:
    """Return all that a decision says; what is open as a set, and that it is open exactly where the outcome is.

    Args:
        decision: The decision.
        limit: Says which limit was met once all else was asked, where that is known: the decision works all out again.
    """
    said = {field: getattr(decision, field) for field in FIELDS if field != "limit"}
    said["open"] = frozenset(decision.open)
    said["rows"] = tuple(told(row, limit=limit) for row in decision.rows)
    said["asks where it must"] = bool(decision.open) == (decision.outcome == "undetermined")
    said["limit"] = decision.limit if limit is None else limit()
    return said


def outcome_of(say: Callable[[], dict[str, Anything]]) -> dict[str, Anything]:
    """Return all that comes of a case: what the decision says, or the refusal."""
    try:
        return say()
    except CaseError as refusal:
        return {"refused": str(refusal), "code": refusal.code, "fact": refusal.fact}


def by(evaluator: Evaluator, case: object, day: dt.date) -> dict[str, Anything]:
    """Return what comes of a case, as a mapping or as what is known, by an evaluator."""
    decide_it = evaluator.decide_knowledge if isinstance(case, Knowledge) else evaluator.decide
    return outcome_of(lambda: told(decide_it(case, day)))  # type: ignore[arg-type]  # either takes its own


def differing(wanted: dict[str, Anything], found: dict[str, Anything]) -> Iterator[tuple[str, object, object]]:
    """Yield the fields in which two differ, with what each says."""
    for field in dict.fromkeys((*wanted, *found)):
        one, other = wanted.get(field), found.get(field)
        if one != other:
            if field == "rows" and one and other and len(one) == len(other):
                for number, (row, another) in enumerate(zip(one, other, strict=True)):
                    yield from ((f"row {number}: {each}", *said) for each, *said in differing(row, another))  # type: ignore[misc]
            else:
                yield field, one, other


def asks(decision: Decision) -> bool:
    """Whether something is open, in a decision or in a row of it: then it may be asked in another order."""
    return bool(decision.open) or any(map(asks, decision.rows))


def meets_limit(said: dict[str, Anything]) -> bool:
    """Whether a limit was met, in the decision or in a row of it."""
    return said.get("limit") is not None or any(map(meets_limit, said.get("rows", ())))


# ---------------------------------------------------------------- one policy


class Trial:
    """A policy with all that decides under it.

    Args:
        number: Its number; all of it follows from that and the seed.
        seed: Where the random numbers start.
    """

    def __init__(self, number: int, *, seed: int = 0) -> None:
        self.number = number
        self.random = random = Random(f"{seed}/{number}")
        self.counts: Counter[str] = Counter()
        self.differences: list[Difference] = []
        self.compared = 0
        if random.randrange(WRITTEN_ONE_IN):
            self.policy, shape = strategies_wide.made(random)
            days = strategies_wide.DECIDED
            read = strategies_wide.read_paths(self.policy)
            self.teller = Teller(random, self.policy.facts, read, strategies_wide.values_of)
        else:
            chosen = random.choice(written()) if random.randrange(4) == 0 else written()[0]
            shape = STANDARD if chosen.name == STANDARD else "written in the pages"
            self.policy, days = chosen.policy, chosen.days
            self.teller = Teller(random, self.policy.facts, chosen.read, chosen.values_of)
        self.days = random.sample(days, min(DAYS, len(days)))
        self.shape = f"shape: {shape}"
        program = compile_policy(self.policy)
        self.fast = Evaluator(program)
        self.index = Searching(program, by_index=True)
        self.wholes: dict[dt.date, Whole] = {}
        self.starved = Searching(starved(program, random), by_index=True)
        self.again = saved_and_loaded(program)
        self.pickled = None if random.randrange(4) else pickle.loads(pickle.dumps(self.fast))  # noqa: S301 - packed here
        self.forms = tuple(forms(self.policy))

    def run(self, cases: int) -> Compared:
        """Return what came of so many cases, or of fewer: those of which the reference meets a limit are left out."""
        if self.policy.incorporated:
            cases = max(cases // FEWER, 1)
        for _ in range(cases):
            most = 2 if self.random.randrange(MUCH_UNKNOWN_ONE_IN) else 6
            case = self.teller.tell(total=self.random.random() < TOTAL, most_unknown=most)
            self._compare(case, self.random.choice(self.days))
        self.counts.update(dict.fromkeys((self.shape, *self.forms), cases))
        return Compared(self.compared, self.counts, tuple(self.differences))

    def _compare(self, case: Told, day: dt.date) -> None:
        policy, fast = self.policy, self.fast
        if facts.read(policy, case.case).known != case.knowledge.known:
            self._differ("the reader of cases", case, day, ("known", case.knowledge.known, "otherwise"))
        wanted = outcome_of(partial(self._by_reference, case.knowledge, day))
        if meets_limit(wanted):
            self.counts["limits: left out, as the reference's was met"] += 1
            return
        self.compared += 1
        way = self._way(case, day)
        self._count(case, wanted, way)
        ways = [(way, by(fast, case.case, day))]
        if not self.random.randrange(READ_ONE_IN):
            self.counts["beside: what is known, as it is read"] += 1
            ways.append(("what is known, as it is read", by(fast, case.knowledge, day)))
        others = {"saved and loaded": self.again, "pickled": self.pickled}
        if case.total or not self.random.randrange(SEARCHED_ONE_IN):
            others["the index" if case.total else "the search"] = self.index
        for name, evaluator in others.items():
            if evaluator is not None:
                self.counts[f"beside: {name}"] += 1
                ways.append((name, by(evaluator, case.case, day)))
        for name, found in ways:
            if found != wanted:
                for each in differing(wanted, found):
                    self._differ(name, case, day, each)
        if not self.random.randrange(STARVED_ONE_IN):
            self._starve(case, day, wanted)
        if not self.random.randrange(COPIED_ONE_IN) and "refused" not in wanted:
            self._copy(case, day)

    def _by_reference(self, knowledge: Knowledge, day: dt.date) -> dict[str, Anything]:
        """Return what the reference says, as `decide` asks it; what a policy is on a day is made once."""
        whole = self.wholes.get(day)
        if whole is None:
            whole = self.wholes[day] = whole_of(self.policy, day)
        account = ReferenceAccount(whole, knowledge, day)
        return told(Report(account, whole, whole, day).decision(), limit=lambda: account.limit)

    def _starve(self, case: Told, day: dt.date, wanted: dict[str, Anything]) -> None:
        """Compare what decides where diagrams are missing; where it meets a limit, it says no less than is possible."""
        found = by(self.starved, case.case, day)
        self.counts["beside: diagrams missing"] += 1
        if meets_limit(found):
            self.counts["limits: met where diagrams are missing"] += 1
            for field in ("possible", "open"):
                if not set(wanted[field]) <= set(found[field]):
                    self._differ("diagrams missing", case, day, (field, wanted[field], found[field]))
            return
        for each in differing(wanted, found):
            self._differ("diagrams missing", case, day, each)

    def _way(self, case: Told, day: dt.date) -> str:
        """Return which engine decides a case for those who give it as a mapping."""
        fast = self.fast
        if (fast._by_day.get(day) or fast.on(day))(case.case) is not None:
            return "by generated code"
        if case.total:
            return "by the joint diagram or the index"
        return "by the diagrams" if fast.program.is_complete else "by the search"

    def _count(self, case: Told, wanted: dict[str, Anything], way: str) -> None:
        refused = "refused" in wanted
        kind = "refused as impossible" if refused else "total" if case.total else "partial"
        self.counts[f"case: {kind}"] += 1
        self.counts[f"written: {'plainly' if case.plain else 'otherwise'}"] += 1
        self.counts[f"engine: {way}"] += 1
        if refused:
            return
        self.counts[f"outcome: {wanted['outcome']}"] += 1
        for field in ("stands", "lifted", "against", "duties", "advice", "judgements", "readings", "editions", "rows"):
            self.counts[f"said: {field}"] += bool(wanted[field])
        self.counts["said: citations"] += any(each.cites for each in wanted["stands"])
        for basis in wanted["bases"]:
            self.counts[f"basis: {basis}"] += 1

    def _copy(self, case: Told, day: dt.date) -> None:
        """See that a decision is the same after it was written and read back, whoever made it."""
        self.counts["copied"] += 1
        mine, reference = self.fast.decide(case.case, day), decide(self.policy, case.knowledge, day)
        again = pickle.loads(pickle.dumps(mine))  # noqa: S301 - packed here
        read = from_json(json.loads(json.dumps(to_json(mine))))
        others = {"pickled": again, "as JSON": read}
        if not asks(mine):
            others["the reference's"] = reference
        for name, other in others.items():
            if not (mine == other and other == mine and hash(mine) == hash(other)):
                self._differ(name, case, day, ("equality", mine, other))

    def _differ(self, engine: str, case: Told, day: dt.date, said: tuple[str, object, object]) -> None:
        self.differences.append(Difference(self.number, engine, self.policy.name, case.case, day, *said))


def forms(policy: Policy) -> Iterator[str]:
    """Yield what a policy is made of: forms of conditions, and how clauses depend on one another."""
    policies = [policy]
    for each in policies:
        policies.extend(each.incorporated)
    for condition in everything(worlds.conditions(policies)):
        yield form(condition)
    for each in policies:
        yield f"conflicts: {each.conflicts}"
        yield from (f"effect: {clause.effect}" for clause in each.clauses)
        if any(clause.under for clause in each.clauses):
            yield "links: under"
        yield f"links: exceptions {min(depth(each), 3)} deep"
        if any(len(clause.times) > 1 for clause in each.clauses):
            yield "time: several periods"
        if len(each.editions) > 1:
            yield "time: several editions"
        if each.always:
            yield "always"
    if any(policy.slot(path).judged for path in strategies_wide.read_paths(policy)):
        yield "facts: judged"


def depth(policy: Policy) -> int:
    """Return how many exceptions stand above one another, at most."""
    above = {
        clause.name: [pair.by for pair in policy.exceptions if pair.over == clause.name] for clause in policy.clauses
    }

    def height(name: str) -> int:
        return max((1 + height(by) for by in above[name]), default=0)

    return max(map(height, above), default=0)


def everything(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """Yield conditions and all that they are made of."""
    for condition in conditions:
        yield condition
        match condition:
            case All(inner) | Any(inner) | Count(_, _, inner):
                yield from everything(inner)
            case Not(one) | Defined(_, _, one):
                yield from everything((one,))


def form(condition: Condition) -> str:
    """Return the form of a condition, as the language names it."""
    match condition:
        case Not(Any()):
            return "form: none of"
        case Count(_, exactly, _):
            return "form: exactly" if exactly else "form: at least"
        case Defined(_, arguments, _):
            return "form: Defined, with arguments" if arguments else "form: Defined"
        case Within(_, low, high):
            kind = "date" if isinstance(low or high, dt.date) else "number"
            ends = "between" if low is not None and high is not None else "from" if high is None else "up to"
            return f"form: {kind} {ends}"
        case _:
            return f"form: {type(condition).__name__}"


# ---------------------------------------------------------------- the run


def compare(number: int, *, seed: int = 0, cases: int = CASES) -> Compared:
    """Return what came of one policy."""
    return Trial(number, seed=seed).run(cases)


def together(all_of_them: Iterable[Compared]) -> Compared:
    """Return what came of several."""
    triples, counts = 0, Counter[str]()
    differences: list[Difference] = []
    for each in all_of_them:
        triples += each.triples
        counts.update(each.counts)
        differences += each.differences
    return Compared(triples, counts, tuple(differences))


def compared(triples: int, *, seed: int = 0, processes: int = 1, cases: int = CASES) -> Compared:
    """Return what came of so many triples, or a few more: policies are made until there are enough."""
    work = partial(compare, seed=seed, cases=cases)
    came, number = together(()), 0
    with multiprocessing.Pool(processes) if processes > 1 else nullcontext() as pool:
        while came.triples < triples:
            numbers = range(number, number + min(-(-(triples - came.triples) // cases), MOST_AT_ONCE))
            number = numbers.stop
            several = map(work, numbers) if pool is None else pool.imap_unordered(work, numbers, chunksize=4)
            came = together((came, *several))
    return came


def tell(came: Compared) -> Iterator[str]:
    """Yield the lines that say what was compared, and what differed."""
    yield f"{came.triples:,} triples of policy, case and date, each decided by the reference and by every engine"
    kinds: dict[str, list[str]] = {}
    for name, count in sorted(came.counts.items()):
        kind, _, rest = name.partition(": ")
        kinds.setdefault(kind, []).append(f"{rest} {count:,}" if rest else f"{count:,}")
    yield from (f"  {kind}: {', '.join(said)}" for kind, said in kinds.items())
    for each in came.differences[:MOST_SHOWN]:
        yield f"DIFFERENT, --only {each.number}: {each.engine}, {each.field}, on {each.day}: {each.case!r}"
        yield f"    the reference: {each.wanted!r}"
        yield f"    {each.engine}: {each.found!r}"
    yield f"{len(came.differences):,} differences"


def main() -> int:
    """Compare as many triples as are asked for; return 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=20_000, help="how many, at least (20000)")
    parser.add_argument("--cases", type=int, default=CASES, help=f"how many cases a policy gets ({CASES})")
    parser.add_argument("--seed", type=int, default=0, help="where the random numbers start (0)")
    parser.add_argument("--processes", type=int, default=1, help="how many at once (1)")
    parser.add_argument("--only", type=int, help="the policy of this number alone")
    chosen = parser.parse_args()
    start = time.perf_counter()
    if chosen.only is not None:
        came = compare(chosen.only, seed=chosen.seed, cases=chosen.cases)
    else:
        came = compared(chosen.triples, seed=chosen.seed, processes=chosen.processes, cases=chosen.cases)
    for line in tell(came):
        print(line)  # noqa: T201
    seconds = time.perf_counter() - start
    print(f"{seconds:.0f} s, {came.triples / seconds:.0f} triples a second")  # noqa: T201
    return min(len(came.differences), 1)


if __name__ == "__main__":
    sys.exit(main())
