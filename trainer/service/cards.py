"""The review queue's cards, derived: what their facts make of them, one by one as they happen or all over again.

A person's mark says up to which fact the cards were worked out. A fact that comes after it is simply added; where one
comes before it (a pack was collected, people were merged, a clock went back) the person's cards are worked out anew.
Both ways lead to the same rows.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING

from trainer.engine.quiz_types import Confidence, Grade
from trainer.scoring.review import DECISION_REGRET, CardState, Rating, new_card, rating, review
from trainer.store import cards, settings
from trainer.store.cards import Fact
from trainer.store.chain import read_time, time_text
from trainer.store.records import CardRecord, DecisionRecord

if TYPE_CHECKING:
    from trainer.store import Tx

MARK = "cards"
"""Setting of a person: {version, at, attempt, seq} of the last fact that went into the cards."""

VERSION = 1
"""Changes whenever the same facts could lead to other cards."""


def apply(tx: Tx, person: str, facts: Iterable[Fact]) -> int:
    """Let facts that have just been stored change a person's cards; returns how many cards came into the queue."""
    fresh = sorted(facts, key=lambda fact: fact.place)
    if not fresh:
        return 0
    mark = _mark(tx, person)
    if mark is None or fresh[0].place <= mark:
        before = {one.card for one in cards.of_person(tx, person) if one.active}
        rebuild(tx, person)
        after = {one.card for one in cards.of_person(tx, person) if one.active}
        return len({fact.card for fact in fresh} & (after - before))
    came = 0
    changed: dict[str, CardRecord] = {}
    for fact in fresh:
        old = changed.get(fact.card) or cards.get(tx, person, fact.card)
        new = after_fact(person, old, fact)
        if new is not None and new is not old:
            came += new.active and not (old is not None and old.active)
            changed[fact.card] = new
    cards.put(tx, changed.values())
    _set_mark(tx, person, fresh[-1])
    return came


def ensure(tx: Tx, person: str) -> None:
    """Work out the cards of somebody for whom that has never been done (runs of an earlier version of the program)."""
    if _mark(tx, person) is None:
        rebuild(tx, person)


def built(tx: Tx, person: str) -> bool:
    """Whether a person's cards were worked out by this version."""
    return _mark(tx, person) is not None


def stale(tx: Tx, person: str, hand: Mapping[str, Sequence[Fact]]) -> bool:
    """Whether a person's cards are not what the stored facts make of them, or were never worked out."""
    if _mark(tx, person) is None:
        return True
    facts = cards.facts(tx, person, regret=DECISION_REGRET, hand=hand)
    return cards.of_person(tx, person) != _sorted(fold(person, facts))


def warm() -> None:
    """Load the scheduler in the background: its first use would take too long for a transaction."""
    if "fsrs" not in sys.modules:
        Thread(target=new_card, args=(datetime.fromtimestamp(0, UTC).isoformat(),), name="fsrs", daemon=True).start()


def rebuild(tx: Tx, person: str) -> bool:
    """Work out all cards of a person again from what is stored; returns whether anything was different."""
    facts = cards.facts(tx, person, regret=DECISION_REGRET)
    fresh = fold(person, facts)
    different = cards.of_person(tx, person) != _sorted(fresh)
    if different:
        cards.replace_all(tx, person, fresh.values())
    _set_mark(tx, person, facts[-1] if facts else None)
    return different


def fold(person: str, facts: Iterable[Fact]) -> dict[str, CardRecord]:
    """What facts in the order of time make of a person's cards, by card."""
    found: dict[str, CardRecord] = {}
    for fact in facts:
        new = after_fact(person, found.get(fact.card), fact)
        if new is not None:
            found[fact.card] = new
    return found


def decision_facts(
    scenario: str, attempt: str, finished: datetime | None, decisions: Iterable[DecisionRecord]
) -> list[Fact]:
    """The costly decisions of a finished run as facts."""
    if finished is None:
        return []
    rows = [(one.seq, one.node) for one in decisions if one.scored and (one.regret or 0.0) > DECISION_REGRET]
    return cards.costly_decisions(scenario, attempt, finished, rows)


def after_fact(person: str, card: CardRecord | None, fact: Fact) -> CardRecord | None:
    """A card after a fact: ``card`` itself if it changes nothing, None if there is still none."""
    live = card if card is not None and card.active else None
    now = fact.at.isoformat()
    if fact.removed:
        return card if live is None else _touched(replace(live, active=False), fact)
    if fact.added:
        return _card(person, None, new_card(now), fact) if live is None else live
    given = Rating.AGAIN if fact.costly else _rating(fact)
    if given is None or (live is None and given is not Rating.AGAIN):
        return card
    state = CardState.from_dict(live.state) if live is not None else None
    return _card(person, live, review(state, given, now), fact)


def _rating(fact: Fact) -> Rating | None:
    """How an answer went; None for one that is not graded yet."""
    answer = fact.answer
    if answer is None or answer.score is None:
        return None
    grade = Grade(answer.score, answer.chance, right=answer.right)
    confidence = Confidence(answer.confidence) if answer.confidence else None
    return rating(grade, confidence, easy=answer.easy)


def _card(person: str, old: CardRecord | None, state: CardState, fact: Fact) -> CardRecord:
    fresh = CardRecord(
        person=person,
        card=fact.card,
        name=fact.name or (old.name if old else ""),
        active=True,
        state=state.to_dict(),
        due=datetime.fromisoformat(state.due),
        reviews=state.reviews,
        lapses=state.lapses,
        added=old.added if old else fact.at,
        last=fact.at,
        last_attempt="",
        last_seq=0,
    )
    return _touched(fresh, fact)


def _touched(card: CardRecord, fact: Fact) -> CardRecord:
    attempt, seq = fact.origin if fact.origin[0] else (fact.attempt, fact.seq)
    return replace(card, last=fact.at, last_attempt=attempt, last_seq=seq)


def _sorted(found: dict[str, CardRecord]) -> tuple[CardRecord, ...]:
    return tuple(found[name] for name in sorted(found))


def _mark(tx: Tx, person: str) -> tuple[datetime, str, int] | None:
    found = settings.get(tx, MARK, scope=person)
    if not isinstance(found, dict) or found.get("version") != VERSION:
        return None
    return read_time(found["at"]), str(found["attempt"]), int(found["seq"])


def _set_mark(tx: Tx, person: str, fact: Fact | None) -> None:
    at, attempt, seq = fact.place if fact is not None else (read_time("1970-01-01T00:00:00.000000Z"), "", 0)
    value = {"version": VERSION, "at": time_text(at), "attempt": attempt, "seq": seq}
    settings.put(tx, MARK, value, scope=person)
