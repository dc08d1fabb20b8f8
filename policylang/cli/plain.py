"""Answers as plain data for JSON: objects with the names of their fields, lists, and dates as ISO text."""

import datetime as dt
from typing import Any


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a value made of named tuples, tuples, texts, numbers and dates as plain data."""
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        if fields is None:
            return [plain(each) for each in value]
        return {name: plain(each) for name, each in zip(fields, value, strict=True)}
    return value.isoformat() if isinstance(value, dt.date) else value
