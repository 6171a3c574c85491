"""Turning a safeguard off turns a named test red: the tests above do look at what they say they look at."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from random import Random

import pytest

from tests.faults import test_power, test_writers
from tests.store import test_chain, test_connect, test_repositories
from tests.support.history import History, judge, one_answer, prepare
from trainer.store import db, events, heads, turns
from trainer.store.db import open_store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork")


def silent(**_: object) -> None:
    """A table that prints nothing."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "trainer.db"


@pytest.mark.parametrize("pragma", [name for name, _ in db.PRAGMAS])
def test_without_a_pragma_the_connection_test_fails(path: Path, monkeypatch: pytest.MonkeyPatch, pragma: str) -> None:
    off = {"synchronous": 1, "foreign_keys": 0, "trusted_schema": 1, "cell_size_check": 0, "secure_delete": 0}[pragma]
    weak = tuple((name, off if name == pragma else value) for name, value in db.PRAGMAS)
    monkeypatch.setattr(db, "PRAGMAS", weak)
    with open_store(path) as store, pytest.raises(AssertionError):
        test_connect.test_connection_contract(store, pragma, test_connect.CONTRACT[pragma], True)


def test_without_full_the_power_cut_test_fails(tmp_path: Path) -> None:
    test_power.need_strace()
    recording = test_power.record(tmp_path, synchronous=1, answers=12)
    lost = [image for image in test_power.images(recording, Random(1), 120) if test_power.lost_in(image, tmp_path)]
    assert lost


@pytest.mark.parametrize("begin", ["BEGIN IMMEDIATE", "BEGIN"])
def test_without_immediate_the_writers_test_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begin: str) -> None:
    """The queue is off in both runs: it is about fairness, and must not be what keeps writers apart."""
    monkeypatch.setattr(turns, "_fcntl", None)
    monkeypatch.setattr(db, "BEGIN_WRITE", begin)
    if begin == "BEGIN IMMEDIATE":
        test_writers.test_many_processes_write_at_once(tmp_path, silent, 8, 6)
    else:
        with pytest.raises(AssertionError):
            test_writers.test_many_processes_write_at_once(tmp_path, silent, 12, 20)


def test_without_immediate_the_begin_test_fails(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "BEGIN_WRITE", "BEGIN")
    with open_store(path) as store, pytest.raises(AssertionError):
        test_connect.test_write_begins_immediate_and_read_begins_plain(store)


def _without_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were no idempotency: a known key is not looked up and not unique."""
    turn = itertools.count()
    write = events.write_batch
    monkeypatch.setattr(events, "batch_of", lambda *_: ())
    monkeypatch.setattr(
        events, "write_batch", lambda *args, key, **rest: write(*args, key=f"{key}~{next(turn)}", **rest)
    )


def test_without_the_key_the_repetition_test_fails(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _without_keys(monkeypatch)
    with open_store(path) as store, pytest.raises(AssertionError):
        test_repositories.test_the_same_key_writes_once_and_returns_the_same(store)


@pytest.mark.parametrize("keyed", [True, False])
def test_without_the_key_what_was_killed_after_its_commit_comes_twice(
    path: Path, monkeypatch: pytest.MonkeyPatch, keyed: bool
) -> None:
    """What the kill tests do by chance, done on purpose: committed, not acknowledged, repeated."""
    if not keyed:
        _without_keys(monkeypatch)
    attempt, history = prepare(path), History()
    history.note("try once")
    for _ in range(2):
        with open_store(path) as store:
            one_answer(store, attempt, "once")
    history.note("ack once")
    verdict = judge(path, history)
    assert verdict.clean if keyed else verdict.doubled == ("once",)


def test_without_the_heads_a_cut_tail_is_not_found(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "append_head", lambda *_: None)
    with open_store(path) as store, pytest.raises(AssertionError):
        test_chain.test_a_cut_tail_is_named(store, path, 3)


def test_without_the_heads_a_forged_chain_is_not_found(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "append_head", lambda *_: None)
    with open_store(path) as store, pytest.raises(AssertionError):
        test_chain.test_a_forged_chain_does_not_fit_the_heads(store, path)


def test_without_the_hash_an_edit_is_not_found(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainer.store.verify.row_hash", lambda row: row.hash)
    with open_store(path) as store, pytest.raises(AssertionError):
        test_chain.test_an_edit_of_any_column_is_named(store, path, "data")
