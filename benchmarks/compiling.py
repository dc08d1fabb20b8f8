"""Compiles terms for one side in a process of its own, and prints how long that took and how much memory.

    python benchmarks/compiling.py SIDE FILE

`large.py` starts it. Printed is JSON: seconds of the processor until the first decision, the peak of the process
in megabytes, and how much of that came with compiling. Importing, and compiling a few clauses to warm up, is not
counted in the seconds. The file holds the terms and a case, as JSON.
"""

import json
import resource
import sys
import time

from large_sides import SIDES, Side
from terms import cases, terms


def main() -> None:
    """Compile, decide the case, and print the figures."""
    _, side, file = sys.argv
    with open(file, encoding="utf-8") as source:
        text, case = json.load(source)
    _warm_up(SIDES[side])
    before = _peak()
    start = time.process_time()
    SIDES[side].compile(text)(case)
    print(json.dumps({"seconds": time.process_time() - start, "peak": _peak(), "of it": _peak() - before}))


def _warm_up(side: Side) -> None:
    few = terms("flat", 3)
    side.compile(side.write(few))(cases(few, 1)[0])


def _peak() -> float:
    """Return the most memory that this process has had so far, in megabytes."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) * 1024 / 1e6
    except OSError:  # not Linux, where `ru_maxrss` would count what the process that started this one has had
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


if __name__ == "__main__":
    main()
