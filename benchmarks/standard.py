"""What the standard module costs: a decision on six documents at once, beside one on the code of conduct alone.

    python benchmarks/standard.py [--cases 300] [--rounds 15]

Both are compiled, saved and loaded again, and decide the same seeded cases as plain dicts, in turns, on three days.
First of all the row of the code of conduct in every decision of the module must be the decision of that document alone,
clause by clause, and prohibited by one row must mean prohibited altogether. Timed is deciding, and reading the
outcome and the clauses; a ratio is the median of the ratios of the rounds. Cases are complete ones, drawn as a
service would have them, and the same with a quarter of their facts left out.
"""

import argparse
import random
import statistics
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import timing

import policylang
from policylang.evaluate.describe import FactInfo

MODULE = "microsoft.police_and_face_recognition"
ALONE = "microsoft.azure_openai"
DAYS = ("2024-05-10", "2025-06-01", "2026-11-01")
LIMIT = 3
Case = dict[str, Any]


def main() -> None:
    """Print the times of both, and whether the module keeps to its limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    module, alone = saved(MODULE), saved(ALONE)
    complete = cases(module, asked.cases)
    for name, given in (("complete", complete), ("a quarter left out", with_gaps(complete))):
        must_agree(module, alone, given)
        runs = {each.name: partial(decide_all, each, given) for each in (module, alone)}
        taken = timing.in_turns(runs, asked.rounds if name == "complete" else 3)
        times = timing.per_call(taken, dict.fromkeys(runs, len(given) * len(DAYS)))
        for policy, each in times.items():
            print(f"{name:>20} {policy:>40} {statistics.median(each):10.1f} us, best {min(each):.1f}")
        ratio = timing.ratio(times[MODULE], times[ALONE])
        print(timing.met(f"{name}: time of the module to that of the one document", ratio, LIMIT))


def saved(name: str) -> policylang.Policy:
    """Return a policy as it is loaded from its saved form."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "saved.polc"
        policylang.load(name).save(path)
        return policylang.load_saved(path)


def cases(policy: policylang.Policy, count: int) -> list[Case]:
    """Return complete cases as a service would have them: few members in each set, the services that matter often."""
    drawn = random.Random(20261126)
    facts = {name: info for name, info in policy.facts.items() if info.mentioned}
    services = [name for name in facts["service"].values if name.startswith(("azure_", "microsoft_", "github_"))]
    return [{**a_case(drawn, facts), "service": drawn.choice(services)} for _ in range(count)]


def a_case(drawn: random.Random, facts: Mapping[str, FactInfo]) -> Case:
    """Return one value for each fact that is asked; nothing is known of the parts of what is not there."""
    case: Case = {}
    absent: list[str] = []
    for name, info in facts.items():
        if any(name.startswith(f"{thing}.") for thing in absent):
            continue
        if info.kind == "thing":
            if drawn.random() < 1 / 2:
                case[name] = "absent"
                absent.append(name)
        else:
            case[name] = value(drawn, name, info)
    return case


def value(drawn: random.Random, name: str, info: FactInfo) -> object:
    """Return a value of a fact; an agency is a police department only where that can be."""
    if name.endswith("counts_as_police_department"):
        return False
    match info.kind:
        case "yes or no":
            return drawn.random() < 1 / 2
        case "one of":
            return drawn.choice(info.values)
        case "several of":
            return drawn.sample(info.values, drawn.choice((0, 1, 1, 2)))
    raise NotImplementedError(info.kind)


def with_gaps(complete: Sequence[Case]) -> list[Case]:
    """Return the cases with a quarter of their facts left out."""
    drawn = random.Random(4)
    return [
        {name: given for name, given in case.items() if given == "absent" or drawn.random() < 3 / 4}
        for case in complete
    ]


def must_agree(module: policylang.Policy, alone: policylang.Policy, given: Sequence[Case]) -> None:
    """Make sure that the module says of the one document what the document says by itself."""
    count: Counter[str] = Counter()
    for day in DAYS:
        for case in given:
            whole, one = module.decide(case, on=day), alone.decide(case, on=day)
            row = next(each for each in whole.rows if each.policy == ALONE)
            assert (row.outcome, row.bases, standing(row)) == (one.outcome, one.bases, standing(one)), (day, case)
            if any(each.outcome == "prohibited" for each in whole.rows):
                assert whole.outcome == "prohibited", (day, case)
            count[whole.outcome] += 1
    told = ", ".join(f"{outcome} {number}" for outcome, number in sorted(count.items()))
    print(f"the row of {ALONE} is its own decision in {count.total()} decisions of {MODULE} ({told})")


def standing(decision: policylang.Decision) -> list[tuple[str, str]]:
    """Return the clauses that stand, each with whether it does so certainly."""
    return [(each.name, each.certainty) for each in decision.stands]


def decide_all(policy: policylang.Policy, given: Sequence[Case]) -> int:
    """Decide all cases on all days, and read what a service reads."""
    read = 0
    for day in DAYS:
        for case in given:
            decision = policy.decide(case, on=day)
            read += len(decision.outcome) + len(decision.stands)
    return read


if __name__ == "__main__":
    main()
