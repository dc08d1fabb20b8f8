"""Answers as plain data for JSON: objects with the names of their fields, lists, and dates as ISO text."""

import datetime as dt
from typing import Any

from policylang.analyse.given import Given


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a value made of named tuples, tuples, texts, numbers and dates as plain data.

    What is given of all cases is the lines that say it.
    """
    if isinstance(value, Given):
        return list(value.lines)
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        if fields is None:
            return [plain(each) for each in value]
        return {name: plain(each) for name, each in zip(fields, value, strict=True)}
    return value.isoformat() if isinstance(value, dt.date) else value
