"""The commands of the prompt: which there are, what each takes, and what every input is taken for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from policylang.console.faults import Refusal
from policylang.diagnostics.errors import PolicyError
from policylang.diagnostics.suggest import nearest
from policylang.repl import case, drafting, helping, looking
from policylang.repl.inputs import TESTS, begins_item, inputs, split

if TYPE_CHECKING:
    from policylang.repl.session import Session


class Command(NamedTuple):
    """A command: what is written, what it does in a line, what does it, and what its words are."""

    usage: str
    what: str
    run: Callable[[Session, str], Iterable[str]]
    takes: tuple[str, ...] = ()
    """Of which kinds the words behind it are, for completion: `fact`, `clause`, `item`, `draft`, `given` and others."""

    @property
    def word(self) -> str:
        """The word that it begins with."""
        return self.usage.split(maxsplit=1)[0]


SECTIONS: dict[str, tuple[Command, ...]] = {
    "The case": (
        Command("case", "show what is given, and the outcome", case.show),
        Command("on DATE", "decide on another day; `on today`", case.on, ("date",)),
        Command("unknown FACT", "take back what is known of a fact or a thing", case.unknown, ("fact",)),
        Command("undo", "take the last change back, of whatever kind", case.undo),
        Command("reset", "begin the case anew", case.reset),
        Command("decide", "show the whole decision, with citations and words", case.decide),
        Command("why", "show what the outcome rests on", case.why),
        Command("what if LINE", "show the outcome if that were so too", case.what, ("if",)),
        Command("nearest [FACT…]", "show the smallest changes that flip it, some facts kept", case.nearest, ("fact",)),
        Command("ask", "be asked one question after the other", case.ask),
        Command("save FILE", "write the case to a .yaml or .json file", case.save, ("path",)),
        Command("load FILE", "take the case of a file", case.load, ("path",)),
    ),
    "Drafts": (
        Command("drafts", "list the drafts", drafting.drafts),
        Command("effect [here]", "tell what all drafts do to the policy, or to cases like this one", drafting.effect),
        Command("accept [NAME]", "keep a draft, or all, for the file", drafting.accept, ("draft",)),
        Command("drop [NAME]", "remove a draft, or all that are not accepted", drafting.drop, ("draft",)),
        Command("edit [NAME]", "put an item at the prompt to be changed", drafting.edit, ("item",)),
        Command("remove NAME", "draft that an item is taken out", drafting.remove, ("item",)),
        Command('record "TITLE"', "draft a scenario from the case", drafting.record),
        Command("diff", "show how text and meaning differ from the file", drafting.diff),
        Command("check", "show all that is wrong with the policy", looking.check),
        Command("write [FILE]", "write it with the accepted drafts, formatted", drafting.write, ("path",)),
        Command("reload", "read the file again; the drafts stay", drafting.reload),
    ),
    "Looking around": (
        Command("clauses [WORD]", "list the clauses, or those a word is in", looking.clauses),
        Command("clause NAME", "show a clause: text, exceptions, reach; so any item", looking.source, ("clause",)),
        Command("facts [WORD]", "list the facts with what they take", looking.facts),
        Command("tree", "draw the questions that are left for the case", looking.tree),
        Command("timeline", "show the dates on which the policy changes", looking.timeline),
        Command("test [WORD]", "run the scenarios", looking.test),
        Command("policy", "show which policy this is, and which are open", looking.policy),
        Command("use POLICY", "look at another policy", looking.use, ("policy",)),
    ),
    "All cases that are as the case says": (
        Command("find [OUTCOME] [by CLAUSE] [when CONDITION]", "find the smallest such case", looking.find, ("find",)),
        Command("prove STATEMENT", "prove a statement, or show a case against it", looking.prove, ("prove",)),
        Command("loopholes CLAUSE", "show what escapes a clause by one fact", looking.loopholes, ("clause",)),
        Command("without CLAUSE", "tell what would change were it not there", looking.without, ("clause",)),
    ),
    "Help": (
        Command("help [COMMAND|CODE]", "show this, or more about one of them", helping.show, ("command",)),
        Command("tour", "be shown around in five minutes", helping.tour),
        Command("quit", "leave; Ctrl-D does as well", helping.leave),
    ),
}
"""The commands, under the titles of the help."""

COMMANDS = {each.word: each for section in SECTIONS.values() for each in section}
OTHER_WORDS = {"exit": "quit", "explain": "help", "?": "help"}


def answered(session: Session, text: str) -> Iterator[str]:
    """Yield what is shown for an input: a command, items to be drafted, or a line of the case; for several, of each.

    Raises:
        PolicyError: The items or the line have faults.
        CaseError: No case can be so.
        Refusal: The command cannot be carried out.
    """
    several = tuple(inputs(text))
    if len(several) > 1 and not all(map(begins_item, several)):
        yield from (session.answered_within(each).text for each in several)
        return
    line = split(text)
    if session.names_item(text):
        yield from _item(session, text)
    elif begins_item(text.lstrip("\n")) or "\n" in text.strip():
        yield from drafting.draft(session, text)
    elif (command := COMMANDS.get(OTHER_WORDS.get(line.word, line.word))) and not _is_about_fact(session, text):
        if "\0" in line.rest:
            raise Refusal(f"behind `{line.word}` stands a character that no name and no path has")
        yield from command.run(session, line.rest)
    else:
        yield from _given(session, text)


def _item(session: Session, text: str) -> Iterator[str]:
    from policylang.repl.clause import clause_lines

    word, name = split(text)
    return clause_lines(session, name) if word == "clause" else looking.source(session, text.strip())


def _is_about_fact(session: Session, text: str) -> bool:
    """Whether a line that begins like a command is about a fact that is called like it."""
    words = text.split(maxsplit=2)
    return len(words) > 1 and words[1] in TESTS and words[0].partition(".")[0] in _first_names(session)


def _first_names(session: Session) -> frozenset[str]:
    return frozenset(name.partition(".")[0] for name in session.policy.resolved.paths)


def _given(session: Session, text: str) -> Iterator[str]:
    line = text.strip().removeprefix("given ").strip()
    word = line.split(maxsplit=1)[0]
    try:
        yield from case.give(session, line)
    except PolicyError as error:
        if (near := _meant(session, line, word)) is None:
            raise
        raise Refusal(f"`{word}` is no command, and no fact of the policy", helps=near) from error


def _meant(session: Session, line: str, word: str) -> list[str] | None:
    """Return what was probably meant by a line that is none of a case; nothing where its own faults tell it better."""
    if question := _answer(session, line):
        return [f"to answer what comes next, write `{question}`"]
    known = word.partition(".")[0] in _first_names(session)
    has_test = any(each in TESTS for each in line.split()[1:]) or word in ("not", "there", "like", "given")
    if known or has_test:
        return None
    near = nearest(word, [*COMMANDS, *session.policy.resolved.paths])
    return [*([f"did you mean `{near}`?"] if near else []), "`help` lists the commands, `facts` what a case can give"]


def _answer(session: Session, line: str) -> str | None:
    """Return the line that a bare answer to the next question stands for, if it is one."""
    decision = case.decision_of(session)
    question = decision.next_question if decision else None
    if question is None:
        return None
    found = session.policy.facts.get(question.fact)
    if found is None:
        return None
    if line in ("yes", "no", "y", "n") and found.kind == "yes or no":
        return question.fact if line.startswith("y") else f"not {question.fact}"
    names = {name for value in line.split(",") if (name := value.strip())}
    if found.outline is not None and names <= set(_names(found.outline)):
        return f"{question.fact} {'are' if found.takes.startswith('several') else 'is'} {line}"
    return None


def _names(outline: object) -> Iterator[str]:
    if isinstance(outline, dict):
        for name, below in outline.items():
            yield name
            yield from _names(below)
