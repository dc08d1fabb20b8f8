"""What a policy's files assert of all cases, tried: each assertion with its proof, and those that fail as findings."""

from collections.abc import Iterable, Iterator

from policylang.analyse.ask.prove import Proof, prove
from policylang.analyse.check.telling import not_decided
from policylang.diagnostics.model import Diagnostic, Label
from policylang.semantics.assertion import Assertion
from policylang.semantics.policy import Policy


def proof_of(policy: Policy, assertion: Assertion) -> Proof:
    """Return whether an assertion holds of a policy, on all days."""
    return prove(policy, assertion.statement, said=assertion.said)


def assertion_findings(policy: Policy, assertions: Iterable[Assertion]) -> Iterator[Diagnostic]:
    """Yield an error for each assertion that does not hold, with a case against it, and a note where it is not known.

    Args:
        policy: The policy that they are about.
        assertions: The assertions; those of a file that was read, so that each has a place.
    """
    for each in assertions:
        if each.place is None:
            continue
        proof = proof_of(policy, each)
        if proof.verdict == "undecided":
            yield not_decided(each.place, f"whether the assertion `{each.name}` holds")
        elif proof.verdict == "refuted":
            said = f"the assertion `{each.name}` does not hold: {each.said}"
            label = Label(each.place, "not so in every case")
            yield Diagnostic("P0510", said, label, notes=tuple(told(proof)))


def told(proof: Proof) -> Iterator[str]:
    """Yield the cases against a statement, each as a scenario."""
    policies = {each.decision.policy for each in proof.against}
    if len(policies) > 1:
        ours, theirs = proof.against
        yield f"`{theirs.decision.policy}` says {theirs.decision.outcome} of this case:\n{ours.scenario.rstrip()}"
        return
    for number, each in enumerate(proof.against):
        lead = "and of one that differs in this fact alone" if number else "the policy decides so of this case"
        yield f"{lead}:\n{each.scenario.rstrip()}"
