"""Near misses: the name that was probably meant.

What counts as near: another spelling of the same letters, the same words in another order, a few
slips of the finger (more in a longer word), or a beginning that fits one candidate alone. Which
candidates fit in kind (facts where a fact is wanted) is for the caller to say.

Stays fast whatever it is given: lengths and letters are compared before anything is computed, and
what is longer than any sensible name is compared for equality of spelling only.
"""

from collections.abc import Iterable
from itertools import pairwise

_LONGEST = 80
"""Longer words are not measured: nobody misspells them by a letter."""

_SHORTEST_BEGINNING = 3


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that was probably meant by a word, or none where nothing is near.

    The word itself is never suggested. Equally near candidates are settled by the alphabet, so the
    order of the candidates does not matter.

    Args:
        word: What was written; any text of any length.
        candidates: The names that would have fitted.
    """
    others = [candidate for candidate in candidates if candidate != word]
    if len(word) > _LONGEST:
        return _respelt(word, others) if len(word) < 2 * _LONGEST else None
    return _respelt(word, others) or _reordered(word, others) or _slipped(word, others) or _begun(word, others)


def distance(one: str, other: str, *, limit: int) -> int:
    """Return how many slips of the finger lie between two words, or `limit + 1` where there are more.

    A slip is a letter too many, too few or replaced, or two neighbours swapped.

    Cost: at most the shorter length times `2 * limit + 1`.

    Source: F. J. Damerau, "A technique for computer detection and correction of spelling errors",
    CACM 7 (1964), in the restricted form (no letter is changed twice), within a band of `limit`.
    """
    one, other = _without_common_ends(one, other)
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        low, high = max(1, row - limit), min(len(other), row + limit)
        this = [limit + 1] * (len(other) + 1)
        this[0] = row
        for column in range(low, high + 1):
            against = other[column - 1]
            cost = min(last[column] + 1, this[column - 1] + 1, last[column - 1] + (letter != against))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against
            this[column] = min(cost, before[column - 2] + 1) if swapped else cost
        if min(this) > limit:
            return limit + 1
        before, last = last, this
    return min(last[-1], limit + 1)


def slips_allowed(word: str) -> int:
    """Return how many slips a word may hold and still be recognised: none in one letter, up to three in a long word."""
    return 0 if len(word) < 2 else min(3, 1 + len(word) // 5)  # noqa: PLR2004 - of one letter, all is changed


def _without_common_ends(one: str, other: str) -> tuple[str, str]:
    shorter = min(len(one), len(other))
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]


def _plain(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "").replace(" ", "")


def _words(name: str) -> list[str]:
    """Return the words of a name, in alphabetical order."""
    return sorted(name.casefold().replace(".", "_").split("_"))


def _respelt(word: str, candidates: list[str]) -> str | None:
    """Return the candidate that differs in capitals and underscores alone."""
    wanted = _plain(word)
    return min((each for each in candidates if _plain(each) == wanted), default=None)


def _reordered(word: str, candidates: list[str]) -> str | None:
    """Return the candidate made of the same words in another order: `police_us` for `us_police`."""
    if "_" not in word and "." not in word:
        return None
    wanted = _words(word)
    return min((each for each in candidates if len(each) == len(word) and _words(each) == wanted), default=None)


def _slipped(word: str, candidates: list[str]) -> str | None:
    """Return the candidate that the fewest slips of the finger lead to, if few enough do."""
    limit = slips_allowed(word)
    pieces = _pieces(word, 2 * limit + 1)
    found: str | None = None
    for each in sorted(candidates):
        if abs(len(each) - len(word)) > limit or not any(piece in each for piece in pieces):
            continue
        measured = distance(word, each, limit=limit)
        # Half of a short word changed is another word.
        if measured <= limit and 2 * measured <= max(len(word), len(each)):
            found, limit = each, measured - 1
            if limit <= 0:
                break
    return found


def _pieces(word: str, count: int) -> list[str]:
    """Cut a word in pieces. A slip spoils at most two, so of twice as many as slips, and one, one is left whole."""
    size, rest = divmod(len(word), count)
    cuts = [number * size + min(number, rest) for number in range(count + 1)]
    return [word[start:end] for start, end in pairwise(cuts)]


def _begun(word: str, candidates: list[str]) -> str | None:
    """Return the candidate that a shortened name stands for, `law_enf` for instance, where it can be one alone."""
    if len(word) < _SHORTEST_BEGINNING:
        return None
    found = {
        each for each in candidates if each.startswith(word) or _abbreviates(word, each) or _abbreviates(each, word)
    }
    return found.pop() if len(found) == 1 else None


def _abbreviates(short: str, long: str) -> bool:
    """Whether each word of `short` begins a word of `long`, in order; a name of less than half the length does not."""
    parts = short.split("_")
    is_one_word_of_many = len(parts) == 1 and 2 * len(short) < len(long)
    if len(short) > len(long) or is_one_word_of_many or any(len(part) <= 1 for part in parts):
        return False
    rest = iter(long.split("_"))
    return all(any(whole.startswith(part) for whole in rest) for part in parts)
