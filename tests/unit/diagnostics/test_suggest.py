"""Near misses: what is suggested, what is not, and that it stays fast."""

import time

import pytest
from hypothesis import given, strategies as st

from policylang.diagnostics.suggest import distance, nearest, slips_allowed

NAMES = (
    "us_police", "operator", "beneficiary", "functions", "face_recognition",
    "federal_law_enforcement", "country", "camera", "real_time",
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("oprator", "operator"),  # a letter too few
        ("opperator", "operator"),  # one too many
        ("oparator", "operator"),  # another letter
        ("poerator", "operator"),  # two swapped
        ("function", "functions"),
        ("county", "country"),
        ("police_us", "us_police"),  # the same words in another order
        ("realtime", "real_time"),  # underscores
        ("FaceRecognition", "face_recognition"),  # capitals
        ("fed_law", "federal_law_enforcement"),  # shortened
        ("recognition", "face_recognition"),
    ],
)
def test_a_near_miss_is_recognised(written: str, meant: str) -> None:
    """Slips of the finger, other orders, other spellings and abbreviations lead to the name that was meant."""
    assert nearest(written, NAMES) == meant


@pytest.mark.parametrize("written", ["zebra", "cat", "x", "", "operation_of_the_whole", "_", "e"])
def test_what_is_not_near_is_not_suggested(written: str) -> None:
    """A word that resembles nothing gets no suggestion."""
    assert nearest(written, NAMES) is None


def test_the_word_itself_is_not_suggested() -> None:
    """A word that is among the candidates is not its own suggestion."""
    assert nearest("operator", ["operator"]) is None


def test_the_order_of_the_candidates_does_not_matter() -> None:
    """Of equally near candidates the alphabet decides."""
    assert nearest("cot", ["cut", "cat"]) == nearest("cot", ["cat", "cut"]) == "cat"


def test_an_abbreviation_of_two_names_is_none_of_them() -> None:
    """A beginning that fits two names suggests neither."""
    assert nearest("state_police", ["state_police_officers", "state_police_vehicles"]) is None


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("", "", 0), ("ab", "ba", 1), ("kitten", "sitting", 3), ("a", "", 1), ("abcd", "badc", 2), ("ca", "abc", 3)],
)
def test_distance_counts_slips(one: str, other: str, slips: int) -> None:
    """A letter added, lost or replaced and a swap of neighbours are one slip each."""
    assert distance(one, other, limit=5) == slips


WORDS = st.text(alphabet="abc_", max_size=8)


@given(WORDS, WORDS, st.integers(min_value=0, max_value=4))
def test_the_band_does_not_change_the_distance(one: str, other: str, limit: int) -> None:
    """Within the limit the distance is that of the plain recursion; beyond it, one more than the limit."""
    assert distance(one, other, limit=limit) == min(_plain_distance(one, other), limit + 1)


def _plain_distance(one: str, other: str) -> int:
    table = {(-1, -1): 0}
    table |= {(i, -1): i + 1 for i in range(len(one))} | {(-1, j): j + 1 for j in range(len(other))}
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            best = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b))
            if i and j and a == other[j - 1] and one[i - 1] == b:
                best = min(best, table[i - 2, j - 2] + 1)
            table[i, j] = best
    return table[len(one) - 1, len(other) - 1]


@given(st.text(alphabet="abcdefgh", min_size=6, max_size=14), st.data())
def test_one_slip_is_always_recognised(name: str, data: st.DataObject) -> None:
    """Any single slip in a name of six letters or more leads back to it, when it is the only candidate."""
    at = data.draw(st.integers(min_value=0, max_value=len(name) - 1))
    written = data.draw(
        st.sampled_from([name[:at] + name[at + 1 :], name[:at] + "z" + name[at:], name[:at] + "z" + name[at + 1 :]])
    )
    assert nearest(written, [name]) == name


def test_longer_words_may_hold_more_slips() -> None:
    """The number of slips grows with the word and ends at three."""
    assert [slips_allowed("x" * length) for length in (1, 2, 4, 5, 10, 60)] == [0, 1, 1, 2, 3, 3]


@pytest.mark.parametrize("word", ["clause_0x001", "clause_99999_9", "zzz", "x" * 1_000_000, "clause_" * 20])
def test_ten_thousand_candidates_are_fast(word: str) -> None:
    """A suggestion among 10,000 alike names, for a word of any length, takes well under two seconds."""
    candidates = [f"clause_{number:05}" for number in range(10_000)]
    start = time.process_time()
    nearest(word, candidates)
    assert time.process_time() - start < 2


def test_candidates_of_a_megabyte_are_fast() -> None:
    """Candidates that are far too long are passed over."""
    start = time.process_time()
    assert nearest("operator", ["o" * 1_000_000, "operater", "operator" * 100_000]) == "operater"
    assert time.process_time() - start < 2
