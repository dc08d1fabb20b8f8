"""A resolved policy from the tables of a saved one, without a parser, and with suspicion.

Whatever a file says, what comes out is a policy as the language could have made it, or a `MisfitError`: names that are
named are there, tests fit the types of their facts, no exceptions run in a circle, and the digest is that of what was
read.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from policylang.core import suspicion
from policylang.core.conditions_from_json import Conditions
from policylang.core.suspicion import Data, at, column, column_of_texts, flag, maybe_text, need, one_of, text, texts
from policylang.core.types_from_json import DEEPEST, Types, below
from policylang.semantics.circles import in_order
from policylang.semantics.digest import digest
from policylang.semantics.knowledge import Example, Knowledge, Known, Members, OneOfThese, Presence
from policylang.semantics.policy import (
    OUTCOMES,
    Advice,
    Always,
    Clause,
    ClauseException,
    Duty,
    Edition,
    Path,
    Period,
    Policy,
)
from policylang.semantics.types import Day, Fact, Number, OneOf, SetOf, Slot, Type, Words, YesNo

CLAUSE_FIELDS = Clause._fields[:-1]
"""The columns of the clauses; the last field is their place."""
MOST_WRITTEN = 20_000_000
"""What the conditions of all clauses may come to, written out."""
MOST_WHOLES = 100_000
"""How many rows a policy may have, each policy again wherever it is incorporated."""


class Read(NamedTuple):
    """A policy that was read, with its examples."""

    policy: Policy
    examples: dict[str, Example]


def policy_from_json(tables: Data) -> Read:
    """Return the policy of some tables.

    Raises:
        MisfitError: Something in them does not fit. Of data of a wrong shape, Python's own exceptions are raised.
    """
    reader = _Reader(tables)
    for row in tables["policies"]:
        reader.read(row)
    need(reader.policies, "there is no policy")
    return Read(reader.policies[-1], {row[0]: reader.example(row) for row in tables["examples"]})


class _Reader:
    """Reads policies, each after those that it incorporates."""

    def __init__(self, tables: Data) -> None:
        self.periods = [Period(*map(suspicion.day, row)) for row in tables["periods"]]
        self.types = Types(tables)
        self.conditions = Conditions(tables["conditions"], self.types, self.periods)
        self.policies: list[Policy] = []
        self._wholes: list[tuple[int, int]] = []
        self._written_left = MOST_WRITTEN

    # ------------------------------------------------------------ policies

    def read(self, row: Data) -> None:
        """Read the next policy."""
        facts = {suspicion.name(given, "a fact"): place for given, place in row["facts"]}
        need(len(facts) == len(row["facts"]), "a fact is there twice")
        policy = Policy(
            name=suspicion.name(row["name"], "the name of a policy"),
            otherwise=one_of(row["otherwise"], OUTCOMES, "an outcome"),
            clauses=self._clauses(row["clauses"]),
            title=maybe_text(row["title"], "a title"),
            publisher=maybe_text(row["publisher"], "a publisher"),
            source=maybe_text(row["source"], "a source"),
            applies=self.conditions.maybe(row["applies"]),
            conflicts=one_of(row["conflicts"], (None, "prohibition", "permission"), "what prevails"),
            editions=tuple(self._edition(*each) for each in row["editions"]),
            exceptions=tuple(_exception(*each) for each in row["exceptions"]),
            duties=tuple(self._duty(*each) for each in row["duties"]),
            advice=tuple(Advice(text(name, "advice"), text(what, "advice")) for name, what in row["advice"]),
            always=tuple(self._always(*each) for each in row["always"]),
            incorporated=tuple(at(self.policies, place, "a policy") for place in row["incorporated"]),
            facts={given: self._fact(given, place) for given, place in facts.items()},
            digest=text(row["digest"], "a digest"),
        )
        self._must_know_its_facts(row, set(facts.values()), policy)
        self._must_have_few_rows(row["incorporated"])
        _must_be_in_order(policy)
        need(digest(policy) == policy.digest, "the policy has another digest than it says")
        self.policies.append(policy)

    def _fact(self, given: str, place: Data) -> Fact:
        fact = at(self.types.facts, place, "a fact")
        need(given in (fact.name, fact.id), "a fact is given under another name than its own")
        return fact

    def _must_know_its_facts(self, row: Data, facts: Collection[int], policy: Policy) -> None:
        """Refuse conditions about facts that the policy does not have, and those that come to too much."""
        for inner in policy.incorporated:
            need(inner.by_id.keys() <= policy.by_id.keys(), "a policy lacks facts of one that it incorporates")
        used = [row["applies"], *row["clauses"]["when"], *row["clauses"]["unless"]]
        used += [place for each in (*row["duties"], *row["always"]) for place in each[2:]]
        used = [place for place in used if place is not None]
        self._written_left -= sum(map(self.conditions.sizes.__getitem__, used))
        need(self._written_left >= 0, "the conditions come to too much")
        if len(facts) < len(self.types.facts):
            asked = reduce(or_, map(self.conditions.facts.__getitem__, used), 0)
            known = sum(1 << place for place in facts)
            need(not asked & ~known, "a condition asks about a fact that its policy does not have")

    def _must_have_few_rows(self, places: Sequence[int]) -> None:
        """Refuse a policy that incorporates others so often, or so deeply, that nobody could decide under it."""
        inner = [self._wholes[place] for place in places]
        rows = 1 + sum(count for count, _ in inner)
        depth = 1 + max((depth for _, depth in inner), default=0)
        need(rows <= MOST_WHOLES and depth <= DEEPEST, "policies incorporate each other too often")
        self._wholes.append((rows, depth))

    # ------------------------------------------------------------ their items

    def _clauses(self, columns: Data) -> tuple[Clause, ...]:
        need(list(columns) == list(CLAUSE_FIELDS), "the clauses have other columns")
        count = len(columns["name"])
        need(all(len(each) == count for each in columns.values()), "the columns of the clauses are not of one length")
        ready: dict[str, Sequence[Any]] = {
            name: column_of_texts(columns[name], name)
            for name in ("targets", "editions", "under", "cites", "words", "readings")
        }
        for name in ("name", "summary"):
            ready[name] = column(columns[name], {str}, name)
        ready["effect"] = column(columns["effect"], {str}, "effect")
        need(set(ready["effect"]) <= _EFFECTS, "a clause has an effect that there is not")
        ready["evidence"] = column(columns["evidence"], {str, type(None)}, "evidence")
        need(set(ready["evidence"]) <= _EVIDENCE, "a clause has evidence that there is not")
        ready["part"] = column(columns["part"], {str, type(None)}, "part")
        for name in ("when", "unless"):
            ready[name] = [self.conditions.maybe(place) for place in columns[name]]
        ready["times"] = [
            tuple([at(self.periods, place, "a period") for place in each])
            for each in column(columns["times"], {list}, "")
        ]
        return tuple(map(Clause._make, zip(*(ready[name] for name in CLAUSE_FIELDS), [None] * count, strict=True)))

    def _edition(self, name: Data, summary: Data, period: Data, title: Data, source: Data) -> Edition:
        return Edition(
            text(name, "an edition"),
            text(summary, "an edition"),
            at(self.periods, period, "a period"),
            maybe_text(title, "a title"),
            maybe_text(source, "a source"),
        )

    def _duty(self, name: Data, what: Data, fulfilled: Data, breached: Data) -> Duty:
        conditions = (self.conditions.maybe(fulfilled), self.conditions.maybe(breached))
        return Duty(text(name, "a duty"), text(what, "a duty"), *conditions)

    def _always(self, name: Data, why: Data, condition: Data, consequence: Data) -> Always:
        conditions = (self.conditions.at(condition), self.conditions.at(consequence))
        return Always(text(name, "an always"), text(why, "an always"), *conditions)

    # ------------------------------------------------------------ examples

    def example(self, row: Data) -> Example:
        """Return an example. Of a thing that no fact of the policies is, nobody can use it."""
        _, name, type_, rows = row
        known = {}
        for words, said in rows:
            path = Path(words[0], texts(words[1:], "a path"))
            slots = self._slots(path, type_)
            known[path] = _known(said, slots)
        found = Example(text(name, "an example"), maybe_text(type_, "a thing"), Knowledge(known))
        need(type(row[0]) is str and len(known) == len(rows), "an example tells a fact twice")
        return found

    def _slots(self, path: Path, type_: str | None) -> list[Slot]:
        if type_ is not None:
            need(path.fact == "", "an example of a thing is about something else")
            return [below(Slot(thing), path.parts) for thing in self.types.things.get(type_, ())]
        place = self.types.fact_place.get(path.fact)
        need(place is not None, "an example is about a fact that there is not")
        return [below(self.types.facts[place or 0].slot, path.parts)]


# ---------------------------------------------------------------- values

_EFFECTS = {"prohibits", "permits", "exempts", "requires", "recommends"}
_EVIDENCE = {None, "publisher", "quoted", "believed"}
_KINDS: Mapping[type[Type], type] = {YesNo: bool, Words: str, Day: dt.date}


def _exception(by: Data, over: Data, reading: Data) -> ClauseException:
    return ClauseException(text(by, "a clause"), text(over, "a clause"), maybe_text(reading, "a reading"))


def _known(row: Data, slots: Iterable[Slot]) -> Known:
    """Return what an example tells of something, once it is something that each slot takes."""
    kind, *rest = row
    found: Known
    if kind == "present":
        (is_there,) = rest
        found = Presence(flag(is_there, "presence"))
    elif kind == "members":
        included, excluded, closed = rest
        found = Members(
            frozenset(texts(included, "members")), frozenset(texts(excluded, "members")), flag(closed, "only")
        )
    else:
        need(kind == "one of", "an example tells something of no kind")
        (values,) = rest
        found = OneOfThese(frozenset(map(suspicion.scalar, values)))
    need(all(_takes(slot, found) for slot in slots), "an example tells what its fact does not take")
    return found


def _takes(slot: Slot, known: Known) -> bool:
    match known, slot.type:
        case Presence(), _:
            return slot.optional
        case Members(included, excluded), SetOf(outline):
            return included.union(excluded) <= set(outline.leaves)
        case OneOfThese(values), OneOf(outline):
            return values <= set(outline.leaves)
        case OneOfThese(values), Number() as number:
            return all(_is_number(number, value) for value in values)
        case OneOfThese(values), YesNo() | Words() | Day() as type_:
            return set(map(type, values)) <= {_KINDS[type(type_)]}
        case _:
            return False


def _is_number(type_: Number, value: object) -> bool:
    return (
        isinstance(value, Decimal)
        and (type_.low is None or type_.low <= value)
        and (type_.high is None or value <= type_.high)
        and (not type_.whole or value == value.to_integral_value())
    )


# ---------------------------------------------------------------- clauses together


def _must_be_in_order(policy: Policy) -> None:
    """Refuse names that are there twice or not at all, and clauses that depend on each other in a circle."""
    clauses = {clause.name: clause for clause in policy.clauses}
    duties, advice = {each.name for each in policy.duties}, {each.name for each in policy.advice}
    need(len(clauses) == len(policy.clauses), "a clause is there twice")
    need(len(duties) == len(policy.duties) and len(advice) == len(policy.advice), "a duty or advice is there twice")
    known = {"requires": duties, "recommends": advice, "exempts": clauses.keys()}
    graph: dict[str, list[str]] = {}
    for clause in policy.clauses:
        if clause.targets:
            need(
                clause.effect in known and known[clause.effect] >= {*clause.targets}, "a clause names what is not there"
            )
        if clause.under:
            need(clauses.keys() >= {*clause.under}, "a clause is under one that is not there")
            graph.setdefault(clause.name, []).extend(clause.under)
    for pair in policy.exceptions:
        need(pair.by in clauses and pair.over in clauses, "an exception names a clause that is not there")
        if clauses[pair.by].effect not in ("requires", "recommends"):
            graph.setdefault(pair.over, []).append(pair.by)
    need(not in_order(graph)[1], "exceptions run in a circle")
