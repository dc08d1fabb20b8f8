"""Conditions as text: a test in a line, a group as a chain, a list or a block.

A chain or a list that does not fit in its line is printed as a block, which means the same.
"""

from policylang.source import NOWHERE, Span
from policylang.syntax import tree
from policylang.syntax.rows import STEP, WIDTH, Row
from policylang.syntax.to_text_words import values


def condition_row(label: str, condition: tree.Condition, indent: int, *, start: Span = NOWHERE) -> Row:
    """Return the row of a condition where a block may stand.

    Args:
        label: What stands before it on its line, the space included (`when `).
        condition: The condition.
        indent: The column, from 0, in which the line starts.
        start: Where the line starts in the source, if that is not where the condition starts.
    """
    span = start.to(condition.span) if start != NOWHERE else condition.span
    if not isinstance(condition, tree.Group) or (condition.style != "block" and _fits(label, condition, indent)):
        return Row((label + inline(condition),), span)
    below = tuple(condition_row("", item, indent + STEP) for item in condition.items)
    return Row((f"{label}{counted(condition)} of",), span._replace(end=span.start), below)


def _fits(label: str, condition: tree.Condition, indent: int) -> bool:
    return indent + len(label) + len(inline(condition)) <= WIDTH


def counted(group: tree.Group) -> str:
    """Return how the conditions of a group count: `all`, `at least 2`."""
    return group.kind if group.count is None else f"{group.kind} {group.count}"


def inline(condition: tree.Condition) -> str:
    """Return a condition in one line."""
    match condition:
        case tree.Group(style="chain"):
            joiner = " and " if condition.kind == "all" else " or "
            return joiner.join(map(_link, condition.items))
        case tree.Group():
            return f"{counted(condition)} of ({'; '.join(map(inline, condition.items))})"
        case tree.Not(test):
            return f"not {_link(test)}"
        case _:
            return _test(condition)


def _link(condition: tree.Condition) -> str:
    """Return a condition as a link of a chain: a chain within a chain keeps its parentheses."""
    if isinstance(condition, tree.Group) and condition.style == "chain":
        return f"({inline(condition)})"
    return inline(condition)


def _test(test: tree.Test) -> str:
    match test:
        case tree.Is(path):
            verb = "is" + (" not" if test.negated else "") + (" one of" if test.listed else "")
            return f"{path.text} {verb} {values(test.values)}"
        case tree.Compare(path, "from", (low, high)):
            return f"{path.text} is from {values([low])} to {values([high])}"
        case tree.Compare(path, comparison, bounds):
            return f"{path.text} is {comparison} {values(bounds)}"
        case tree.Include(path, how):
            return f"{path.text} include {how + ' ' if how else ''}{values(test.values)}"
        case tree.Holds(path):
            return path.text
        case tree.Call(definition, arguments):
            return f"{definition.text}({', '.join(argument.text for argument in arguments)})"
        case tree.There(path, negated):
            return there(path, negated=negated)
        case tree.During(edition):
            return f"during {edition.text}"


def there(path: tree.Path, *, negated: bool) -> str:
    """Return `there is a camera`, `there is an operator` or `there is no camera`."""
    article = "no" if negated else "an" if path.text[0] in "aeiou" else "a"
    return f"there is {article} {path.text}"
