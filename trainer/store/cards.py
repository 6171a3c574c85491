"""Cards of the review queue, and the facts that they are derived from: answers, costly decisions, and what was done by
hand. A card is the outcome of its facts in the order of time and can be rebuilt from them; how, is the service's part.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlmodel import col

from trainer.store import events, quizzes
from trainer.store.chain import canonical
from trainer.store.db import Tx
from trainer.store.records import CardRecord, ItemAnswerRecord, Status, StoreEvent
from trainer.store.tables import Attempt, Decision, Person, ReviewCard


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that may make or change a card.

    Attributes:
        at, attempt, seq: When, and where it is stored (no attempt for what was done by hand); by these facts are
            ordered.
        card, name: Id of the card and what to call it.
        answer: The answer, None if it is none.
        costly: It is a decision that cost much.
        added, removed: By hand.
        origin: Attempt and event seq where the card's question can be found, if elsewhere.
    """

    at: datetime
    attempt: str
    seq: int
    card: str
    name: str
    answer: ItemAnswerRecord | None = None
    costly: bool = False
    added: bool = False
    removed: bool = False
    origin: tuple[str, int] = ("", 0)

    @property
    def place(self) -> tuple[datetime, str, int]:
        """Its place among the person's facts."""
        return self.at, self.attempt, self.seq


def question_card(item: str) -> str:
    """Id of the card of an item."""
    return f"q:{item}"


def decision_card(scenario: str, node: str) -> str:
    """Id of the card of a decision."""
    return f"d:{scenario}:{node}"


def answer_fact(answer: ItemAnswerRecord) -> Fact:
    """An answer as a fact."""
    card = answer.card or question_card(answer.item)
    return Fact(answer.at, answer.attempt, answer.seq, card, answer.name, answer)


def costly_decisions(scenario: str, attempt: str, at: datetime, rows: Iterable[tuple[int, str]]) -> list[Fact]:
    """Costly decisions of a finished run, given as (seq, node): one fact for each node, at the end of the run."""
    found: dict[str, Fact] = {}
    for seq, node in sorted(rows):
        found.setdefault(node, Fact(at, attempt, seq, decision_card(scenario, node), node, costly=True))
    return list(found.values())


def facts(tx: Tx, person: str, *, regret: float, hand: Mapping[str, Sequence[Fact]] | None = None) -> list[Fact]:
    """All facts of a person in the order of time; somebody who was merged into another has none: they are the other's.

    Args:
        tx: A transaction.
        person: Id.
        regret: Decisions that cost more than this are facts.
        hand: ``by_hand``, if it was read already for many people.
    """
    if tx.execute(select(col(Person.merged_into)).where(col(Person.id) == person)).scalar() is not None:
        return []
    found = [answer_fact(one) for one in quizzes.answers_of_person(tx, person)]
    found += _decisions(tx, person, regret)
    found += (by_hand(tx) if hand is None else hand).get(person, ())
    return sorted(found, key=lambda fact: fact.place)


def get(tx: Tx, person: str, card: str) -> CardRecord | None:
    """A card of a person, also one that was taken out of the queue."""
    row = tx.get(ReviewCard, (person, card))
    return _record(row) if row else None


def of_person(tx: Tx, person: str) -> tuple[CardRecord, ...]:
    """All cards of a person, those taken out too."""
    query = select(ReviewCard).where(col(ReviewCard.person) == person).order_by(col(ReviewCard.card))
    return tuple(map(_record, tx.execute(query).scalars()))


def due(tx: Tx, person: str, now: datetime, *, limit: int | None = None) -> tuple[CardRecord, ...]:
    """The cards in the queue that are due, most overdue first."""
    query = (
        select(ReviewCard)
        .where(col(ReviewCard.person) == person, col(ReviewCard.active).is_(True), col(ReviewCard.due) <= now)
        .order_by(col(ReviewCard.due), col(ReviewCard.card))
        .limit(limit)
    )
    return tuple(map(_record, tx.execute(query).scalars()))


def count_due(tx: Tx, person: str, now: datetime) -> int:
    """How many cards are due."""
    query = select(func.count()).where(
        col(ReviewCard.person) == person, col(ReviewCard.active).is_(True), col(ReviewCard.due) <= now
    )
    return int(tx.execute(query).scalar() or 0)


def queue(tx: Tx, person: str, now: datetime) -> tuple[int, datetime | None]:
    """How many cards are in the queue, and when the next one that is not due yet will be."""
    active = (col(ReviewCard.person) == person, col(ReviewCard.active).is_(True))
    number = tx.execute(select(func.count()).where(*active)).scalar() or 0
    later = tx.execute(select(func.min(col(ReviewCard.due))).where(*active, col(ReviewCard.due) > now)).scalar()
    return int(number), later


def put(tx: Tx, cards: Iterable[CardRecord]) -> None:
    """Store cards in place of what was there."""
    for one in cards:
        tx.execute(delete(ReviewCard).where(col(ReviewCard.person) == one.person, col(ReviewCard.card) == one.card))
        tx.execute(insert(ReviewCard), [{**asdict(one), "state": canonical(one.state)}])
    tx.expire_all()


def replace_all(tx: Tx, person: str, cards: Iterable[CardRecord]) -> None:
    """Store all cards of a person in place of what was there."""
    tx.execute(delete(ReviewCard).where(col(ReviewCard.person) == person))
    rows = [{**asdict(one), "state": canonical(one.state)} for one in cards]
    if rows:
        tx.execute(insert(ReviewCard), rows)
    tx.expire_all()


def people_with_cards(tx: Tx) -> set[str]:
    """Everybody who has a card."""
    return set(tx.execute(select(col(ReviewCard.person)).distinct()).scalars())


def _decisions(tx: Tx, person: str, regret: float) -> Iterator[Fact]:
    query = (
        select(col(Attempt.id), col(Attempt.scenario), col(Attempt.finished), col(Decision.seq), col(Decision.node))
        .join(Decision, col(Decision.attempt) == col(Attempt.id))
        .where(
            col(Attempt.person) == person,
            col(Attempt.kind) == "case",
            col(Attempt.quarantine) == "",
            col(Attempt.status) == Status.FINISHED.value,
            col(Decision.scored).is_(True),
            col(Decision.regret) > regret,
        )
    )
    runs: dict[tuple[str, str, datetime], list[tuple[int, str]]] = {}
    for attempt, scenario, finished, seq, node in tx.execute(query):
        runs.setdefault((attempt, scenario, finished), []).append((seq, node))
    for (attempt, scenario, finished), rows in runs.items():
        yield from costly_decisions(scenario, attempt, finished, rows)


def by_hand(tx: Tx) -> dict[str, list[Fact]]:
    """What everybody did by hand, by person; what was done under an id that was merged since is the other's."""
    merged = select(col(Person.id), col(Person.merged_into)).where(col(Person.merged_into).is_not(None))
    now = {source: str(target) for source, target in tx.execute(merged)}
    found: dict[str, list[Fact]] = {}
    for event in events.own(tx, StoreEvent.CARD_ADDED, StoreEvent.CARD_REMOVED):
        person = str(event.data["person"])
        found.setdefault(now.get(person, person), []).append(hand_fact(event.at, event.chain, event.type, event.data))
    return found


def hand_fact(at: datetime, chain: int, kind: str, data: dict[str, object]) -> Fact:
    """An event of adding or removing a card by hand as a fact."""
    added = kind == StoreEvent.CARD_ADDED
    origin = (str(data.get("attempt") or ""), int(str(data.get("seq") or 0)))
    name = str(data.get("name") or "")
    return Fact(at, "", chain, str(data["card"]), name, added=added, removed=not added, origin=origin)


def _record(row: ReviewCard) -> CardRecord:
    values = {name: getattr(row, name) for name in CardRecord.__slots__ if name != "state"}
    return CardRecord(**values, state=json.loads(row.state))
