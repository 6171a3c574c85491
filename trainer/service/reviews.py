"""The review queue: what is due, reviewing it, and putting cards in and taking them out by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trainer.content.items import Item
from trainer.engine.paper import compose
from trainer.engine.quiz_types import Purpose
from trainer.errors import DatabaseError, UsageError
from trainer.i18n import t
from trainer.scoring.decision_item import decision_item
from trainer.service import cards as derived_cards
from trainer.service import quiz_lists
from trainer.service.attempts import Loaded
from trainer.service.attempts import load as load_play
from trainer.service.context import Context
from trainer.service.debrief import decision_groups
from trainer.service.overview import minutes
from trainer.service.quiz_views import CardRow, QuizView, ReviewQueueView
from trainer.service.quizzes import begin, usable_seed
from trainer.service.scored import move_at
from trainer.service.sittings import paper_of
from trainer.store import attempts, cards, events
from trainer.store.records import AttemptKind, AttemptRecord, CardRecord, NewEvent, PersonRecord, Status, StoreEvent

if TYPE_CHECKING:
    from trainer.store import Tx

REVIEW = "review"
MISTAKES = "mistakes"
"""What stands for a 编号 in attempts of a review, and of 错题本."""

_LOOKED_AT = 3
"""Due cards looked at for each one that is asked: some may have lost their question."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the question of a card comes from: an item, or a decision that has to be worked out."""

    card: CardRecord
    item: Item | None = None
    play: Loaded | None = None


def review_queue(ctx: Context) -> ReviewQueueView:
    """What is due, how much there is, and when something will be due next."""
    catch_up(ctx)
    now = ctx.clock()
    with ctx.store.read() as tx:
        person = ctx.current(tx)
        if person is None:
            return ReviewQueueView((), 0, 0, None)
        due = cards.due(tx, person.id, now)
        number, later = cards.queue(tx, person.id, now)
        opened = attempts.of_person(tx, person.id, kind=AttemptKind.QUIZ, scenario=REVIEW, status=Status.OPEN, limit=1)
    rows = tuple(_row(ctx, one) for one in due)
    next_due = min((one.due for one in due), default=later)
    return ReviewQueueView(rows, minutes(len(rows)), number, next_due, opened[0].id if opened else None)


def start_review(ctx: Context, *, key: str, count: int = 20, seed: str | None = None) -> QuizView:
    """Begin to review what is due, most overdue first.

    Raises:
        UsageError: ``SV211`` nothing is due.
    """
    catch_up(ctx)
    now = ctx.clock()
    with ctx.store.read() as tx:
        person = ctx.current(tx)
        due = cards.due(tx, person.id, now, limit=_LOOKED_AT * count) if person else ()
        sources = [found for card in due if (found := _source(ctx, tx, card)) is not None]
    asked = [(one.card.card, item) for one in sources if (item := _item(ctx, one)) is not None][:count]
    if not asked:
        raise UsageError("SV211", place=REVIEW)
    seed = usable_seed(ctx, seed)
    paper = compose(
        REVIEW,
        t("sitting.review"),
        Purpose.REVIEW,
        [item for _, item in asked],
        seed,
        shuffle=False,
        cards={item.id: card for card, item in asked},
        derived={item.id for card, item in asked if card.startswith("d:")},
    )
    return begin(ctx, paper, key=key, seed=seed)


def start_mistakes(ctx: Context, *, key: str, count: int = 20, seed: str | None = None) -> QuizView:
    """Begin to go through 错题本, the newest ones first.

    Raises:
        UsageError: ``SV212`` it is empty.
    """
    library = ctx.contents.library
    items = [library.items[row.item] for row in quiz_lists.mistakes(ctx) if row.item in library.items][:count]
    if not items:
        raise UsageError("SV212", place=MISTAKES)
    seed = usable_seed(ctx, seed)
    paper = compose(MISTAKES, t("sitting.mistakes"), Purpose.MISTAKES, items, seed)
    return begin(ctx, paper, key=key, seed=seed)


def add_card(ctx: Context, card: str, *, key: str) -> bool:
    """Put a question into the queue (加入复习), due at once; returns whether it was not in it already.

    Raises:
        UsageError: ``SV213`` there is no such question.
    """
    item = ctx.contents.library.items.get(card.removeprefix("q:")) if card.startswith("q:") else None
    if item is None:
        raise UsageError("SV213", place=card)
    return _by_hand(ctx, StoreEvent.CARD_ADDED, card, key, name=item.name)


def add_decision_card(ctx: Context, attempt: str, decision: int, *, key: str) -> bool:
    """Put a decision of a closed run (``DecisionView.number``) into the queue; whether it was not in it already.

    Raises:
        UsageError: ``SV110`` the run is open; ``SV113`` no such decision; ``SV214`` it cannot be asked as a question.
    """
    with ctx.store.read() as tx:
        loaded = load_play(ctx, tx, attempt)
    play = loaded.play
    if not play.closed:
        raise UsageError("SV110", place=attempt)
    places = decision_groups(play)
    if not 1 <= decision <= len(places):
        raise UsageError("SV113", place=attempt, decision=decision, count=len(places))
    seq = play.log.groups[places[decision - 1]].seq
    move = move_at(play.scenario, play.log, seq)
    solution = ctx.contents.solution(play.scenario)
    item = decision_item(play.scenario, solution, move.before) if move is not None else None
    if move is None or item is None:
        raise UsageError("SV214", place=attempt)
    node = play.scenario.nodes[move.node].name
    card = cards.decision_card(loaded.record.scenario, node)
    return _by_hand(ctx, StoreEvent.CARD_ADDED, card, key, name=node, attempt=attempt, seq=seq)


def remove_card(ctx: Context, card: str, *, key: str) -> bool:
    """Take a card out of the queue; returns whether it was in it. A new mistake puts it back."""
    return _by_hand(ctx, StoreEvent.CARD_REMOVED, card, key)


def catch_up(ctx: Context) -> None:
    """Work out the cards of somebody who has runs from before there were cards; once."""
    with ctx.store.read() as tx:
        person = ctx.current(tx)
        if person is None or derived_cards.built(tx, person.id) or not attempts.of_person(tx, person.id, limit=1):
            return
    with ctx.write() as tx:
        derived_cards.ensure(tx, person.id)


# --- parts -----------------------------------------------------------------------------------------------------------


def _by_hand(ctx: Context, kind: StoreEvent, card: str, key: str, **more: object) -> bool:
    with ctx.write() as tx:
        person: PersonRecord = ctx.somebody(tx)
        if events.by_key(tx, key):
            return True
        derived_cards.ensure(tx, person.id)
        before = cards.get(tx, person.id, card)
        was_in = before is not None and before.active
        if was_in == (kind is StoreEvent.CARD_ADDED):
            return False
        data = {"person": person.id, "card": card, **more}
        (written,) = events.append_own(tx, [NewEvent(kind, data)], key=key, at=ctx.clock())
        fact = cards.hand_fact(written.at, written.chain, written.type, written.data)
        derived_cards.apply(tx, person.id, [fact])
    return True


def _source(ctx: Context, tx: Tx, card: CardRecord) -> _Source | None:
    """Where a card's question can be found: as it stands in the library, else where the card's last fact is stored."""
    kind, _, rest = card.card.partition(":")
    if kind == "q" and (item := ctx.contents.library.items.get(rest)) is not None:
        return _Source(card, item)
    record = attempts.get(tx, card.last_attempt) if card.last_attempt else None
    if record is None:
        return None
    try:
        if record.kind is AttemptKind.QUIZ:
            return _stored_item(ctx, tx, card, record)
        return _Source(card, play=load_play(ctx, tx, record.id))
    except (DatabaseError, UsageError, ValueError):
        return None


def _stored_item(ctx: Context, tx: Tx, card: CardRecord, record: AttemptRecord) -> _Source | None:
    for entry in paper_of(ctx.papers, tx, record).entries:
        if card.card in (entry.card, cards.question_card(entry.item.id)):
            return _Source(card, entry.item)
    return None


def _item(ctx: Context, source: _Source) -> Item | None:
    """The question of a card; for a decision the case may have to be solved first, so never inside a transaction."""
    if source.item is not None or source.play is None:
        return source.item
    play = source.play.play
    move = move_at(play.scenario, play.log, source.card.last_seq)
    return decision_item(play.scenario, ctx.contents.solution(play.scenario), move.before) if move else None


def _row(ctx: Context, card: CardRecord) -> CardRow:
    kind, _, rest = card.card.partition(":")
    if kind == "d":
        ident = rest.partition(":")[0]
        title = ctx.contents.title(ident) or ident
    else:
        ident = rest.partition("/")[0]
        file = ctx.contents.library.question_files.get(ident)
        title = file.title if file is not None else ident
    return CardRow(
        card.card, "decision" if kind == "d" else "question", card.name, title, card.due, card.reviews, card.lapses
    )
