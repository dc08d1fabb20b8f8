"""The exceptions that a caller can meet, a sentence each."""

TYPE_CHECKING = False  # to import `typing` for it would cost more than the rest
if TYPE_CHECKING:
    from policylang.diagnostics.model import Diagnostic


class PolicylangError(Exception):
    """The base of every exception of this library."""


class PolicyError(PolicylangError):
    """A policy is faulty; `diagnostics` says how."""

    def __init__(self, message: str, diagnostics: "tuple[Diagnostic, ...]" = ()) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics


class CaseError(PolicylangError):
    """A case is faulty; `code`, `fact` and the message say how, and every fault of the case is in `faults`."""

    def __init__(
        self, message: str, *, code: str = "P0601", fact: str | None = None, faults: tuple["CaseError", ...] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.fact = fact
        self.faults = faults or (self,)


class TooLargeError(PolicylangError):
    """A limit was met; `helps` say what can be done."""

    def __init__(self, message: str, *, helps: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.helps = helps


class ArtifactError(PolicylangError):
    """A saved policy cannot be read."""


class InternalError(PolicylangError):
    """A fault of this library, not of the policy or the case."""
