"""The tree of questions: what is asked in which words, where it ends, and what is said of one that is too large."""

import datetime as dt

import deciding
import pytest

import policylang
from policylang.diagnostics.errors import CaseError, TooLargeError
from policylang.diagram.manager import DiagramTooLargeError
from policylang.evaluate import to_tree as drawing
from policylang.evaluate.to_tree import to_tree
from policylang.picture.model import Leaf, Question, Tree

DAY = dt.date(2024, 5, 2)
FACTS = """
type kind: one of
    public
        police
            city_police
            state_police
            border_police
            other_police
        court
        ministry
        army
    company
    person

type party: has
    kind: kind
        asks "What is it?"
    sworn: yes or no
        asks "Is it sworn?"

type camera: has
    mount: one of fixed, mobile, other_mount
        asks "How is it mounted?"

fact operator: party
    asks "Who uses it?"

fact client: party
    asks "For whom is it? For nobody else: the operator."

fact camera: optional camera
    asks "Is there a camera?"

fact uses: several of verification, identification, tracking, other_use

fact age: whole number from 0 to 150 in years
    asks "How old is the person?"

always only_police_is_sworn "Only police is sworn"
    if operator.sworn
    then operator.kind is police
"""
CITY = """
clause city
    "Not by city police"
    prohibits
    when operator.kind is city_police
"""


def drawn(clauses: str, *, header: str = "otherwise permitted", every_clause: bool = False, **case: object) -> Tree:
    """Return the tree of some clauses."""
    policy = deciding.policy(clauses, header=header, facts=FACTS)
    return to_tree(policy.evaluator.program, policy.knowledge(case), DAY, every_clause=every_clause)


def questions(tree: Tree) -> dict[str, tuple[str, ...]]:
    """Return what a tree asks, with the answers."""
    asked = [node for node in tree.nodes.values() if isinstance(node, Question)]
    return {node.fact: tuple(branch.label for branch in node.branches) for node in asked}


def leaves(tree: Tree) -> set[tuple[str, ...]]:
    """Return how a tree can end: titles and lines."""
    return {(node.title, *node.lines) for node in tree.nodes.values() if isinstance(node, Leaf)}


def test_a_clause_is_a_question_with_two_ends() -> None:
    """The values of the clause lead to it, anything else to what holds otherwise."""
    tree = drawn(CITY)
    assert questions(tree) == {"operator.kind": ("city_police", "anything else")}
    assert leaves(tree) == {
        ("Prohibited", "by city", "Not by city police"),
        ("Not prohibited", "no clause prohibits it"),
    }
    assert tree.subtitle == "on 2024-05-02"
    assert tree.root == 0
    assert all(key == node.key for key, node in tree.nodes.items())


def test_the_rest_of_a_group_is_named_by_it() -> None:
    """Where another answer names a part of a group, the others of it are `other police`."""
    sworn = 'clause sworn\n    "Not by sworn police"\n    prohibits\n    when operator.sworn\n'
    tree = drawn(CITY + sworn)
    assert questions(tree)["operator.kind"] == ("city_police", "other police", "anything else")


def test_what_cannot_be_is_left_out() -> None:
    """Whether a company is sworn is not asked: an `always` says that it is not."""
    tree = drawn('clause sworn\n    "s"\n    prohibits\n    when operator.sworn\n', operator={"kind": "company"})
    assert questions(tree) == {}
    assert leaves(tree) == {("Not prohibited", "no clause prohibits it")}
    assert tree.subtitle == "on 2024-05-02"


def test_what_is_given_is_not_asked_and_is_told() -> None:
    """The subtitle names what is given and can matter."""
    tree = drawn(CITY + 'clause old\n    "s"\n    prohibits\n    when age is more than 17\n', age=12, uses=["tracking"])
    assert questions(tree) == {"operator.kind": ("city_police", "anything else")}
    assert tree.subtitle == "on 2024-05-02; where age is 12"


def test_members_of_a_set_are_asked_together() -> None:
    """Any of them is one question, and so are all of them; others are asked one by one."""
    test = 'clause c\n    "s"\n    prohibits\n    when uses include {} of {}\n'.format
    assert questions(drawn(test("any", "verification, identification, tracking"))) == {
        "uses include any of verification, identification, tracking": ("yes", "no")
    }
    assert questions(drawn(test("all", "verification, tracking"))) == {
        "uses include all of verification, tracking": ("yes", "no")
    }
    both = test("all", "verification, tracking").replace("clause c", "clause d") + test("all", "tracking, other_use")
    assert any(fact == "uses include tracking" for fact in questions(drawn(both)))


def test_a_thing_is_asked_for_before_its_parts() -> None:
    """Whether there is a camera comes first, and of a camera that is not there nothing is asked."""
    tree = drawn('clause c\n    "s"\n    prohibits\n    when camera.mount is mobile\n')
    first = tree.nodes[0]
    assert isinstance(first, Question)
    assert (first.fact, first.asks) == ("camera", "Is there a camera?")
    assert [branch.label for branch in first.branches] == ["there", "absent"]
    assert isinstance(tree.nodes[first.branches[1].to], Leaf)


def test_a_question_that_several_facts_have_is_asked_with_that_of_the_thing() -> None:
    """Of the kind of two parties each question says which one is meant; one of a kind stands alone."""
    tree = drawn(
        CITY + 'clause client\n    "s"\n    prohibits\n    when client.kind is company and age is less than 18\n'
    )
    asks = {node.fact: node.asks for node in tree.nodes.values() if isinstance(node, Question)}
    assert asks == {
        "operator.kind": "Who uses it? What is it?",
        "client.kind": "For whom is it? What is it?",
        "age": "How old is the person?",
    }


def test_numbers_are_ranges() -> None:
    """The answers to a number stand in order."""
    clauses = 'clause c\n    "s"\n    prohibits\n    when age is less than 18 or age is more than 64\n'
    assert questions(drawn(clauses)) == {"age": ("less than 18 or at least 65", "18 to 64")}


def test_every_basis_has_its_words() -> None:
    """Outside the scope, by default and by the conflict rule are told apart."""
    allows = 'clause a\n    "Adults may"\n    permits\n    when age is at least 18\n'
    header = "otherwise prohibited\nconflicts  prohibition prevails\napplies when uses include tracking"
    assert leaves(drawn(CITY + allows, header=header)) == {
        ("Not prohibited", "outside its scope"),
        ("Prohibited", "no clause permits it"),
        ("Permitted", "by a", "Adults may"),
        ("Prohibited", "by city", "Not by city police"),
        ("Prohibited", "by city", "Not by city police", "a clause permits it too, and prohibition prevails"),
    }


def test_all_clauses_can_be_named() -> None:
    """A leaf names the first clause that decides, or all of them."""
    twice = CITY + CITY.replace("clause city", "clause again")
    assert ("Prohibited", "by city", "Not by city police") in leaves(drawn(twice))
    assert ("Prohibited", "by city, again") in leaves(drawn(twice, every_clause=True))


def test_clauses_of_incorporated_policies_are_named_with_their_policy(tmp_path: object) -> None:
    """What another policy says is by that policy's clause."""
    from pathlib import Path

    texts = {
        "one": 'otherwise permitted\n\nclause c\n    "s"\n    prohibits\n    when a\n',
        "two": "    otherwise permitted\n\nincorporates one\n",
    }
    texts["one"] = f"    {texts['one']}"
    policy = deciding.together(Path(str(tmp_path)), texts, name="two")
    tree = to_tree(policy.evaluator.program, policy.knowledge(), DAY)
    assert ("Prohibited", "by one.c", "s") in leaves(tree)


# ---------------------------------------------------------------- what cannot be drawn


def wide(count: int) -> policylang.Policy:
    """Return a policy whose outcome depends on many facts."""
    facts = "".join(f"fact f{number}: yes or no\n" for number in range(count))
    clauses = "".join(
        f'clause c{number}\n    "s"\n    prohibits\n    when f{number} and f{(number * 7 + 3) % count} '
        f"and not f{(number * 5 + 1) % count}\n"
        for number in range(count)
    )
    return deciding.policy(clauses, facts=facts)


def test_a_tree_that_is_too_large_says_what_to_give() -> None:
    """The message has the number of questions, the helps the facts after which fewest are left."""
    other = 'clause o\n    "s"\n    prohibits\n    when age is more than 3 and uses include tracking\n'
    policy = deciding.policy(CITY + other, facts=FACTS)
    with pytest.raises(TooLargeError, match=r"^the tree has 3 questions, and 2 may be drawn$") as raised:
        to_tree(policy.evaluator.program, policy.knowledge(), DAY, most=2)
    advice, allow = raised.value.helps
    assert advice.startswith("give `")
    assert advice.endswith("leaves about 2")
    assert allow == "or allow for 3 questions"


def test_an_outcome_without_a_diagram_has_no_tree_until_enough_is_given() -> None:
    """Where the outcome is too large it says so; once the rest is given, what is left is drawn."""
    policy = wide(60)
    assert policy.evaluator.program.roots.verdicts[0] is None
    with pytest.raises(TooLargeError, match=r"^the outcome of `p` has no diagram") as raised:
        to_tree(policy.evaluator.program, policy.knowledge(), DAY)
    assert raised.value.helps[0].startswith("say more of the case, first `f")
    given = policy.knowledge({f"f{number}": False for number in range(5, 60)})
    tree = to_tree(policy.evaluator.program, given, DAY)
    assert set(questions(tree)) <= {f"f{number}" for number in range(5)}


def test_leaves_that_are_too_many_are_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the outcome has a diagram and the clauses have none, the tree itself is too large."""
    policy = wide(6)
    monkeypatch.setattr("policylang.evaluate.chart.MOST_NODES", 3)
    with pytest.raises(TooLargeError, match=r"^the tree of `p` would be too large to be made$"):
        to_tree(policy.evaluator.program, policy.knowledge(), DAY)


def test_a_case_that_cannot_be_is_refused() -> None:
    """An impossible case has no tree."""
    with pytest.raises(CaseError):
        drawn(CITY, operator={"kind": "company", "sworn": True})


def test_the_limit_is_told_in_one_place() -> None:
    """The number of questions that may be drawn is the one that the pages tell."""
    assert drawing.MOST_QUESTIONS == 150


def test_a_form_that_there_is_not_is_a_value_error() -> None:
    """The interface names the forms that there are."""
    policy = deciding.policy(CITY, facts=FACTS)
    with pytest.raises(ValueError, match=r"^there is no format 'pdf'; there are text, svg, dot, mermaid, html$"):
        policy.tree(on=DAY, format="pdf")  # type: ignore[arg-type]
    assert policy.tree({"operator": {"kind": "court"}}, on=DAY).startswith(
        "p\non 2024-05-02; where operator.kind is court"
    )


def test_an_order_that_makes_a_tree_too_large_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no other order can be tried, the tree is drawn in the one that it was made in."""

    def too_large(*_: object) -> None:
        raise DiagramTooLargeError

    monkeypatch.setattr("policylang.evaluate.chart.transfer", too_large)
    assert questions(drawn(CITY)) == {"operator.kind": ("city_police", "anything else")}


def test_answers_that_fit_no_group_are_listed() -> None:
    """Of two long answers one is anything else, and the other lists its values where no group has them."""
    clauses = CITY.replace("is city_police", "is one of city_police, court, company, person")
    tree = drawn(
        clauses + 'clause o\n    "s"\n    prohibits\n    when operator.kind is one of ministry, army, border_police\n'
    )
    labels = questions(tree)["operator.kind"]
    assert labels[-1] == "anything else"
    assert len(labels) == 3
