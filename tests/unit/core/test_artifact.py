"""Saved policies: loaded they are what was saved, and whatever is wrong with a file is said and never decided by."""

import copy
import datetime as dt
import hashlib
import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from strategies_policy import DAYS, Maker, Question, questions

import policylang
from policylang import ArtifactError
from policylang.core import artifact, from_semantics, program_json
from policylang.core.conditions_from_json import MOST_TESTS
from policylang.core.from_semantics import compile_policy
from policylang.core.index import index
from policylang.core.types_from_json import DEEPEST
from policylang.diagnostics.errors import InternalError
from policylang.evaluate.decide import decide
from policylang.evaluate.evaluator import Evaluator
from policylang.semantics import definitions
from policylang.semantics.decision import FIELDS, Decision
from policylang.semantics.policy import Policy
from policylang.syntax import scan

SMALL = """
policy p
    title "Rules"
    otherwise permitted

edition first "first edition" from 2024-01-01

type camera: has
    mount: one of fixed, mobile (body, dash)
    height: number at least 0

fact camera: optional camera
fact uses: several of audio, video (live, stored)
fact a: yes or no
    judged "Is it so?"
fact born: date
fact said: text
fact age: whole number from 0 to 99

define watched
    "Somebody is watched"
    a and uses include video

duty care "Care is taken"
    fulfilled when age is at least 18

advice think "Think first"

clause c
    "No watching"
    cites "1"
    prohibits
    when watched and camera.mount is mobile

clause d
    "But there"
    cites "2"
    exempts from c
    when exactly 1 of
        a
        born is before 2000-01-01
        not said is "x"

clause e
    "Care"
    cites "3"
    in force from 2024-05-02
    requires care
    unless camera.height is less than 2.50

clause f
    "Advice"
    cites "4"
    recommends think
    under c
    when there is a camera

example child
    age is 9
    uses include audio

example held: camera
    mount is body
"""


def small() -> policylang.Policy:
    """Return a policy with one of everything."""
    return policylang.loads(SMALL, name="p.pol")


def saved(policy: policylang.Policy) -> bytes:
    """Return the file of a policy."""
    return policy._saved()


def again(policy: Policy) -> artifact.Artifact:
    """Return a policy once it was saved and loaded."""
    return artifact.read(artifact.write(compile_policy(policy), {}), name="p.polc")


def with_content(content: Any) -> bytes:  # noqa: ANN401 - whatever somebody writes
    """Return a file with some content, and with the digest that belongs to it."""
    told = json.dumps(content).encode() + b"\n"
    first = b"policylang compiled policy, format 1\n"
    return first + hashlib.sha256(first + told).hexdigest().encode() + b"\n" + told


def content_of(file: bytes) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return the content of a file."""
    return json.loads(file.split(b"\n")[2])


# ---------------------------------------------------------------- round trips


@pytest.mark.parametrize("most", [20_000, 20, 2])
@settings(max_examples=60, deadline=None)
@given(question=questions(cases=3))
def test_a_loaded_policy_decides_as_the_reference(question: Question, most: int) -> None:
    """Whatever is generated, incorporation and missing roots included, decides alike once it was saved."""
    policy, cases, day = question
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(from_semantics, "MOST_NODES_A_VERDICT", most)
        patch.setattr(from_semantics, "MOST_NODES_A_CLAUSE", most)
        patch.setattr(program_json, "MANY_RULES", 4)
        found = again(policy)
        assert artifact.write(found.program, {}) == artifact.write(compile_policy(policy), {})
    assert found.policy == policy
    engines = [Evaluator(found.program), Evaluator(found.program, by_index=True)]
    if found.bitmaps is not None:
        assert found.bitmaps == index(found.program)
        engines[1].index = found.bitmaps
    for case in cases:
        expected = _told(partial(decide, policy, case, day))
        for engine in engines:
            assert _told(partial(engine.decide_knowledge, case, day)) == expected


def _told(decides: Callable[[], Decision]) -> object:
    """Return what comes of a case; in which order the open facts are asked is for each engine to choose."""
    try:
        return _with_sets(decides())
    except policylang.CaseError as error:
        return str(error)


def _with_sets(decision: Decision) -> object:
    said = {field: getattr(decision, field) for field in FIELDS}
    return {**said, "open": frozenset(decision.open), "rows": tuple(map(_with_sets, decision.rows))}


def test_everything_but_places_and_scenarios_is_kept(tmp_path: Path) -> None:
    """What a policy holds is there again: clauses, duties, advice, facts, editions, definitions and examples."""
    policy = small()
    policy.save(tmp_path / "p.polc")
    loaded = policylang.load_saved(tmp_path / "p.polc")
    assert loaded.digest == policy.digest
    assert loaded.clauses == policy.clauses
    assert loaded.facts == policy.facts
    assert loaded.examples == policy.examples
    assert loaded.scenarios == ()
    for name in ("name", "title", "publisher", "source", "editions", "duties", "advice"):
        assert getattr(loaded, name) == getattr(policy, name)
    case = {"a": True, "uses": ["live"], "camera": {"mount": "body", "height": 1}}
    for day in ("2024-05-01", "2024-05-10"):
        assert loaded.decide(case, on=day, like="child") == policy.decide(case, on=day, like="child")
        assert loaded.decide(case, on=day) == policy.decide(case, on=day)


def test_the_standard_policy_is_kept(tmp_path: Path) -> None:
    """The standard policy decides alike, and `load` takes the file by its ending."""
    policy = policylang.load("microsoft.azure_openai")
    policy.save(tmp_path / "terms.polc")
    loaded = policylang.load(tmp_path / "terms.polc")
    assert loaded.examples == policy.examples
    case = {"service": "azure_openai"}
    expected = policy.decide(case, on="2024-05-10", like="ordinary_use")
    assert loaded.decide(case, on="2024-05-10", like="ordinary_use") == expected


def test_the_same_policy_gives_the_same_bytes() -> None:
    """Two files of one policy are equal: made twice, in processes with other hashes, or from what was loaded."""
    policy = small()
    expected = saved(policy)
    policy.decide({"a": True}, on="2024-05-10")
    assert saved(policy) == expected == saved(small())
    assert artifact.write(artifact.read(expected, name="p").program, policy.examples) == expected
    program = f"import policylang, sys; sys.stdout.buffer.write(policylang.loads({SMALL!r}, name='p.pol')._saved())"
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, env=environment)
        assert done.stdout == expected


def test_what_is_shared_is_one_thing_again() -> None:
    """The condition of a definition that two clauses name is one in memory, and so is an outline of two facts."""
    text = """
policy p
    otherwise permitted

type kind: one of x, y
fact one: kind
fact two: kind

define it
    "It"
    one is x and two is y

clause c
    "C"
    cites "1"
    prohibits
    when it

clause d
    "D"
    cites "2"
    prohibits
    when it
"""
    found = artifact.read(saved(policylang.loads(text)), name="p").policy
    first, second = (clause.when.condition for clause in found.clauses)  # type: ignore[union-attr]
    assert first is second
    one, two = (fact.slot.type.outline for fact in found.facts.values())  # type: ignore[union-attr]
    assert one is two


def test_a_pickled_policy_keeps_what_is_compiled() -> None:
    """A policy that decided before it was pickled is not compiled again, and decides alike in another process."""
    policy = small()
    expected = policy.decide({"a": True}, on="2024-05-10")
    packed = pickle.dumps(policy)
    program = (
        "import pickle, sys; policy = pickle.loads(sys.stdin.buffer.read())\n"
        "print(policy.decide({'a': True}, on='2024-05-10').outcome)\n"
        "assert 'policylang.core.from_semantics' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, input=packed)
    assert done.stdout.decode().strip() == expected.outcome
    assert pickle.loads(packed).decide({"a": True}, on="2024-05-10") == expected  # noqa: S301 - packed above
    assert copy.deepcopy(small()).digest == policy.digest


def test_loading_needs_no_parser(tmp_path: Path) -> None:
    """To load and decide, neither a parser nor the layers above the meaning are imported."""
    small().save(tmp_path / "p.polc")
    program = (
        "import sys, policylang\n"
        "policylang.load_saved(sys.argv[1]).decide({'a': True}, on='2024-05-10')\n"
        "print(*(name for name in sys.modules if name.split('.')[0] in ('lark', 'attr', 'attrs')\n"
        "        or name.startswith(('policylang.syntax', 'policylang.semantics.from_', 'policylang.core.from_'))))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "p.polc")]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "\n"


def test_a_file_is_written_in_one_step(tmp_path: Path) -> None:
    """Where a file cannot be put in its place nothing is left behind; a link still leads where it did."""
    policy = small()
    (tmp_path / "there").mkdir()
    with pytest.raises(OSError, match="there"):
        policy.save(tmp_path / "there")
    assert os.listdir(tmp_path) == ["there"]
    (tmp_path / "link.polc").symlink_to("p.polc")
    policy.save(tmp_path / "link.polc")
    assert sorted(os.listdir(tmp_path)) == ["link.polc", "p.polc", "there"]
    assert policylang.load(str(tmp_path / "link.polc")).digest == policy.digest


def test_the_limits_are_wider_than_those_of_the_language() -> None:
    """What the language reads, can be loaded: no saved policy is refused for its size."""
    assert DEEPEST > definitions.DEEPEST + scan.DEEPEST + 2
    assert MOST_TESTS > 3 * definitions.MOST_TESTS


# ---------------------------------------------------------------- damage


TINY = """
policy p
    otherwise permitted
fact a: yes or no
clause c
    "C"
    cites "1"
    prohibits
    when a
"""


def test_no_byte_can_be_changed() -> None:
    """With any one bit of any byte changed, any byte left out or any put in, a file is refused."""
    file = saved(policylang.loads(TINY))
    for place in range(len(file)):
        for bit in range(8):
            _must_be_refused(file[:place] + bytes([file[place] ^ 1 << bit]) + file[place + 1 :])
        _must_be_refused(file[:place] + file[place + 1 :])
        _must_be_refused(file[:place] + b"0" + file[place:])


def test_no_file_can_be_cut_off() -> None:
    """Cut off at any place, or with something behind it, a file is refused."""
    file = saved(policylang.loads(TINY))
    for length in range(len(file)):
        _must_be_refused(file[:length])
    _must_be_refused(file + b"\n")


@given(st.binary(max_size=300))
def test_other_files_are_refused(content: bytes) -> None:
    """What is no saved policy is refused, whatever it is."""
    _must_be_refused(content)


def _must_be_refused(content: bytes) -> None:
    with pytest.raises(ArtifactError, match=r"\A`f\.polc` [^\n]*[^.\n]\Z"):
        artifact.read(content, name="f.polc")


def test_a_newer_format_is_named() -> None:
    """The message about a newer format says which, and what to do."""
    file = saved(small()).replace(b"format 1\n", b"format 2\n", 1)
    said = (
        f"`p.polc` is of format 2, and policylang {policylang.__version__} reads format 1 alone; "
        "compile its policy again with this version, or install a newer one"
    )
    with pytest.raises(ArtifactError, match=re.escape(said)):
        artifact.read(file, name="p.polc")


def test_another_layout_is_named() -> None:
    """What was compiled where nodes were numbered otherwise, is refused with what to do."""
    content = content_of(saved(small()))
    content["program"]["layout"] = "0" * 64
    with pytest.raises(ArtifactError, match="compiled by another version of policylang; compile it again"):
        artifact.read(with_content(content), name="p.polc")


# ---------------------------------------------------------------- hostile files


def test_the_content_itself_may_be_written_anew() -> None:
    """The digest is no signature: what is written by others with the digest that belongs to it, is read."""
    assert artifact.read(with_content(content_of(saved(small()))), name="p").policy == small().resolved


REPLACEMENTS: tuple[Any, ...] = (None, True, -1, 0, 1, 2, 10**6, 1.5, "", "x", "c", [], [0], [[0]], {}, {"number": "1"})


def test_no_part_can_be_exchanged() -> None:
    """With any one part exchanged for another and the right digest, a file is refused, or decides and does not break.

    What is refused is refused with an ArtifactError; where nothing that counts was changed, it is the same policy.
    """
    content = content_of(saved(small()))
    random = Random(5)
    case = {"a": True, "uses": ["live"], "camera": {"mount": "body", "height": 1}, "born": "2001-01-01", "said": "x"}
    accepted = 0
    for place in _places(content):
        for other in random.sample(REPLACEMENTS, 4):
            changed = copy.deepcopy(content)
            around = changed
            for step in place[:-1]:
                around = around[step]
            if type(around[place[-1]]) is type(other) and around[place[-1]] == other:
                continue
            around[place[-1]] = other
            try:
                found = artifact.read(with_content(changed), name="f.polc")
            except ArtifactError:
                continue
            accepted += 1
            engine = Evaluator(found.program)
            for day in DAYS:
                with suppress(policylang.CaseError, InternalError):
                    engine.decide(case, day)
                with suppress(policylang.CaseError, InternalError):
                    engine.decide({}, day)
    assert accepted  # a root in the place of another, a question, a cost


def _places(data: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 - what JSON can hold
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = [before] if before else []
    for step, inner in steps:
        found += _places(inner, (*before, step))
    return found


YES: object = True
"""What Python would take for a 1."""


def _set(*steps: Any) -> Callable[[Any], None]:  # noqa: ANN401 - as above
    """Return what puts the last of some steps where the others lead."""

    def change(content: Any) -> None:  # noqa: ANN401 - as above
        *way, last, value = steps
        for step in way:
            content = content[step]
        content[last] = value

    return change


POLICY = ("policy", "policies", 0)
NODES = ("program", "nodes", "yes or no", "runs")
HOSTILE: dict[str, tuple[Callable[[Any], None], str]] = {
    "a child that comes later": (_set(*NODES, 0, 1, 0, 10_000), "leads to one that is not there"),
    "a child before the first": (_set(*NODES, 0, 1, 0, -1), "leads out of its table"),
    "a yes for a one": (_set(*NODES, 0, 1, 0, YES), "too many children"),
    "a variable that is not there": (_set(*NODES, 0, 0, 99), "a variable is named that is not there"),
    "a run that is there twice": (lambda data: _twice(data["program"]["nodes"]["yes or no"]["runs"]), "twice"),
    "a leaf that says nothing": (_set("program", "nodes", "states", "leaves", ["sleeping"]), "what no leaf can"),
    "an order with a variable twice": (_set("program", "order", 0, 1), "the order is not"),
    "a root that is no node": (_set("program", "roots", "alone", 0, 10_000), "in no table"),
    "a root in another table": (_set("program", "roots", "verdicts", 0, 1), "the wrong one"),
    "a root too few": (lambda data: data["program"]["roots"]["stands"].pop(), "more roots than parts, or fewer"),
    "a summary of its own": (_set(*POLICY, "clauses", "summary", 0, "No"), "another digest than it says"),
    "another digest": (_set("digest", "0" * 64), "another policy than it says"),
    "a condition made of itself": (_set("policy", "conditions", -1, ["not", 10_000]), "a condition is named"),
    "policies in a circle": (_set(*POLICY, "incorporated", [0]), "a policy is named that is not there"),
    "exceptions in a circle": (_set(*POLICY, "exceptions", [["c", "d", None], ["d", "c", None]]), "in a circle"),
    "a fact twice": (lambda data: data["policy"]["facts"].append(data["policy"]["facts"][0]), "twice"),
    "a number that never ends": (lambda data: _in_row(data, "within", {"number": "1E+999999999"}), "a number is none"),
}


def _twice(runs: list[Any]) -> None:
    runs.append(runs[-1])


def _in_row(data: Any, kind: str, value: object) -> None:  # noqa: ANN401 - as above
    next(row for row in data["policy"]["conditions"] if row[0] == kind)[2] = value


@pytest.mark.parametrize(("change", "said"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused(change: Callable[[Any], None], said: str) -> None:
    """A file with the right digest and a structure that would lead astray is refused, with the reason."""
    content = content_of(saved(small()))
    change(content)
    with pytest.raises(ArtifactError, match=said):
        artifact.read(with_content(content), name="p.polc")


def test_what_doubles_at_each_step_is_refused() -> None:
    """Small files that stand for endless policies are refused at once: conditions, things and rows that double."""
    content = content_of(saved(small()))
    conditions = content["policy"]["conditions"]
    for _ in range(60):
        conditions.append(["all", [len(conditions) - 1] * 2])
    content["policy"]["policies"][0]["clauses"]["when"][0] = len(conditions) - 1
    _must_say(content, "the conditions come to too much")
    content = content_of(saved(small()))
    conditions = content["policy"]["conditions"]
    for _ in range(400):
        conditions.append(["not", len(conditions) - 1])
    _must_say(content, "conditions nest too deeply")
    content = content_of(saved(small()))
    types = content["policy"]["types"]
    for number in range(60):
        slot = [len(types) - 1, False, None, None, 1, False]
        types.append(["thing", f"t{number}", [["a", slot], ["b", slot]]])
    content["policy"]["facts"].append(["p", "endless", [len(types) - 1, False, None, None, 1, False]])
    _must_say(content, "the facts have too many parts")
    _must_say_of_rows()


def _must_say(content: object, said: str) -> None:
    with pytest.raises(ArtifactError, match=said):
        artifact.read(with_content(content), name="p.polc")


def _must_say_of_rows() -> None:
    """Policies each of which incorporates the two before it."""
    maker = Maker(Random(1), ("flag",))
    policies = [maker.policy("p0", clauses=1), maker.policy("p1", clauses=1)]
    content = content_of(artifact.write(compile_policy(policies[0]), {}))
    row = content["policy"]["policies"][0]
    for number in range(1, 60):
        inner = [max(0, number - 2), number - 1]
        content["policy"]["policies"].append({**row, "name": f"p{number}", "incorporated": inner})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("policylang.core.policy_from_json.digest", lambda policy: policy.digest)
        _must_say(content, "incorporate each other too often")


@pytest.mark.parametrize("content", [b"[" * 100_000, b"9" * 10_000, b"null", b"{}", b'{"policy": []}', b"\xff"])
def test_content_of_no_order_is_refused(content: bytes) -> None:
    """Content that is no JSON, nests without end or is something else is refused like any other."""
    first = b"policylang compiled policy, format 1\n"
    told = content + b"\n"
    file = first + hashlib.sha256(first + told).hexdigest().encode() + b"\n" + told
    with pytest.raises(ArtifactError, match="its content is in no order that is known"):
        artifact.read(file, name="p.polc")


# ---------------------------------------------------------------- many clauses


def test_the_index_of_a_large_policy_is_kept() -> None:
    """With many clauses the index is in the file, and is the one that would be made."""
    clauses = "".join(
        f'clause c{number}\n    "C"\n    cites "1"\n    prohibits\n    when n is {number} and f{number % 7}\n'
        for number in range(program_json.MANY_RULES)
    )
    facts = "".join(f"fact f{number}: yes or no\n" for number in range(7))
    policy = policylang.loads(f"policy p\n    otherwise permitted\n\nfact n: whole number\n{facts}{clauses}")
    found = artifact.read(saved(policy), name="p")
    assert found.bitmaps == index(found.program) == index(policy.evaluator.program)
    case = {"n": 5, **{f"f{number}": number == 5 for number in range(7)}}
    on = dt.date(2024, 5, 10)
    assert Evaluator(found.program).decide(case, on) == policy.decide(case, on=on)
