"""The small policy in plain Python: what cases can tell, the function that people write by hand, seeded cases.

Nine facts and three clauses: two prohibit, one requires that a person reviews what is found. An *answer* is
the outcome, all clauses that it rests on, and the duties of a use that is permitted.
"""

import random
from typing import Any

Case = dict[str, Any]
Answer = tuple[str, tuple[str, ...], tuple[str, ...]]

PARTIES = ("police_department", "law_enforcement_other", "company", "individual")
VALUES: dict[str, tuple[Any, ...]] = {
    "service": ("azure_openai", "azure_face", "other"),
    "purposes": ("facial_recognition", "audio_summary", "translation", "other"),
    "used_by": PARTIES,
    "used_for": PARTIES,
    "country": ("us", "gb", "fr", "de", "other"),
    "realtime": (False, True),
    "camera": ("no_camera", "body_worn", "dash_mounted", "handheld", "fixed"),
    "environment": ("controlled", "uncontrolled"),
    "human_review": (False, True),
}
"""What a case tells of each fact: one of these, and of `purposes` a list of them."""

CLAUSES = ("us_police", "live_mobile", "review")
NOTHING: Answer = ("permitted", (), ())
REVIEW: Answer = ("permitted", ("review",), ("human_review",))
US_POLICE: Answer = ("prohibited", ("us_police",), ())
LIVE_MOBILE: Answer = ("prohibited", ("live_mobile",), ())
BOTH: Answer = ("prohibited", ("us_police", "live_mobile"), ())

MOVING = frozenset({"body_worn", "dash_mounted", "handheld"})
ENFORCEMENT = frozenset({"police_department", "law_enforcement_other"})


def by_hand(case: Case) -> Answer:
    """Return the answer as a hurried programmer has it: ready-made answers, and nothing is validated."""
    if "facial_recognition" not in case["purposes"]:
        return NOTHING
    if case["service"] == "azure_openai":
        used_by, used_for = case["used_by"], case["used_for"]
        us = case["country"] == "us" and (used_by == "police_department" or used_for == "police_department")
        if (
            case["realtime"]
            and case["environment"] == "uncontrolled"
            and case["camera"] in MOVING
            and (used_by in ENFORCEMENT or used_for in ENFORCEMENT)
        ):
            return BOTH if us else LIVE_MOBILE
        if us:
            return US_POLICE
    return NOTHING if case["human_review"] else REVIEW


ALLOWED = tuple((name, frozenset(values)) for name, values in VALUES.items())


def by_hand_validating(case: Case) -> Answer:
    """Return the answer of `by_hand`, after a loop that refuses what no case can tell.

    Raises:
        ValueError: A fact is missing or unknown, or has a value that it does not take.
    """
    if len(case) != len(ALLOWED):
        raise ValueError("a fact is missing, or there is one too many")
    for name, allowed in ALLOWED:
        if name not in case:
            raise ValueError(f"{name} is missing")
        value = case[name]
        if name == "purposes":
            if not allowed.issuperset(value):
                raise ValueError(f"{name} got {value!r}")
        elif value not in allowed:
            raise ValueError(f"{name} got {value!r}")
    return by_hand(case)


def answer(applying: frozenset[str]) -> Answer:
    """Return the answer where just these clauses apply."""
    prohibiting = tuple(name for name in CLAUSES[:2] if name in applying)
    if prohibiting:
        return ("prohibited", prohibiting, ())
    return REVIEW if "review" in applying else NOTHING


def read_plainly(case: Case) -> Answer:
    """Return the answer by reading clause after clause, to check every other side against."""
    parties = {case["used_by"], case["used_for"]}
    faces = "facial_recognition" in case["purposes"]
    azure = case["service"] == "azure_openai"
    moving = case["camera"] in {"body_worn", "dash_mounted", "handheld"}
    holds = {
        "us_police": azure and faces and case["country"] == "us" and "police_department" in parties,
        "live_mobile": azure and faces and case["realtime"] and moving and case["environment"] == "uncontrolled"
        and any(party in parties for party in ("police_department", "law_enforcement_other")),
        "review": faces and not case["human_review"],
    }  # fmt: skip
    return answer(frozenset(name for name, held in holds.items() if held))


def cases(count: int = 1000, *, seed: int = 20240501) -> list[Case]:
    """Return seeded cases that tell every fact; every second one lies where the prohibitions are."""
    rng = random.Random(seed)
    found = []
    for number in range(count):
        case: Case = {name: rng.choice(values) for name, values in VALUES.items()}
        case["purposes"] = [value for value in VALUES["purposes"] if rng.random() < 0.5]
        if number % 2:
            _draw_near(rng, case)
        found.append(case)
    return found


def _draw_near(rng: random.Random, case: Case) -> None:
    case["service"] = "azure_openai"
    case["purposes"] = sorted({*case["purposes"], "facial_recognition"})
    case["used_by"] = rng.choice(["police_department", "law_enforcement_other", "company"])
    case["country"] = rng.choice(["us", "gb"])
    case["environment"] = rng.choice(["uncontrolled", "uncontrolled", "controlled"])
    case["camera"] = rng.choice(["body_worn", "dash_mounted", "handheld", "fixed"])
    case["realtime"] = rng.random() < 0.7
