"""The exit codes of every command, in one place, so that a script may rely on them."""

CLEAN = 0
"""Done, and nothing was found."""

FINDINGS = 1
"""Done, and something was found: an error, a failed scenario, an unformatted file, a faulty case of many."""

WRONG_USE = 2
"""Not done: the command, a file or a case was not as it must be."""

OUR_FAULT = 3
"""Not done, through a fault of this program."""

PERMITTED = 0
"""`decide --exit-code`: permitted, or not prohibited."""

PROHIBITED = 1
"""`decide --exit-code`: prohibited."""

UNDETERMINED = 4
"""`decide --exit-code`: what is known does not settle it."""

NONE_FOUND = 1
"""`find`: there is no such case, as grep finds no line."""

UNDECIDED = 4
"""Questions about all cases: not decided within the limit."""

INTERRUPTED = 130
"""Stopped by Ctrl-C, as shells count it."""

PIPE_CLOSED = 141
"""The reader of the output went away, as shells count it."""
