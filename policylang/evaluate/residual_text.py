"""The residual policy as text: `.pol` files that check, decide alike, and can be read by themselves.

A policy that incorporates nothing is one file. Of one that does, each policy has a file, and what they ask about stands
in a vocabulary beside them. A comment at the top says the day and what was filled in.
"""

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from textwrap import wrap

from policylang.evaluate.residual import policies_of, residual
from policylang.evaluate.residual_conditions import NEVER, nested
from policylang.evaluate.residual_facts import cover
from policylang.evaluate.residual_tree import Named, Tree, bare, entries, form
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence
from policylang.semantics.policy import Condition, Defined, Path, Policy
from policylang.semantics.types import OneOf, Outline, SetOf, Slot, Thing, Type, YesNo
from policylang.semantics.worlds import conditions, tests
from policylang.syntax import tree
from policylang.syntax.rows import NO_ORIGIN, WIDTH, Row, Woven, printed
from policylang.syntax.to_text import file_rows, to_text
from policylang.syntax.to_text_types import inline_type
from policylang.syntax.words import RESERVED, TYPE_WORDS

VOCABULARY = "open_facts"
"""The name of the vocabulary that the files of several policies share."""

NAMED_ONLY = "It cannot apply any more, and stands here because an exemption names it."
SAYS_OTHERWISE = "It cannot apply any more; without a clause of its own the policy would not say `otherwise`."
"""Why a clause that cannot apply is printed."""

_CLOSE = (tree.Import, tree.Incorporates, tree.Edition)
"""Items that stand without a blank line between those of a kind."""


def residual_files(policy: Policy, knowledge: Knowledge, day: dt.date) -> dict[str, str]:
    """Return what is left of a policy on a day as text: the names of files, with what stands in each.

    The first is the policy's own. Names are paths with `/`, as the policies' names ask for. Formatting changes nothing.

    Raises:
        CaseError: No completion of the case is possible.
    """
    left = residual(policy, knowledge, day)
    return dict(_Files(policy, left, knowledge, day).files())


class _Files:
    """The files of a residual policy."""

    def __init__(self, policy: Policy, left: Policy, knowledge: Knowledge, day: dt.date) -> None:
        self.original = policy
        self.left = left
        self.knowledge = knowledge
        self.day = day
        self.policies = policies_of(left)
        self.originals = {each.name: each for each in policies_of(policy)}
        self.written = tuple(conditions(self.policies))
        self.facts = _fact_names(left)
        types = _types(left)
        definitions = _definitions(self.written, taken=self.facts.values())
        self.definitions = definitions
        self.types = types
        named = Named(
            {fact.id: self.facts[name] for name, fact in left.facts.items()},
            definitions,
            {form(type_): name for name, type_ in types.items()},
        )
        self.tree = Tree(named)

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield the files, the outermost policy first."""
        shared = tuple(self._shared())
        if len(self.policies) == 1:
            yield _path(self.left.name), _text(self._header(self.left), (*self._own(self.left, shared),), self._top())
            return
        vocabulary = _unique(VOCABULARY, {each.name for each in self.policies})
        for policy in self.policies:
            items: list[tuple[tree.Item, str]] = []
            asks = any(True for _ in tests(conditions((policy,))))
            items += [(tree.Import(tree.Name(vocabulary)), "")] if asks else []
            items += [(tree.Incorporates(tree.Name(each.name)), "") for each in policy.incorporated]
            comment = self._top() if policy is self.left else (self._first_line(policy),)
            yield _path(policy.name), _text(self._header(policy), (*items, *self._own(policy, ())), comment)
        if shared:
            header = tree.Header("vocabulary", tree.Name(vocabulary))
            said = f"What is left open by what is known, for `{self.left.name}` and what it incorporates."
            yield _path(vocabulary), _text(header, shared, (said,))

    def _own(self, policy: Policy, shared: Iterable[tuple[tree.Item, str]]) -> Iterator[tuple[tree.Item, str]]:
        """Yield the items of a policy, each with a comment."""
        for edition in policy.editions:
            start, before = edition.period
            yield (
                tree.Edition(
                    tree.Name(edition.name),
                    tree.Text(edition.summary),
                    tree.Date(start) if start else None,
                    tree.Date(before) if before else None,
                ),
                "",
            )
        yield from shared
        write = self.tree.condition
        for line in policy.always:
            why = tree.Text(line.why)
            yield tree.Always(tree.Name(bare(line.name)), why, write(line.condition), write(line.consequence)), ""
        for duty in policy.duties:
            fulfilled = None if duty.fulfilled is None else write(duty.fulfilled)
            breached = None if duty.breached is None else write(duty.breached)
            yield tree.Duty(tree.Name(duty.name), tree.Text(duty.what) if duty.what else None, fulfilled, breached), ""
        for advice in policy.advice:
            yield tree.Advice(tree.Name(advice.name), tree.Text(advice.what) if advice.what else None), ""
        for clause in policy.clauses:
            said = ""
            if clause.when == NEVER:
                said = NAMED_ONLY if any(pair.over == clause.name for pair in policy.exceptions) else SAYS_OTHERWISE
            yield self.tree.clause(clause, policy.exceptions), said

    def _shared(self) -> Iterator[tuple[tree.Item, str]]:
        """Yield types, facts and definitions, each with a comment."""
        for name, type_ in self.types.items():
            written = self.tree.declared(OneOf(type_.outline) if isinstance(type_, SetOf) else type_)
            yield tree.TypeItem(tree.Name(name), written), ""
        for name, fact in self.left.facts.items():
            yield self.tree.fact(self.facts[name], fact.slot), self._about(name, fact.slot, Path(fact.id))
        for defined, name in self.definitions.items():
            meaning = tree.Text(defined.meaning) if defined.meaning else None
            yield tree.Define(tree.Name(name), (), meaning, self.tree.condition(defined.condition)), ""

    def _header(self, policy: Policy) -> tree.Header:
        lines: list[tree.HeaderLine] = []
        if policy.title:
            lines.append(tree.HeaderText("title", tree.Text(policy.title)))
        if policy.publisher:
            lines.append(tree.HeaderText("publisher", tree.Text(policy.publisher)))
        if policy.source:
            lines.append(tree.HeaderText("source", tree.Text(policy.source)))
        if policy.applies is not None:
            lines.append(tree.Applies(self.tree.condition(policy.applies)))
        lines.append(tree.Otherwise(tree.Name(policy.otherwise)))
        if policy.conflicts:
            lines.append(tree.Conflicts(policy.conflicts))
        return tree.Header("policy", tree.Name(policy.name), tuple(lines))

    # ------------------------------------------------------------ comments

    def _top(self) -> tuple[str, ...]:
        known = tuple(_givens(self.original, self.knowledge))
        if not known:
            return (self._first_line(self.left), "", "Nothing was filled in.")
        return (self._first_line(self.left), "", "Filled in:", *(f"    {line}" for line in known))

    def _first_line(self, policy: Policy) -> str:
        editions = [each for each in self.originals[policy.name].editions if each.period.contains(self.day)]
        names = (f"edition {each.name}{f' ({each.summary})' if each.summary else ''}" for each in editions)
        text = " and ".join(names)
        said = f"What is left of `{policy.name}` on {self.day.isoformat()}{f', {text}' if text else ''}"
        if policy.applies == NEVER:
            return f"{said}: nothing, since what is known puts the case outside its scope."
        return f"{said}, once what is known is filled in."

    def _about(self, name: str, slot: Slot, path: Path) -> str:
        """Return what has to be said about a fact: that it had another name, or that some of it is filled in."""
        said = [f"The fact `{name}` of the policy."] if self.facts[name] != name else []
        if slot != self.original.slot(path) and isinstance(slot.type, OneOf | SetOf):
            said.append("Only the values that what is known leaves open.")
        elif isinstance(slot.type, Thing) and slot != self.original.slot(path):
            said.append("Only the parts that are asked about and not filled in.")
        return " ".join(said)


# ---------------------------------------------------------------- names


def _path(name: str) -> str:
    return f"{name.replace('.', '/')}.pol"


def _unique(name: str, taken: Container[str]) -> str:
    """Return a name, with a number behind it where it is taken."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def _fact_names(policy: Policy) -> dict[str, str]:
    """Return what facts are called in one file: a qualified name has `_` in the place of its dots."""
    names = {name: name for name in policy.facts if "." not in name}
    for name in policy.facts:
        if name not in names:
            names[name] = _unique(name.replace(".", "_"), names.values())
    return names


def _definitions(written: Iterable[Condition], *, taken: Iterable[str]) -> dict[Defined, str]:
    """Return the definitions that conditions use, what they rest on first, and what each is called."""
    found = list(dict.fromkeys(each for each in nested(written) if isinstance(each, Defined)))
    names = set(taken)
    called: dict[Defined, str] = {}
    for each in found:
        arguments = (part for path in each.arguments for part in (bare(path.fact), *path.parts))
        name = "_".join((bare(each.definition), *arguments))
        called[each] = _unique(name, names | RESERVED)
        names.add(called[each])
    return called


def _types(policy: Policy) -> dict[str, Type]:
    """Return the types that get an item of their own: things, and outlines that are used twice or are long."""
    found: dict[object, tuple[Type, tuple[str, ...]]] = {}
    uses: Counter[object] = Counter()
    for name, fact in policy.facts.items():
        for type_, where in _within(fact.slot.type, (name.replace(".", "_"),), uses):
            uses[form(type_)] += 1
            found.setdefault(form(type_), (type_, where))
    wanted = [(type_, where) for key, (type_, where) in found.items() if _needs_name(type_, where, uses[key])]
    bases = Counter(_base(type_) for type_, _ in wanted)
    named: dict[str, Type] = {}
    for type_, where in wanted:
        name = _base(type_) if bases[_base(type_)] == 1 else "_".join(where)
        named[_unique(name, {*named, *RESERVED, *TYPE_WORDS})] = type_
    return named


def _within(type_: Type, where: tuple[str, ...], seen: Container[object]) -> Iterator[tuple[Type, tuple[str, ...]]]:
    """Yield the things and outlines in a type, what they are made of first; the parts of a thing that was seen once."""
    match type_:
        case Thing(_, parts):
            for name, slot in parts.items() if form(type_) not in seen else ():
                yield from _within(slot.type, (*where, name), seen)
            yield type_, where
        case OneOf() | SetOf():
            yield type_, where


def _base(type_: Type) -> str:
    assert isinstance(type_, OneOf | SetOf | Thing)  # noqa: S101 - others have no name
    return bare(type_.name if isinstance(type_, Thing) else type_.outline.name)


def _needs_name(type_: Type, where: tuple[str, ...], uses: int) -> bool:
    """Return whether a type cannot be written where it is used: below a part an outline may be long."""
    if isinstance(type_, Thing) or uses > 1:
        return True
    assert isinstance(type_, OneOf | SetOf)  # noqa: S101 - as above
    return len(where) == 1 and len(inline_type(tree.OutlineType(entries(type_.outline)))) > WIDTH // 2


# ---------------------------------------------------------------- text


def _text(header: tree.Header, items: Sequence[tuple[tree.Item, str]], comment: Iterable[str]) -> str:
    """Return a file as text, with comments before it and before some items."""
    rows = file_rows(tree.File(header, tuple(item for item, _ in items)), NO_ORIGIN)
    comments = [_comment(comment), *(_comment((said,)) if said else () for _, said in items)]
    previous: tree.Header | tree.Item = header
    found: list[Row] = []
    for row, before, item in zip(rows, comments, (header, *(item for item, _ in items)), strict=True):
        is_close = isinstance(item, _CLOSE) and type(item) is type(previous)
        found.append(Row((*before, *row.lines), row.span, row.rows, "none" if is_close else "one"))
        previous = item
    return "".join(printed(Woven(found)))


def _comment(lines: Iterable[str]) -> tuple[str, ...]:
    found = []
    for line in lines:
        margin = " " * (len(line) - len(line.lstrip(" ")))
        wrapped = wrap(line, WIDTH - 2, subsequent_indent=f"{margin}    " if margin else "", break_on_hyphens=False)
        found += [f"# {each}" for each in wrapped] or ["#"]
    return tuple(found)


def _givens(policy: Policy, knowledge: Knowledge) -> Iterator[str]:
    """Yield what is known, as a scenario gives it; what a human judged is marked."""
    for path, known in knowledge.known.items():
        slot = policy.slot(path)
        where = tree.Path(tuple(policy.text(path).split(".")))
        example = tree.Example(tree.Name("known"), None, tuple(_given(where, known, slot)))
        judged = " (judged)" if slot.judged else ""
        file = to_text(tree.File(None, (example,)))
        yield from (f"{line.strip()}{judged}" for line in file.splitlines()[1:])


def _given(path: tree.Path, known: Known, slot: Slot) -> Iterator[tree.Given]:
    match known:
        case Presence(present):
            yield tree.GivenThere(path, negated=not present)
        case Members(included, excluded, closed):
            assert isinstance(slot.type, SetOf)  # noqa: S101 - types are checked before
            order = slot.type.outline.leaves
            if closed:
                yield tree.GivenAre(path, _in_order(included, order))
                return
            if included:
                yield tree.GivenInclude(path, _in_order(included, order))
            if excluded:
                yield tree.GivenInclude(path, _names(cover(excluded, slot.type.outline)), negated=True)
        case OneOfThese(values) if isinstance(slot.type, YesNo):
            if len(values) == 1:
                yield tree.GivenHolds(path, negated=False in values)
        case OneOfThese(values):
            outline = slot.type.outline if isinstance(slot.type, OneOf) else None
            shown = _values(values, outline)
            yield tree.GivenIs(path, shown, listed=len(shown) > 1)


def _values(values: Iterable[object], outline: Outline | None) -> tuple[tree.Value, ...]:
    if outline is not None:
        return _names(cover(frozenset(map(str, values)), outline))
    found: list[tree.Value] = []
    for value in sorted(values):  # type: ignore[type-var]
        match value:
            case str():
                found.append(tree.Text(value))
            case dt.date():
                found.append(tree.Date(value))
            case _:
                found.append(tree.Number(value))  # type: ignore[arg-type]
    return tuple(found)


def _names(names: Iterable[str]) -> tuple[tree.Name, ...]:
    return tuple(map(tree.Name, names))


def _in_order(leaves: frozenset[str], order: Iterable[str]) -> tuple[tree.Name, ...]:
    return _names(leaf for leaf in order if leaf in leaves)
