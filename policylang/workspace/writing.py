"""Files written in one step, so that no reader and no crash ever meets half of one."""

import os
from contextlib import suppress


def write(path: str, content: bytes, *, overwrites: bool = True) -> None:
    """Put content in the place of a file; of one that is there, who may read and write it stays.

    Raises:
        FileExistsError: The file is there, and is not to be written over.
        OSError: The file cannot be written.
    """
    real = os.path.realpath(path)
    if not overwrites and os.path.lexists(real):
        raise FileExistsError(17, "it is there already", path)
    beside = f"{real}.{os.urandom(8).hex()}.new"
    try:
        with open(beside, "xb") as file:
            file.write(content)
        with suppress(FileNotFoundError):
            os.chmod(beside, os.stat(real).st_mode & 0o7777)
        os.replace(beside, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
