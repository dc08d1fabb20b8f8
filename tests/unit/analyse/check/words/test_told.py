"""What is shown of a slip is true: the place, the case, the scenario, the edit; and what is not shown has a reason."""

import datetime as dt
import re
from pathlib import Path

import pytest

from policylang.analyse.check.words import boundary_told, compare, joins
from policylang.analyse.check.words.compare import word_findings
from policylang.analyse.check.words.quoted import place
from policylang.analyse.subject import Subject, subject
from policylang.api import loads
from policylang.diagnostics.errors import InternalError
from policylang.diagnostics.model import Diagnostic, Help
from policylang.diagram.manager import DiagramTooLargeError
from policylang.evaluate.decide import decide
from policylang.semantics.policy import Within

HEAD = """policy p
    otherwise  permitted

fact age: whole number from 0 to 150 in years
fact q: yes or no
fact r: yes or no
fact made: date
duty act "Act"
    breached when age is at least 70

"""
RULE = """clause rule
    "Rule"
    cites "1"
    words "persons over 18"
    prohibits
    when age is at least 18
"""


def _found(clauses: str) -> list[Diagnostic]:
    return list(word_findings(subject(loads(HEAD + clauses).resolved)))


def _one(clauses: str, code: str = "P0521") -> Diagnostic:
    (found,) = _found(clauses)
    assert found.code == code
    return found


def _under(diagnostic: Diagnostic) -> str:
    return diagnostic.label.place.source.at(diagnostic.label.place.span)


def _mended(diagnostic: Diagnostic) -> str:
    edit = diagnostic.helps[0].edit
    assert edit is not None
    text, span = edit.place.source.text, edit.place.span
    return text[: span.start] + edit.replacement + text[span.end :]


def test_the_label_is_under_the_words_themselves() -> None:
    """The comparison is underlined within the quotation, the test of the rule beside it."""
    found = _one(RULE)
    assert _under(found) == "over 18"
    assert [each.place.source.at(each.place.span) for each in found.others] == ["age is at least 18"]


def test_a_quotation_of_several_strings_is_found_again() -> None:
    """A quotation over neighbouring strings, with marks escaped, is underlined where it stands."""
    found = _one(RULE.replace('"persons over 18"', '"no \\"minor\\" and"  # a remark\n        "persons over 18"'))
    assert _under(found) == "over 18"


def test_words_that_run_over_two_lines_are_shown_at_the_clause() -> None:
    """Where the stretch itself is broken, the clause's name is underlined."""
    assert _under(_one(RULE.replace("over 18", 'over"\n        "18'))) == "rule"


def test_words_of_a_part_are_found_in_the_part() -> None:
    """A part's words are those of each of its clauses, and are underlined where they stand."""
    part = """part all_of_it
    "Everything"
    cites "1"
    words "persons over 18"
    prohibits

    clause rule
        "Rule"
        when age is at least 18
"""
    assert _under(_one(part)) == "over 18"


def test_the_scenario_that_is_shown_passes() -> None:
    """The scenario at the boundary can be pasted into the file, and expects what is decided now."""
    for rule in (
        RULE,
        RULE.replace("prohibits", "requires act"),
        RULE.replace("at least", "less than").replace("over", "not over"),
    ):
        note = next(each for each in _one(rule).notes if each.startswith("as a scenario"))
        policy = loads(HEAD + rule + "\n" + note.partition("\n")[2] + "\n")
        assert [result.passed for result in policy.test()] == [True]


def test_the_case_is_at_the_value() -> None:
    """The case that shows it has the very value at which words and rule differ."""
    found = _one(RULE)
    assert "for example: age is 18" in found.notes
    assert found.notes[0] == "at 18 `rule` stands by the rule, and by the words it would not"


def test_a_duty_is_compared_too() -> None:
    """The condition of a duty that a clause requires is part of its rule."""
    found = _one(RULE.replace("over 18", "over 70").replace("prohibits\n    when age is at least 18", "requires act"))
    assert found.notes[0] == "at 70 `act` is breached by the rule, and by the words it would not be"
    assert not list(word_findings(subject(loads(_mended(found)).resolved)))


def test_a_time_in_force_is_compared_and_mended() -> None:
    """The first day in force and the first no longer are boundaries as well; the edit moves them by a day."""
    rule = RULE.replace("persons over 18", "after 1 May 2024 until and including 31 May 2024").replace(
        "    prohibits", "    in force from 2024-05-01 before 2024-05-31\n    prohibits"
    )
    first, last = _found(rule)
    assert (first.notes[0], last.notes[0]) == (
        "on 2024-05-01 `rule` stands by the rule, and by the words it would not",
        "on 2024-05-31 `rule` does not stand by the rule, and by the words it would",
    )
    assert "from 2024-05-02 before 2024-05-31" in _mended(first)
    assert "from 2024-05-01 before 2024-06-01" in _mended(last)


def test_an_edition_is_told_without_an_edit() -> None:
    """A day that stands in an edition is not in the clause's own lines, so there is nothing to edit there."""
    rule = 'edition first "First" from 2024-05-01\n\n' + RULE.replace("persons over 18", "after 1 May 2024").replace(
        "    prohibits", "    in force during first\n    prohibits"
    )
    assert _one(rule).helps[0].edit is None


def test_a_range_of_whole_values_begins_one_later() -> None:
    """Of `from … to …` no end can be left out by another word, so the range of whole values is made smaller."""
    words = RULE.replace("over 18", "over 18 up to 70")
    assert "is from 19 to 70" in _mended(_one(words.replace("is at least 18", "is from 18 to 70")))
    words = RULE.replace("over 18", "from 18 and under 70")
    assert "is from 18 to 69" in _mended(
        _one(words.replace("over 18", "18 or more").replace("is at least 18", "is from 18 to 70"))
    )
    words = RULE.replace("over 18", "made after 10 May 2024 and by 12 May 2024")
    dates = words.replace("age is at least 18", "made is from 2024-05-10 to 2024-05-12")
    assert "is from 2024-05-11 to 2024-05-12" in _mended(_one(dates))


def test_a_range_of_other_numbers_becomes_two_tests() -> None:
    """Where values are not whole there is no next one: the help has two tests, and no edit."""
    rule = RULE.replace("over 18", "of more than 18 and up to 70").replace(
        "age is at least 18", "height is from 18 to 70"
    )
    (found,) = word_findings(subject(loads(HEAD.replace("fact q", "fact height: number\nfact q") + rule).resolved))
    assert found.helps[0].edit is None
    assert found.helps[0].text == (
        "if the words are right, write `height is more than 18` and `height is at most 70`, in a block `all of`"
    )


def test_a_definition_in_another_file_is_named(tmp_path: Path) -> None:
    """Where the test stands in a vocabulary, the help says in which file."""
    (tmp_path / "ages.pol").write_text(
        'vocabulary ages\n\nfact years: whole number\ndefine adult\n    "Of age"\n    years is at least 18\n'
    )
    rule = RULE.replace("age is at least 18", "adult")
    policy = loads(f"policy p\n    otherwise  permitted\n\nimport ages\n\n{rule}", folder=tmp_path)
    (found,) = word_findings(subject(policy.resolved))
    assert found.helps[0].text.startswith("if the words are right, the rule is `years is more than 18`, in ")
    assert found.helps[0].text.endswith("ages.pol")


def test_a_boundary_that_no_case_shows_is_no_slip() -> None:
    """Where another clause always prevails at the value, or it cannot be, words and rule decide every case alike."""
    other = 'clause other\n    "Other"\n    cites "2"\n    exempts from rule\n    when age is 18\n'
    assert not _found(RULE + other)
    assert not _found('always never "Never"\n    if q then age is not 18\n\n' + RULE.replace("age is", "q and age is"))


def test_one_of_several_clauses_with_one_quotation_is_enough() -> None:
    """Where two clauses quote one text, each has a part of it: numbers and orders are looked for in both."""
    first = RULE.replace("persons over 18", "No person under 18 or over 65 may enter").replace(
        "at least 18", "less than 18"
    )
    second = first.replace("rule", "second").replace("less than 18", "more than 65")
    assert not _found(first + second)
    assert [each.code for each in _found(first)] == ["P0524"]


def test_what_is_too_large_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a limit is met, a note says what was not decided."""

    def too_large(*_given: object, **_more: object) -> None:
        raise DiagramTooLargeError

    monkeypatch.setattr(boundary_told, "differing", too_large)
    assert _one(RULE, "P0509").message == 'not decided: whether the words "over 18" and the rule differ in any case'
    monkeypatch.setattr(joins, "_compared", too_large)
    both = (
        RULE.replace("persons over 18", "q or r").replace("age is at least 18", "q and r").replace("fact q", "fact q")
    )
    names = {"fact q:": "fact ticket:", "fact r:": "fact member:"}
    text = HEAD + both.replace("q or r", "ticket or member").replace("q and r", "ticket and member")
    for old, new in names.items():
        text = text.replace(old, new)
    (found,) = word_findings(subject(loads(text).resolved))
    assert found.message == "not decided: whether `rule` joins things as its words do"


def test_no_more_are_told_than_anybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many findings of one kind a note says that there are more."""
    monkeypatch.setattr(compare, "MOST_SHOWN", 2)
    found = _found("".join(RULE.replace("rule", f"rule_{number}") for number in range(3)))
    assert [each.code for each in found] == ["P0521", "P0521", "P0404"]


def test_what_the_reference_does_not_confirm_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the diagrams wrong, the reference would say so, and nothing would be shown."""
    monkeypatch.setattr(Subject, "stands", lambda under, rule: under.no(under.applies(rule)))
    with pytest.raises(InternalError):
        _found(RULE)


def test_a_big_policy_is_told_without_a_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under very many clauses the case is told, and no scenario, whose outcome would turn on them all."""
    monkeypatch.setattr(boundary_told, "MOST_REPLAYED_OPEN", 0)
    assert [each for each in _one(RULE).notes if re.match("as a scenario", each)] == []


def test_a_policy_without_places_is_passed_over() -> None:
    """A clause that was not written in a file has no words to underline."""
    resolved = loads(HEAD + RULE).resolved
    bare = resolved._replace(clauses=tuple(each._replace(place=None) for each in resolved.clauses))
    assert list(word_findings(subject(bare))) == []


def test_a_date_differs_on_its_day() -> None:
    """At a boundary that is a date the case has that day as the fact's value."""
    found = _one(
        RULE.replace("persons over 18", "made before 10 May 2024").replace(
            "age is at least 18", "made is on or before 2024-05-10"
        )
    )
    assert f"for example: made is {dt.date(2024, 5, 10).isoformat()}" in found.notes


def test_a_limit_of_the_reference_leaves_out_the_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the reference meets its limit under the whole policy, the case is told without a scenario."""
    monkeypatch.setattr(boundary_told, "decide", lambda *given: decide(*given).replace(limit="too many"))
    assert [each for each in _one(RULE).notes if each.startswith("as a scenario")] == []


def test_words_that_agree_with_another_test_are_about_that_one() -> None:
    """Of two tests with one number the words are about the one that they agree with."""
    two = RULE.replace("age is at least 18", "all of\n        age is at least 18\n        guests is more than 18")
    assert not list(word_findings(subject(loads(HEAD.replace("fact q", "fact guests: number\nfact q") + two).resolved)))


def test_further_words_may_order_what_the_first_do_not() -> None:
    """Of several quotations of a clause one is enough that orders what its effect says."""
    rule = RULE.replace("persons over 18", "It is permitted to smoke").replace("age is at least 18", "q")
    assert _one(rule, "P0523").helps[0].text == "if the words are right, write `permits`"
    assert not _found(rule.replace("    prohibits", '    words "Smoking is forbidden to others"\n    prohibits'))


def test_a_thing_that_is_there_makes_no_exception() -> None:
    """That there is a thing is no exception, that there is none may well be."""
    head = HEAD.replace("fact q", "type box: has\n    full: yes or no\nfact box: optional box\nfact q")
    rule = RULE.replace("persons over 18", "boxes are refused, except on Sundays").replace("age is at least 18", "{}")
    found = word_findings(subject(loads(head + rule.format("there is a box")).resolved))
    assert [each.code for each in found] == ["P0526"]
    assert not list(word_findings(subject(loads(head + rule.format("there is no box")).resolved)))


def test_a_breach_goes_before_what_fulfils() -> None:
    """A duty that is breached is not fulfilled, so a boundary within the breach shows in no case."""
    head = HEAD.replace(
        "    breached when age is at least 70", "    fulfilled when age is at least 18\n    breached when {}"
    )
    rule = RULE.replace("prohibits\n    when age is at least 18", "requires act")
    found = list(word_findings(subject(loads(head.format("age is at least 70") + rule).resolved)))
    assert [each.notes[0] for each in found] == [
        "at 18 `act` is fulfilled by the rule, and by the words it would not be"
    ]
    assert not list(word_findings(subject(loads(head.format("age is at most 70") + rule).resolved)))


def test_exceptions_to_an_exception_are_compiled_too() -> None:
    """Whether a clause stands turns on those that prevail over those that prevail over it."""
    others = (
        'clause lifting\n    "L"\n    cites "2"\n    exempts from rule\n    when age is at most 18\n'
        'clause back\n    "B"\n    cites "3"\n    exempts from lifting\n    when r\n'
    )
    assert "for example: age is 18, r" in _one(RULE + others).notes
    assert not _found(RULE + others.partition("clause back")[0])


def test_figures_are_looked_for_all_over_the_rule() -> None:
    """A number in an edition, in a text, in a value, in the scope or in the count of a block is in the rule."""
    head = HEAD.replace("    otherwise", "    applies when age is at most 99\n    otherwise").replace(
        "fact q", "fact kind: one of article_41, tier_42, other_kind\nfact maker: text\nfact q"
    )
    head += 'edition first "First, of 3 June 2024" from 2024-05-01 before 2024-07-01\n\n'
    rule = RULE.replace("persons over 18", "{}").replace(
        "    when age is at least 18",
        '    when any of\n        kind is tier_42\n        maker is "Acme 43"\n        during first\n'
        "        at least 2 of (q; r; made is 2020-01-01)",
    )
    texts = (
        "42 boxes",
        "43 boxes",
        "99 boxes",
        "2 of these boxes",
        "1 May 2024",
        "3 June 2024",
        "61 days",
        "1 January 2020",
    )
    assert [text for text in texts if list(word_findings(subject(loads(head + rule.format(text)).resolved)))] == []
    assert [each.code for each in word_findings(subject(loads(head + rule.format("44 boxes")).resolved))] == ["P0524"]


def test_a_finding_without_a_case_is_told_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the clause never stands, or that would take too much, its words are told all the same."""
    rule = RULE.replace("persons over 18", "persons over 21")
    assert len(_one(rule, "P0524").notes) == 1
    never = 'clause never\n    "N"\n    cites "2"\n    exempts from rule\n'
    assert _one(rule + never, "P0524").notes == ()

    def too_large(_under: Subject, _rule: int) -> int:
        raise DiagramTooLargeError

    monkeypatch.setattr(Subject, "stands", too_large)
    assert _one(rule, "P0524").notes == ()


def test_things_that_can_never_be_apart_are_not_compared() -> None:
    """Where one thing always goes with the other, or the clause never stands, no case tells how they are joined."""
    rule = RULE.replace("persons over 18", "with a ticket or members").replace(
        "age is at least 18", "ticket and member"
    )
    head = HEAD.replace("fact q", "fact ticket: yes or no\nfact member: yes or no\nfact q")
    always = 'always both "Both"\n    if ticket then member\n\n'
    lifting = 'clause lifting\n    "L"\n    cites "2"\n    exempts from rule\n    when member\n'
    assert [each.code for each in word_findings(subject(loads(head + rule).resolved))] == ["P0522"]
    assert not list(word_findings(subject(loads(head + always + rule).resolved)))
    assert not list(word_findings(subject(loads(head + rule + lifting).resolved)))


def test_words_that_are_not_found_again_are_shown_at_the_clause() -> None:
    """A text that stands in no line `words` is shown at the clause's name."""
    (clause,) = loads(HEAD + RULE).resolved.clauses
    assert place(clause, "another text", 0, 7) == clause.place
    assert place(clause, "persons over 18", 8, 99) == clause.place


def test_a_test_without_a_place_has_no_edit() -> None:
    """Where it is not known where a test was written, the help says what to write, and edits nothing."""
    resolved = loads(HEAD + RULE).resolved
    (clause,) = resolved.clauses
    assert isinstance(clause.when, Within)
    bare = resolved._replace(clauses=(clause._replace(when=clause.when._replace(place=None)),))
    (found,) = word_findings(subject(bare))
    assert found.helps[0] == Help("if the words are right, write `age is more than 18`")


def test_what_an_incorporated_policy_rules_out_is_no_case(tmp_path: Path) -> None:
    """An `always` of an incorporated policy holds of the cases that are shown; a clause met twice is compiled once."""
    base = "policy base\n    otherwise  permitted\n\nfact age: whole number\nfact q: yes or no\nfact r: yes or no\n{}"
    never = 'always never "Never"\n    if age is 18 then q\n\n'
    top = "policy top\n    otherwise  permitted\n\nimport base\nincorporates base\n\n" + RULE + "    unless r\n"
    top += 'clause one\n    "1"\n    cites "2"\n    exempts from rule, two\n    when q\n'
    top += 'clause two\n    "2"\n    cites "2"\n    exempts from rule\n    when r\n'
    for text, codes in (("", ["P0521"]), (never, [])):
        (tmp_path / "base.pol").write_text(base.format(text))
        assert [each.code for each in word_findings(subject(loads(top, folder=tmp_path).resolved))] == codes
