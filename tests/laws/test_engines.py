"""Every engine decides as the reference does, citations included, on 20,000 generated policies, cases and dates.

`tests/engines.py` says what is compared, and compares many more in the nightly run.
"""

from collections.abc import Callable

import pytest
from engines import Compared, compared, tell

TRIPLES = 20_000
MET: dict[str, int] = {
    "case: total": 6_000, "case: partial": 5_000, "case: refused as impossible": 500,
    "written: plainly": 6_000, "written: otherwise": 5_000,
    "engine: by generated code": 2_000, "engine: by the joint diagram or the index": 4_000,
    "engine: by the diagrams": 4_000,
    "beside: the index": 8_000, "beside: the search": 800, "beside: saved and loaded": TRIPLES,
    "beside: pickled": 2_000, "beside: diagrams missing": 1_000, "beside: what is known, as it is read": 4_000,
    "outcome: permitted": 5_000, "outcome: prohibited": 3_000, "outcome: undetermined": 400,
    "basis: clauses": 4_000, "basis: default": 4_000, "basis: conflict rule": 500, "basis: outside scope": 1_000,
    "said: stands": 5_000, "said: citations": 3_000, "said: lifted": 800, "said: against": 500, "said: duties": 1_500,
    "said: advice": 500, "said: judgements": 300, "said: readings": 1_500, "said: rows": 700, "said: editions": 3_000,
    "shape: microsoft.azure_openai": 2_000, "shape: written in the pages": 400, "shape: one": 8_000,
    "copied": 150, "facts: judged": 4_000, "always": 4_000,
    "links: under": 3_000, "links: exceptions 3 deep": 600,
    "time: several periods": 4_000, "time: several editions": 4_000,
    **{f"conflicts: {each}": 3_000 for each in (None, "prohibition", "permission")},
    **{f"effect: {each}": 2_000 for each in ("prohibits", "permits", "requires", "exempts", "recommends")},
    **{f"shape: {each}": 80 for each in ("two", "three", "nested", "deep", "twice", "diamond", "collection")},
    **{f"form: {each}": 2_000 for each in (
        "All", "Any", "Not", "none of", "at least", "exactly", "Defined, with arguments", "InEdition", "Present", "Yes",
        "ValueIn", "TextIn", "Includes", "IncludesOnly", "number between", "number from", "number up to",
        "date between", "date from", "date up to",
    )},
}  # fmt: skip
"""How often each kind is met at least: what is compared says nothing of what it does not reach."""


@pytest.fixture(scope="module")
def came() -> Compared:
    """What came of all triples."""
    return compared(TRIPLES)


@pytest.mark.slow
def test_all_engines_decide_as_the_reference(came: Compared, record_property: Callable[[str, object], None]) -> None:
    """Code, joint diagram, diagrams, index, search, what was saved and what was pickled: no decision differs."""
    record_property("said", "\n".join(tell(came)))  # how many were compared is to be seen
    assert came.triples >= TRIPLES
    assert came.differences == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", MET)
def test_each_kind_is_met(came: Compared, kind: str) -> None:
    """Each form of a policy, of a case and of a decision is among what is compared, a good number of times."""
    assert came.counts[kind] >= MET[kind]
