"""A case read: a mapping from facts to what is known of them becomes `Knowledge`, and nothing in it is ever ignored.

A misspelt fact that is dropped would make a prohibition silently not fire. So every key must be a
fact, every value must fit, and all faults of a case are told at once, with what is wanted and the near name.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

from policylang.diagnostics.errors import CaseError
from policylang.diagnostics.suggest import nearest
from policylang.semantics.givens import Givens
from policylang.semantics.knowledge import Example, Knowledge, Scalar
from policylang.semantics.policy import Path, Policy
from policylang.semantics.types import Day, Number, OneOf, Outline, SetOf, Slot, Thing, Words, YesNo, phrase

ABSENT = "absent"
"""What a case gives for an optional thing that is not there. Left out, it is unknown whether it is."""
PRESENT = "present"
"""What a case gives for an optional thing that is there, and of whose parts nothing is known."""
UNKNOWN = "unknown"
"""What a case gives for a thing to take back what an example says of it; for all else nothing is given."""

YES_OR_NO: Mapping[object, bool] = {True: True, False: False, "yes": True, "no": False}
_LONGEST_SHOWN = 60
_LENGTH_OF_A_DATE = len("2024-05-10")


class Entry(NamedTuple):
    """A key of a case with what it names, as it was written and looked up."""

    text: str
    path: Path
    slot: Slot
    value: object


def read(policy: Policy, case: Mapping[str, Any], *, like: Iterable[tuple[Example, Path | None]] = ()) -> Knowledge:
    """Return what a case tells, on top of examples.

    Args:
        policy: The policy whose facts the case gives.
        case: Facts, or parts of things by dotted names or nested; see `docs/reference/api.md`.
        like: Examples that the case is like, each with the thing it describes, if it describes one.

    Raises:
        CaseError: Something in the case is no fact or no value of it; `faults` holds each.
    """
    reader = _Reader(policy)
    for example, at in like:
        reader.givens.add(example.given.known, at=at)
    reader.read(case)
    return reader.givens.knowledge()


def entries(policy: Policy, case: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield what a case without faults gives, the parts of things by themselves."""
    return _Reader(policy).entries("", case)


def is_unknown(entry: Entry) -> bool:
    """Whether what a case gives is that nothing is known."""
    return entry.value is None or (isinstance(entry.slot.type, Thing) and entry.value == UNKNOWN)


class _Reader:
    """Reads one case; faults are gathered, so that all are told."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.known = policy.paths
        self.givens = Givens(path for path, slot in self.known.values() if slot.optional)
        self.faults: list[CaseError] = []
        self.seen: dict[Path, Entry] = {}
        self.absent: dict[Path, str] = {}

    def read(self, case: object) -> None:
        """Read a case into `givens`.

        Raises:
            CaseError: It has faults.
        """
        if not isinstance(case, Mapping):
            raise CaseError(f"a case is a mapping from facts to values, and this is {_shown(case)}", code="P0603")
        given = list(self.entries("", case))
        for entry in given:
            self._guarded(self._enter_thing, entry)
        for entry in given:
            self._guarded(self._enter, entry)
        if self.faults:
            raise together(self.faults)

    def _guarded(self, do: Callable[[Entry], None], entry: Entry) -> None:
        try:
            do(entry)
        except CaseError as fault:
            self.faults.append(fault)

    def entries(self, before: str, case: Mapping[Any, Any]) -> Iterator[Entry]:
        """Yield the entries of a case; what names no fact is a fault."""
        for key, value in case.items():
            text = f"{before}{key}"
            found = self.known.get(text)
            if found is None:
                self.faults.append(self.unknown(text, key))
                continue
            path, slot = found
            if isinstance(slot.type, Thing) and isinstance(value, Mapping):
                yield Entry(text, path, slot, PRESENT if slot.optional else value)
                yield from self.entries(f"{text}.", value)
            else:
                yield Entry(text, path, slot, value)

    def unknown(self, text: str, key: object) -> CaseError:
        """Return the error that there is no fact of a name, with the one that was probably meant."""
        if not isinstance(key, str):
            return CaseError(f"a fact is named by text, and this is {_shown(key)}", code="P0601")
        thing, _, part = text.rpartition(".")
        if thing in self.known and isinstance(self.known[thing][1].type, Thing):
            siblings = {name.rpartition(".")[2] for name in self.known if name.rpartition(".")[0] == thing}
            said = f"`{thing}` has no part `{part}`"
            near = nearest(part, sorted(siblings))
            near = f"{thing}.{near}" if near else None
        else:
            said = f"`{self.policy.name}` has no fact `{text}`"
            near = nearest(text, self.known)
        return CaseError(said + _did_you_mean(near), code="P0601", fact=text)

    # ------------------------------------------------------------ one entry

    def _enter_thing(self, entry: Entry) -> None:
        """Enter whether an optional thing is there, before any of its parts."""
        self._must_be_new(entry)
        if isinstance(entry.slot.type, Thing) and entry.value == UNKNOWN:
            self.givens.forget(entry.path)
        elif isinstance(entry.slot.type, Thing) and entry.slot.optional:
            if entry.value not in (ABSENT, PRESENT):
                self._refuse_thing(entry)
            self.givens.presence(entry.path, present=entry.value == PRESENT)
            if entry.value == ABSENT:
                self.absent[entry.path] = entry.text

    def _must_be_new(self, entry: Entry) -> None:
        earlier = self.seen.setdefault(entry.path, entry)
        is_parts = isinstance(entry.slot.type, Thing) and not entry.slot.optional
        if earlier is not entry and not is_parts and not earlier.value == entry.value == PRESENT:
            raise CaseError(f"`{entry.text}` is given twice", code="P0608", fact=entry.text)

    def _refuse_thing(self, entry: Entry) -> NoReturn:
        if entry.value is None:
            said = f"`{entry.text}` got nothing, which could mean absent or unknown"
            raise CaseError(
                f'{said}; give "absent", or leave it out where it is unknown', code="P0603", fact=entry.text
            )
        raise _misfit(entry, 'a mapping of its parts, "absent" or "present"')

    def _enter(self, entry: Entry) -> None:
        for length in range(len(entry.path.parts)):
            around = Path(entry.path.fact, entry.path.parts[:length])
            if around in self.absent:
                said = f"`{entry.text}` is given, and `{self.absent[around]}` is absent"
                raise CaseError(said, code="P0608", fact=entry.text)
        has_parts = entry.slot.optional or isinstance(entry.value, Mapping) or entry.value == UNKNOWN
        if isinstance(entry.slot.type, Thing) and has_parts:
            return  # they are entries of their own
        if entry.value is None:
            self.givens.forget(entry.path)
        elif isinstance(entry.slot.type, Thing):
            raise _misfit(entry, "a mapping of its parts")
        elif isinstance(entry.slot.type, SetOf):
            self._enter_set(entry, entry.slot.type.outline)
        else:
            self.givens.value(entry.path, _scalars(entry))

    def _enter_set(self, entry: Entry, outline: Outline) -> None:
        if not isinstance(entry.value, Mapping):
            self.givens.members(entry.path, _members(entry, outline, _several(entry)))
            return
        stray = [key for key in entry.value if key not in ("include", "exclude")]
        if stray:
            raise _misfit(entry, 'a list of members, or {"include": [...], "exclude": [...]}')
        included, excluded = (
            _members(entry, outline, _several(entry._replace(value=entry.value.get(key, ()))), groups=key == "exclude")
            for key in ("include", "exclude")
        )
        both = sorted(set(included) & set(excluded))
        if both:
            raise CaseError(f"`{entry.text}` both includes and excludes `{both[0]}`", code="P0608", fact=entry.text)
        self.givens.forget(entry.path)
        self.givens.include(entry.path, included)
        self.givens.include(entry.path, excluded, negated=True)


def together(faults: Sequence[CaseError]) -> CaseError:
    """Return one error that tells several."""
    first = faults[0]
    return CaseError("; ".join(map(str, faults)), code=first.code, fact=first.fact, faults=tuple(faults))


# ---------------------------------------------------------------- values


def _scalars(entry: Entry) -> Iterable[Scalar]:
    given = entry.value
    values: tuple[object, ...] = tuple(given) if isinstance(given, list | tuple | AbstractSet) else (given,)
    if not values:
        raise CaseError(f"`{entry.text}` got no value at all; {_takes(entry)}", code="P0603", fact=entry.text)
    match entry.slot.type:
        case OneOf(outline):
            return [leaf for value in values for leaf in _leaves(entry, outline, value)]
        case YesNo():
            return [_yes_or_no(entry, value) for value in values]
        case Number():
            return [_number(entry, value) for value in values]
        case Day():
            return [_day(entry, value) for value in values]
        case _:
            return [_text(entry, value) for value in values]


def _several(entry: Entry) -> Sequence[Any]:
    if isinstance(entry.value, list | tuple):
        return entry.value
    if isinstance(entry.value, AbstractSet):
        return sorted(entry.value, key=str)
    raise _misfit(entry, "a list of its members")


def _members(entry: Entry, outline: Outline, values: Iterable[Any], *, groups: bool = False) -> tuple[str, ...]:
    found: list[str] = []
    for value in values:
        leaves = _leaves(entry, outline, value)
        if not outline.is_leaf(value) and not groups:
            said = f"`{entry.text}` got the group `{value}`, and a set holds values"
            raise CaseError(f"{said}: which of {', '.join(leaves)}?", code="P0602", fact=entry.text)
        found.extend(leaves)
    return tuple(found)


def _leaves(entry: Entry, outline: Outline, value: object) -> tuple[str, ...]:
    if not isinstance(value, str):
        raise _misfit(entry._replace(value=value), phrase(entry.slot))
    if value not in outline.under:
        near = _did_you_mean(nearest(value, outline.under))
        said = f"`{entry.text}` got `{value[:_LONGEST_SHOWN]}`, which is not in its outline"
        raise CaseError(f"{said}{near or '; ' + _takes(entry)}", code="P0602", fact=entry.text)
    return outline.under[value]


def _yes_or_no(entry: Entry, value: object) -> bool:
    if isinstance(value, bool | str) and value in YES_OR_NO:
        return YES_OR_NO[value]
    raise _misfit(entry._replace(value=value), "yes or no: true or false")


def _number(entry: Entry, value: object) -> Decimal:
    if isinstance(value, float):
        said = f"`{entry.text}` got the float {value!r}, which is not exact"
        raise CaseError(
            f'{said}; give an int, or a Decimal such as Decimal("{value!r}")', code="P0607", fact=entry.text
        )
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _misfit(entry._replace(value=value), phrase(entry.slot))
    number = Decimal(value)
    type_ = entry.slot.type
    if not number.is_finite():
        raise _misfit(entry, phrase(entry.slot))
    if isinstance(type_, Number) and (
        (type_.whole and number != number.to_integral_value())
        or (type_.low is not None and number < type_.low)
        or (type_.high is not None and number > type_.high)
    ):
        raise CaseError(f"`{entry.text}` got {_shown(value)}; {_takes(entry)}", code="P0604", fact=entry.text)
    return number


def as_day(value: object) -> dt.date | None:
    """Return the day that a `date` or a text such as `2024-05-10` means; nothing for all else."""
    if type(value) is dt.date:
        return value
    # Python reads weeks, and dates without dashes, as ISO text too.
    if isinstance(value, str) and len(value) == _LENGTH_OF_A_DATE and value[4] == value[7] == "-":
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    return None


def _day(entry: Entry, value: object) -> dt.date:
    found = as_day(value)
    if found is not None:
        return found
    why = ", and a time of day is no day" if isinstance(value, dt.datetime) else ""
    said = f"`{entry.text}` got {_shown(value)}{why}; it takes a date such as 2024-05-10"
    raise CaseError(said, code="P0606", fact=entry.text)


def _text(entry: Entry, value: object) -> str:
    if isinstance(entry.slot.type, Words) and isinstance(value, str):
        return value
    raise _misfit(entry._replace(value=value), phrase(entry.slot))


def _misfit(entry: Entry, wanted: str) -> CaseError:
    return CaseError(f"`{entry.text}` got {_shown(entry.value)}; it takes {wanted}", code="P0603", fact=entry.text)


def _takes(entry: Entry) -> str:
    return f"it takes {phrase(entry.slot)}"


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        shown = f"{value:f}" if value.is_finite() and abs(value.adjusted()) < _LONGEST_SHOWN else str(value)
    elif isinstance(value, dt.date):
        shown = value.isoformat()
    elif isinstance(value, int) and abs(value) >= 10**_LONGEST_SHOWN:
        return "a number of very many digits"
    else:
        shown = repr(value)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"


def _did_you_mean(near: str | None) -> str:
    return f"; did you mean `{near}`?" if near else ""


# ---------------------------------------------------------------- text


def from_text(policy: Policy, fact: str, text: str) -> object:
    """Return the value that a text means for a fact, as a case gives it: `yes`, `a,b`, `17`, `absent`.

    What does not fit is handed on as it is, for `read` to refuse with the others. `unknown` is nothing
    known, unless the outline has a value of that name; a set takes its members, or `none`.

    Raises:
        CaseError: The policy has no such fact.
    """
    found = policy.paths.get(fact)
    if found is None:
        raise _Reader(policy).unknown(fact, fact)
    slot = found[1]
    words = [word.strip() for word in text.split(",")]
    match slot.type:
        case OneOf(outline) | SetOf(outline) if text == "unknown" and text not in outline.under:
            return None
        case SetOf():
            return [] if words in (["none"], [""]) else words
        case Words():
            return text
        case _ if text == "unknown" and not slot.optional:
            return None
        case YesNo() | Day() | Thing():
            return text if len(words) == 1 else words
        case Number():
            numbers = [_as_number(word) for word in words]
            return numbers[0] if len(numbers) == 1 else numbers
        case _:
            return text if len(words) == 1 else words


def _as_number(word: str) -> Decimal | str:
    try:
        return Decimal(word)
    except ArithmeticError:
        return word


# ---------------------------------------------------------------- examples, and cases for several policies


def about(policy: Policy, name: str, example: Example, thing: str) -> tuple[Example, Path | None]:
    """Return an example with the thing that it is to describe: `operator=fbi` describes the operator.

    Raises:
        CaseError: The example describes a thing and none is named, or the other way round.
    """
    if not thing and example.type is None:
        return example, None
    if not thing:
        kind = example.type.rpartition(".")[2] if example.type else ""
        things = [text for text, (_, slot) in policy.paths.items() if _is_a(slot, example.type)]
        shown = f"`{things[0]}={name}`" if things else f"`THING={name}`"
        raise CaseError(f"`{name}` describes one `{kind}`; say which, as in {shown}", code="P0603", fact=name)
    found = policy.paths.get(thing)
    if found is None:
        raise _Reader(policy).unknown(thing, thing)
    if not _is_a(found[1], example.type):
        raise CaseError(f"`{name}` is no example of what `{thing}` is", code="P0603", fact=thing)
    return example, found[0]


def _is_a(slot: Slot, type_: str | None) -> bool:
    return isinstance(slot.type, Thing) and slot.type.name == type_


def paths(policy: Policy, names: Iterable[str]) -> tuple[Path, ...]:
    """Return what some facts, parts and things are, by the names that a case gives them under.

    Raises:
        CaseError: The policy has none of that name; `faults` holds each.
    """
    names = tuple(names)
    reader = _Reader(policy)
    faults = [reader.unknown(name, name) for name in names if name not in policy.paths]
    if faults:
        raise CaseError("; ".join(map(str, faults)), code="P0601", fact=faults[0].fact, faults=tuple(faults))
    return tuple(policy.paths[name][0] for name in names)


def unknown_example(name: str, examples: Iterable[str]) -> CaseError:
    """Return the error for an example that is not there."""
    known = sorted(examples)
    near = _did_you_mean(nearest(name, known))
    return CaseError(f"there is no example `{name}`{near}", code="P0601", fact=name)


def share(policies: Sequence[Policy], case: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """Return for each of several policies the part of a case that it has facts for.

    Raises:
        CaseError: The case gives a fact that none of them has.
    """
    known = [policy.paths for policy in policies]
    faults = []
    for key in case:
        if not any(key in each for each in known):
            near = _did_you_mean(nearest(str(key), {name for each in known for name in each}))
            faults.append(CaseError(f"no policy asked has a fact `{key}`{near}", code="P0601", fact=str(key)))
    if faults:
        raise together(faults)
    return tuple({key: value for key, value in case.items() if key in each} for each in known)
