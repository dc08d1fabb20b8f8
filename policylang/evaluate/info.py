"""What there is to know about a policy and about how it is decided: sizes, engines, and what was too large."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from policylang.core.program import Program
from policylang.diagram.manager import Diagrams, Node
from policylang.evaluate.describe import describe
from policylang.evaluate.evaluator import Engine, Evaluator
from policylang.semantics.policy import Edition


class Info(NamedTuple):
    """A policy in figures.

    Attributes:
        policy: Its name.
        title: The title of the document.
        publisher: Who publishes the document.
        digest: The digest of what it means.
        on: The day that `engine` is about.
        editions: The dated states of the document.
        clauses: How many clauses there are, those of incorporated policies included.
        duties: How many duties there are, counted alike.
        incorporated: The names of the policies that it incorporates, directly or not.
        asked: How many facts conditions ask about; a part counts as a fact.
        declared: How many facts a case can give.
        variables: How many yes-or-no questions, values and members the facts come to, the day of the decision included.
        nodes: How many nodes all its diagrams have together.
        outcome_nodes: How many of them the diagram of the outcome has; nothing where it has none.
        outcome_depth: How many variables are asked on the longest path of that diagram.
        order: The facts in the order in which the diagrams ask them.
        engine: How cases are decided on the day.
        too_large: What has no diagram, because it would be too large.
        saved_bytes: How large its saved form is; nothing where that was not asked for.
    """

    policy: str
    title: str | None
    publisher: str | None
    digest: str
    on: dt.date
    editions: tuple[Edition, ...]
    clauses: int
    duties: int
    incorporated: tuple[str, ...]
    asked: int
    declared: int
    variables: int
    nodes: int
    outcome_nodes: int | None
    outcome_depth: int | None
    order: tuple[str, ...]
    engine: Engine
    too_large: tuple[str, ...]
    saved_bytes: int | None = None


def info(evaluator: Evaluator, day: dt.date) -> Info:
    """Return what there is to know about a policy, and about how cases are decided on a day.

    Cost: What the engine of the day takes to be made, where it was not made before.
    """
    program = evaluator.program
    policy, diagrams = program.policy, program.diagrams
    facts = describe(policy).values()
    outcome = program.roots.verdicts[0]
    paths = (program.domain.variables[variable].path for variable in diagrams.order)
    names = {voice.policy.name: None for voice in program.voices}
    return Info(
        policy=policy.name,
        title=policy.title,
        publisher=policy.publisher,
        digest=policy.digest,
        on=day,
        editions=policy.editions,
        clauses=len({(rule.voice.policy.name, rule.clause.name) for rule in program.rules}),
        duties=len({(voice.policy.name, duty.name) for voice in program.voices for duty in voice.policy.duties}),
        incorporated=tuple(name for name in names if name != policy.name),
        asked=sum(each.mentioned for each in facts),
        declared=len(facts),
        variables=len(program.domain.variables),
        nodes=len(diagrams.reachable(program.roots.diagrams)),
        outcome_nodes=None if outcome is None else len(diagrams.reachable([outcome])),
        outcome_depth=None if outcome is None else _longest(diagrams, outcome),
        order=tuple(dict.fromkeys(policy.text(path) for path in paths if path is not None)),
        engine=evaluator.engine(day),
        too_large=tuple(dict.fromkeys(_too_large(program))),
    )


def _longest(diagrams: Diagrams, root: Node) -> int:
    """Return how many variables are asked on the longest path."""
    depth: dict[Node, int] = {}
    for node in diagrams.reachable([root]):
        depth[node] = max((1 + depth[child] for child in diagrams.children[node]), default=0)
    return depth[root]


def _too_large(program: Program) -> Iterator[str]:
    """Yield what has no diagram."""
    roots = program.roots
    for whole, outcome in zip(program.wholes, roots.verdicts, strict=True):
        if outcome is None:
            of_row = "" if whole is program.whole else f" of `{whole.voices[0].policy.name}`"
            yield f"the outcome{of_row}"
    if roots.possible is None:
        yield "where a case can be"
    yield from (f"always `{name}`" for name in _missing((line.name for line in program.always), roots.lines))
    yield from (
        f"the scope of `{name}`" for name in _missing((each.policy.name for each in program.voices), roots.speaks)
    )
    for nodes in (roots.alone, roots.applies, roots.stands):
        yield from (f"clause `{name}`" for name in _missing((rule.clause.name for rule in program.rules), nodes))
    for voice, states in zip(program.voices, roots.states, strict=True):
        yield from (f"duty `{name}`" for name in _missing((duty.name for duty in voice.policy.duties), states))


def _missing(names: Iterable[str], nodes: Iterable[Node | None]) -> Iterator[str]:
    yield from (name for name, node in zip(names, nodes, strict=True) if node is None)
