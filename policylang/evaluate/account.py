"""What an evaluator can say of a case: the answers that a decision is written from, whoever gives them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from policylang.semantics.decision import Basis, Certainty, DutyState
from policylang.semantics.policy import Advice, Duty, Outcome, Path
from policylang.semantics.reference import Provision, Voice
from policylang.semantics.whole import Whole


class Lifting(NamedTuple):
    """That a clause applies and does not stand, and the clauses that stand and prevail over it."""

    certainty: Certainty
    by: tuple[Provision, ...]


class Due(NamedTuple):
    """That a duty is due, and the state that it has in every possible completion in which it is due."""

    voice: Voice
    duty: Duty
    certainty: Certainty
    state: DutyState


class Given(NamedTuple):
    """That an advice is given."""

    voice: Voice
    advice: Advice
    certainty: Certainty


class Account(Protocol):
    """The answers about one case on one day, each worked out when it is asked for.

    A whole is the policy with what it incorporates, or a row of it. Clauses come in the order of their documents.
    """

    @property
    def is_possible(self) -> bool:
        """Whether some completion of the case is possible; nothing else may be asked where none is."""

    @property
    def has_limit(self) -> bool:
        """Whether there is a limit that can be met."""

    @property
    def limit(self) -> str | None:
        """The limit that was met so far, in words."""

    def outcomes(self, whole: Whole) -> tuple[Outcome, ...]:
        """Return the possible outcomes, mildest first."""

    def bases(self, whole: Whole) -> tuple[Basis, ...]:
        """Return every basis that a possible outcome can have, the strongest first."""

    def standing(self, whole: Whole) -> Mapping[Provision, Certainty]:
        """Return the clauses that stand in some possible completion."""

    def lifted(self, whole: Whole) -> Mapping[Provision, Lifting]:
        """Return the clauses that apply and do not stand in some possible completion."""

    def against(self, whole: Whole) -> Mapping[Provision, Certainty]:
        """Return the clauses that stand in some possible completion which has another outcome."""

    def duties(self, whole: Whole) -> Iterable[Due]:
        """Return the duties that are due in some possible completion."""

    def advice(self, whole: Whole) -> Iterable[Given]:
        """Return the advice that is given in some possible completion."""

    def open_paths(self, whole: Whole) -> tuple[Path, ...]:
        """Return what can still change the outcome, the one to ask for first."""

    def judged(self, whole: Whole) -> tuple[Path, ...]:
        """Return the judged facts among those given that the outcome would be lost without, other facts given."""
