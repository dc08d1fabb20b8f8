"""What is named on the command line, looked at before anything is done with it: is it there, and what was meant."""

import os
from collections.abc import Iterable

from policylang.console.faults import Refusal

STANDARD_INPUT = "-"
_ENDINGS = (".pol", ".md")


def must_exist(targets: Iterable[str]) -> None:
    """Refuse a file or module that is not there, and a folder without a policy file.

    Raises:
        Refusal: One is refused; the near name is in the help.
    """
    for target in targets:
        if os.path.isdir(target):
            _must_hold_policies(target)
        elif target != STANDARD_INPUT and not os.path.exists(target):
            _must_be_module(target)


def near_files(path: str) -> list[str]:
    """Return a help that names the file probably meant by a path that is not there, if there is one."""
    folder, name = os.path.split(path)
    if not os.path.isdir(folder or "."):
        return [f"there is no folder `{folder}` either"]
    return _did_you_mean(name, os.listdir(folder or "."), folder)


def _must_hold_policies(folder: str) -> None:
    from policylang.workspace.find import files_in

    if next(files_in(folder), None) is None:
        helps = ("policy files end in .pol or .pol.md", "`policylang new NAME` writes one to start from")
        raise Refusal(f"there is no policy file in `{folder}`, nor in a folder in it", code="P0701", helps=helps)


def _must_be_module(target: str) -> None:
    if target.endswith((*_ENDINGS, ".polc")) or "/" in target or os.sep in target:
        raise Refusal(f"there is no file `{target}`", code="P0701", helps=near_files(target))
    from policylang.workspace.find import Finder, module_name

    finder = Finder()
    if finder.find(target) is None:
        here = (module_name(name) for name in os.listdir() if name.endswith(_ENDINGS))
        helps = _did_you_mean(target, {*here, *finder.names()})
        said = f"there is no policy `{target}`: not here, not on POLICYLANG_PATH, and not among the standard policies"
        raise Refusal(said, code="P0702", helps=helps)


def _did_you_mean(name: str, candidates: Iterable[str], folder: str = "") -> list[str]:
    from policylang.diagnostics.suggest import nearest

    near = nearest(name, candidates)
    return [f"did you mean `{os.path.join(folder, near)}`?"] if near else []
