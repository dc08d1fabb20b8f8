"""Facts on which something does not depend: whatever is so of all of them, it is so or not by the others alone."""

from collections.abc import Iterator

from policylang.analyse.subject import Subject
from policylang.core.domain import DAY, Variable as DomainVariable
from policylang.diagram.algebra import conjoin, negate
from policylang.diagram.manager import FALSE, Node, Variable
from policylang.diagram.quantify import somewhere
from policylang.diagram.walk import support
from policylang.semantics.policy import Path


def indifferent(subject: Subject, node: Node) -> tuple[Path, ...]:
    """Return facts and parts of which some condition asks, and on which it does not depend whether something holds.

    They are so together: two facts of which each follows from the other are not both left out. What is given is not
    told.

    Args:
        subject: The policy; cases are those that it says are possible.
        node: Where it holds, within these.

    Raises:
        DiagramTooLargeError: The diagrams would be too large.
    """
    diagrams = subject.diagrams
    holds, fails = node, conjoin(diagrams, [subject.possible, negate(diagrams, node)])
    bound = set(support(diagrams, [subject.possible]))
    asked = set(support(diagrams, [node]))
    found = []
    for path, variables in _open(subject):
        if bound.isdisjoint(variables):
            if asked.isdisjoint(variables):
                found.append(path)
            continue
        one, other = whatever(subject, holds, variables), whatever(subject, fails, variables)
        if conjoin(diagrams, [one, other]) == FALSE:
            holds, fails = one, other
            found.append(path)
    return tuple(found)


def names(subject: Subject, paths: tuple[Path, ...]) -> tuple[str, ...]:
    """Return facts by their names, a thing in the place of its parts where all of them are among them.

    A thing of which some part matters is left out, even where it does not matter whether it is there.
    """
    asked = [path for path, _ in _open(subject)]
    told = []
    for path in paths:
        around = (each for each in (*_around(path), path) if all(p in paths for p in asked if _is_in(p, each)))
        whole = next(around, None)
        if whole is not None:
            told.append(subject.policy.text(whole))
    return tuple(dict.fromkeys(told))


def _around(path: Path) -> Iterator[Path]:
    """Yield the things around a part from the outside in."""
    return (Path(path.fact, path.parts[:length]) for length in range(len(path.parts)))


def _is_in(path: Path, thing: Path) -> bool:
    return path.fact == thing.fact and path.parts[: len(thing.parts)] == thing.parts


def _open(subject: Subject) -> Iterator[tuple[Path, tuple[Variable, ...]]]:
    """Yield what conditions ask about and what is given does not settle, as `by_path`."""
    for path, variables in by_path(subject):
        if not all(map(subject.is_settled, variables)):
            yield path, variables


def by_path(subject: Subject) -> Iterator[tuple[Path, tuple[Variable, ...]]]:
    """Yield what conditions ask about in the order in which it is declared, the parts of a thing before the thing."""
    variables: dict[Path, list[Variable]] = {}
    for number, each in enumerate(subject.domain.variables):
        if number != DAY:
            variables.setdefault(_path(each), []).append(number)
    place = {path: number for number, (path, _) in enumerate(subject.policy.paths.values())}
    for path in sorted(variables, key=lambda each: (place[Path(each.fact)], -len(each.parts), place[each])):
        yield path, tuple(variables[path])


def _path(variable: DomainVariable) -> Path:
    assert variable.path is not None  # noqa: S101 - all but the day have one
    return variable.path


def whatever(subject: Subject, node: Node, variables: tuple[Variable, ...]) -> Node:
    """Return where something can be so, whatever some variables are."""
    return somewhere(subject.diagrams, node, variables)
