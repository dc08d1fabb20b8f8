"""What each side of the small comparison says when the case that it is given is faulty, or not complete.

    python benchmarks/fail_open.py

The case must be prohibited, because of its country. Then the country is misspelt, and then it is missing. An engine
that answers *permitted* fails open: it takes what it does not understand, or was not told, for a no.
"""

import argparse
from collections.abc import Sequence

import small_cases
from small_sides import DAY, OURS, Side, sides

import policylang

CASE: small_cases.Case = {
    "service": "azure_openai",
    "purposes": ["facial_recognition"],
    "used_by": "police_department",
    "used_for": "police_department",
    "country": "us",
    "realtime": False,
    "camera": "fixed",
    "environment": "controlled",
    "human_review": True,
}
MISSPELT = {**CASE, "country": "US"}
MISSING = {name: value for name, value in CASE.items() if name != "country"}


def main() -> None:
    """Print what each side says, and which fail open."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    found, missing = sides()
    print(f"{'side':>24} {'complete':>12} {'misspelt':>14} {'missing':>14}")
    for side in found:
        assert side.answer(CASE) == small_cases.US_POLICE, side.name
        print(f"{side.name:>24} {said(side, CASE):>12} {said(side, MISSPELT):>14} {said(side, MISSING):>14}")
    for name, why in missing.items():
        print(f"{name:>24} {why}")
    for what, case in (("misspelt", MISSPELT), ("missing", MISSING)):
        print(f"{what}: {open_sides(found, case)}")
    tell_ours(next(side for side in found if side.name == OURS))


def said(side: Side, case: small_cases.Case) -> str:
    """Return the outcome that a side gives, or that it refuses the case."""
    try:
        return side.answer(case)[0]
    except Exception as error:  # noqa: BLE001 - whatever an engine raises, it did not answer
        return f"({type(error).__name__})"


def open_sides(found: Sequence[Side], case: small_cases.Case) -> str:
    """Return a line that names the sides that permit a case."""
    names = [side.name for side in found if said(side, case) == "permitted"]
    return f"{len(names)} of {len(found)} fail open" + (f": {', '.join(names)}" if names else "")


def tell_ours(side: Side) -> None:
    """Print what policylang says besides: what is wrong, and what to ask."""
    try:
        side.decide(MISSPELT, on=DAY)
    except policylang.CaseError as error:
        print(f"{OURS} on the misspelt one: {error}")
    question = side.decide(MISSING, on=DAY).next_question
    print(f"{OURS} on the missing one: {question.fact}: {question.asks}")


if __name__ == "__main__":
    main()
