"""What SQLite says, told as ``DatabaseError``s with a code of ours. The only place that knows its error names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from trainer.errors import DatabaseError

NO_TEXT = "UTF-8"
"""Reason of DB111 when stored text is no UTF-8 any more."""

_CODES = {
    "SQLITE_BUSY": "DB108",
    "SQLITE_LOCKED": "DB108",
    "SQLITE_PROTOCOL": "DB108",
    "SQLITE_READONLY": "DB107",
    "SQLITE_FULL": "DB109",
    "SQLITE_IOERR": "DB110",
    "SQLITE_CORRUPT": "DB111",
    "SQLITE_NOTADB": "DB104",
    "SQLITE_CANTOPEN": "DB116",
    "SQLITE_PERM": "DB116",
    "SQLITE_AUTH": "DB116",
    "SQLITE_NOLFS": "DB109",
    "SQLITE_CONSTRAINT": "DB119",
}


def mask(url: str) -> str:
    """A URL with its password replaced by ``***``."""
    masked = re.sub(r"(://[^/@:\s]*):\S*@", r"\1:***@", url)
    return re.sub(r"(?i)([?&](?:password|passwd|sslpassword)=)[^&\s]*", r"\1***", masked)


def sqlite_error(error: BaseException, place: str) -> DatabaseError:
    """The ``DatabaseError`` for an exception of the driver."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
    code = next((ours for theirs, ours in _CODES.items() if name == theirs or name.startswith(theirs + "_")), "DB110")
    return DatabaseError(code, place=place, reason=str(error))


def lenient_text(data: bytes) -> str:
    """Reads damaged text too, for those who look for damage: what is no UTF-8 becomes lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn the driver's errors into ours; programming errors (bad SQL, bad values) pass through."""
    try:
        yield
    except (TypeError, ValueError) as error:
        if not _while_reading(error):
            raise
        raise DatabaseError("DB111", place=place, reason=str(error)) from error
    except IntegrityError as error:
        raise sqlite_error(error.orig or error, place) from error
    except PoolTimeout as error:
        raise DatabaseError("DB108", place=place, reason=str(error)) from error
    except DBAPIError as error:
        original = error.orig
        if str(original).startswith("Could not decode to UTF-8"):  # the driver has no code for this one
            raise DatabaseError("DB111", place=place, reason=NO_TEXT) from error
        name = str(getattr(original, "sqlite_errorname", ""))
        if name == "SQLITE_ERROR" and isinstance(
            error, OperationalError
        ):  # our statements are tested, so it is the schema
            raise DatabaseError("DB118", place=place, reason=str(original)) from error
        if original is None or name in {"SQLITE_ERROR", "SQLITE_MISUSE", ""}:
            raise
        raise sqlite_error(original, place) from error


def _while_reading(error: BaseException) -> bool:
    """Whether an error arose where SQLAlchemy turns a stored value into Python's: the value was damaged."""
    frames = list(walk_tb(error.__traceback__))
    return bool(frames) and frames[-1][0].f_globals.get("__name__", "").partition(".")[0] in {"sqlalchemy", "sqlmodel"}
