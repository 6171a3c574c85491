"""The stored log of an attempt, read: which actions are in force, which were taken back, which answers came first.

An attempt's log starts with the store's ``started`` event, then holds the engine's events in groups: the opening group
(what entering the first node caused) and one group per action. ``undone`` {keep} cuts the line back to a number of
groups. ``carried`` {groups}: all groups so far are copies of the attempt that this one was restarted from
(「从这里重来」): they bring the play to the decision, and are never evidence again. ``interrupted``: a 测评 was left
and taken up again. ``abandoned``: the trainee gave up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from trainer.engine.types import Action as EngineAction
from trainer.engine.types import Choose, Elapse, Event, EventType, Respond, Timeout

STARTED = "started"
ABANDONED = "abandoned"
UNDONE = "undone"
CARRIED = "carried"
INTERRUPTED = "interrupted"

Situation = tuple[object, ...]
"""What was done and drawn before a step; equal if and only if the trainee stood before the same thing."""

_HEADS = frozenset({EventType.CHOSE, EventType.RESPONDED, EventType.TIMED_OUT, EventType.ELAPSED})


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored event as the service reads it: its place in the attempt, its type and its data."""

    seq: int
    type: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """What one action caused; the first event is the action itself. ``seq`` is its place in the log."""

    seq: int
    events: tuple[Event, ...]

    @property
    def counts(self) -> bool:
        """A step of the play: anything but the passing of time."""
        return self.events[0].type is not EventType.ELAPSED


@dataclass(frozen=True, slots=True)
class Log:
    """A log, worked out.

    Attributes:
        started: Data of the ``started`` event.
        opening: Events of entering the first node.
        groups: The actions in force, in order: the line as it stands.
        copied: How many of the first groups are copied from another attempt.
        interrupted: Left and taken up again.
        next_seq: Place of the next event.
        lines: Every line that ever stood at its longest: those cut by an undo (in time order), then ``groups``.
    """

    started: dict[str, Any]
    opening: tuple[Event, ...]
    groups: tuple[Group, ...]
    copied: int
    interrupted: bool
    next_seq: int
    lines: tuple[tuple[Group, ...], ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """The engine's events of the line in force."""
        return flatten(self.opening, self.groups)

    @property
    def steps(self) -> int:
        """Choices, answers and timeouts in force."""
        return sum(group.counts for group in self.groups)

    @property
    def undone(self) -> int:
        """How often the trainee went a step back."""
        return len(self.lines) - 1


def flatten(opening: Sequence[Event], groups: Iterable[Group]) -> tuple[Event, ...]:
    """The events of a line in one tuple."""
    return (*opening, *(event for group in groups for event in group.events))


def read_log(entries: Iterable[Entry]) -> Log:
    """Work out a stored log.

    Raises:
        ValueError: The log does not start with ``started`` or holds a type that this version does not know.
    """
    stored = list(entries)
    if not stored or stored[0].type != STARTED:
        raise ValueError("log does not begin with a started event")
    opening: list[Event] = []
    groups: list[list[Event]] = []
    seqs: list[int] = []
    cut: list[tuple[Group, ...]] = []
    copied = 0
    interrupted = False
    for entry in stored[1:]:
        if entry.type == UNDONE:
            cut.append(_freeze(seqs, groups))
            keep = int(entry.data["keep"])
            del groups[keep:], seqs[keep:]
        elif entry.type == CARRIED:
            copied = len(groups)
        elif entry.type == INTERRUPTED:
            interrupted = True
        elif entry.type != ABANDONED:
            event = Event(EventType(entry.type), entry.data)
            if event.type in _HEADS:
                groups.append([event])
                seqs.append(entry.seq)
            elif groups:
                groups[-1].append(event)
            else:
                opening.append(event)
    line = _freeze(seqs, groups)
    next_seq = stored[-1].seq + 1
    return Log(stored[0].data, tuple(opening), line, copied, interrupted, next_seq, (*cut, line))


def first_answers(log: Log) -> list[tuple[int, int]]:
    """The answers that count in statistics: for every situation that the trainee was in, the first one he gave.

    A situation is told by what was done and drawn before it; going a step back and choosing again gives a second
    answer to the same situation. Copied groups are no answers.

    Returns:
        Pairs (index into ``log.lines``, index into that line's groups), in the order in which they were given.
    """
    found: dict[Situation, tuple[int, int, int]] = {}
    for number, line in enumerate(log.lines):
        for index, situation in situations(line):
            group = line[index]
            if index >= log.copied and (situation not in found or group.seq < found[situation][0]):
                found[situation] = (group.seq, number, index)
    return [(number, index) for _, number, index in sorted(found.values())]


def situations(line: Sequence[Group]) -> Iterator[tuple[int, Situation]]:
    """The steps of a line: index of the group, and the situation in which it was made."""
    before: Situation = ()
    for index, group in enumerate(line):
        if group.counts:
            yield index, before
            before = (*before, *(_told(event) for event in group.events))


def _told(event: Event) -> tuple[object, ...]:
    data = event.data
    return (event.type.value, data.get("node"), data.get("choice"), data.get("branch"), data.get("timer"))


def actions(groups: Iterable[Group]) -> list[EngineAction]:
    """The actions that these groups record, to be replayed."""
    return [_action(group.events[0]) for group in groups]


def draws(events: Iterable[Event]) -> list[int]:
    """The branches drawn, in order."""
    return [int(event.data["branch"]) for event in events if event.type is EventType.DREW]


def undo_point(log: Log) -> int | None:
    """How many groups stay when the last step is taken back, or None if there is nothing of one's own to take back."""
    for keep in range(len(log.groups) - 1, log.copied - 1, -1):
        if log.groups[keep].counts:
            return keep
    return None


def _freeze(seqs: list[int], groups: list[list[Event]]) -> tuple[Group, ...]:
    return tuple(Group(seq, tuple(events)) for seq, events in zip(seqs, groups, strict=True))


def _action(event: Event) -> EngineAction:
    data = event.data
    match event.type:
        case EventType.CHOSE:
            return Choose(int(data["choice"]), int(data["elapsed_ms"]))
        case EventType.RESPONDED:
            return Respond(
                tuple(data["keywords"]),
                tuple(data["self_checks"]),
                int(data["length"]),
                str(data["digest"]),
                int(data["elapsed_ms"]),
            )
        case EventType.TIMED_OUT:
            return Timeout()
        case EventType.ELAPSED:
            return Elapse(int(data["elapsed_ms"]))
        case _:
            raise ValueError(f"{event.type} is not an action")
