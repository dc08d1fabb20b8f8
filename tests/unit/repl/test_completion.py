"""Completion at the prompt: what could stand at the cursor, in every place that a line and an item have."""

import datetime as dt
from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies

from policylang.repl.asking import Asking
from policylang.repl.completion import Candidate, candidates
from policylang.repl.hints import hint
from policylang.repl.session import Session
from policylang.semantics.knowledge import NOTHING_KNOWN
from policylang.semantics.question import condition

FACES = Path(__file__).parents[2] / "data" / "police_and_faces.pol"
TODAY = dt.date(2024, 6, 10)
CLAUSE = 'clause x\n    "A draft"\n'
EDITIONS = ["vision_models", "first_text", "corrected"]


@pytest.fixture(scope="module")
def faces() -> Session:
    """A session about a small policy with editions, exceptions, duties and things; nothing is changed in it."""
    return Session([str(FACES)], TODAY)


@pytest.fixture
def own(folder: Path) -> Session:
    """A session about a copy of it in the current folder, in which things are changed."""
    (folder / FACES.name).write_bytes(FACES.read_bytes())
    return Session([FACES.name], TODAY)


def small(folder: Path, takes: str, test: str) -> Session:
    """Return a session about a policy with one fact, which is called like a command, and one clause."""
    clause = f'clause c "c"\n    cites "c"\n    prohibits\n    when find {test}\n'
    text = f"policy p\n    otherwise permitted\n\nfact find: {takes}\n\n{clause}"
    (folder / "p.pol").write_text(text, encoding="utf-8")
    return Session(["p.pol"], TODAY)


def texts(session: Session, text: str) -> list[str]:
    """Return what would be put in the place of what was typed last."""
    return [each.text for each in candidates(session, text)]


def of(session: Session, text: str, wanted: str) -> Candidate:
    """Return a candidate by its text."""
    return next(each for each in candidates(session, text) if each.text == wanted)


class TestLineStart:
    """The first word of a line."""

    def test_a_command_with_what_it_does(self, faces: Session) -> None:
        """Commands are offered with their line of the help."""
        assert of(faces, "tim", "timeline") == Candidate("timeline", 0, "show the dates on which the policy changes")

    def test_what_if_as_it_is_written(self, faces: Session) -> None:
        """The command of two words is offered with both."""
        assert texts(faces, "wha") == ["what if"]

    def test_a_fact_with_its_question(self, faces: Session) -> None:
        """Facts are offered by their dotted names, with what is asked about them."""
        assert of(faces, "op", "operator.kind").what == "What kind of party is it?"

    def test_a_part_without_a_question_has_that_of_its_thing(self, session: Session) -> None:
        """The question of the thing is asked about the part."""
        assert of(session, "operator.k", "operator.kind").what

    @pytest.mark.parametrize("word", ["unknown", "there is a", "there is no", "like", "clause", "define", "scenario"])
    def test_the_words_that_begin_lines_and_items(self, faces: Session, word: str) -> None:
        """Words of the case and of items are offered."""
        assert word in texts(faces, word[:3])

    def test_there_is_only_where_a_thing_is_optional(self, folder: Path) -> None:
        """Where no thing may be absent, nothing can be said to be there."""
        assert folder.exists()
        assert texts(Session([], TODAY), "there") == []

    def test_everything_where_nothing_is_typed(self, faces: Session) -> None:
        """The empty line can become any."""
        assert {"help", "operator.kind", "unknown", "clause"} <= set(texts(faces, ""))

    def test_no_word_twice(self, faces: Session) -> None:
        """`clause` is a command and begins an item, and is offered once."""
        assert texts(faces, "clause") == ["clauses"]
        assert texts(faces, "clau") == ["clauses", "clause"]

    def test_parts_of_names_come_after_their_beginnings(self, faces: Session) -> None:
        """Names that begin with what was typed, then those of which a word does."""
        assert texts(faces, "operator.kind is state")[:2] == ["state_or_local_police", "state_police"]
        assert texts(faces, "operator.kind is state")[-1] == "other_state_or_local_police"

    def test_letters_of_either_case(self, faces: Session) -> None:
        """What was typed in capitals is found too."""
        assert "municipal_police" in texts(faces, "operator.kind is MUNI")

    def test_what_is_there_already_is_not_offered(self, faces: Session) -> None:
        """A word that is written out needs no completion."""
        assert "timeline" not in texts(faces, "timeline")

    def test_where_it_starts(self, faces: Session) -> None:
        """What is put there takes the place of the word alone."""
        assert of(faces, "operator.kind is muni", "municipal_police").start == len("operator.kind is ")


class TestFacts:
    """What stands behind a fact in a line of the case."""

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("operator.kind ", ["is", "is one of"]),
            ("functions ", ["are", "include", "do not include", "are none"]),
            ("operator ", ["like"]),
            ("similarity_tells_who ", []),
        ],
    )
    def test_the_words_fit_the_type(self, faces: Session, line: str, words: list[str]) -> None:
        """One value, several, a thing, or nothing more where it is yes or no."""
        assert texts(faces, line) == words

    def test_a_number_and_a_date_and_a_text(self, session: Session) -> None:
        """A line of a case gives their value, and compares nothing."""
        assert [texts(session, f"{fact} ") for fact in ("age", "since", "note")] == [["is"], ["is"], ["is"]]
        assert [texts(session, f"{fact} is ") for fact in ("age", "since", "note")] == [[], [], []]

    def test_only_the_values_of_the_fact(self, faces: Session) -> None:
        """After `is` come all names of its outline, groups too, and nothing else."""
        found = texts(faces, "camera.mount is ")
        mobile = ["mobile", "body_worn", "dash", "handheld", "drone", "other_mobile"]
        assert found == [*mobile, "stationary", "fixed", "other_stationary"]

    def test_groups_say_how_many_they_are(self, faces: Session) -> None:
        """A group is told from a value, and a value tells its group."""
        assert of(faces, "camera.mount is ", "mobile").what == "group of 5"
        assert of(faces, "camera.mount is ", "dash").what == "in mobile"

    def test_one_of_these_without_those_named(self, faces: Session) -> None:
        """After a comma the others are offered."""
        assert texts(faces, "camera.environment is one of controlled, ") == ["uncontrolled"]

    @pytest.mark.parametrize("words", ["are", "include", "do not include"])
    def test_the_members_of_a_set(self, faces: Session, words: str) -> None:
        """Members are offered, after commas those that are not named yet."""
        found = texts(faces, f"functions {words} verification, identification, ")
        assert "find_similar" in found
        assert not {"verification", "identification"}.intersection(found)

    def test_several_words_that_have_begun(self, faces: Session) -> None:
        """`do n` goes on to `do not include`."""
        assert candidates(faces, "functions do n") == (Candidate("do not include", 10, "not these"),)

    def test_a_value_that_goes_on_as_a_word(self, faces: Session) -> None:
        """`is one` can become `is one of`."""
        assert texts(faces, "operator.kind is one") == ["one of"]

    def test_examples_of_the_type_of_a_thing(self, faces: Session) -> None:
        """After `operator like` those of a party, and not those of cameras or of cases."""
        found = texts(faces, "operator like ")
        assert {"us_city_police", "fbi"} <= set(found)
        assert not {"ordinary_use", "body_camera_on_patrol"}.intersection(found)

    def test_examples_of_cases(self, faces: Session) -> None:
        """After `like` alone, those of whole cases."""
        assert texts(faces, "like ") == ["ordinary_use"]

    def test_what_may_be_absent(self, faces: Session) -> None:
        """After `there is no` the optional things."""
        assert texts(faces, "there is no ") == texts(faces, "there is a ") == ["camera"]

    def test_what_holds_or_does_not(self, faces: Session) -> None:
        """After `not` the yes-or-no facts."""
        assert texts(faces, "not sim") == ["similarity_tells_who"]
        assert "operator.kind" not in texts(faces, "not ")

    def test_what_can_be_taken_back(self, faces: Session) -> None:
        """After `unknown` facts, parts and things."""
        assert {"operator", "operator.kind", "camera"} <= set(texts(faces, "unknown "))

    def test_a_fact_that_is_called_like_a_command(self, folder: Path) -> None:
        """A line about it is no command."""
        assert texts(small(folder, "one of lost, found", "is lost"), "find is ") == ["lost", "found"]

    def test_nothing_behind_no_fact(self, faces: Session) -> None:
        """A word that is nothing has nothing behind it."""
        assert texts(faces, "nothing_known is ") == []


class TestTaken:
    """What is offered is what the language takes."""

    def test_lines_of_a_case(self, faces: Session) -> None:
        """Each fact with each of its words, each word with the first and the last of its values."""
        for fact in texts(faces, "unknown "):
            for words in texts(faces, f"{fact} ") or [""]:
                values = texts(faces, f"{fact} {words} ") or [""]
                for value in (values[0], values[-1]):
                    if words or fact in texts(faces, "not "):
                        line = " ".join(f"{fact} {words} {value}".split())
                        faces.version.given(line, NOTHING_KNOWN)

    def test_conditions(self, faces: Session) -> None:
        """Each fact that is offered, with each of its words and a value."""
        policy, names = faces.policy.resolved, faces.version.names
        for fact in faces.policy.facts:
            if fact in texts(faces, f"find when {fact[:-1]}"):
                for words in texts(faces, f"find when {fact} "):
                    joins = words in ("and", "or")
                    value = fact if joins else texts(faces, f"find when {fact} {words} ")[0]
                    condition(f"{fact} {words} {value}", policy, names)

    def test_lines_of_clauses(self, own: Session) -> None:
        """A clause with each line that is offered, and the first name behind it."""
        for word in texts(own, f"{CLAUSE}    "):
            if word not in ("exempts from", "requires", "permits", "recommends", "prohibits", "in force before"):
                value = next(iter(texts(own, f"{CLAUSE}    {word} ")), '"a text"')
                line = f"    {word} {value.replace('(', '(operator)')}".replace(" all of", " timing is live")
                answer = own.answer(f"{CLAUSE}    prohibits\n{line}\n")
                assert "P01" not in answer.text, (line, answer.text)
                assert "P02" not in answer.text, (line, answer.text)


class TestCommands:
    """What stands behind a command."""

    def test_clauses(self, faces: Session) -> None:
        """Clauses and parts by name, with what they do."""
        assert of(faces, "loopholes ", "identity").what.startswith("prohibits: Nobody may identify")
        assert "responsible_ai" in texts(faces, "loopholes ")

    def test_items_to_be_shown(self, faces: Session) -> None:
        """Behind the word of an item, those of the kind that there are."""
        assert "us_police_department" in texts(faces, "define ")
        assert "surveillance" not in texts(faces, "define ")
        assert of(faces, "clause iden", "identity").what.startswith("prohibits:")

    @pytest.mark.parametrize("command", ["edit", "remove"])
    def test_items_by_name(self, faces: Session, command: str) -> None:
        """Any item can be edited or left out; scenarios are named by their titles."""
        found = texts(faces, f"{command} ")
        assert {"identity", "us_police_department", "operator", "header"} <= set(found)
        assert any(each.startswith('scenario "') for each in found)

    def test_drafts(self, own: Session) -> None:
        """Of drafts, those that there are."""
        assert texts(own, "accept ") == []
        assert own.answer(f"{CLAUSE}    prohibits\n    when timing is live\n").is_taken
        assert texts(own, "accept ") == texts(own, "drop ") == ["x"]

    def test_a_drafted_clause_is_a_clause(self, own: Session) -> None:
        """What is drafted is offered where clauses are."""
        own.answer(f"{CLAUSE}    prohibits\n    when timing is live\n")
        assert "x" in texts(own, "loopholes ")

    def test_days(self, faces: Session) -> None:
        """The first days of the editions, the day and today."""
        assert texts(faces, "on ") == ["2023-12-01", "2024-05-01", "2024-05-03", "2024-06-10", "today"]

    def test_commands(self, faces: Session) -> None:
        """`help` explains a command."""
        assert texts(faces, "help loop") == ["loopholes"]

    def test_policies(self, faces: Session) -> None:
        """Those that are open, and the standard ones; no files of scenarios."""
        found = texts(faces, "use ")
        assert found[0] == "police_and_faces"
        assert "microsoft.azure_openai" in found
        assert not [each for each in found if "scenarios" in each]

    def test_policies_in_the_folder(self, own: Session, folder: Path) -> None:
        """Files of the current folder are offered by their names."""
        (folder / "other.pol").write_text("policy other\n    otherwise permitted\n", encoding="utf-8")
        assert of(own, "use oth", "other").what == "a file"

    def test_facts_to_be_kept(self, faces: Session) -> None:
        """`nearest` takes several, with commas or without."""
        found = texts(faces, "nearest operator.kind, timing ")
        assert "functions" in found
        assert not {"operator.kind", "timing"}.intersection(found)

    def test_what_if(self, faces: Session) -> None:
        """A line of a case stands behind it."""
        assert texts(faces, "what ") == ["if"]
        assert texts(faces, "what if camera.environment is ") == ["controlled", "uncontrolled"]

    def test_a_command_that_takes_nothing(self, faces: Session) -> None:
        """Nothing is offered."""
        assert texts(faces, "why ") == []

    def test_a_word_that_may_follow(self, faces: Session) -> None:
        """`effect` takes one word."""
        assert texts(faces, "effect ") == ["here"]

    def test_another_word_for_a_command(self, faces: Session) -> None:
        """`explain` is `help`."""
        assert texts(faces, "explain loop") == ["loopholes"]


class TestFiles:
    """Paths behind `save`, `load` and `write`."""

    @pytest.fixture(autouse=True)
    def files(self, folder: Path) -> None:
        """Files of several kinds, and a folder."""
        (folder / "cases").mkdir()
        for name in ("a.yaml", "b.json", "c.txt", ".hidden.yaml", "cases/deep.yaml"):
            (folder / name).write_text("", encoding="utf-8")

    @pytest.mark.parametrize("command", ["save", "load"])
    def test_cases(self, own: Session, command: str) -> None:
        """Files of cases and folders are offered; what is hidden is not."""
        assert texts(own, f"{command} ") == ["a.yaml", "b.json", "cases/"]

    def test_policies(self, own: Session) -> None:
        """`write` takes a file of a policy."""
        assert texts(own, "write ") == ["cases/", "police_and_faces.pol"]

    def test_in_a_folder(self, own: Session) -> None:
        """The last part of a path is completed."""
        assert candidates(own, "load cases/d") == (Candidate("deep.yaml", len("load cases/")),)

    def test_hidden_ones_where_wanted(self, own: Session) -> None:
        """A dot says that they are."""
        assert texts(own, "load .h") == [".hidden.yaml"]

    def test_no_such_folder(self, own: Session) -> None:
        """Nothing is in it."""
        assert texts(own, "load nowhere/") == []


class TestQuestions:
    """What stands behind `find` and `prove`."""

    def test_find(self, faces: Session) -> None:
        """Outcomes, `by` and `when`, or a condition at once."""
        assert {"permitted", "prohibited", "by", "when", "every", "operator.kind"} <= set(texts(faces, "find "))

    def test_find_an_outcome(self, faces: Session) -> None:
        """After an outcome, what narrows it."""
        assert texts(faces, "find every prohibited ") == ["by", "when"]

    def test_find_by_clauses(self, faces: Session) -> None:
        """After `by` clauses, and after these `when`."""
        assert "identity" in texts(faces, "find prohibited by surveillance, ")
        assert "surveillance" not in texts(faces, "find prohibited by surveillance, ")
        assert texts(faces, "find by surveillance ") == ["when"]

    def test_conditions(self, faces: Session) -> None:
        """Facts, definitions and words; things are asked for by their parts."""
        found = texts(faces, "find when ")
        assert {"operator.kind", "us_police_department(", "by_law_enforcement", "not", "during"} <= set(found)
        assert "operator" not in found

    def test_what_a_definition_is_about(self, faces: Session) -> None:
        """Between the parentheses, the facts of its parameter's type."""
        assert texts(faces, "find when us_police_department(") == ["operator", "beneficiary"]

    def test_editions(self, faces: Session) -> None:
        """After `during` editions."""
        assert texts(faces, "find when during ") == EDITIONS

    def test_tests(self, faces: Session) -> None:
        """A condition tests more than a case gives."""
        assert texts(faces, "find when operator.kind ") == ["is", "is not", "is one of", "is not one of"]
        assert texts(faces, "find when functions ")[0] == "include"

    def test_comparisons(self, session: Session) -> None:
        """Numbers and dates are compared."""
        assert "is at least" in texts(session, "find when age ")
        assert "is on or after" in texts(session, "find when since ")
        assert "at least" in texts(session, "find when age is ")

    def test_values_in_a_test(self, faces: Session) -> None:
        """After `is not` the values of the fact alone."""
        assert texts(faces, "find when camera.environment is not ") == ["controlled", "uncontrolled"]

    @pytest.mark.parametrize("before", ["not ", "by_law_enforcement and ", "timing is live or ", "(", "any of (not "])
    def test_further_tests(self, faces: Session, before: str) -> None:
        """Behind words that join tests, another test."""
        assert texts(faces, f"find when {before}operator.ki") == ["operator.kind"]

    @pytest.mark.parametrize("test", ["timing is live ", "by_law_enforcement ", "us_police_department(operator) "])
    def test_what_joins_tests(self, faces: Session, test: str) -> None:
        """Behind a whole test, `and` or `or`."""
        assert texts(faces, f"find when {test}") == ["and", "or"]

    def test_statements(self, faces: Session) -> None:
        """`prove` takes a statement about all cases."""
        assert texts(faces, "prove never p") == ["never permitted when", "never prohibited when"]

    def test_what_statements_are_about(self, faces: Session) -> None:
        """Facts, policies, and conditions."""
        assert texts(faces, "prove never depends on oper")[0] == "operator"
        assert "microsoft.azure_openai" in texts(faces, "prove stricter than micro")
        assert "by_law_enforcement" in texts(faces, "prove never permitted when by_l")
        assert texts(faces, "prove never depends on timing ") == ["when"]


class TestInterview:
    """Answers to the questions of an interview."""

    @pytest.fixture
    def asked(self, own: Session) -> Session:
        """A session in which the first question was put."""
        assert own.answer("ask").is_taken
        assert isinstance(own.mode, Asking)
        return own

    def test_what_is_offered(self, asked: Session) -> None:
        """First what stands in the list, then everything in it, then the keys."""
        found = texts(asked, "")
        assert found[:3] == ["microsoft_service", "openai_service", "other_service"]
        assert found[-4:] == ["?", "dk", "b", "q"]

    def test_any_value(self, asked: Session) -> None:
        """A value within a group is an answer too."""
        assert "azure_openai" in texts(asked, "azure")

    def test_no_command(self, asked: Session) -> None:
        """Commands are no answers."""
        assert "timeline" not in texts(asked, "tim")

    def test_members_of_a_set(self, asked: Session) -> None:
        """Several are separated by commas."""
        for line in ("azure_openai", *["dk"] * 20):
            assert isinstance(asked.mode, Asking)
            question = asked.mode.interview.question
            if question is not None and question.fact == "functions":
                break
            asked.answer(line)
        found = texts(asked, "verification, ")
        assert "identification" in found
        assert "verification" not in found
        assert "none" in texts(asked, "no")

    def test_yes_or_no(self, folder: Path) -> None:
        """A yes-or-no question has two answers."""
        session = small(folder, "yes or no", "")
        session.answer("ask")
        assert texts(session, "") == ["yes", "no", "?", "dk", "b", "q"]


WORDS = (
    "operator operator.kind functions camera timing similarity_tells_who us_police_department( identity is not "
    "one of are include only do like unknown there a no and or ( ) , : . when unless all any 2 least given expect "
    "permitted by find prove never depends on prohibited clause define scenario x example part always if then "
    "during first_text edit use what help save despite subject to under requires municipal_police court "
    '" # \x07 é'
).split()


class TestAnything:
    """Whatever is typed."""

    @hypothesis.given(
        strategies.lists(strategies.sampled_from([*WORDS, "\n", "\n    ", "\n        ", " "]), max_size=12),
        strategies.sampled_from(["", " "]),
    )
    def test_fits_what_was_typed(self, faces: Session, words: list[str], end: str) -> None:
        """Nothing fails, and each candidate holds what it takes the place of, which is the end of what was typed."""
        text = " ".join(words) + end
        assert hint(faces, text).isprintable()
        for each in candidates(faces, text):
            assert 0 <= each.start <= len(text)
            assert " ".join(text[each.start :].split()).casefold() in each.text.casefold()
