"""A change of a case put into what is known of it, and into words."""

from collections.abc import Iterable, Mapping

from policylang.core.domain import YES, Domain, Variable
from policylang.evaluate.explanation import Alteration
from policylang.evaluate.known import is_now
from policylang.evaluate.labels import cell_label, lacks, listing, members, there, value_text
from policylang.evaluate.nearest import nearest, present
from policylang.evaluate.options import is_in
from policylang.evaluate.residual_facts import cover
from policylang.semantics.knowledge import Knowledge, Known, Members, OneOfThese, Presence, Scalar
from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import OneOf, Words, YesNo


class Altering:
    """Puts new cells of some variables into what is known of a case.

    Args:
        policy: The policy.
        domain: Its variables.
        knowledge: What is known.
    """

    def __init__(self, policy: Policy, domain: Domain, knowledge: Knowledge) -> None:
        self.policy = policy
        self.domain = domain
        self.knowledge = knowledge

    def changed(self, cells: Mapping[int, int]) -> Knowledge:
        """Return what would be known."""
        known = dict(self.knowledge.known)
        for variable, cell in cells.items():
            found = self.domain.variables[variable]
            path = self._path(variable)
            if found.kind == "presence":
                known = {each: told for each, told in known.items() if cell == YES or not is_in(each, path)}
                known[path] = Presence(cell == YES)
            elif found.kind == "member":
                known[path] = self._with(known.get(path), found, inside=cell == YES)
            else:
                known[path] = OneOfThese(frozenset((self._value(variable, cell),)))
        return Knowledge(known)

    def _with(self, known: Known | None, found: Variable, *, inside: bool) -> Members:
        members = known if isinstance(known, Members) else Members()
        if inside:
            leaf = next((each for each in found.alike if each not in members.excluded), found.alike[0])
            return members._replace(included=members.included | {leaf}, excluded=members.excluded - {leaf})
        out = frozenset(found.alike)
        excluded = members.excluded if members.closed else members.excluded | out
        return members._replace(included=members.included - out, excluded=excluded)

    def _value(self, variable: int, cell: int) -> Scalar:
        left = self._left(variable, cell)
        return (
            left[0] if left else nearest(self.domain, variable, cell, to=present(self.domain, variable, self.knowledge))
        )

    def _left(self, variable: int, cell: int) -> list[Scalar]:
        """Return the values of a cell that the case leaves, where it names some; an outline's in its order."""
        path = self._path(variable)
        known, coding = self.knowledge.known.get(path), self.domain.values[path]
        if not isinstance(known, OneOfThese):
            return []
        left = [each for each in known.values if coding.cell_of(each) == cell]
        order = self.domain.variables[variable].cells[cell]
        return sorted(left, key=order.index if set(order).issuperset(left) else None)

    # ------------------------------------------------------------ in words

    def alterations(self, cells: Mapping[int, int]) -> tuple[Alteration, ...]:
        """Return each fact that would be otherwise, in the order in which the policy's files declare them."""
        by_path: dict[Path, dict[int, int]] = {}
        for variable, cell in cells.items():
            by_path.setdefault(self._path(variable), {})[variable] = cell
        declared = [path for path, _ in self.policy.paths.values() if path in by_path]
        return tuple(self._alteration(path, by_path[path]) for path in declared)

    def _alteration(self, path: Path, cells: Mapping[int, int]) -> Alteration:
        name = self.policy.text(path)
        known = self.knowledge.known.get(path)
        now = None if known is None else is_now(known, self.policy.slot(path))
        (variable, cell), *_ = cells.items()
        kind = self.domain.variables[variable].kind
        if kind == "presence":
            said = there(name, present=cell == YES).replace("there is", "there were", 1)
            return Alteration(name, now or self._implied(path), "present" if cell == YES else "absent", said)
        if kind == "member":
            return Alteration(name, now, *self._members(name, cells))
        to = self._shown(variable, cell)
        return Alteration(name, now, to, f"{name} were {to}")

    def _implied(self, path: Path) -> str | None:
        """Return that a thing is there, where that follows from what is known of its parts."""
        return "present" if any(is_in(each, path) for each in self.knowledge.known) else None

    def _shown(self, variable: int, cell: int) -> str:
        """Return a value as it is shown: of what is known, one value; of what is not, all that would do."""
        found = self.domain.variables[variable]
        path = self._path(variable)
        type_ = self.policy.slot(path).type
        if isinstance(type_, OneOf):
            leaves = self._left(variable, cell) or found.cells[cell]
            (name, *more) = cover(frozenset(map(str, leaves)), type_.outline)
            return str(leaves[0]) if more else name
        value = self._value(variable, cell)
        if isinstance(type_, YesNo):
            return "yes" if value else "no"
        if isinstance(type_, Words) and value not in self.domain.values[path].named:
            return "something else" if not self._left(variable, cell) else value_text(value)
        if path in self.knowledge.known:
            return value_text(value)
        return cell_label(self.policy, self.domain, variable, 1 << cell)

    def _members(self, name: str, cells: Mapping[int, int]) -> tuple[str, str]:
        found = self.domain.variables
        included = [self._one_name(variable) for variable, cell in cells.items() if cell == YES]
        excluded = [
            each for variable, cell in cells.items() if cell != YES for each in members(self.domain, found[variable])
        ]
        to = [f"{word} {', '.join(names)}" for word, names in (("with", included), ("without", excluded)) if names]
        said = [f"included {listing(included)}"] if included else []
        said += [lacks("did", excluded)] if excluded else []
        return ", ".join(to), f"{name} {' and '.join(said)}"

    def _one_name(self, variable: int) -> str:
        found = self.domain.variables[variable]
        names = members(self.domain, found)
        return names[0] if len(names) == 1 else found.alike[0]

    def _path(self, variable: int) -> Path:
        path = self.domain.variables[variable].path
        assert path is not None  # noqa: S101 - the day is never changed
        return path


def only(knowledge: Knowledge, paths: Iterable[Path]) -> Knowledge:
    """Return what is known of some paths alone."""
    return Knowledge({path: knowledge.known[path] for path in paths})
