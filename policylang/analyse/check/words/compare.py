"""The pass over the words: for each clause that quotes the document, what its words say otherwise than its rule.

What is told is told of a stretch of words, at its place in the file, beside the place in the rule. No more of one kind
is told than anybody reads.
"""

from collections.abc import Iterator
from itertools import islice

from policylang.analyse.check.telling import MOST_SHOWN, not_decided, not_shown, place_of
from policylang.analyse.check.words.boundary import said_by, slips
from policylang.analyse.check.words.boundary_told import boundary_finding
from policylang.analyse.check.words.effects import clash
from policylang.analyse.check.words.exceptions import unmade
from policylang.analyse.check.words.figures import absent_from_rule, absent_from_words
from policylang.analyse.check.words.joins import misjoined
from policylang.analyse.check.words.quoted import Quotation, quotations
from policylang.analyse.check.words.told import (
    absent_from_rule_finding,
    absent_from_words_finding,
    effect_finding,
    exception_finding,
    join_finding,
)
from policylang.analyse.subject import Subject
from policylang.diagnostics.model import Diagnostic
from policylang.diagram.manager import DiagramTooLargeError


def word_findings(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what the words of a policy's clauses say otherwise than their rules."""
    quoted = quotations(subject.policy)
    passes = (
        _boundaries(subject),
        _joins(subject, quoted),
        _effects(subject, quoted),
        _figures(subject, quoted),
        _bounds(subject),
        _exceptions(subject, quoted),
    )
    for found in passes if quoted else ():
        yield from islice(found, MOST_SHOWN)
        if next(found, None) is not None and subject.policy.place is not None:
            yield not_shown(subject.policy.place, "there are more findings of this kind about words")


def _boundaries(subject: Subject) -> Iterator[Diagnostic]:
    for clause in subject.policy.clauses:
        if clause.words:
            for slip in slips(subject.policy, clause, said_by(clause)):
                yield from boundary_finding(subject, slip)


def _joins(subject: Subject, quoted: tuple[Quotation, ...]) -> Iterator[Diagnostic]:
    for quotation in quoted:
        try:
            yield from (join_finding(subject, found) for found in misjoined(subject, quotation))
        except DiagramTooLargeError:
            clause = quotation.clauses[0]
            yield not_decided(place_of(clause), f"whether `{clause.name}` joins things as its words do")


def _effects(subject: Subject, quoted: tuple[Quotation, ...]) -> Iterator[Diagnostic]:
    for quotation in quoted:
        found = clash(subject.policy, quotation)
        if found is not None:
            yield effect_finding(subject, found)


def _figures(subject: Subject, quoted: tuple[Quotation, ...]) -> Iterator[Diagnostic]:
    for quotation in quoted:
        yield from (absent_from_rule_finding(subject, each) for each in absent_from_rule(subject.policy, quotation))


def _bounds(subject: Subject) -> Iterator[Diagnostic]:
    for clause in subject.policy.clauses:
        if clause.words and not clause.readings:
            said = said_by(clause)
            yield from (
                absent_from_words_finding(subject, clause, bound)
                for bound in absent_from_words(subject.policy, clause, said)
            )


def _exceptions(subject: Subject, quoted: tuple[Quotation, ...]) -> Iterator[Diagnostic]:
    for quotation in quoted:
        found = unmade(subject.policy, quotation)
        if found is not None:
            yield exception_finding(subject, found)
