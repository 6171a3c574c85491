"""The repositories: what is stored comes back, a repeated key changes nothing, rows never leave."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from tests.support.stored import START, add_person, answer, begin, fill, finish, respond, uid
from trainer.errors import DatabaseError
from trainer.store import attempts, contents, doctor, events, people, records, results, settings
from trainer.store.chain import digest
from trainer.store.db import Store, Tx
from trainer.store.records import DecisionRecord, EvidenceRecord, NewEvent, ResultRecord, Status
from trainer.store.tables import Base
from trainer.store.verify import verify


def test_an_attempt_and_its_events_come_back(store: Store) -> None:
    with store.write() as tx:
        person = add_person(tx)
        attempt = begin(tx, person, extra={"copied": 2}, parent="p", parent_seq=4)
        done = answer(tx, attempt, 3, key="k", at=START + timedelta(seconds=9))
    with store.read() as tx:
        row = attempts.need(tx, attempt)
        log = events.of_attempt(tx, attempt)
    assert (row.person, row.scenario, row.status, row.number, row.parent) == (person, "bid", Status.OPEN, 1, "p")
    assert row.started == START
    assert row.started.tzinfo is not None
    assert [one.type for one in log] == ["started", "entered", "chose", "entered"]
    assert [one.seq for one in log] == [0, 1, 2, 3]
    assert log[0].data["copied"] == 2
    assert log[0].data["seed"] == "种子"
    assert [one.ms for one in log] == [0, 0, 9000, 9000]
    assert [one.key is None for one in log] == [False, True, False, True]
    assert done.events == log[2:]


def test_the_same_key_writes_once_and_returns_the_same(store: Store) -> None:
    _, attempt = fill(store)
    with store.write() as tx:
        first = answer(tx, attempt, 1, key="once")
    heads = store.heads.read_bytes()
    with store.write() as tx:
        again = answer(tx, attempt, 2, key="once", at=START + timedelta(days=1))
    assert again.repeated
    assert again.events == first.events
    assert store.heads.read_bytes() == heads


def test_the_same_key_starts_one_attempt(store: Store) -> None:
    with store.write() as tx:
        person = add_person(tx)
        content = contents.put(tx, "x", kind="scenario", ident="a", path="", at=START)
    found = []
    for _ in range(3):
        with store.write() as tx:
            new = records.NewAttempt(uid(), person, "a", content, 1, 1, "assess", "s", True, 1)
            found.append(attempts.create(tx, new, key="start", at=START, events_after=[NewEvent("entered")]))
    assert len({one.attempt.id for one in found}) == 1
    assert [one.repeated for one in found] == [False, True, True]
    assert all(len(one.events) == 2 for one in found)


def test_a_key_of_another_operation_is_refused(store: Store) -> None:
    person, attempt = fill(store)
    with store.write() as tx:
        other = begin(tx, person)
        answer(tx, attempt, key="mine")
    calls: list[Callable[[Tx], object]] = [
        lambda tx: answer(tx, other, key="mine"),
        lambda tx: attempts.create(
            tx, records.NewAttempt(uid(), person, "a", "0" * 64, 1, 1, "practice", "", True, 1), key="mine", at=START
        ),
    ]
    for call in calls:
        with pytest.raises(DatabaseError) as caught, store.write() as tx:
            call(tx)
        assert caught.value.code == "DB123"


def test_status_follows_the_last_event(store: Store) -> None:
    _, attempt = fill(store)
    at = START + timedelta(hours=1)
    with store.write() as tx:
        done = finish(tx, attempt, at=at)
        assert (done.attempt.status, done.attempt.finished) == (Status.FINISHED, at)
        back = attempts.append(tx, attempt, [NewEvent("undone", {"keep": 1})], key=uid(), at=at)
        assert (back.attempt.status, back.attempt.finished) == (Status.OPEN, None)
        left = attempts.append(tx, attempt, [NewEvent("abandoned")], key=uid(), at=at)
        assert (left.attempt.status, left.attempt.finished) == (Status.ABANDONED, at)
    assert verify(store).ok


def test_durations_never_go_back_when_the_clock_does(store: Store) -> None:
    with store.write() as tx:
        attempt = begin(tx, add_person(tx))
        for at in (START + timedelta(seconds=5), START - timedelta(days=400), START + timedelta(seconds=6)):
            answer(tx, attempt, at=at)
        log = events.of_attempt(tx, attempt)
    assert [one.ms for one in log if one.key] == [0, 5000, 5000, 6000]
    assert verify(store).ok


def test_free_text_is_kept_apart_and_only_its_digest_is_chained(store: Store) -> None:
    _, attempt = fill(store)
    with store.write() as tx:
        stored = respond(tx, attempt, "秘密的回答").events[0]
        assert events.texts(tx, attempt) == {stored.seq: "秘密的回答"}
        assert stored.data["digest"] == digest("秘密的回答")
        everything = tx.connection().exec_driver_sql("SELECT group_concat(data) FROM event").scalar()
    assert "秘密" not in str(everything)
    with pytest.raises(ValueError, match="digest"), store.write() as tx:
        attempts.append(tx, attempt, [NewEvent("responded", {"digest": "0"}, "文字")], key=uid(), at=START)


def test_unknown_attempt_and_person(store: Store) -> None:
    for call in (
        lambda tx: answer(tx, "nobody"),
        lambda tx: attempts.need(tx, "nobody"),
        lambda tx: people.rename(tx, "nobody", name="", number=None),
    ):
        with pytest.raises(DatabaseError) as caught, store.write() as tx:
            call(tx)
        assert caught.value.code == "DB121"
    with store.read() as tx:
        assert attempts.get(tx, "nobody") is None
        assert people.get(tx, "nobody") is None


def test_numbers_of_people_are_unique(store: Store) -> None:
    with store.write() as tx:
        add_person(tx, "1", "甲")
        other = add_person(tx, None, "乙")
        add_person(tx, None, "丙")
    for call in (
        lambda tx: add_person(tx, "1", "丁"),
        lambda tx: people.rename(tx, other, name="乙", number="1"),
    ):
        with pytest.raises(DatabaseError) as caught, store.write() as tx:
            call(tx)
        assert caught.value.code == "DB122"
        assert caught.value.params["name"] == "甲"
    with store.write() as tx:
        assert people.rename(tx, other, name="乙二", number="2").number == "2"
        assert people.rename(tx, other, name="乙二", number="").number is None
        assert [one.name for one in people.everyone(tx)] == ["甲", "丙", "乙二"]


def test_merging_moves_and_renumbers_attempts_and_still_verifies(store: Store) -> None:
    with store.write() as tx:
        nameless, known = add_person(tx, None, "小王"), add_person(tx, "7", "")
        early = begin(tx, nameless, at=START)
        late = begin(tx, known, at=START + timedelta(days=1))
    with store.write() as tx:
        assert people.merge(tx, nameless, known, key="merge", at=START) == (early,)
    with store.write() as tx:
        assert people.merge(tx, nameless, known, key="merge", at=START) == ()
    with store.read() as tx:
        assert [(one.id, one.number) for one in attempts.of_person(tx, known)] == [(late, 2), (early, 1)]
        assert attempts.of_person(tx, nameless) == ()
        assert people.get(tx, nameless).merged_into == known  # type: ignore[union-attr]
        assert [one.name for one in people.everyone(tx)] == ["小王"]
    assert verify(store).ok


def test_erasing_removes_names_and_texts_but_not_what_was_decided(store: Store) -> None:
    person, attempt = fill(store)
    with store.write() as tx:
        respond(tx, attempt, "只有我会这么写的一句话。")
        settings.put(tx, "lang", "en", scope=person)
        before = events.of_attempt(tx, attempt)
    with store.write() as tx:
        assert people.erase(tx, person, key="erase", at=START) == 2
    doctor.vacuum(store)
    with store.read() as tx:
        assert events.of_attempt(tx, attempt) == before
        assert people.everyone(tx) == ()
        assert settings.all_of(tx, scope=person) == {}
    report = verify(store)
    assert report.ok
    store.close()
    data = store.path.read_bytes()
    for word in ("只有我会这么写", "王小明", "0017"):
        assert word.encode() not in data


def test_contents_are_stored_once_and_exactly(store: Store) -> None:
    text = "# 标题\r\n\r\n混合 e\u0301 行尾\n\n\n"
    with store.write() as tx:
        one = contents.put(tx, text, kind="scenario", ident="a", path="p", at=START)
        two = contents.put(tx, text, kind="scenario", ident="a", path="q", at=START)
        contents.put(tx, text + " ", kind="scenario", ident="a", path="p", at=START + timedelta(days=1))
    with store.read() as tx:
        stored = contents.get(tx, one)
        assert one == two
        assert stored is not None
        assert stored.text == text
        assert [record.digest == one for record in contents.of_ident(tx, "a")] == [True, False]
        assert contents.get(tx, "0" * 64) is None


def test_settings(store: Store) -> None:
    with store.write() as tx:
        settings.put(tx, "lang", {"值": [1, 2.5, None]})
        settings.put(tx, "lang", "mine", scope="p")
        settings.put(tx, "gone", 1)
        settings.put(tx, "gone", None)
    with store.read() as tx:
        assert settings.get(tx, "lang") == {"值": [1, 2.5, None]}
        assert settings.all_of(tx, scope="p") == {"lang": "mine"}
        assert settings.get(tx, "gone") is None


def derived(attempt: str, score: float = 41.25) -> tuple[ResultRecord, list[DecisionRecord], list[EvidenceRecord]]:
    result = ResultRecord(attempt, 1, True, "中标", 80, score, 66.6, -0.1, True, 9, 2, 0, 1, 1, {"notes": ["一"]})
    decisions = [
        DecisionRecord(attempt, 0, 2, "开场", "问", "听", 1 / 3, 12.5, 0.1 + 0.2, 0.5, "fine", True, 0.25),
        DecisionRecord(attempt, 1, 4, "报价", "降", "降", None, None, None, None, "single", False),
    ]
    return result, decisions, [EvidenceRecord(attempt, "K04", 1.5, 0.75, 0.6, 1)]


def test_derived_rows_come_back_bit_by_bit_and_are_replaced(store: Store) -> None:
    person, attempt = fill(store)
    for score in (12.0, 41.25):
        with store.write() as tx:
            results.save(tx, *derived(attempt, score))
    with store.read() as tx:
        result, decisions, evidence = derived(attempt)
        assert results.get(tx, attempt) == result
        assert results.decisions(tx, attempt) == tuple(decisions)
        assert results.evidence(tx, attempt) == results.evidence_of_person(tx, person) == tuple(evidence)
        assert results.of_person(tx, person) == {attempt: result}
        assert results.missing(tx, 1) != ()
        assert attempt not in results.missing(tx, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"rating": 101},
        {"score": 100.1},
        {"decisions": -1},
    ],
)
def test_impossible_results_are_refused(store: Store, change: dict[str, object]) -> None:
    from dataclasses import replace

    _, attempt = fill(store)
    with pytest.raises(DatabaseError) as caught, store.write() as tx:
        results.save(tx, replace(derived(attempt)[0], **change))  # type: ignore[arg-type]
    assert caught.value.code == "DB119"


def test_rebuilding_gives_the_same_and_names_what_changed(store: Store) -> None:
    _, attempt = fill(store)
    with store.write() as tx:
        for one in attempts.everything(tx):
            results.save(tx, *derived(one.id))

    def compute(record: records.AttemptRecord, *_: object) -> doctor.Derived:
        return derived(record.id, 41.25 if record.id != attempt else 50.0)

    seen: list[tuple[int, int]] = []
    done = doctor.rebuild(store, compute, progress=lambda *args: seen.append(args))
    assert done == doctor.Rebuilt(2, (attempt,), ())
    assert doctor.rebuild(store, compute).changed == ()
    assert seen == [(1, 2), (2, 2)]
    assert set(doctor.rebuild(store, lambda *_: None).failed) == {one for one in _all(store)}


def _all(store: Store) -> list[str]:
    with store.read() as tx:
        return [one.id for one in attempts.everything(tx)]


def test_fifty_writers_in_threads_lose_nothing(store: Store) -> None:
    _, attempt = fill(store)
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(3):
                with store.write() as tx:
                    answer(tx, attempt, key=f"{number}-{turn}")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    report = verify(store)
    assert report.findings == ()
    assert report.events == 19 + 300
    with store.read() as tx:
        keys = {one.key for one in events.of_attempt(tx, attempt)}
    assert {f"{number}-{turn}" for number in range(50) for turn in range(3)} <= keys


def test_records_are_frozen_and_hold_no_rows(store: Store) -> None:
    person, attempt = fill(store)
    with store.write() as tx:
        results.save(tx, *derived(attempt))
        seen = [
            people.get(tx, person),
            attempts.get(tx, attempt),
            *events.of_attempt(tx, attempt),
            results.get(tx, attempt),
            *results.decisions(tx, attempt),
        ]
    for record in seen:
        assert is_dataclass(record)
        assert type(record).__module__ == records.__name__
        for one in fields(record):
            assert not isinstance(getattr(record, one.name), Base)


def test_times_are_utc(store: Store) -> None:
    here = datetime(2026, 3, 2, 9, 30, tzinfo=__import__("zoneinfo").ZoneInfo("Asia/Shanghai"))
    with store.write() as tx:
        attempt = begin(tx, add_person(tx), at=here)
    with store.read() as tx:
        row, event = attempts.need(tx, attempt), events.of_attempt(tx, attempt)[0]
    assert row.started == event.at == here
    assert row.started.utcoffset() == event.at.utcoffset() == timedelta(0)
    assert event.at.tzinfo is UTC


def test_the_tables_are_portable_to_postgresql() -> None:
    for table in Base.metadata.sorted_tables:
        text = str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
        assert "CREATE TABLE" in text


def test_a_head_that_cannot_be_written_is_not_acknowledged_and_the_retry_is(store: Store) -> None:
    _, attempt = fill(store)
    kept = store.heads.read_bytes()
    store.heads.unlink()
    store.heads.mkdir()

    def call() -> object:
        with store.write() as tx:
            return answer(tx, attempt, key="late").repeated

    for _ in range(2):
        with pytest.raises(DatabaseError) as caught:
            call()
        assert caught.value.code == "DB114"
    store.heads.rmdir()
    store.heads.write_bytes(kept)
    assert call() is True
    report = verify(store)
    assert report.findings == ()
