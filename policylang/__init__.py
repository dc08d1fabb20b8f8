"""Policies as text: check them, and decide cases under them, with the clause and its citation in the answer.

The public names live here and are looked up when they are first used, so that `import policylang`
costs next to nothing and a command loads only what it needs.
"""

from importlib import import_module

TYPE_CHECKING = False  # type checkers know the name; to import `typing` for it would cost ten times the rest
if TYPE_CHECKING:
    from policylang.api import Policy, check, decide_each, load, load_saved, loads, test
    from policylang.diagnostics.errors import ArtifactError, CaseError, PolicyError, PolicylangError, TooLargeError
    from policylang.diagnostics.model import Diagnostic
    from policylang.evaluate.explanation import Explanation
    from policylang.evaluate.facts import ABSENT
    from policylang.evaluate.from_json import from_json
    from policylang.evaluate.to_json import to_json
    from policylang.semantics.decision import Decision

__version__ = "0.1.0"

__all__ = [
    "ABSENT",
    "ArtifactError",
    "CaseError",
    "Decision",
    "Diagnostic",
    "Explanation",
    "Policy",
    "PolicyError",
    "PolicylangError",
    "TooLargeError",
    "__version__",
    "check",
    "decide_each",
    "from_json",
    "load",
    "load_saved",
    "loads",
    "test",
    "to_json",
]

_HOME = {
    "ABSENT": "policylang.evaluate.facts",
    "ArtifactError": "policylang.diagnostics.errors",
    "CaseError": "policylang.diagnostics.errors",
    "Decision": "policylang.semantics.decision",
    "Diagnostic": "policylang.diagnostics.model",
    "Explanation": "policylang.evaluate.explanation",
    "Policy": "policylang.api",
    "PolicyError": "policylang.diagnostics.errors",
    "PolicylangError": "policylang.diagnostics.errors",
    "TooLargeError": "policylang.diagnostics.errors",
    "check": "policylang.api",
    "decide_each": "policylang.api",
    "from_json": "policylang.evaluate.from_json",
    "load": "policylang.api",
    "load_saved": "policylang.api",
    "loads": "policylang.api",
    "test": "policylang.api",
    "to_json": "policylang.evaluate.to_json",
}
"""The module in which each public name is defined."""


def __getattr__(name: str) -> object:
    """Return a public name from its home, and keep it, so that it is looked up once.

    Raises:
        AttributeError: There is no such public name.
    """
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
