"""From a laptop into the instructor's database: submit, collect, merge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.service.conftest import Do, World, key
from trainer.errors import TrainerError, UsageError
from trainer.service import Service
from trainer.service.views import Mode
from trainer.store import attempts
from trainer.store.records import NewEvent

CASE = "first-call"
BEST = ("问三号线", "问最近")


@dataclass
class Machines:
    """A trainee's laptop and the instructor's machine."""

    laptop: Service
    desk: Service
    world: World


@pytest.fixture
def machines(world: World, tmp_path: Path) -> Iterator[Machines]:
    """Two machines with the same content."""
    there = tmp_path / "desk"
    there.mkdir()
    desk = World(there)
    (there / "content").symlink_to(world.scenarios)
    yield Machines(world.open(), desk.open(), world)
    for service in desk.opened:
        service.close()


def play(service: Service, do: Do, *words: str, mode: Mode = Mode.ASSESS) -> str:
    return do(service, service.start(CASE, mode, key=key(), seed="s"), *words).attempt


def collect(machines: Machines, data: bytes | None = None, **how: object) -> object:
    return machines.desk.collect(data or machines.laptop.submit().data, place="x.pack", **how)  # type: ignore[arg-type]


def test_results_come_over_with_the_same_numbers(machines: Machines, do: Do) -> None:
    machines.laptop.use_person(number="00123", name="安")
    play(machines.laptop, do, "先挂", "问三号线", "请他说说")
    play(machines.laptop, do, *BEST, mode=Mode.PRACTICE)
    play(machines.laptop, do, "先挂")
    made = machines.laptop.submit()
    assert (made.number, made.attempts) == ("00123", 3)
    done = machines.desk.collect(made.data, place="x.pack")
    assert (done.number, done.name, done.attempts, done.new_person, done.conflict) == ("00123", "安", 3, True, "")
    machines.desk.use_person(number="00123")
    assert machines.desk.results().attempts == machines.laptop.results().attempts
    assert machines.desk.verify().ok
    assert machines.laptop.verify().ok


def test_collecting_again_doubles_nothing(machines: Machines, do: Do) -> None:
    play(machines.laptop, do, *BEST)
    data = machines.laptop.submit().data
    first = machines.desk.collect(data, place="x.pack")
    again = machines.desk.collect(data, place="x.pack")
    assert (first.attempts, again.attempts, again.events) == (1, 0, 0)
    assert len(machines.desk.people()) == 1


def test_an_attempt_that_went_on_is_continued(machines: Machines, do: Do) -> None:
    view = do(machines.laptop, machines.laptop.start(CASE, Mode.ASSESS, key=key()), "先挂")
    collect(machines)
    do(machines.laptop, view, *BEST)
    done = machines.desk.collect(machines.laptop.submit().data, place="x.pack")
    assert (done.attempts, done.extended) == (0, 1)
    machines.desk.use_person(id=done.person)
    row = machines.desk.results().attempts[0]
    assert row.ending == "约到拜访"
    assert row.score == pytest.approx(100)
    assert machines.desk.verify().ok


def test_any_changed_byte_is_refused(machines: Machines, do: Do) -> None:
    play(machines.laptop, do, *BEST)
    data = machines.laptop.submit().data
    for place in range(5, len(data) - 1, max(1, len(data) // 60)):
        broken = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises(TrainerError) as caught:
            machines.desk.collect(broken, place="x.pack")
        assert caught.value.place == "x.pack"
    assert machines.desk.people() == ()


def test_a_record_that_cannot_have_happened_is_refused_by_name(machines: Machines, do: Do) -> None:
    """The laptop's owner can seal what he likes; replaying it tells."""
    view = do(machines.laptop, machines.laptop.start(CASE, Mode.ASSESS, key=key()), "先挂")
    with machines.laptop._ctx.store.write() as tx:
        ended = NewEvent("ended", {"node": 3, "ending": "约到拜访", "rating": 90})
        attempts.append(tx, view.attempt, [ended], key=key(), at=machines.world.tick())
    data = machines.laptop.submit().data
    with pytest.raises(UsageError, match="SV119") as caught:
        machines.desk.collect(data, place="x.pack")
    assert caught.value.place == "x.pack"
    assert caught.value.params["attempt"] == view.attempt
    assert machines.desk.people() == ()


def test_the_instructor_needs_no_file_of_the_case(machines: Machines, do: Do) -> None:
    play(machines.laptop, do, *BEST)
    data = machines.laptop.submit().data
    (machines.world.scenarios / f"{CASE}.md").unlink()
    done = machines.desk.collect(data, place="x.pack")
    machines.desk.use_person(id=done.person)
    assert machines.desk.results().attempts[0].score == pytest.approx(100)


def test_a_nameless_person_is_unassigned_and_can_be_assigned(machines: Machines, do: Do) -> None:
    play(machines.laptop, do, *BEST)
    machines.desk.use_person(number="00123", name="安")
    data = machines.laptop.submit().data
    done = machines.desk.collect(data, place="x.pack")
    assert done.unassigned
    merged = machines.desk.merge_people(
        done.person, next(p.id for p in machines.desk.people() if p.number), key="merge"
    )
    assert merged.attempts == 1
    assert machines.desk.merge_people(done.person, merged.person, key="merge").attempts == 0
    assert [(p.number, p.attempts) for p in machines.desk.people()] == [("00123", 1)]
    assert machines.desk.verify().ok


def test_assigning_while_collecting(machines: Machines, do: Do) -> None:
    play(machines.laptop, do, *BEST)
    machines.desk.use_person(number="00123")
    done = machines.desk.collect(machines.laptop.submit().data, place="x.pack", number="00123")
    assert (done.number, done.unassigned) == ("00123", False)
    play(machines.laptop, do, *BEST)
    later = machines.desk.collect(machines.laptop.submit().data, place="x.pack")
    assert (later.number, later.attempts) == ("00123", 1)


def test_a_conflict_of_identity_is_told_and_nothing_is_written(machines: Machines, do: Do) -> None:
    machines.desk.use_person(number="00123", name="安")
    machines.laptop.use_person(number="00123", name="另一个")
    play(machines.laptop, do, *BEST)
    data = machines.laptop.submit().data
    told = machines.desk.collect(data, place="x.pack")
    assert "00123" in told.conflict
    assert "安" in told.conflict
    assert [p.attempts for p in machines.desk.people()] == [0]
    assert machines.desk.collect(data, place="x.pack", new_person=True).attempts == 1
    assert len(machines.desk.people()) == 2


def test_nobody_to_submit_and_nobody_to_assign_to(machines: Machines, do: Do) -> None:
    with pytest.raises(UsageError, match="SV118"):
        machines.laptop.submit()
    with pytest.raises(UsageError, match="SV111"):
        machines.laptop.submit("9")
    play(machines.laptop, do, *BEST)
    with pytest.raises(UsageError, match="SV111"):
        machines.desk.collect(machines.laptop.submit().data, place="x.pack", number="9")


def test_a_nameless_beginner_is_merged_with_the_roster_entry_on_one_machine(service: Service, do: Do) -> None:
    play(service, do, "问三号线", "报一个")
    beginner = service.people()[0]
    roster = service.use_person(number="00123", name="安")
    play(service, do, *BEST)
    service.use_person(id=beginner.id)
    service.merge_people(beginner.id, roster.id, key=key())
    current = service.home().person
    assert current is not None
    assert (current.id, current.attempts) == (roster.id, 2)
    assert [(row.number, row.ending) for row in service.results().attempts] == [(2, "约到拜访"), (1, "没约上")]
    with pytest.raises(UsageError, match="SV111"):
        service.merge_people("nobody", roster.id, key=key())
    assert service.verify().ok


def test_a_parted_record_is_refused(machines: Machines, do: Do, tmp_path: Path) -> None:
    view = do(machines.laptop, machines.laptop.start(CASE, Mode.ASSESS, key=key()), "先挂")
    made = machines.laptop.back_up()
    do(machines.laptop, view, "问三号线")
    collect(machines)
    machines.laptop.close()
    for suffix in ("", "-wal", "-shm", ".heads"):
        machines.world.file.with_name(machines.world.file.name + suffix).unlink(missing_ok=True)
    machines.world.file.write_bytes(made.path.read_bytes())
    other = machines.world.open()
    do(other, other.resume(view.attempt), "报上公司名")
    with pytest.raises(TrainerError, match="DB133"):
        machines.desk.collect(other.submit().data, place="x.pack")
