"""A service on a database and a content folder of its own, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from trainer.content.competencies import FILE, read_competencies
from trainer.content.library import Library
from trainer.engine.types import Choose
from trainer.paths import bundled_content
from trainer.service import Service, open_service
from trainer.service.script import scripted
from trainer.service.views import PlayView


@dataclass
class World:
    """A machine with a database file and a content folder; services can be opened on it again and again."""

    folder: Path
    now: datetime = datetime(2026, 3, 1, 8, tzinfo=UTC)
    opened: list[Service] = field(default_factory=list)

    @property
    def file(self) -> Path:
        return self.folder / "trainer.db"

    @property
    def db(self) -> str:
        return str(self.file)

    @property
    def scenarios(self) -> Path:
        return self.folder / "content"

    def library(self) -> Library:
        return Library((self.scenarios,), read_competencies(bundled_content() / "courseware" / FILE))

    def open(self) -> Service:
        service = open_service(self.db, self.library(), clock=self.tick)
        self.opened.append(service)
        return service

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def put(self, name: str, text: str) -> None:
        """A file of the courseware."""
        path = self.scenarios / "courseware" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        self.scenarios.mkdir(exist_ok=True)
        (self.scenarios / f"{name}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def world(tmp_path: Path, repo_root: Path) -> Iterator[World]:
    """A world with the example of format.md in its library."""
    made = World(tmp_path)
    example = repo_root / "tests" / "fixtures" / "content" / "first-call.md"
    made.write("first-call", example.read_text(encoding="utf-8"))
    yield made
    for service in made.opened:
        service.close()


@pytest.fixture
def service(world: World) -> Service:
    """A service in this world."""
    return world.open()


Do = Callable[..., PlayView]


def act(service: Service, view: PlayView, *words: str) -> PlayView:
    """Act by the beginnings of texts, each with a fresh key."""
    for number, word in enumerate(words, 1):
        step = scripted(view, word, number)
        view = service.act(view.attempt, step.action, key=uuid4().hex, expected_step=view.step, text=step.text)
    return view


@pytest.fixture
def do() -> Do:
    """``act``."""
    return act


def key() -> str:
    """A fresh idempotency key."""
    return uuid4().hex


def choice(view: PlayView, beginning: str) -> Choose:
    """The action of taking the option that begins so."""
    return Choose(next(option.choice for option in view.options if option.text.startswith(beginning)))
