"""Where things lie: the content that is shipped, and the user's own data."""

from __future__ import annotations

from pathlib import Path

from trainer.errors import PlatformError

APP = "trainer"


def bundled_content() -> Path:
    """The folder with ``scenarios/``, ``courseware/`` and ``docs/diagnostics/`` that came with the program.

    Raises:
        PlatformError: The installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_content", package.parent):
        if (folder / "courseware").is_dir():
            return folder
    raise PlatformError("EN002", place=str(package))


def user_data_dir() -> Path:
    """The user's data folder by the platform's convention; not created here.

    Raises:
        PlatformError: The machine names no home for the user.
    """
    from platformdirs import user_data_path

    try:
        folder = user_data_path(APP, appauthor=False)
    except (OSError, RuntimeError) as error:
        raise PlatformError("EN001", reason=str(error)) from error
    if not folder.is_absolute():
        raise PlatformError("EN001", place=str(folder), reason="HOME")
    return folder


def user_content_dir() -> Path:
    """The instructor's own ``scenarios/`` and ``courseware/``: whatever lies here shows up in the library."""
    return user_data_dir() / "content"


def default_database() -> Path:
    """The database used without ``--db`` and ``TRAINER_DB``."""
    return user_data_dir() / "trainer.db"


def crash_dir() -> Path:
    """Where crash reports are written."""
    return user_data_dir() / "crashes"


def export_dir() -> Path:
    """Where the interface writes what is exported."""
    return user_data_dir() / "exports"


def cache_dir() -> Path:
    """Where results are kept that can be worked out again; by the platform's convention, not created here."""
    from platformdirs import user_cache_path

    return user_cache_path(APP, appauthor=False) / "check"
