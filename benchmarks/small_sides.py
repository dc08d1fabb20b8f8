"""The sides of the small comparison: policylang, two functions written by hand, and other engines from Python.

Each side is set up once in the fastest way that was found for it, and then takes a case as a plain `dict`.
Peers give an `Answer`. policylang gives a decision, which says more: duties also of a use that is
prohibited, citations, what is open. What is compared is what all can say.
"""

import datetime as dt
import os
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Any, NamedTuple

import small_cases
from small_cases import CLAUSES, REVIEW, Answer, Case

POLICY = os.path.join(os.path.dirname(__file__), "small.pol")
OURS = "policylang"
FOR_A_DAY = "policylang, for a day"
DAY = dt.date(2024, 5, 10)

FROM_FLAGS = {
    flags: small_cases.answer(frozenset(name for name, flag in zip(CLAUSES, flags, strict=True) if flag))
    for flags in product((False, True), repeat=3)
}
"""The answers, by whether each clause applies: for engines that say this and no more."""


class Side(NamedTuple):
    """One side: how it decides a case, how its answer is read, and what has to be said about it."""

    name: str
    decide: Callable[..., Any]
    note: str = ""
    is_peer: bool = True

    def answer(self, case: Case) -> Answer:
        """Return its answer to a case."""
        if self.name == OURS:
            return from_decision(self.decide(case, on=DAY))
        return from_decision(self.decide(case)) if self.name == FOR_A_DAY else self.decide(case)

    def decide_all(self, cases: Iterable[Case]) -> None:
        """Decide cases, and read of each the outcome and the clauses: what is timed."""
        decide = self.decide
        if self.name == OURS:
            for case in cases:
                decision = decide(case, on=DAY)
                _ = decision.outcome
                _ = decision.stands
        elif self.name == FOR_A_DAY:
            for case in cases:
                decision = decide(case)
                _ = decision.outcome
                _ = decision.stands
        else:
            for case in cases:
                answer = decide(case)
                _ = answer[0]
                _ = answer[1]


def from_decision(decision: Any) -> Answer:  # noqa: ANN401 - a decision of policylang, imported where it is made
    """Return the answer in a decision: its outcome, the clauses that it rests on, and duties if it is permitted."""
    if decision.outcome != "permitted":
        return (decision.outcome, tuple(each.name for each in decision.stands if each.effect == "prohibits"), ())
    return ("permitted", tuple(each.name for each in decision.stands), tuple(duty.name for duty in decision.duties))


def sides() -> tuple[list[Side], dict[str, str]]:
    """Return all sides that are installed, and for the others why they are not there."""
    found: list[Side] = [
        Side("by hand", small_cases.by_hand, "validates nothing", is_peer=False),
        Side("by hand, validating", small_cases.by_hand_validating, is_peer=False),
    ]
    missing = {}
    for name, set_up in SET_UPS.items():
        try:
            found.append(set_up(name))
        except ImportError as error:
            missing[name] = f"not there: {error}"
    return found, missing


def _policylang(name: str) -> Side:
    import policylang

    return Side(name, policylang.load(POLICY).decide, "validates, and decides with gaps", is_peer=False)


def _for_a_day(name: str) -> Side:
    import policylang

    return Side(
        name, policylang.load(POLICY).decider(on=DAY), "the same, by `decider`: the day is given once", is_peer=False
    )


PARTY = '(used_by == "police_department" {or_} used_for == "police_department")'
ENFORCER = "({} {{or_}} {})".format(
    *(f'{fact} in ["police_department", "law_enforcement_other"]' for fact in ("used_by", "used_for"))
)
CONDITIONS = (
    f'service == "azure_openai" {{and_}} "facial_recognition" in purposes {{and_}} country == "us" {{and_}} {PARTY}',
    'service == "azure_openai" {and_} "facial_recognition" in purposes {and_} realtime {and_} '
    'camera in ["body_worn", "dash_mounted", "handheld"] {and_} environment == "uncontrolled" {and_} ' + ENFORCER,
    '"facial_recognition" in purposes {and_} {not_}human_review',
)
"""What the clauses ask, for the languages that differ in little but their words for and, or, and not."""

ZEN_WORDS = {"and_": "and", "or_": "or", "not_": "not "}
C_WORDS = {"and_": "&&", "or_": "||", "not_": "!"}


def _conditions(words: Mapping[str, str]) -> list[str]:
    return [each.format(**words) for each in CONDITIONS]


def _zen_expression(name: str) -> Side:
    import zen

    evaluate = zen.compile_expression(f"[{', '.join(_conditions(ZEN_WORDS))}]").evaluate
    return Side(name, lambda case: FROM_FLAGS[tuple(evaluate(case))], "says yes or no for each clause, no names")


def _zen_table(name: str) -> Side:
    import zen

    asks = {
        "service": "service",
        "faces": 'contains(purposes, "facial_recognition")',
        "country": "country",
        "realtime": "realtime",
        "camera": "camera",
        "environment": "environment",
        "human_review": "human_review",
        "police": PARTY.format(**ZEN_WORDS),
        "enforcer": ENFORCER.format(**ZEN_WORDS),
    }
    azure = {"service": '"azure_openai"', "faces": "true"}
    live = {"realtime": "true", "environment": '"uncontrolled"', "camera": '"body_worn", "dash_mounted", "handheld"'}
    rules = [
        {**azure, "country": '"us"', "police": "true"},
        {**azure, **live, "enforcer": "true"},
        {"faces": "true", "human_review": "false"},
    ]
    rows = [{"_id": clause, **rule, "clause": f'"{clause}"'} for clause, rule in zip(CLAUSES, rules, strict=True)]
    # What `create_decision` returns takes five to ten times as long.
    evaluate = zen.ZenEngine({"loader": {"type": "static", "content": {"small": zen_table(asks, rows)}}}).evaluate

    def decide(case: Case) -> Answer:
        return small_cases.answer(frozenset([row["clause"] for row in evaluate("small", case)["result"]]))

    return Side(name, decide, "hit policy collect, from the static loader")


def zen_table(asks: Mapping[str, str], rows: list[dict[str, str]]) -> dict[str, Any]:
    """Return a decision table of the zen engine that collects the `clause` of every row that holds."""
    inputs = [{"id": name, "name": name, **({"field": field} if field else {})} for name, field in asks.items()]
    outputs = [{"id": "clause", "name": "clause", "field": "clause"}]
    at = {"position": {"x": 0, "y": 0}}
    content = {"hitPolicy": "collect", "inputs": inputs, "outputs": outputs, "rules": rows}
    return {
        "nodes": [
            {"id": "from", "name": "from", "type": "inputNode", **at},
            {"id": "table", "name": "table", "type": "decisionTableNode", "content": content, **at},
            {"id": "to", "name": "to", "type": "outputNode", **at},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "from", "targetId": "table"},
            {"id": "2", "type": "edge", "sourceId": "table", "targetId": "to"},
        ],
    }


def _cel_rust(name: str) -> Side:
    import cel

    execute = cel.compile(f"[{', '.join(_conditions(C_WORDS))}]").execute
    return Side(name, lambda case: FROM_FLAGS[tuple(execute(case))], "says yes or no for each clause, no names")


def _cel_python(name: str) -> Side:
    import celpy

    environment = celpy.Environment(runner_class=celpy.CompiledRunner)
    program = environment.program(environment.compile(f"[{', '.join(_conditions(C_WORDS))}]"))

    def decide(case: Case) -> Answer:
        flags = program.evaluate(celpy.json_to_cel(case))
        for flag in flags:
            if isinstance(flag, celpy.CELEvalError):  # an error inside a list is passed on as a value
                raise flag
        return FROM_FLAGS[tuple(bool(flag) for flag in flags)]

    return Side(name, decide, "compiled; says yes or no for each clause, no names")


CEDAR = """
@id("otherwise") permit (principal, action, resource);
@id("us_police") forbid (principal, action, resource) when {
    context.service == "azure_openai" && context.purposes.contains("facial_recognition") && context.country == "us" &&
    (context.used_by == "police_department" || context.used_for == "police_department")
};
@id("live_mobile") forbid (principal, action, resource) when {
    context.service == "azure_openai" && context.purposes.contains("facial_recognition") && context.realtime &&
    ["body_worn", "dash_mounted", "handheld"].contains(context.camera) && context.environment == "uncontrolled" &&
    (["police_department", "law_enforcement_other"].contains(context.used_by) ||
     ["police_department", "law_enforcement_other"].contains(context.used_for))
};
@id("review") permit (principal, action, resource) when {
    context.purposes.contains("facial_recognition") && !context.human_review
};
"""
CEDAR_REQUEST = {
    "principal": {"type": "User", "id": "any"},
    "action": {"type": "Action", "id": "use"},
    "resource": {"type": "Service", "id": "any"},
}


def _cedarpy(name: str) -> Side:
    import cedarpy

    policies, entities = cedarpy.PolicySet.from_str(CEDAR), cedarpy.Entities.from_json_str("[]")

    def decide(case: Case) -> Answer:
        found = cedarpy.is_authorized({**CEDAR_REQUEST, "context": case}, policies, entities)
        named = found.diagnostics.id_annotations_by_reason.values()
        clauses = tuple(clause for clause in CLAUSES if clause in named)
        duties = REVIEW[2] if "review" in clauses else ()
        return ("permitted" if found.allowed else "prohibited", clauses, duties)

    return Side(name, decide, "parsed once; no duties: `review` is a permit that is looked for")


REGO = """
package small
import rego.v1
applying contains "us_police" if {
    input.service == "azure_openai"; "facial_recognition" in input.purposes; input.country == "us"; police
}
applying contains "live_mobile" if {
    input.service == "azure_openai"; "facial_recognition" in input.purposes; input.realtime
    input.camera in {"body_worn", "dash_mounted", "handheld"}; input.environment == "uncontrolled"; enforcer
}
applying contains "review" if { "facial_recognition" in input.purposes; not input.human_review }
police if input.used_by == "police_department"
police if input.used_for == "police_department"
enforcer if input.used_by in {"police_department", "law_enforcement_other"}
enforcer if input.used_for in {"police_department", "law_enforcement_other"}
"""


def _regopy(name: str) -> Side:
    import regopy

    rego = regopy.Interpreter()
    rego.add_module("small", REGO)
    bundle = rego.build("data.small.applying")

    def decide(case: Case) -> Answer:
        rego.set_input(case)
        return small_cases.answer(frozenset(rego.query_bundle(bundle).results[0].expressions[0]))

    return Side(name, decide, "rego-cpp, as a bundle")


CASBIN = """
[request_definition]
r = case
[policy_definition]
p = any
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = {}
"""


def _pycasbin(name: str) -> Side:
    import casbin

    enforcers, facts = [], "|".join(small_cases.VALUES)
    for condition in _conditions(C_WORDS):
        model = casbin.Model()
        model.load_model_from_text(CASBIN.format(re.sub(rf"(?<!\")\b({facts})\b(?!\")", r"r.case.\1", condition)))
        enforcers.append(casbin.Enforcer(model).enforce)
    return Side(
        name,
        lambda case: FROM_FLAGS[tuple(enforce(case) for enforce in enforcers)],
        "an enforcer for each clause: one names only one rule",
    )


SET_UPS: dict[str, Callable[[str], Side]] = {
    OURS: _policylang,
    FOR_A_DAY: _for_a_day,
    "zen-engine, expression": _zen_expression,
    "zen-engine, table": _zen_table,
    "CEL in Rust": _cel_rust,
    "cedarpy": _cedarpy,
    "regopy": _regopy,
    "pycasbin": _pycasbin,
    "cel-python": _cel_python,
}
"""All sides but those by hand, by name, with what sets them up."""

PACKAGES = {
    OURS: OURS,
    "zen-engine": "zen-engine",
    "CEL in Rust": "common-expression-language",
    "cedarpy": "cedarpy",
    "regopy": "regopy",
    "pycasbin": "pycasbin",
    "cel-python": "cel-python",
}
"""What each peer is called where packages are installed from."""
