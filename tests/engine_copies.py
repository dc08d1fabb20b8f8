"""Evaluators made otherwise than they are for a caller: searching for all, saved and loaded, with diagrams missing."""

from random import Random

from policylang.core import artifact
from policylang.core.program import Program, Roots, outermost_first
from policylang.diagram.manager import Node
from policylang.evaluate.account import Account
from policylang.evaluate.case import Case
from policylang.evaluate.evaluator import Evaluator
from policylang.evaluate.search import SearchAccount
from policylang.semantics.reference import Provision


class Searching(Evaluator):
    """Searches wherever something is unknown, as it is done where the outcome has no diagram."""

    def account(self, case: Case) -> Account:
        """Return the account of a case of which something may be unknown."""
        return SearchAccount(self.atoms, case)


def starved(program: Program, random: Random) -> Program:
    """Return a program in which some diagrams are missing, as where they would be too large, and all made of them."""
    roots = program.roots
    number = program.number
    share = random.choice((0.3, 0.7, 1.0))

    def some(nodes: tuple[Node | None, ...]) -> list[Node | None]:
        return [None if random.random() < share else node for node in nodes]

    lines, speaks = some(roots.lines), list(roots.speaks)
    for place, voice in enumerate(program.voices):
        around = [speaks[program.voice_number[each]] for each in voice.incorporated_by]
        if None in around or (voice.policy.applies is not None and random.random() < share / 3):
            speaks[place] = None
    alone = some(roots.alone)
    for rule in program.rules:
        if speaks[program.voice_number[rule.voice]] is None:
            alone[number[rule]] = None
    applies, stands = list(roots.applies), list(roots.stands)

    def is_missing(rules: tuple[Provision, ...]) -> bool:
        return any(stands[number[each]] is None for each in rules)

    for rule in outermost_first(program.rules):
        if alone[number[rule]] is None or is_missing(tuple(rule.under)):
            applies[number[rule]] = None
        if applies[number[rule]] is None or is_missing(tuple(rule.prevailing)):
            stands[number[rule]] = None
    verdicts = [
        None
        if any(
            speaks[program.voice_number[voice]] is None or is_missing(tuple(voice.provisions)) for voice in whole.voices
        )
        else node
        for whole, node in zip(program.wholes, roots.verdicts, strict=True)
    ]
    possible = None if None in lines else roots.possible
    states = tuple(tuple(some(each)) for each in roots.states)
    left = Roots(
        possible, tuple(lines), tuple(speaks), tuple(alone), tuple(applies), tuple(stands), tuple(verdicts), states
    )
    return Program(program.policy, program.whole, program.domain, program.diagrams, left)


def saved_and_loaded(program: Program) -> Evaluator:
    """Return what decides after the policy was saved and loaded, with the index that was saved with it."""
    loaded = artifact.read(artifact.write(program, {}), name="a policy")
    return Evaluator(loaded.program)
