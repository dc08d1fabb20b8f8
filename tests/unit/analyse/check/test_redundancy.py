"""Clauses that change no decision, with what covers them."""

from unit.analyse.finding import analysed, edited, written

import policylang
from policylang.analyse.check.redundancy import redundancies, redundancy_findings
from policylang.analyse.subject import subject
from policylang.diagnostics.model import Diagnostic

WIDE = """
clause wide
    "No a"
    prohibits
    when a
"""
NARROW = """
clause narrow
    "No a with b"
    prohibits
    when a and b
"""


def found(text: str) -> list[Diagnostic]:
    """Return the findings about redundant clauses."""
    return list(redundancy_findings(analysed(text)))


def cited(clause: str, cites: str) -> str:
    """Return the text of a clause with a citation."""
    head, _, rest = clause.partition("\n    prohibits")
    return f'{head}\n    cites "{cites}"\n    prohibits{rest}'


def covers(text: str) -> dict[str, tuple[str, ...]]:
    """Return the redundant clauses, each with those that cover it."""
    about = analysed(text)
    names = [rule.clause.name for rule in about.rules]
    return {names[each.rule]: tuple(names[rule] for rule in each.covers) for each in redundancies(about).found}


def test_a_clause_within_another_is_a_warning_with_its_case_and_its_edit() -> None:
    """What covers it is marked, a case shows both, and taking the clause out leaves a file in form."""
    text = written(f"{WIDE}{NARROW}")
    (warning,) = found(text)
    assert (warning.code, warning.severity) == ("P0504", "warning")
    assert warning.message == "`narrow` never changes a decision: `wide` prohibits the same"
    assert [label.text for label in warning.others] == ["prohibits it too"]
    assert "for example: a, b" in warning.notes
    assert "it stands in 1 of 4 kinds of case (25 %)" in warning.notes
    assert edited(text, warning.helps[0].edit) == written(WIDE)


def test_it_is_a_note_where_both_are_cited() -> None:
    """Real documents say things twice; where only one cites, nobody says that the document does."""
    assert [each.severity for each in found(written(cited(WIDE, "1") + cited(NARROW, "2")))] == ["note"]
    assert [each.severity for each in found(written(cited(WIDE, "1") + NARROW))] == ["warning"]


def test_several_clauses_can_cover_one_together() -> None:
    """The cover has no clause that is not needed."""
    text = written(
        f"""
{NARROW}
clause first
    "No a with c"
    prohibits
    when a and c

clause second
    "No b without c"
    prohibits
    when b and not c

clause beside
    "Green is out"
    prohibits
    when kind is green
"""
    )
    assert covers(text) == {"narrow": ("first", "second")}
    (warning,) = found(text)
    assert warning.message == "`narrow` never changes a decision: `first`, `second` together prohibit the same"


def test_of_two_clauses_that_say_the_same_the_later_is_told() -> None:
    """Either could go, and not both."""
    text = written(f"{WIDE}{WIDE.replace('wide', 'again')}")
    assert covers(text) == {"wide": ("again",), "again": ("wide",)}
    assert [each.message for each in found(text)] == ["`again` never changes a decision: `wide` prohibits the same"]


def test_a_clause_that_prevails_changes_what_it_lifts() -> None:
    """The prohibition within another is not redundant where a permission yields to it and not to the other."""
    text = written(
        f"""
{WIDE.replace("    when", "    subject to grant" + chr(10) + "    when")}
clause grant
    "b may"
    permits
    subject to narrow
    when b
{NARROW}
"""
    )
    assert "narrow" not in covers(text)


def test_a_list_of_approved_uses_is_told_once_and_needs_a_closing_prohibition() -> None:
    """Permissions in a policy that is otherwise permitted change nothing, however many there are."""
    grants = "\n".join(f'clause grant_{each}\n    "{each} may"\n    permits\n    when {each}\n' for each in "abc")
    (warning,) = found(written(grants))
    assert warning.message == "3 permissions never change a decision: what they permit is permitted anyway"
    assert "the policy says `otherwise permitted`" in warning.notes
    assert [each.text.partition(":")[0] for each in warning.helps] == [
        "a list of approved uses needs a closing prohibition"
    ]
    assert found(written(grants, header="otherwise  prohibited")) == []


def test_a_permission_that_yields_is_offered_to_prevail() -> None:
    """Where the policy says that prohibitions prevail, `despite` is what makes a permission count."""
    grant = 'clause grant\n    "b may"\n    permits\n    when b\n'
    text = written(f"{WIDE}\n{grant}", header="otherwise  permitted\nconflicts  prohibition prevails")
    (warning,) = found(text)
    assert warning.message.endswith("what it permits is permitted anyway, or decided otherwise all the same")
    assert "    permits\n    despite wide\n    when b" in edited(text, warning.helps[1].edit)


def test_a_conflict_that_is_left_open_is_not_judged() -> None:
    """Which of the two decides is an error of its own; who prevails may make the permission count."""
    grant = 'clause grant\n    "b may"\n    permits\n    when b\n'
    assert found(written(f"{WIDE}\n{grant}")) == []


def test_a_clause_that_is_lifted_wherever_it_applies_is_told() -> None:
    """It applies, and never stands."""
    text = written(
        """
clause base
    "No a with b"
    prohibits
    when a and b

clause lifts
    "Not where a"
    exempts from base
    when a
"""
    )
    (warning,) = found(text)
    assert warning.message == "`base` never changes a decision: wherever it applies, `lifts` prevails"
    assert (warning.label.text, warning.others[0].text) == ("stands nowhere", "prevails over it")


def test_an_exemption_that_lifts_what_another_prohibits_is_told() -> None:
    """It lifts one clause, and a second says the same; an exemption that never bites is told elsewhere."""
    exempts = '\nclause lifts\n    "Not where c"\n    exempts from narrow\n    when c\n'
    assert [each.message for each in found(written(f"{WIDE}{NARROW}{exempts}"))] == [
        "`narrow` never changes a decision: `wide` prohibits the same",
        "`lifts` never changes a decision: `wide` settles the same cases",
    ]
    apart = exempts.replace("when c", "when c and not a")
    assert [each.message.partition(" ")[0] for each in found(written(f"{WIDE}{NARROW}{apart}"))] == ["`narrow`"]


def test_duties_and_advice_count_as_decisions() -> None:
    """A clause that requires what another requires already is redundant; one that requires more is not."""
    duties = 'duty report "Report"\n\nduty keep "Keep"\n'
    one = '\nclause one\n    "a reports"\n    requires report\n    when a\n'
    two = '\nclause two\n    "a with b reports"\n    requires report\n    when a and b\n'
    assert covers(written(f"{duties}{one}{two}")) == {"two": ("one",)}
    assert covers(written(f"{duties}{one}{two.replace('requires report', 'requires report, keep')}")) == {}


def test_on_some_days_it_is_a_note_with_the_edition() -> None:
    """Before the wide clause came into force the narrow one mattered."""
    header = (
        'otherwise  permitted\n\nedition old "Old" from 2020-01-01 before 2021-01-01\nedition new "New" from 2021-01-01'
    )
    text = written(
        cited(WIDE, "1").replace("    prohibits", "    in force   during new\n    prohibits")
        + cited(NARROW, "2").replace("    prohibits", "    in force   during old, new\n    prohibits"),
        header=header.replace("\n\nedition", "\nedition"),
    ).replace("    edition", "edition")
    (note,) = found(text)
    assert note.severity == "note"
    assert note.message == "`narrow` changes no decision during `new`: `wide` prohibits the same"
    assert "for example: on 2021-01-01, a, b" in note.notes
    assert note.helps == ()


def test_no_edit_is_offered_where_the_file_names_the_clause_elsewhere() -> None:
    """Taking it out would leave a name that means nothing, or a comment about nothing."""
    named = f'{WIDE}{NARROW}\nclause lifts\n    "Not c"\n    exempts from narrow, wide\n    when c and kind is red\n'
    assert {each.helps[0].edit for each in found(written(named))} == {None}
    (warning,) = found(written(f"{WIDE}\n# narrow is narrow{NARROW}"))
    assert warning.helps[0].edit is None


def test_in_the_standard_policy_approval_makes_the_items_on_police_count() -> None:
    """They are within the item on identity, but approval lifts that item alone; without it they would be redundant.

    One other item is: what uses a weakness so that significant harm may follow is harmful, which is barred all along.
    """
    policy = policylang.load("microsoft.azure_openai").resolved
    about = subject(policy)
    names = [rule.clause.name for rule in about.rules]
    found = redundancies(about)
    within_harm = {"use_of_a_weakness": {"harm", "harm_in_older_texts"}}
    assert {names[each.rule]: {names[rule] for rule in each.covers} for each in found.found} == within_harm
    assert found.undecided == ()
    police = {"us_police_face_recognition", "us_state_or_local_police_face_recognition", "live_mobile_recognition"}
    approvals = ("microsoft_approval", "face_use_case")
    assert {names[each.rule] for each in found.partly} == police
    assert {(names[each.other], *(names[rule] for rule in each.lifting)) for each in found.partly} == {
        ("identity", *approvals)
    }
    kept = subject(policy._replace(clauses=tuple(each for each in policy.clauses if each.name not in approvals)))
    names = [rule.clause.name for rule in kept.rules]
    assert {names[each.rule] for each in redundancies(kept).found} == police | set(within_harm)


def test_a_clause_that_matters_only_where_another_is_lifted_is_a_note() -> None:
    """What lifts the other is marked, and the case shows the clause without it."""
    lifts = '\nclause lifts\n    "Not where c"\n    exempts from wide\n    when c\n'
    (note,) = found(written(f"{WIDE}{NARROW}{lifts}"))
    assert note.severity == "note"
    assert note.message == "`narrow` matters only where `lifts` lifts `wide`, which prohibits the same elsewhere"
    assert [label.text for label in note.others] == ["prohibits it elsewhere", "lifts `wide`"]
    assert "for example: a, b, c: here `wide` is lifted" in note.notes


def test_what_takes_too_long_is_said(monkeypatch: object) -> None:
    """Where no step may be taken nothing is guessed."""
    monkeypatch.setattr("policylang.analyse.check.redundancy.MOST_STEPS_IN_ALL", 0)  # type: ignore[attr-defined]
    (note,) = found(written(f"{WIDE}{NARROW}"))
    assert (note.code, note.severity) == ("P0509", "note")
    assert note.message == "not decided: whether these clauses change a decision: `wide`, `narrow`"
