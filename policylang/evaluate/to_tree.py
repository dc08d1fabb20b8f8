"""The outcome on a day as the tree of questions that a person would draw, down to what each outcome is by.

Only what is not known is asked, and only where it can change the outcome or the clause that it is by.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from policylang.core.domain import DAY, NO, YES
from policylang.core.from_semantics import compile_policy
from policylang.core.program import Program
from policylang.diagnostics.errors import TooLargeError
from policylang.diagram.algebra import restrict
from policylang.diagram.manager import Cells, Diagrams, Variable
from policylang.diagram.walk import support
from policylang.evaluate.answers import answers
from policylang.evaluate.branching import Asked, Branching, branching
from policylang.evaluate.chart import Chart, Said, chart, narrowed
from policylang.evaluate.known import sentences
from policylang.evaluate.labels import ANYTHING_ELSE, variable_label
from policylang.evaluate.residual import residual
from policylang.evaluate.residual_facts import cover
from policylang.picture.model import Branch, Leaf, Question, Tree
from policylang.picture.order import numbered
from policylang.semantics.completions import Completions
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.policy import Path
from policylang.semantics.types import SetOf

MOST_QUESTIONS = 150
"""A tree with more questions is not drawn unless more are asked for."""

_MOST_ADVISED = 3
_MOST_TRIED = 16
_PREVAILING = {"prohibited": "a clause permits it too, and prohibition prevails",
               "permitted": "a clause prohibits it too, and permission prevails"}  # fmt: skip


class Drawn(NamedTuple):
    """What a tree is drawn from: the compiled policy, the cells that are left of what is known, and the questions."""

    program: Program
    known: Mapping[Variable, Cells]
    branching: Branching


def to_tree(
    program: Program,
    knowledge: Knowledge,
    day: dt.date,
    *,
    every_clause: bool = False,
    most: int = MOST_QUESTIONS,
    given: str | None = None,
    at_once: bool = False,
) -> Tree:
    """Return the tree of questions that decides every completion of a case on a day.

    Args:
        program: The compiled policy.
        knowledge: What is known, and so not asked.
        day: The date of the decision.
        every_clause: Whether leaves name all clauses that decide, and not only the one that governs.
        most: How many questions there may be.
        given: Words for what is known; where left out, it is told fact by fact, as far as it can matter.
        at_once: Whether a tree that is far too large is refused at once, without looking for what would make it small.

    Raises:
        CaseError: No completion of the case is possible.
        TooLargeError: There would be more questions, or the outcome has no diagram; the helps say what to give first.
    """
    drawn = draw(program, knowledge, day, every_clause=every_clause, most=most, at_once=at_once)
    policy = program.policy
    subtitle = _subtitle(program, _told(program, knowledge, day) if given is None else given, day)
    tree = Tree(policy.title or policy.name, subtitle, drawn.branching.root, in_words(drawn))
    return numbered(tree)


def in_words(drawn: Drawn) -> dict[int, Question | Leaf]:
    """Return the questions and leaves in the words of the policy, by the nodes that they come from."""
    words = _Words(drawn)
    return {
        key: words.question(key, node) if isinstance(node, Asked) else words.leaf(key, node)
        for key, node in drawn.branching.nodes.items()
    }


def draw(
    program: Program,
    knowledge: Knowledge,
    day: dt.date,
    *,
    every_clause: bool = False,
    most: int = MOST_QUESTIONS,
    at_once: bool = False,
) -> Drawn:
    """Return the questions of the tree, before they are put into words.

    Raises:
        CaseError: No completion of the case is possible.
        TooLargeError: As `to_tree`.
    """
    if program.roots.verdicts[0] is None and knowledge.known:
        program, knowledge = compile_policy(residual(program.policy, knowledge, day)), Knowledge({})
    known = program.domain.known(program.domain.left(knowledge, day))
    known[DAY] = 1 << program.domain.day_cell(day)
    made = chart(program, known, every_clause=every_clause, most=most if at_once else None)
    if made is None:
        raise TooLargeError(_without_diagram(program), helps=(_first_to_give(program, known),))
    if made.is_impossible:
        _refuse(program, knowledge, day)
    questions = branching(program, made, known)
    if questions.questions > most:
        said = f"the tree has {questions.questions:,} questions, and {most:,} may be drawn"
        if at_once:
            raise TooLargeError(said)
        raise TooLargeError(
            said, helps=(_advice(program, made, known), f"or allow for {questions.questions:,} questions")
        )
    return Drawn(program, known, questions)


def _refuse(program: Program, knowledge: Knowledge, day: dt.date) -> None:
    """Raise the error that names the `always` that a case breaks."""
    Completions([voice.policy for voice in program.whole.voices], knowledge, day)


# ---------------------------------------------------------------- in words


class _Words:
    """Questions and leaves in the words of the policy."""

    def __init__(self, drawn: Drawn) -> None:
        self.program = drawn.program
        self.policy = drawn.program.policy
        self.domain = drawn.program.domain
        paths = {each.path for each in self.domain.variables if each.path is not None and each.kind != "member"}
        self._often = Counter(self._own_question(path) for path in paths)

    def question(self, key: int, asked: Asked) -> Question:
        """Return a question with its answers."""
        variable = asked.variables[0]
        found = self.domain.variables[variable]
        is_yes_or_no = found.kind != "value" or found.cells == ((False,), (True,))
        ways = sorted(asked.ways, key=lambda way: -way.cells if is_yes_or_no else way.cells & -way.cells)
        if found.kind == "member":
            branches = tuple(Branch("yes" if way.cells == 1 << YES else "no", way.to) for way in ways)
            return Question(key, self._members(asked), "", branches)
        labels = answers(self.policy, self.domain, variable, [way.cells for way in ways])
        labelled = [Branch(label, way.to) for label, way in zip(labels, ways, strict=True)]
        branches = tuple(sorted(labelled, key=lambda branch: branch.label == ANYTHING_ELSE))
        return Question(key, variable_label(self.policy, self.domain, variable), self._asks(variable), branches)

    def _members(self, asked: Asked) -> str:
        """Return what is asked about a set: `functions include any of verification, identification`."""
        found = [self.domain.variables[variable] for variable in asked.variables]
        path = _path(found[0].path)
        type_ = self.domain.slot(path).type
        assert isinstance(type_, SetOf)  # noqa: S101 - only sets have members
        names = list(cover(frozenset(leaf for each in found for leaf in each.alike), type_.outline))
        several = "all of " if asked.all else "any of " if len(names) > 1 else ""
        return f"{self.policy.text(path)} include {several}{', '.join(names)}"

    def _asks(self, variable: Variable) -> str:
        """Return the question of a fact, or of the thing around it; both, where other facts have the same question."""
        path = _path(self.domain.variables[variable].path)
        own = self._own_question(path)
        asked = [slot.asks for slot in self.policy.around(path) if slot.asks]
        if self._often[own] == 1 or len(asked) == 1:
            return own
        return " ".join([*(_first_sentence(asks) for asks in reversed(asked[1:])), own]).strip()

    def _own_question(self, path: Path) -> str:
        return next((slot.asks for slot in self.policy.around(path) if slot.asks), "")

    def leaf(self, key: int, said: Said) -> Leaf:
        """Return where a tree ends: the outcome, and what it is by."""
        by_clauses = said.basis in ("clauses", "conflict rule")
        title = "Not prohibited" if said.outcome == "permitted" and not by_clauses else said.outcome.capitalize()
        return Leaf(key, said.outcome, title, tuple(self._basis(said)))

    def _basis(self, said: Said) -> Iterator[str]:
        if said.basis == "outside scope":
            yield "outside its scope"
        elif said.basis == "default":
            yield "no clause prohibits it" if said.outcome == "permitted" else "no clause permits it"
        else:
            yield f"by {', '.join(map(self._clause, said.clauses))}"
            if len(said.clauses) == 1:
                yield self.program.rules[said.clauses[0]].clause.summary
            if said.basis == "conflict rule":
                yield _PREVAILING[said.outcome]

    def _clause(self, number: int) -> str:
        rule = self.program.rules[number]
        own = rule.voice.policy.name == self.policy.name
        return rule.clause.name if own else f"{rule.voice.policy.name}.{rule.clause.name}"


def _subtitle(program: Program, given: str, day: dt.date) -> str:
    """Return the day, the edition in force on it, and what is given."""
    editions = [f"edition {edition.name}" for edition in program.policy.editions if edition.period.contains(day)]
    return "; ".join([", ".join([f"on {day.isoformat()}", *editions]), *([given] if given else [])])


def _told(program: Program, knowledge: Knowledge, day: dt.date) -> str:
    """Return what is known, fact by fact, as far as it can matter on a day."""
    policy = program.policy
    asked = _asked_on(program, day)
    names = [policy.text(path) for path in knowledge.known if not asked.isdisjoint(program.domain.of_path(path))]
    given = ", ".join(sentences(policy, knowledge, names))
    return f"where {given}" if given else ""


def _asked_on(program: Program, day: dt.date) -> set[Variable]:
    """Return the variables that the outcome, or whether a clause stands, can depend on that day; all, if in doubt."""
    nodes = (program.roots.verdicts[0], *program.roots.stands)
    roots = [node for node in nodes if node is not None]
    if len(roots) < len(nodes):
        return set(range(len(program.domain.variables)))
    diagrams = Diagrams(program.domain.sizes, order=program.diagrams.order)
    known = {DAY: 1 << program.domain.day_cell(day)}
    return set(support(diagrams, restrict(program.diagrams, roots, known, into=diagrams)))


def _first_sentence(text: str) -> str:
    question, mark, _ = text.partition("?")
    return question + mark


def _path(path: Path | None) -> Path:
    assert path is not None  # noqa: S101 - the day is given, and is not asked
    return path


# ---------------------------------------------------------------- what to give first


def _without_diagram(program: Program) -> str:
    name = f"`{program.policy.name}`"
    if program.roots.verdicts[0] is None:
        return f"the outcome of {name} has no diagram, which would be too large, and so no tree"
    return f"the tree of {name} would be too large to be made"


def _first_to_give(program: Program, known: Mapping[Variable, Cells]) -> str:
    """Return which facts to give where nothing can be drawn: those that the policy asks for most."""
    order = (variable for variable in program.diagrams.order if variable not in known)
    paths = (program.domain.variables[variable].path for variable in order)
    names = dict.fromkeys(program.policy.text(path) for path in paths if path is not None)
    return f"say more of the case, first {_either(list(names)[:_MOST_ADVISED])}"


def _either(names: Sequence[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " or ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


def _advice(program: Program, made: Chart, known: Mapping[Variable, Cells]) -> str:
    """Return which facts make a tree that is too large the smallest, once they are given."""
    tried = {path: _left_by(program, made, known, path) for path in _most_asked(program, made)}
    best = sorted(tried, key=lambda path: tried[path])[:_MOST_ADVISED]
    listed = _either([program.policy.text(path) for path in best])
    return f"give {listed}: the first of them leaves about {tried[best[0]]:,}"


def _most_asked(program: Program, made: Chart) -> Sequence[Path]:
    """Return the paths that are asked, the most frequent first."""
    asked: dict[Path, int] = {}
    for node in made.nodes:
        if not made.diagrams.is_leaf(node):
            path = _path(program.domain.variables[made.diagrams.variable[node]].path)
            asked[path] = asked.get(path, 0) + 1
    return sorted(asked, key=lambda path: -asked[path])[:_MOST_TRIED]


def _left_by(program: Program, made: Chart, known: Mapping[Variable, Cells], path: Path) -> int:
    """Return how many questions are left once a fact is given: for the value, or the one member, that leaves most."""
    variables = program.domain.of_path(path)
    none = dict.fromkeys(variables, 1 << NO)
    several = len(variables) > 1
    trials = [none] if several else []
    for variable in variables:
        left = known.get(variable, program.domain.variables[variable].everything)
        cells = range(program.domain.variables[variable].size)
        wanted = [YES] if several else [cell for cell in cells if left >> cell & 1]
        trials += [{**none, variable: 1 << cell} for cell in wanted if left >> cell & 1]
    return max(narrowed(made, trial).size[0] for trial in trials)
