"""Sentences as documents have them, each beside a rule: which of them are told to differ, and above all which are not.

A row gives the words, the rule made of them, and the codes that are told; `quoted` are short phrases of real documents,
the others are written in their manner.
"""

from typing import NamedTuple

import pytest

from policylang.analyse.check.words.compare import word_findings
from policylang.analyse.subject import subject
from policylang.api import loads

FACTS = """
policy specimen
    otherwise  permitted

fact age: whole number from 0 to 150 in years
fact officers: whole number at least 0
fact hours: number at least 0 in hours
fact days: whole number at least 0 in days
fact months: whole number at least 0 in months
fact penalty: whole number at least 0 in years
fact confidence: number from 0 to 100 in percent
fact share: number at least 0
fact turnover: number at least 0 in euros
fact fee: number at least 0 in dollars
fact published: date
fact police: yes or no
fact recognition: yes or no
fact consent: yes or no
fact approved: yes or no
fact resident: yes or no
fact employed: yes or no
fact in_time: yes or no
    asks "Was it requested within 24 hours?"
fact user: one of
    law_enforcement, court, company, other_user
fact goals: several of tracking, safety_testing, other_goal
duty notify "Notify the authority"
duty late_request "Request authorisation"
    fulfilled when hours is at most 48
advice care "Take care"

define minor
    "Below the age at which the law lets people contract"
    age is less than 18
"""


class Row(NamedTuple):
    """Words, the lines of the clause that quotes them, and the codes expected."""

    words: str
    rule: str
    codes: str = ""
    quoted: str = ""


P, R, M, X = "prohibits", "requires notify", "permits", "recommends care"

ROWS = (
    # the value itself on the same side
    Row("Persons under 18 may not buy", f"{P}; when age is less than 18"),
    Row("Persons under 18 may not buy", f"{M}; when age is at least 18"),
    Row("No person under the age of eighteen years shall be admitted", f"{P}; when age is less than 18"),
    Row("Anyone who is 18 or over may take part", f"{M}; when age is at least 18"),
    Row("Minors must not register", f"{P}; when minor"),
    Row("open only to those aged 16 to 65", f"{P}; unless age is from 16 to 65"),
    Row("persons between 16 and 65", f"{P}; when age is from 16 to 65"),
    Row("persons between 16 and 65", f"{P}; when all of (age is more than 16; age is less than 65)"),
    Row("up to 50 officers", f"{P}; when officers is more than 50", quoted="police release on a trial, 2025"),
    Row("no later than 48 hours", "requires late_request", quoted="AI Act, Article 26(10)"),
    Row("at the latest within 24 hours", f"{P}; when hours is more than 24", quoted="AI Act, Article 5(3)"),
    Row("a maximum of at least four years", f"{P}; when penalty is at least 4", quoted="AI Act, Article 5(1)(h)(iii)"),
    Row("a confidence of at least 99 %", f"{P}; when confidence is less than 99", quoted="Rekognition guide"),
    Row("a market share exceeding 10 %", f"{P}; when share is more than 0.1"),
    Row("an annual turnover in excess of EUR 35 million", f"{P}; when turnover is more than 35000000"),
    Row("a fee of not more than $1,000", f"{P}; when fee is more than 1000"),
    Row("within one year of the offence", f"{P}; when months is more than 12"),
    Row("for more than two weeks", f"{P}; when days is more than 14"),
    Row("works published before 1 January 1978", f"{P}; when published is before 1978-01-01"),
    Row("works published on or after January 1, 1978", f"{P}; when published is on or after 1978-01-01"),
    Row("works published after 31 December 1977", f"{P}; when published is on or after 1978-01-01"),
    Row("with effect from 10 January 2024", f"in force from 2024-01-10; {P}"),
    Row("from 1 May 2024 to 2 May 2024", f"in force from 2024-05-01 before 2024-05-03; {P}"),
    Row("users older than 17", f"{P}; when age is at least 18"),
    # and on another
    Row("Persons over 18 may buy", f"{M}; when age is at least 18", "P0521"),
    Row("Persons over the age of 18 years", f"{P}; when age is at least 18", "P0521"),
    Row("No person under 18 shall be admitted", f"{P}; when age is at most 18", "P0521"),
    Row("Persons of at least 18", f"{P}; when age is more than 18", "P0521"),
    Row("18 years of age or older", f"{P}; unless age is more than 18", "P0521"),
    Row("up to 50 officers", f"{P}; when officers is at least 50", "P0521", "police release on a trial, 2025"),
    Row("at the latest within 24 hours", f"{P}; when hours is at least 24", "P0521", "AI Act, Article 5(3)"),
    Row(
        "a maximum of at least four years", f"{P}; when penalty is more than 4", "P0521", "AI Act, Article 5(1)(h)(iii)"
    ),
    Row("a turnover exceeding EUR 1.5 million", f"{P}; when turnover is at least 1500000", "P0521"),
    Row("not less than ten per cent", f"{P}; when confidence is more than 10", "P0521"),
    Row("works published before 1 January 1978", f"{P}; when published is on or before 1978-01-01", "P0521"),
    Row("not later than 30 June 2024", f"{P}; when published is on or after 2024-06-30", "P0521"),
    Row("after 10 January 2024", f"in force from 2024-01-10; {P}", "P0521"),
    Row("from the age of 16 to the age of 65", f"{P}; when all of (age is at least 16; age is less than 65)", "P0521"),
    Row("persons aged 65 or more", f"{P}; when all of (age is more than 65; resident)", "P0521"),
    # joined
    Row("a resident or employed person", f"{P}; when resident or employed"),
    Row("a resident or employed person", f"{P}; when resident and employed", "P0522"),
    Row("if resident and employed", f"{P}; when resident or employed", "P0522"),
    Row("if the person is resident and is employed", f"{P}; when resident and employed"),
    Row("unless approved or with consent", f"{P}; unless approved and consent", "P0522"),
    Row("unless approved or with consent", f"{P}; unless approved or consent"),
    Row("residents and employed persons", f"{P}; when resident or employed"),
    Row("whether resident or employed", f"{P}; when resident and employed"),
    Row("not approved or without consent", f"{P}; when all of (not approved; not consent)"),
    Row("by or for a police department", f"{P}; when police and recognition", quoted="Code of Conduct, 2024"),
    Row("use by law enforcement or a court", f"{P}; when user is one of law_enforcement, court"),
    # ordered
    Row("Users must not identify people", f"{P}; when recognition"),
    Row("Users may identify people", f"{P}; when recognition", "P0523"),
    Row("Users should not identify people", f"{P}; when recognition", "P0523"),
    Row("Users may not identify people", f"{M}; when recognition", "P0523"),
    Row("No court may identify people", f"{M}; when recognition", "P0523"),
    Row("The provider should notify the authority", R, "P0523"),
    Row("The provider need not notify the authority", R, "P0523"),
    Row("The provider shall notify the authority", R),
    Row("The provider is not required to notify the authority", X, "P0523"),
    Row("Providers are encouraged to take care", X),
    Row("Providers must take care", X, "P0523"),
    Row("Only courts may identify people", f"{P}; unless user is court"),
    Row("content that may cause harm", f"{P}; when recognition"),
    Row("In May 2024 the text was corrected", f"{P}; when recognition"),
    Row("'User' shall mean whoever uses the service", f"{P}; when recognition"),
    Row("Courts shall be permitted to identify people", f"{M}; when user is court"),
    Row("must NOT use the services", f"{P}; when police", quoted="Generative AI Services code, 2024"),
    # figures
    Row("including by or for state or local police", f"{P}; when police", quoted="code of conduct before May 2024"),
    Row("any law enforcement globally", f"{P}; when user is law_enforcement", quoted="code of conduct, May 2024"),
    Row("as set out in Section 3 and Article 5(1)(a)", f"{P}; when police"),
    Row("items 17, 18 and 19 of the list of 2026", f"{P}; when police"),
    Row("Regulation (EU) 2024/1689 of 13 June", f"{P}; when police"),
    Row("1. Users must not: (a) track people; (b) score them", f"{P}; when goals include tracking"),
    Row("one of the following two reasons", f"{P}; when police"),
    Row("models such as GPT-4 or later", f"{P}; when police"),
    Row("request it within 24 hours", f"{P}; when not in_time"),
    Row("a fine of up to 7 % of turnover", f"{P}; when police", "P0524", "AI Act, Article 99"),
    Row("Persons under 16 may not buy", f"{P}; when age is less than 18", "P0524"),
    Row("in the first thirty (30) days", f"{P}; when days is less than 14", "P0524"),
    Row("for five years", f"in force from 2022-05-09 before 2027-05-09; {P}", quoted="Clearview settlement, 2022"),
    Row("effective 30 September 2025", f"in force from 2025-09-30; {P}", quoted="Microsoft Services Agreement"),
    Row("effective 30 September 2025", f"in force from 2025-09-03; {P}", "P0524"),
    Row("Persons under 16", f"{P}; when all of (age is less than 16; officers is more than 50)", "P0525"),
    Row("Persons under 16", f"{P}; when all of (age is less than 16; officers is at least 1)"),
    Row("Persons under 16", f"{P}; when minor and police", "P0524"),
    # exceptions
    Row("Nobody may be tracked, except in emergencies", f"{P}; when goals include tracking", "P0526"),
    Row("Nobody may be tracked unless they consent", f"{P}; when goals include tracking; unless consent"),
    Row("Nobody may be tracked unless they consent", f"{P}; when all of (goals include tracking; not consent)"),
    Row("for any purpose other than testing", f"{P}; when goals include none of safety_testing"),
    Row("without our review and approval", f"{P}; when not approved", quoted="OpenAI usage policies, 2025"),
)


def _codes(row: Row) -> set[str]:
    lines = "".join(f"    {line.strip()}\n" for line in _in_order(row.rule.split("; ")))
    text = f'{FACTS}\nclause rule\n    "It"\n    cites "1"\n    words "{row.words}"\n{lines}'
    return {each.code for each in word_findings(subject(loads(text.lstrip()).resolved))}


def _in_order(pieces: list[str]) -> list[str]:
    """Return the lines of a rule, the conditions in parentheses put together again."""
    lines: list[str] = []
    for piece in pieces:
        if lines and lines[-1].count("(") > lines[-1].count(")"):
            lines[-1] += f"; {piece}"
        else:
            lines.append(piece)
    return lines


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.words} | {row.rule}")
def test_a_sentence_is_told_just_where_it_differs(row: Row) -> None:
    """Words beside a rule give the codes that stand in the table, and no other."""
    assert _codes(row) == set(row.codes.split())


def test_there_are_many_sentences_and_most_are_no_slips() -> None:
    """The table is large, and half of it watches over false alarms."""
    assert len(ROWS) >= 60
    assert sum(not row.codes for row in ROWS) >= len(ROWS) / 2
