"""Conditions as nodes, and the sentences about what reads like a condition but is none."""

import re
from collections.abc import Sequence
from typing import Literal

import attrs

from policylang.diagnostics.model import Help
from policylang.source import Span
from policylang.syntax import tree
from policylang.syntax.build_values import TypeBuilding
from policylang.syntax.building import Children, across, name, path, span_of, words_of
from policylang.syntax.words import shown

Kind = Literal["all", "any", "none", "at least", "exactly"]
Head = tuple[Kind, int | None, Span]
"""How a group counts, the number where there is one, and where that is written."""

_TRUTHS = {"yes": True, "no": False, "true": True, "false": False}


def truth(values: Sequence[tree.Value]) -> bool | None:
    """Return what `yes`, `no`, `true` or `false` as the only value says, or None."""
    if len(values) == 1 and isinstance(values[0], tree.Name):
        return _TRUTHS.get(values[0].text)
    return None


class ConditionBuilding(TypeBuilding):
    """The rules of conditions."""

    def holds(self, children: Children) -> tree.Holds:
        """Return a fact or a definition by its bare name."""
        where = path(children[0])
        if where.text in _TRUTHS:
            self.say(
                "P0101",
                f"`{where.text}` alone is no condition",
                where.span,
                under="what has to be so?",
                helps=(Help("name a fact; a clause that always applies has no `when`"),),
            )
        return tree.Holds(where, where.span)

    def call(self, children: Children) -> tree.Call:
        """Return a definition applied to things."""
        return tree.Call(path(children[0]), tuple(path(child) for child in children[2:-1]), across(children))

    def is_test(self, children: Children) -> tree.Condition:
        """Return a test with `is`; of a yes-or-no fact the bare name, with a word about it."""
        subject, verb, values = path(children[0]), words_of(children[1]), children[2]
        span = subject.span.to(values[-1].span)
        negated, listed = "not" in verb, verb.endswith("of")
        said = None if listed else truth(values)
        if said is not None:
            holds = self.bare(subject, span, holds=said is not negated)
            return tree.Holds(subject, span) if holds else tree.Not(tree.Holds(subject, span), span)
        if not listed and len(values) > 1 and not self.thousands(values):
            self.say(
                "P0109",
                f"`{verb}` takes one value, here are {len(values)}",
                span_of(children[1]),
                under="one of these?",
                helps=(
                    self.replace(f"for any of the values: `{verb} one of`", span_of(children[1]), f"{verb} one of"),
                ),
            )
            listed = True
        return tree.Is(subject, values, negated, listed, span)

    def thousands(self, values: Sequence[tree.Value]) -> bool:
        """Report a number with its thousands set off by commas, which reads as a list; return whether it was one."""
        span = across(list(values))
        said = self.source.at(span)
        if not re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+", said):
            return False
        self.faults = [fault for fault in self.faults if not span.start <= fault.label.place.span.start < span.end]
        plain = said.replace(",", "")
        self.say(
            "P0115",
            "a number has no commas",
            span,
            under=f"`{plain}`",
            helps=(self.replace(f"write `{plain}`", span, plain),),
        )
        return True

    def bare(self, subject: tree.Path, span: Span, *, holds: bool) -> bool:
        """Report `x is yes`, with the bare name instead; return what it says."""
        instead = subject.text if holds else f"not {subject.text}"
        self.say(
            "P0101",
            f"a yes-or-no fact stands by its bare name: `{shown(instead)}`",
            span,
            under="`is` is for values",
            helps=(self.replace(f"write `{shown(instead)}`", span, instead),),
        )
        return holds

    def compare(self, children: Children) -> tree.Compare:
        """Return a comparison."""
        how = words_of(children[1]).removeprefix("is ")
        bounds = tuple(child for child in children[2:] if not isinstance(child, str))
        return tree.Compare(path(children[0]), how, bounds, across(children))  # type: ignore[arg-type]

    def include(self, children: Children) -> tree.Include:
        """Return a test of a set."""
        subject, verb, values = path(children[0]), words_of(children[1]), children[2]
        span = subject.span.to(values[-1].span)
        how = verb.removeprefix("include").strip()
        if not how and len(values) > 1:
            where = span_of(children[1])
            self.say(
                "P0109",
                "a list after `include`, without `any of` or `all of`",
                span,
                under="any or all of these?",
                helps=(
                    self.replace("if one of them is enough: `include any of`", where, "include any of"),
                    self.replace("if all of them must be there: `include all of`", where, "include all of"),
                ),
            )
            how = "any of"
        return tree.Include(subject, how, values, span)  # type: ignore[arg-type]

    def there(self, children: Children) -> tree.There:
        """Return `there is a camera`."""
        return tree.There(path(children[1]), words_of(children[0]).endswith("no"), across(children))

    def during(self, children: Children) -> tree.During:
        """Return `during EDITION`."""
        return tree.During(name(children[1]), across(children))

    # ------------------------------------------------------------ chains and groups

    def negation(self, children: Children) -> tree.Condition:
        """Return `not` before a test; refuse it before a group."""
        word, what = children
        span = across(children)
        if isinstance(what, tree.Not):
            self.say(
                "P0114",
                "`not` twice in a row",
                span_of(word).to(Span(0, what.test.span.start)),
                under="one takes back the other",
                helps=(Help("leave out both"),),
            )
            return what.test
        if isinstance(what, tree.Group):
            self._refuse_not(span_of(word), what)
        return tree.Not(what, span)

    def _refuse_not(self, where: Span, group: tree.Group) -> None:
        match group.kind:
            case "any":
                advice = "write `none of`: `none of (a; b)` holds where neither does"
            case "all":
                advice = "say which of them fails: `any of` with `not` before each test"
            case "none":
                advice = "write `any of` instead of `not none of`"
            case _:
                advice = "say how many there are instead: a `not` before each test, or another number"
        self.say(
            "P0114",
            "`not` before a group of conditions",
            where,
            under="`not` stands before one test only",
            helps=(Help(advice),),
        )

    def parenthesised(self, children: Children) -> tree.Condition:
        """Return what stands in parentheses, as long as they are."""
        inner = children[1]
        return attrs.evolve(inner, span=across(children)) if isinstance(inner, tree.Group) else inner

    def chain(self, children: Children) -> tree.Condition:
        """Return tests joined by `and` or by `or`; refuse a mixture."""
        if len(children) == 1:
            return children[0]  # type: ignore[no-any-return]
        words = {children[i].type for i in range(1, len(children), 2)}
        span = across(children)
        if len(words) > 1:
            self._refuse_mixture(children, span)
        kind: Kind = "all" if words == {"AND"} else "any"
        return tree.Group(kind, tuple(children[::2]), None, "chain", span)

    def _refuse_mixture(self, children: Children, span: Span) -> None:
        pieces = [child if isinstance(child, str) else self.source.at(child.span) for child in children]
        first, second = _grouped(pieces, "and"), _grouped(pieces, "or")
        other = next(child for child in children[3::2] if child.type != children[1].type)
        self.say(
            "P0108",
            "`and` mixed with `or`: this can be read in two ways",
            span_of(other),
            under=f"after `{children[1]}` above" if "\n" in self.source.at(span) else f"after `{children[1]}`",
            helps=(
                self.replace(f"either `{_shortened(first)}`", span, first),
                self.replace(f"or `{_shortened(second)}`", span, second),
            ),
        )

    def group_head(self, children: Children) -> Head:
        """Return how a group counts."""
        word = children[0]
        match word.type:
            case "AT_LEAST" | "EXACTLY":
                number = self.number(children[1])
                if number.value != int(number.value):
                    self.say(
                        "P0115",
                        f"`{children[1]}` is not a whole number",
                        number.span,
                        under="conditions are counted whole",
                    )
                kind: Kind = "at least" if word.type == "AT_LEAST" else "exactly"
                return kind, int(number.value), across(children)
            case _:
                kind = word.type.removesuffix("_OF").lower()
                return kind, None, span_of(word)

    def group_list(self, children: Children) -> tree.Group:
        """Return `any of (a; b)`."""
        (kind, count, head), items, end = children[0], children[2:-1], children[-1]
        return tree.Group(kind, tuple(items), count, "list", head.to(span_of(end)))

    def group_block(self, children: Children) -> tree.Condition:
        """Return a group written as a block; refuse `not` before it."""
        negation = children.pop(0) if isinstance(children[0], str) else None
        kind, count, head = children[0]
        group = tree.Group(kind, tuple(children[1:]), count, "block", head.to(children[-1].span))
        if negation is None:
            return group
        where = span_of(negation)
        self._refuse_not(where, group)
        return tree.Not(group, where.to(group.span))

    def condition_body(self, children: Children) -> tree.Condition:
        """Return the condition of a line; refuse several without a word that joins them."""
        if len(children) == 1:
            return children[0]  # type: ignore[no-any-return]
        return self.listed_without_head(children)

    def listed_without_head(self, items: Children) -> tree.Group:
        """Report a list of conditions that nothing joins, and go on as if all were meant."""
        self.say(
            "P0109",
            f"{len(items)} conditions under each other, and no word says how they count",
            items[0].span,
            under="the first of them",
            helps=(
                Help(
                    "write `all of` above them if every one must hold, `any of` if one is enough,"
                    " and indent them under it"
                ),
            ),
        )
        return tree.Group("all", tuple(items), None, "block", across(items))


def _grouped(pieces: list[str], tight: str) -> str:
    """Return a chain with parentheses around the runs that a word joins."""
    runs: list[list[str]] = [[pieces[0]]]
    loose = ""
    for word, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if word == tight:
            runs[-1].append(piece)
        else:
            loose = word
            runs.append([piece])
    joined = [f"({f' {tight} '.join(run)})" if len(run) > 1 else run[0] for run in runs]
    return f" {loose} ".join(joined)


_LONGEST = 200


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
