"""What is known of a case, told in lines, reads back line by line as what was known."""

from random import Random

import pytest
import strategies_wide as wide
from hypothesis import HealthCheck, given, settings, strategies as st
from telling import Teller
from written import written

import policylang
from policylang.analyse.given import lines_of
from policylang.semantics import question
from policylang.semantics.knowledge import NOTHING_KNOWN, Knowledge, Known, Members, OneOfThese
from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import OneOf

pytestmark = pytest.mark.slow

SETTINGS = settings(max_examples=max(settings().max_examples * 2, 1), suppress_health_check=list(HealthCheck))
TEXTS = policylang.loads("policy p\n    otherwise permitted\n\nfact note: text\nfact size: number\nfact day: date\n")


def as_said(known: Known) -> Known | None:
    """Return what is known in one form: of a set that is told whole, what is not in it need not be said."""
    if isinstance(known, Members):
        return None if known == Members() else known._replace(excluded=frozenset()) if known.closed else known
    return None if known == OneOfThese(frozenset((True, False))) else known


def said(knowledge: Knowledge) -> dict[Path, Known]:
    """Return what is known, without what leaves all there is."""
    return {path: as_it_is for path, known in knowledge.known.items() if (as_it_is := as_said(known)) is not None}


def _has_names(policy: Policy, path: Path) -> bool:
    """Whether the groups of a fact can be called so in a file: one of the generated is a word of the language."""
    found = policy.slot(path).type
    return not isinstance(found, OneOf) or found.outline != wide.DEEP


def read_back(policy: Policy, knowledge: Knowledge) -> Knowledge:
    """Return what the lines that tell what is known tell, read one after the other."""
    found = NOTHING_KNOWN
    for line in lines_of(policy, knowledge.known):
        assert "\n" not in line
        found = question.given(line, policy, question.facts_of(policy), onto=found)
    return found


@SETTINGS
@given(st.integers(0, 10**9))
def test_what_is_known_reads_back(seed: int) -> None:
    """Values, several values, groups, sets told whole and in part, things that are there and that are not."""
    random = Random(seed)
    policy = wide.made(random).policy
    teller = Teller(random, policy.facts, wide.read_paths(policy), wide.values_of)
    for total in (True, False, False):
        told = teller.tell(total=total).knowledge.known
        knowledge = Knowledge({path: each for path, each in told.items() if _has_names(policy, path)})
        assert said(read_back(policy, knowledge)) == said(knowledge)


@SETTINGS
@given(st.integers(0, 10**9))
def test_what_is_known_of_written_policies_reads_back(seed: int) -> None:
    """So it is with the standard policy and those of the language's tests, with their own names."""
    random = Random(seed)
    chosen = random.choice(written())
    teller = Teller(random, chosen.policy.facts, chosen.read, chosen.values_of)
    knowledge = teller.tell(total=False).knowledge
    assert said(read_back(chosen.policy, knowledge)) == said(knowledge)


_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters that cannot be seen."""
_letters = st.characters(categories=["L", "N", "P", "S"], exclude_characters=_FILLERS) | st.sampled_from(' "\\#;,')


@SETTINGS
@given(
    st.text(_letters, max_size=12),
    st.decimals(-(10**20), 10**20, places=4) | st.integers(-(10**24), 10**24),
    st.dates(),
)
def test_any_value_reads_back(note: str, size: object, day: object) -> None:
    """Any text of characters that can be seen, any number of few enough digits, any date: others cannot be written."""
    knowledge = TEXTS.knowledge({"note": note, "size": size, "day": day})
    assert read_back(TEXTS.resolved, knowledge) == knowledge
