"""What is so in a total case, as plain numbers: what every evaluator of total cases ends with."""

from typing import NamedTuple

from policylang.core.program import Rule, Verdict
from policylang.semantics.decision import DutyState


class Truth(NamedTuple):
    """What is so in a total case: which clauses apply and stand, by number, each outcome, and the states of duties.

    `verdicts` are those of the whole and its rows; `due` the duties that are due, by number, with their states.
    """

    applying: tuple[Rule, ...]
    standing: tuple[Rule, ...]
    verdicts: tuple[Verdict, ...]
    due: tuple[tuple[int, DutyState], ...]
