"""The sides of the large comparison: how each writes generated terms, compiles them, and names what applies.

Each side is written in its own language, as text where it reads text, with one rule for each clause. A peer names
the clauses that apply and no more; what they do is then looked up. policylang gives whole decisions.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from functools import partial
from itertools import compress
from typing import Any, NamedTuple

from small_sides import CEDAR_REQUEST, zen_table
from terms import DUTIES, Case, Clause, Terms, Test

DAY = dt.date(2024, 5, 10)
Decide = Callable[[Case], Any]


class Side(NamedTuple):
    """One side: how it writes terms, how it makes of that text what decides, and how it names the clauses."""

    write: Callable[[Terms], str]
    compile: Callable[[str], Decide]
    named: Callable[[Any], Iterable[str]]
    limit: int = 10_000
    """The most clauses that it is asked to take: more would take it minutes."""


def policy_text(said: Terms) -> str:
    """Return terms as the text of a policy."""
    lines = ["policy terms", '    title      "Generated terms"', "    otherwise  permitted", ""]
    for fact in said.facts:
        takes = f"{fact.kind} of {', '.join(fact.values)}" if fact.values else fact.kind
        lines.append(f"fact {fact.name}: {takes}")
    lines.extend(f'duty duty_{number} "Duty number {number} is met"' for number in range(DUTIES))
    for number, clause in enumerate(said.clauses):
        lines.append(f"clause {clause.name}")
        lines.append(f'    "What clause number {number} of the terms says, in a few words"')
        lines.append(f'    cites      "Section {number // 100}, item {number % 100}"')
        lines.append(f"    requires {clause.duty}" if clause.duty else "    prohibits")
        lines.extend(("    when all of", *(f"        {_asked(test)}" for test in clause.when)))
        if clause.unless:
            lines.append(f"    unless {' and '.join(_asked(test) for test in clause.unless)}")
    return "\n".join(lines) + "\n"


def _asked(test: Test) -> str:
    name = test.fact.name
    if test.fact.kind == "yes or no":
        return name if test.wanted else f"not {name}"
    if test.fact.kind == "several":
        return f"{name} include {test.values[0]}"
    return f"{name} is {test.values[0]}" if len(test.values) == 1 else f"{name} is one of {', '.join(test.values)}"


def _policylang(text: str) -> Decide:
    import policylang

    return partial(policylang.loads(text).decide, on=DAY)


def policy_of(decide: Any) -> Any:  # noqa: ANN401 - policylang is imported where it is compiled with
    """Return the policy under which policylang's side decides."""
    return decide.func.__self__


def _quoted(values: Iterable[str]) -> str:
    return ", ".join(f'"{value}"' for value in values)


def _zen_test(test: Test) -> str:
    if test.fact.kind == "several":
        return f"contains({test.fact.name}, {_quoted(test.values)})"
    return _test(test, negated="not ")


def _test(test: Test, *, negated: str, prefix: str = "") -> str:
    name = prefix + test.fact.name
    if test.fact.kind == "yes or no":
        return name if test.wanted else f"{negated}{name}"
    if test.fact.kind == "several":
        return f"{_quoted(test.values)} in {name}"
    return f"{name} == {_quoted(test.values)}" if len(test.values) == 1 else f"{name} in [{_quoted(test.values)}]"


def _condition(clause: Clause, write: Callable[[Test], str], *, both: str, negated: str) -> str:
    told = both.join(write(test) for test in clause.when)
    return f"{told}{both}{negated}({both.join(write(test) for test in clause.unless)})" if clause.unless else told


def _zen_rows(said: Terms) -> str:
    rows = []
    for clause in said.clauses:
        row = {test.fact.name: _cell(test) for test in clause.when}
        if clause.unless:
            row["unless"] = f"not ({' and '.join(_zen_test(test) for test in clause.unless)})"
        rows.append({"_id": clause.name, **row, "clause": f'"{clause.name}"'})
    return json.dumps(zen_table({**{fact.name: fact.name for fact in said.facts}, "unless": ""}, rows))


def _cell(test: Test) -> str:
    if test.fact.kind == "yes or no":
        return "true" if test.wanted else "false"
    return f"contains($, {_quoted(test.values)})" if test.fact.kind == "several" else _quoted(test.values)


def _zen_table(text: str) -> Decide:
    import zen

    evaluate = zen.ZenEngine({"loader": {"type": "static", "content": {"terms": json.loads(text)}}}).evaluate
    return lambda case: evaluate("terms", case)["result"]


def _listed(said: Terms, conditions: Iterable[str]) -> str:
    """Return JSON of the clauses' names, and of a list of conditions, one for each."""
    return json.dumps([[clause.name for clause in said.clauses], f"[{', '.join(conditions)}]"])


def _zen_list(said: Terms) -> str:
    return _listed(said, (_condition(each, _zen_test, both=" and ", negated="not ") for each in said.clauses))


def _zen_expression(text: str) -> Decide:
    import zen

    names, conditions = json.loads(text)
    evaluate = zen.compile_expression(conditions).evaluate
    return lambda case: list(compress(names, evaluate(case)))


def _cel_list(said: Terms) -> str:
    def write(test: Test) -> str:
        return _test(test, negated="!")

    return _listed(said, (_condition(each, write, both=" && ", negated="!") for each in said.clauses))


def _cel(text: str) -> Decide:
    import cel

    names, conditions = json.loads(text)
    execute = cel.compile(conditions).execute
    return lambda case: list(compress(names, execute(case)))


def _cedar_text(said: Terms) -> str:
    def write(test: Test) -> str:
        if test.fact.kind == "several":
            return f"context.{test.fact.name}.contains({_quoted(test.values)})"
        if len(test.values) > 1:
            return f"[{_quoted(test.values)}].contains(context.{test.fact.name})"
        return _test(test, negated="!", prefix="context.")

    return "\n".join(
        f'@id("{clause.name}") permit (principal, action, resource) '
        f"when {{ {_condition(clause, write, both=' && ', negated='!')} }};"
        for clause in said.clauses
    )


def _cedarpy(text: str) -> Decide:
    import cedarpy

    policies, entities = cedarpy.PolicySet.from_str(text), cedarpy.Entities.from_json_str("[]")
    return lambda case: cedarpy.is_authorized({**CEDAR_REQUEST, "context": case}, policies, entities).diagnostics


def _rego_text(said: Terms) -> str:
    def write(test: Test) -> str:
        told = _test(test, negated="not ", prefix="input.")
        return told.replace(" in [", " in {").replace("]", "}")

    lines = ["package terms", "import rego.v1"]
    for clause in said.clauses:
        tests = [write(test) for test in clause.when]
        if clause.unless:
            lines.append(f"spared_{clause.name} if {{ {'; '.join(write(test) for test in clause.unless)} }}")
            tests.append(f"not spared_{clause.name}")
        lines.append(f'applying contains "{clause.name}" if {{ {"; ".join(tests)} }}')
    return "\n".join(lines)


def _regopy(text: str) -> Decide:
    import regopy

    rego = regopy.Interpreter()
    rego.add_module("terms", text)
    bundle = rego.build("data.terms.applying")

    def decide(case: Case) -> list[str]:
        rego.set_input(case)
        found: list[str] = rego.query_bundle(bundle).results[0].expressions[0]
        return found

    return decide


OURS, TABLE = "policylang", "zen-engine, table"
SIDES = {
    OURS: Side(policy_text, _policylang, lambda decision: [each.name for each in decision.stands]),
    TABLE: Side(_zen_rows, _zen_table, lambda rows: [row["clause"] for row in rows]),
    "zen-engine, expression": Side(_zen_list, _zen_expression, list),
    "CEL in Rust": Side(_cel_list, _cel, list),
    "cedarpy": Side(_cedar_text, _cedarpy, lambda found: found.id_annotations_by_reason.values()),
    "regopy": Side(_rego_text, _regopy, list, limit=1_000),
}
