"""What a page is written from: a policy, and what its files say beside what it means."""

from collections.abc import Mapping
from typing import NamedTuple

from policylang.diagnostics.model import Diagnostic
from policylang.semantics.assertion import Assertion
from policylang.semantics.knowledge import Knowledge
from policylang.semantics.module import Definition, ResolvedExample
from policylang.semantics.policy import Policy
from policylang.semantics.scenario import Scenario
from policylang.syntax import tree


class Finding(NamedTuple):
    """What `check` finds, with the reason why the file allows it, if it does."""

    diagnostic: Diagnostic
    allowed: str | None = None


class Tried(NamedTuple):
    """A scenario with the lines of what is given in it, where its text is at hand."""

    scenario: Scenario
    given: tuple[tree.Given, ...] | None = None


class Scenarios(NamedTuple):
    """Scenarios that belong together: those of a file, or under one of its headings."""

    title: str
    tried: tuple[Tried, ...]


class Part(NamedTuple):
    """A part of a policy: its name and what it is about."""

    name: str
    summary: str | None


class Prose(NamedTuple):
    """What the comments of a file say.

    `top` stands before everything; `notes` above an item, by `clause.name`, `define.name` and so on; `headings` over a
    clause and all that follow it.
    """

    top: str = ""
    notes: Mapping[str, str] = {}
    headings: Mapping[str, str] = {}


class Material(NamedTuple):
    """A policy and what its files say of it. Only the policy is needed.

    `definitions` are those at hand, by id; `examples` by name; `parts` by name; `pages` says where the pages of other
    policies and of vocabularies lie, by their names.
    """

    policy: Policy
    definitions: Mapping[str, Definition] = {}
    examples: Mapping[str, ResolvedExample] = {}
    parts: Mapping[str, Part] = {}
    scenarios: tuple[Scenarios, ...] = ()
    findings: tuple[Finding, ...] = ()
    asserts: tuple[Assertion, ...] = ()
    prose: Prose = Prose()
    pages: Mapping[str, str] = {}


NOTHING_KNOWN = Knowledge()
