"""Packs: what a laptop sends is checked, taken in once, and conflicts of identity are asked about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.stored import START, add_person, answer, begin, fill, finish, respond, tamper
from trainer.errors import DatabaseError, UsageError
from trainer.store import attempts, contents, events, people
from trainer.store.chain import canonical
from trainer.store.collect import NEW_PERSON, Collected, ConflictKind, collect
from trainer.store.db import Store, open_store
from trainer.store.pack import make_pack, read_pack
from trainer.store.records import Origin, Status
from trainer.store.verify import verify

NOW = START + timedelta(days=2)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Store]:
    """A trainee's own database."""
    with open_store(tmp_path / "laptop.db") as opened:
        yield opened


def submit(laptop: Store, person: str) -> bytes:
    with laptop.read() as tx:
        return make_pack(tx, person, now=NOW)


def take(store: Store, data: bytes, **options: Any) -> Collected:
    with store.write() as tx:
        return collect(tx, read_pack(data, place="小王.trainer"), at=NOW, place="小王.trainer", **options)


def resealed(lines: list[str]) -> bytes:
    """What a forger does who knows the seal."""
    body = "".join(line + "\n" for line in lines).encode()
    seal = {"lines": len(lines), "seal": hashlib.sha256(body).hexdigest()}
    return body + canonical(seal).encode() + b"\n"


def test_everything_arrives(laptop: Store, store: Store) -> None:
    person, running = fill(laptop)
    done = take(store, submit(laptop, person))
    assert (done.person, done.new_person, done.unassigned, len(done.attempts), done.events) == (
        person,
        True,
        False,
        2,
        19,
    )
    with laptop.read() as there, store.read() as here:
        for one in attempts.of_person(there, person):
            arrived = attempts.need(here, one.id)
            assert (arrived.origin, arrived.proctored, arrived.person) == (Origin.COLLECTED, False, person)
            assert (arrived.status, arrived.started, arrived.finished) == (one.status, one.started, one.finished)
            assert events.texts(here, one.id) == events.texts(there, one.id)
            for ours, theirs in zip(events.of_attempt(here, one.id), events.of_attempt(there, one.id), strict=True):
                assert (ours.key, ours.type, ours.data, ours.at, ours.ms, ours.seq) == (
                    theirs.key,
                    theirs.type,
                    theirs.data,
                    theirs.at,
                    theirs.ms,
                    theirs.seq,
                )
            text = contents.get(there, one.content)
            assert text is not None
            assert contents.get(here, one.content).text == text.text  # type: ignore[union-attr]
        assert attempts.need(here, running).status is Status.OPEN
        assert people.get(here, person).number == "0017"  # type: ignore[union-attr]
    assert verify(store).findings == ()


def test_taking_the_same_file_again_changes_nothing(laptop: Store, store: Store) -> None:
    person, _ = fill(laptop)
    data = submit(laptop, person)
    take(store, data)
    heads = store.heads.read_bytes()
    again = take(store, data)
    assert (again.events, again.known_events, again.attempts) == (0, 19, ())
    assert store.heads.read_bytes() == heads


def test_a_later_file_brings_only_what_is_new(laptop: Store, store: Store) -> None:
    person, running = fill(laptop)
    take(store, submit(laptop, person))
    with laptop.write() as tx:
        answer(tx, running)
        respond(tx, running, "再说一句")
        finish(tx, running, at=NOW)
        begin(tx, person, at=NOW)
    done = take(store, submit(laptop, person))
    assert (len(done.attempts), done.extended, done.events) == (1, (running,), 7)
    with store.read() as tx:
        assert attempts.need(tx, running).status is Status.FINISHED
        assert [one.number for one in attempts.of_person(tx, person, scenario="bid")] == [2, 1]
    assert verify(store).findings == ()


def test_an_older_file_after_a_newer_one_brings_nothing(laptop: Store, store: Store) -> None:
    person, running = fill(laptop)
    old = submit(laptop, person)
    with laptop.write() as tx:
        answer(tx, running)
    take(store, submit(laptop, person))
    assert take(store, old).events == 0
    assert verify(store).findings == ()


def test_many_laptops_go_into_one_database(tmp_path: Path, store: Store) -> None:
    for number in range(5):
        with open_store(tmp_path / f"{number}.db") as one:
            with one.write() as tx:
                person = add_person(tx, f"{number:04}", f"学员{number}")
                finish(tx, begin(tx, person))
            take(store, submit(one, person))
    with store.read() as tx:
        assert [one.number for one in people.everyone(tx)] == ["0000", "0001", "0002", "0003", "0004"]
        assert len(attempts.everything(tx)) == 5
    assert verify(store).findings == ()


def test_other_peoples_attempts_stay_on_the_laptop(laptop: Store, store: Store) -> None:
    person, _ = fill(laptop)
    with laptop.write() as tx:
        other = add_person(tx, "2", "别人")
        respond(tx, begin(tx, other, scenario="secret", text="别的案例"), "别人的话")
    data = submit(laptop, person).decode()
    assert "别人" not in data
    assert "别的案例" not in data
    assert other not in data


# --- identity --------------------------------------------------------------------------------------------------------


def test_the_same_number_and_name_is_the_same_person(laptop: Store, store: Store) -> None:
    person, running = fill(laptop)
    with store.write() as tx:
        here = add_person(tx, "0017", "王小明")
        begin(tx, here, at=NOW)
    done = take(store, submit(laptop, person))
    assert (done.person, done.new_person, done.conflict) == (here, False, None)
    with laptop.write() as tx:
        answer(tx, running)
    assert take(store, submit(laptop, person)).person == here
    with store.read() as tx:
        assert [one.number for one in attempts.of_person(tx, here, scenario="bid")] == [2, 1]
        assert [one.id for one in people.everyone(tx)] == [here]
    assert verify(store).findings == ()


def test_the_same_number_with_another_name_is_asked_about(laptop: Store, store: Store) -> None:
    person, _ = fill(laptop)
    with store.write() as tx:
        here = add_person(tx, "0017", "李四")
    data = submit(laptop, person)
    done = take(store, data)
    assert done.conflict is not None
    assert done.conflict.kind is ConflictKind.NAME_DIFFERS
    assert (done.conflict.here.name, done.conflict.there.name) == ("李四", "王小明")
    with store.read() as tx:
        assert attempts.everything(tx) == ()
    assert take(store, data, resolve=here).events == 19
    with store.read() as tx:
        assert len(attempts.of_person(tx, here)) == 2
        assert people.get(tx, here).name == "李四"  # type: ignore[union-attr]
    assert verify(store).findings == ()


def test_a_conflict_can_be_resolved_as_somebody_new(laptop: Store, store: Store) -> None:
    person, _ = fill(laptop)
    with store.write() as tx:
        add_person(tx, "0017", "李四")
    done = take(store, submit(laptop, person), resolve=NEW_PERSON)
    assert (done.person, done.new_person, done.unassigned) == (person, True, True)
    assert verify(store).findings == ()


@pytest.mark.parametrize("taken", [False, True])
def test_another_number_of_the_same_person_is_asked_about(laptop: Store, store: Store, taken: bool) -> None:
    person, _ = fill(laptop)
    take(store, submit(laptop, person))
    with store.write() as tx:
        if taken:
            people.rename(tx, person, name="王小明", number=None)
            add_person(tx, "0017", "王小明")
    if not taken:
        with laptop.write() as tx:
            people.rename(tx, person, name="王小明", number="0018")
    done = take(store, submit(laptop, person)) if not taken else _retake(laptop, store, person)
    assert done.conflict is not None
    assert done.conflict.kind is (ConflictKind.NUMBER_TAKEN if taken else ConflictKind.NUMBER_DIFFERS)


def _retake(laptop: Store, store: Store, person: str) -> Collected:
    with laptop.write() as tx:
        begin(tx, person, at=NOW)
    return take(store, submit(laptop, person))


def test_a_nameless_person_can_be_merged_later_and_stays_merged(laptop: Store, store: Store) -> None:
    with laptop.write() as tx:
        nameless = add_person(tx, None, "")
        attempt = begin(tx, nameless)
    assert take(store, submit(laptop, nameless)).unassigned
    with store.write() as tx:
        roster = add_person(tx, "0031", "赵六")
        people.merge(tx, nameless, roster, key="merge", at=NOW)
    with laptop.write() as tx:
        answer(tx, attempt)
    assert take(store, submit(laptop, nameless)).person == roster
    with store.read() as tx:
        assert [one.id for one in attempts.of_person(tx, roster)] == [attempt]
    assert verify(store).findings == ()


def test_a_number_given_later_on_the_laptop_is_taken_over(laptop: Store, store: Store) -> None:
    with laptop.write() as tx:
        person = add_person(tx, None, "")
        begin(tx, person)
    take(store, submit(laptop, person))
    with laptop.write() as tx:
        people.rename(tx, person, name="孙七", number="0044")
    assert not take(store, submit(laptop, person)).unassigned
    with store.read() as tx:
        assert people.get(tx, person).name == "孙七"  # type: ignore[union-attr]


def test_merged_attempts_can_be_submitted(laptop: Store, store: Store) -> None:
    with laptop.write() as tx:
        first, second = add_person(tx, None, ""), add_person(tx, "5", "钱")
        begin(tx, first, at=START)
        begin(tx, second, at=NOW)
        people.merge(tx, first, second, key="merge", at=NOW)
    take(store, submit(laptop, second))
    with store.read() as tx:
        assert [one.number for one in attempts.of_person(tx, second)] == [2, 1]
    assert verify(store).findings == ()


# --- bad files -------------------------------------------------------------------------------------------------------

Edit = Callable[[list[str]], list[str]]


def _replace(lines: list[str], old: str, new: str) -> list[str]:
    assert any(old in line for line in lines)
    return [line.replace(old, new) for line in lines]


FORGERIES: dict[str, Edit] = {
    "an answer": lambda lines: _replace(lines, '\\"choice\\":3', '\\"choice\\":1'),
    "the content": lambda lines: _replace(lines, "一段文字", "两段文字"),
    "a free text": lambda lines: _replace(lines, "我会先问清楚预算", "我会直接送礼"),
    "a time": lambda lines: _replace(lines, "2026-03-02T01:31", "2026-03-02T01:33"),
    "a missing event": lambda lines: [line for line in lines if '"event":[7,' not in line],
    "swapped events": lambda lines: [*lines[:5], lines[6], lines[5], *lines[7:]],
    "a doubled event": lambda lines: [*lines[:6], lines[5], *lines[6:]],
    "no content": lambda lines: [line for line in lines if not line.startswith('{"content"')],
    "a text of nobody": lambda lines: [*lines, '{"text":["nobody",1,"x"]}'],
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_file_is_refused_even_with_a_fresh_seal(laptop: Store, store: Store, name: str) -> None:
    person, _ = fill(laptop)
    lines = submit(laptop, person).decode().splitlines()[:-1]
    with pytest.raises(UsageError) as caught:
        take(store, resealed(FORGERIES[name](lines)))
    assert caught.value.code == "DB131"
    assert caught.value.place == "小王.trainer"
    assert not store.heads.exists()


def test_any_changed_byte_breaks_the_seal(laptop: Store) -> None:
    person, _ = fill(laptop)
    data = submit(laptop, person)
    for at in range(30, len(data) - 2, 97):
        changed = bytes([*data[:at], data[at] ^ 1, *data[at + 1 :]])
        with pytest.raises(UsageError) as caught:
            read_pack(changed, place="f")
        assert caught.value.code in {"DB130", "DB131"}, at


def test_line_endings_of_mail_programs_are_told_as_a_change(laptop: Store) -> None:
    person, _ = fill(laptop)
    with pytest.raises(UsageError) as caught:
        read_pack(submit(laptop, person).replace(b"\n", b"\r\n"), place="f")
    assert caught.value.code == "DB131"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"hello",
        b"[]\n{}\n",
        b'{"format":"trainer-pack"}\n',
        b'{"format":"other","version":1}\n{"seal":1}\n',
        b"PK\x03\x04" + bytes(100),
        b"\xff\xfe{\x00",
        b"[" * 100_000,
        json.dumps({"format": "trainer-pack", "version": "1"}).encode(),
        resealed(['{"format":"trainer-pack","version":1}']),
        resealed(['{"format":"trainer-pack","version":1}', '{"event":[]}']),
        resealed(['{"format":"trainer-pack","version":1}', '{"other":[]}']),
        resealed(['{"format":"trainer-pack","version":1}', "[]"]),
        resealed(['{"format":"trainer-pack","version":1,"person":[]}', '{"content":{}}']),
    ],
)
def test_what_is_no_pack_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        read_pack(data, place="f")
    assert caught.value.code in {"DB130", "DB131", "DB132"}
    assert caught.value.exit_code == 2


def test_a_newer_format_names_the_program(laptop: Store) -> None:
    person, _ = fill(laptop)
    lines = submit(laptop, person).decode().splitlines()[:-1]
    lines[0] = lines[0].replace('"version":1', '"version":9').replace('"program":"', '"program":"9.')
    with pytest.raises(UsageError) as caught:
        read_pack(resealed(lines), place="f")
    assert caught.value.code == "DB132"
    assert str(caught.value.params["program"]).startswith("9.")


def test_a_parted_history_is_refused_by_name(laptop: Store, store: Store, tmp_path: Path) -> None:
    import shutil

    person, running = fill(laptop)
    laptop.close()
    shutil.copy(laptop.path, tmp_path / "twin.db")
    shutil.copy(laptop.heads, tmp_path / "twin.db.heads")
    with laptop.write() as tx:
        answer(tx, running, 1)
    take(store, submit(laptop, person))
    with open_store(tmp_path / "twin.db") as twin:
        with twin.write() as tx:
            answer(tx, running, 2)
        with pytest.raises(UsageError) as caught:
            take(store, submit(twin, person))
    assert caught.value.code == "DB133"
    assert caught.value.params["attempt"] == running


def test_a_laptop_that_was_tampered_with_cannot_even_submit(laptop: Store) -> None:
    person, _ = fill(laptop)
    tamper(laptop.path, "UPDATE event SET data = '{\"choice\":9}' WHERE type = 'chose' AND chain = 5")
    with pytest.raises(DatabaseError) as caught:
        submit(laptop, person)
    assert caught.value.code == "DB131"


def test_an_unknown_person_cannot_submit(laptop: Store) -> None:
    with pytest.raises(DatabaseError) as caught:
        submit(laptop, "nobody")
    assert caught.value.code == "DB121"
