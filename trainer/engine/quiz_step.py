"""Taking a quiz: pure functions from a state and an action to the next state and what happened.

No clock: elapsed time comes in with the actions. Items are answered in the paper's order, each once. As in a case, time
is over as soon as what has passed reaches the limit: the answer that came with it is not taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from trainer.content.items import ItemType
from trainer.engine.quiz_grade import TOP_RATING, misfit
from trainer.engine.quiz_json import response_from_dict, response_to_dict
from trainer.engine.quiz_types import (
    Confidence,
    Given,
    HandIn,
    Paper,
    QuizAction,
    QuizEvent,
    QuizEventType,
    QuizState,
    Rate,
    Reply,
    Response,
    Tick,
)
from trainer.errors import UsageError

Stepped = tuple[QuizState, tuple[QuizEvent, ...]]


def start(paper: Paper) -> QuizState:
    """The state before the first item; a paper without items is over at once."""
    return QuizState(remaining_ms=paper.limit_ms, ended=not paper.entries)


def step(paper: Paper, state: QuizState, action: QuizAction) -> Stepped:
    """Take one action.

    Args:
        paper: What is asked.
        state: Where the quiz stands.
        action: What the learner, or time, did.

    Raises:
        UsageError: EN104, EN201-EN204: the action is not possible here; nothing has changed.
    """
    if isinstance(action, Rate):
        return _rate(paper, state, action)
    if state.ended:
        raise UsageError("EN201", title=paper.title)
    if action.elapsed_ms < 0:
        raise UsageError("EN104", ms=action.elapsed_ms)
    if isinstance(action, Reply):
        _check_reply(paper, state, action)
    left = state.remaining_ms
    if left is not None and action.elapsed_ms >= left:
        late = replace(state, remaining_ms=0, spent_ms=state.spent_ms + left, ended=True, timed_out=True)
        return late, (_event(QuizEventType.TIMED_OUT, elapsed_ms=left),)
    spent = state.spent_ms + action.elapsed_ms
    state = replace(state, remaining_ms=None if left is None else left - action.elapsed_ms, spent_ms=spent)
    if isinstance(action, Tick):
        return state, (_event(QuizEventType.TICKED, elapsed_ms=action.elapsed_ms),)
    if isinstance(action, HandIn):
        return replace(state, ended=True), (_event(QuizEventType.HANDED_IN, elapsed_ms=action.elapsed_ms),)
    return _reply(paper, state, action)


def _check_reply(paper: Paper, state: QuizState, action: Reply) -> None:
    if action.index != len(state.given):
        raise UsageError("EN202", given=action.index + 1, wanted=len(state.given) + 1)
    item = paper.entries[action.index].item
    if misfit(item, action.response):
        raise UsageError("EN203", item=item.name)


def _reply(paper: Paper, state: QuizState, action: Reply) -> Stepped:
    item = paper.entries[action.index].item
    given = Given(action.index, action.response, action.confidence, state.spent_ms, action.easy)
    events = [
        _event(
            QuizEventType.REPLIED,
            index=action.index,
            item=item.id,
            response=response_to_dict(action.response),
            confidence=action.confidence.value if action.confidence else None,
            elapsed_ms=action.elapsed_ms,
            easy=action.easy,
        )
    ]
    state = replace(state, given=(*state.given, given), spent_ms=0)
    if len(state.given) == len(paper.entries):
        state = replace(state, ended=True)
        events.append(_event(QuizEventType.COMPLETED))
    return state, tuple(events)


def _rate(paper: Paper, state: QuizState, action: Rate) -> Stepped:
    if not 0 <= action.index < len(state.given):
        raise UsageError("EN202", given=action.index + 1, wanted=len(state.given))
    item, given = paper.entries[action.index].item, state.given[action.index]
    unrated = item.type is ItemType.FREE and given.response.rating is None and not given.response.omitted
    if not unrated or not 0 <= action.rating <= TOP_RATING:
        raise UsageError("EN204", item=item.name, rating=action.rating)
    rated = replace(given, response=replace(given.response, rating=action.rating))
    all_given = (*state.given[: action.index], rated, *state.given[action.index + 1 :])
    event = _event(QuizEventType.RATED, index=action.index, item=item.id, rating=action.rating)
    return replace(state, given=all_given), (event,)


def _event(kind: QuizEventType, **data: Any) -> QuizEvent:
    return QuizEvent(kind, data)


def replay(paper: Paper, actions: Iterable[QuizAction]) -> list[tuple[QuizState, tuple[QuizEvent, ...]]]:
    """Take recorded actions again; the first entry is the start, then one per action."""
    found: list[tuple[QuizState, tuple[QuizEvent, ...]]] = [(start(paper), ())]
    for action in actions:
        found.append(step(paper, found[-1][0], action))
    return found


def actions_of(events: Iterable[QuizEvent]) -> tuple[QuizAction, ...]:
    """The actions that led to these events: ``replay(paper, actions_of(events))`` gives them again."""
    found: list[QuizAction] = []
    for event in events:
        data = event.data
        match event.type:
            case QuizEventType.REPLIED:
                confidence = data.get("confidence")
                found.append(
                    Reply(
                        data["index"],
                        response_from_dict(data["response"]),
                        None if confidence is None else Confidence(confidence),
                        data["elapsed_ms"],
                        data.get("easy", False),
                    )
                )
            case QuizEventType.RATED:
                found.append(Rate(data["index"], data["rating"]))
            case QuizEventType.TICKED | QuizEventType.TIMED_OUT:
                found.append(Tick(data["elapsed_ms"]))
            case QuizEventType.HANDED_IN:
                found.append(HandIn(data["elapsed_ms"]))
            case QuizEventType.COMPLETED:
                pass
    return tuple(found)


def responses(paper: Paper, state: QuizState) -> tuple[Response, ...]:
    """One response per entry of the paper, omitted ones for what was not answered."""
    given = tuple(each.response for each in state.given)
    return given + (Response(),) * (len(paper.entries) - len(given))
