"""Files of one kind, each read once and only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from trainer.config import MAX_FILE_BYTES
from trainer.content.diagnostics import Diagnostic
from trainer.errors import UsageError


class Identified(Protocol):
    """What reading a file of any kind gives, as far as all kinds have it."""

    @property
    def id(self) -> str: ...
    @property
    def id_line(self) -> int: ...
    @property
    def id_column(self) -> int: ...
    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]: ...


M = TypeVar("M")
R = TypeVar("R", bound=Identified)


class Shelf(Mapping[str, M], Generic[M, R]):
    """编号 to model, in the order of the files; only those without errors.

    Attributes:
        results: File to what reading it gave.
    """

    def __init__(
        self,
        files: Callable[[], tuple[Path, ...]],
        read: Callable[[bytes, str], R],
        model: Callable[[R], M | None],
        failed: Callable[[Diagnostic], R],
        stem: Callable[[str], str] = str,
    ) -> None:
        """Args:
        files: The files, asked for once.
        read: The reader of this kind.
        model: The model in a result, None if there are errors.
        failed: The result for a file that cannot be read.
        stem: 编号 that a file's name tells.
        """
        self._files = files
        self._reader = read
        self._model = model
        self._failed = failed
        self._stem = stem
        self.results: dict[Path, R] = {}

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """All files of this kind."""
        return self._files()

    def read(self, path: Path) -> R:
        """What reading a file gives."""
        known = self.results.get(path)
        if known is None:
            try:
                known = self._reader(read_bytes(path), str(path))
            except UsageError as error:
                from trainer.content.source import unreadable

                known = self._failed(unreadable(str(path), str(error.params.get("reason", ""))))
            self.results[path] = known
        return known

    def path(self, key: str) -> Path:
        """The file of a 编号; raises KeyError if there is none without errors."""
        named = [path for path in self.files if self._stem(path.stem) == key]
        for path in named:
            result = self.read(path)
            if result.id == key and self._model(result) is not None:
                return path
        if key not in self._by_id:
            raise KeyError(key)
        return self._by_id[key]

    @cached_property
    def _by_id(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for path in self.files:
            result = self.read(path)
            if self._model(result) is not None:
                found.setdefault(result.id, path)
        return found

    def __getitem__(self, key: str) -> M:
        model = self._model(self.read(self.path(key)))
        if model is None:
            raise KeyError(key)
        return model

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def all_results(self) -> list[tuple[str, R]]:
        """Every file with its result, in order."""
        return [(str(path), self.read(path)) for path in self.files]


def read_bytes(path: Path) -> bytes:
    """A file's content, not more than the reader needs to say that it is too large.

    Raises:
        UsageError: The path cannot be read or is no regular file.
    """
    try:
        if path.exists() and not path.is_file():
            raise UsageError("CL202", place=str(path))
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UsageError("CL203", place=str(path), reason=error.strerror or type(error).__name__) from error


def markdown_files(folder: Path) -> list[Path]:
    """The Markdown files of a folder by name; none if there is no such folder."""
    try:
        return sorted(p for p in folder.iterdir() if p.suffix.lower() == ".md" and p.is_file())
    except OSError:
        return []
