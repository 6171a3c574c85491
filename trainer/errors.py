"""What can go wrong for a reason that a person can mend. Bad content is a list of diagnostics, never an exception."""

from __future__ import annotations

CRASH_EXIT = 70
"""Exit status after a fault of the program itself (EX_SOFTWARE of sysexits.h)."""


class TrainerError(Exception):
    """Bad usage, data or environment, told to the user without a traceback.

    Attributes:
        code: Stable code, such as ``DB101``.
        exit_code: Exit status of the process: 1 findings, 2 usage or bad input, 3 database, 4 environment.
        params: Values for the message ``errors.<code>`` and the fix ``errors.<code>.fix`` of the language catalogue.
        place: Where: a path, file:line:col, sheet!cell, a flag; empty if there is none.
    """

    exit_code = 2

    def __init__(self, code: str, *, place: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.place = place
        self.params = params


class UsageError(TrainerError):
    """A command, an argument or an input file is wrong."""

    exit_code = 2


class DatabaseError(TrainerError):
    """The database cannot be read, written or trusted."""

    exit_code = 3


class PlatformError(TrainerError):
    """The machine lacks something: a terminal, a directory, a right."""

    exit_code = 4
