"""A line of a case, read as a scenario's file would read it, onto what is known before."""

import pytest

import policylang
from policylang.analyse.given import lines_of
from policylang.diagnostics.errors import PolicyError
from policylang.semantics import question
from policylang.semantics.knowledge import NOTHING_KNOWN, Knowledge, Members, OneOfThese, Presence

TEXT = """policy p
    otherwise permitted

type party: has
    kind: one of
        police (city, state)
        company
    sworn: yes or no
type camera: has
    mount: one of body, dash, fixed

fact operator: party
fact camera: optional camera
fact uses: several of faces (verify, identify), sounds
fact live: yes or no
fact age: whole number from 0 to 150 in years
fact price: number
fact since: date
fact note: text

define city_police
    "City police"
    operator.kind is city

example officer: party
    kind is city
    sworn

example ordinary_use
    operator like officer
    there is no camera
    uses are sounds
    not live
"""
POLICY = policylang.loads(TEXT, name="p.pol")
NAMES = POLICY._seen


def known(*lines: str) -> dict[str, object]:
    """Return what lines tell, one after the other, by the names of the facts."""
    found = NOTHING_KNOWN
    for line in lines:
        found = question.given(line, POLICY.resolved, NAMES, onto=found)
    return {POLICY.resolved.text(path): each for path, each in found.known.items()}


def refused(*lines: str) -> PolicyError:
    """Return why the last of some lines is refused."""
    *before, last = lines
    known(*before)
    with pytest.raises(PolicyError) as caught:
        known(*lines)
    (fault,) = caught.value.diagnostics
    assert fault.label.place.source.text == last
    return caught.value


def one_of(*values: object) -> OneOfThese:
    """Return what is known of a fact that has one of some values."""
    return OneOfThese(frozenset(values))  # type: ignore[arg-type]  # values of a fact


YES, NO = OneOfThese(frozenset((True,))), OneOfThese(frozenset((False,)))


class TestKinds:
    """Each kind of line."""

    def test_values(self) -> None:
        """One value, several, a group, which is one of those under it."""
        assert known("operator.kind is company") == {"operator.kind": one_of("company")}
        assert known("operator.kind is one of company, city") == {"operator.kind": one_of("company", "city")}
        assert known("operator.kind is police") == {"operator.kind": one_of("city", "state")}

    def test_yes_or_no(self) -> None:
        """The name alone, or `not` before it."""
        assert known("live") == {"live": YES}
        assert known("not operator.sworn") == {"operator.sworn": NO}

    def test_sets(self) -> None:
        """Exactly these, none, some that are in, some that are not."""
        assert known("uses are verify, sounds") == {"uses": Members(frozenset({"verify", "sounds"}), closed=True)}
        assert known("uses are none") == {"uses": Members(closed=True)}
        assert known("uses include verify") == {"uses": Members(frozenset({"verify"}))}
        assert known("uses do not include faces") == {"uses": Members(excluded=frozenset({"verify", "identify"}))}

    def test_numbers_dates_texts(self) -> None:
        """As a file writes them."""
        found = known("age is 17", "price is 1.50", "since is 2024-05-03", 'note is "a \\"b\\" \\\\ c"')
        values = {name: str(*each.values) for name, each in found.items() if isinstance(each, OneOfThese)}
        assert values == {"age": "17", "price": "1.50", "since": "2024-05-03", "note": 'a "b" \\ c'}

    def test_things(self) -> None:
        """There is one, there is none; a part of it says that there is one."""
        assert known("there is a camera") == {"camera": Presence(present=True)}
        assert known("there is no camera") == {"camera": Presence(present=False)}
        assert known("camera.mount is body") == {"camera": Presence(present=True), "camera.mount": one_of("body")}

    def test_examples(self) -> None:
        """A whole case is like one, or a thing is."""
        officer = {"operator.kind": one_of("city"), "operator.sworn": YES}
        assert known("operator like officer") == officer
        assert known("like ordinary_use") == {
            **officer,
            "camera": Presence(present=False),
            "uses": Members(frozenset({"sounds"}), closed=True),
            "live": NO,
        }


class TestOnto:
    """What a line does to what is known before."""

    def test_it_replaces_what_was_known_of_the_same(self) -> None:
        """And leaves everything else as it was."""
        found = known("operator.kind is company", "live", "operator.kind is city")
        assert found == {"operator.kind": one_of("city"), "live": YES}
        assert known("like ordinary_use", "live")["live"] == YES

    def test_members_are_added_one_by_one(self) -> None:
        """`include` adds to what is known, `are` says it all anew."""
        found = known("uses include verify", "uses do not include sounds", "uses include sounds")
        assert found == {"uses": Members(frozenset({"verify", "sounds"}))}
        assert known("uses include verify", "uses are sounds") == {"uses": Members(frozenset({"sounds"}), closed=True)}

    def test_unknown_takes_back(self) -> None:
        """A fact, a part, a whole thing; what was not known stays so."""
        assert known("live", "unknown live") == {}
        assert known("like ordinary_use", "unknown operator").keys() == {"camera", "uses", "live"}
        assert known("operator like officer", "unknown operator.sworn").keys() == {"operator.kind"}
        assert known("unknown since") == {}

    def test_what_is_not_there_has_no_parts(self) -> None:
        """That a thing is absent takes its parts back; a part brings it back."""
        assert known("camera.mount is body", "there is no camera") == {"camera": Presence(present=False)}
        assert known("there is no camera", "camera.mount is body")["camera"] == Presence(present=True)

    def test_what_was_known_is_not_changed(self) -> None:
        """The knowledge that is put in stays what it was."""
        before = question.given("live", POLICY.resolved, NAMES)
        kept = dict(before.known)
        question.given("not live", POLICY.resolved, NAMES, onto=before)
        assert before.known == kept


class TestFaults:
    """A line with faults says what is wrong with it, in its own columns."""

    @pytest.mark.parametrize(
        ("line", "word"),
        [
            ("operator.kind is compny", "compny"),
            ("oprator.kind is company", "oprator"),
            ("operator.knd is company", "knd"),
            ("like ordinary", "ordinary"),
            ("age is old", "old"),
            ("age is 151", "151"),
            ("live is company", "company"),
            ("unknown nothing_like_it", "nothing_like_it"),
        ],
    )
    def test_at_the_word_that_is_wrong(self, line: str, word: str) -> None:
        """The name or value that is not there is shown."""
        place = refused(line).diagnostics[0].label.place
        assert word in place.source.at(place.span)

    @pytest.mark.parametrize(
        "line",
        [
            "operator.kind", "operator.kind is", "is company", "live and not live", "live, not live", "(live)",
            "not not live",
            "operator.kind is not company", "uses are", "city_police", "there is a live", 'note is "a', "if live",
            "live\nlive",
            "expect permitted", "clause a", "since is 2024-02-30", "price is 1,50", "age is 1.5", '"', "", "  ",
            "# live",
        ],
    )  # fmt: skip
    def test_that_is_no_line_of_a_case(self, line: str) -> None:
        """It is refused with a fault that has a place in it, and never with something else."""
        with pytest.raises(PolicyError) as caught:
            known(line)
        for fault in caught.value.diagnostics:
            assert fault.code.startswith("P")
            assert fault.label.place.source.text == line
            assert "question" not in fault.message

    def test_of_a_saved_policy_the_facts_alone_are_known(self) -> None:
        """Facts are given as ever; an example is not known, and the note says why."""
        names = question.facts_of(POLICY.resolved)
        found = question.given("operator.kind is city", POLICY.resolved, names)
        assert isinstance(found, Knowledge)
        with pytest.raises(PolicyError) as caught:
            question.given("like ordinary_use", POLICY.resolved, names)
        assert len(caught.value.diagnostics) == 1


def test_lines_tell_what_is_known_once() -> None:
    """What an example tells is said fact by fact, and reads back; a fact of which nothing is known is not said."""
    found = question.given("like ordinary_use", POLICY.resolved, NAMES)
    lines = list(lines_of(POLICY.resolved, found.known))
    assert known(*lines) == known("like ordinary_use")
    path, _ = POLICY.resolved.paths["live"]
    assert list(lines_of(POLICY.resolved, {path: OneOfThese(frozenset((True, False)))})) == []
