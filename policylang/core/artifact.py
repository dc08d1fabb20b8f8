"""A compiled policy as a file of its own: saved, and loaded again without a parser and without compiling.

Three lines: what the file is and in which format, the SHA-256 digest of the other two, and the content as JSON. The
digest guards against damage and is no signature: who can write the file can write its digest. So whatever
the content says is looked at again as it is read, and what does not fit together is refused.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from policylang import __version__
from policylang.core.index import Index
from policylang.core.policy_from_json import policy_from_json
from policylang.core.program import Program
from policylang.core.program_json import program_from_json, program_to_json
from policylang.core.suspicion import MisfitError
from policylang.diagnostics.errors import ArtifactError
from policylang.pause import collecting_later
from policylang.semantics.knowledge import Example
from policylang.semantics.policy import Policy

FORMAT = 1
"""The format that is written; only this one is read."""
_FIRST = "policylang compiled policy, format "
_FIRST_LINE = re.compile(rf"{re.escape(_FIRST)}([1-9][0-9]{{0,8}})\n".encode())
_DIGEST_LINE = 65


class Artifact(NamedTuple):
    """What was loaded; the index only where it was kept."""

    policy: Policy
    examples: dict[str, Example]
    program: Program
    bitmaps: Index | None


def write(program: Program, examples: Mapping[str, Example]) -> bytes:
    """Return the file of a compiled policy. The same policy gives the same bytes, whatever was asked of it before."""
    from policylang.core.policy_to_json import policy_to_json

    policy = program.policy
    content = {
        "library": __version__,
        "name": policy.name,
        "digest": policy.digest,
        "policy": policy_to_json(policy, examples),
        "program": program_to_json(program),
    }
    told = json.dumps(content, separators=(",", ":")).encode() + b"\n"
    first = f"{_FIRST}{FORMAT}\n".encode()
    return first + _digest(first, told) + b"\n" + told


def read(content: bytes, *, name: str) -> Artifact:
    """Return the compiled policy of a file.

    Args:
        content: The file.
        name: What it is called in messages.

    Raises:
        ArtifactError: It is no saved policy, is of a format that this version does not read, or is damaged.
    """
    found = _FIRST_LINE.match(content)
    if found is None:
        raise ArtifactError(f"`{name}` is no saved policy")
    written_in = int(found[1])
    if written_in != FORMAT:
        said = f"`{name}` is of format {written_in}, and policylang {__version__} reads format {FORMAT} alone"
        raise ArtifactError(f"{said}; compile its policy again with this version, or install a newer one")
    told = content[found.end() + _DIGEST_LINE :]
    if content[found.end() : found.end() + _DIGEST_LINE] != _digest(found[0], told) + b"\n":
        raise ArtifactError(f"`{name}` is damaged: its content is not what was saved")
    try:
        with collecting_later():
            return _read(json.loads(told))
    except MisfitError as error:
        raise ArtifactError(f"`{name}` cannot be used: {error}") from error
    except Exception as error:  # whatever is wrong with its shape, it is no policy
        raise ArtifactError(f"`{name}` cannot be used: its content is in no order that is known") from error


def _read(content: Mapping[str, object]) -> Artifact:
    policy, examples = policy_from_json(content["policy"])
    if (content["name"], content["digest"]) != (policy.name, policy.digest):
        raise MisfitError("it is of another policy than it says")
    return Artifact(policy, examples, *program_from_json(policy, content["program"]))


def _digest(*parts: bytes) -> bytes:
    told = hashlib.sha256()
    for part in parts:
        told.update(part)
    return told.hexdigest().encode()
