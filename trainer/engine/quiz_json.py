"""Papers, responses, states and grades as JSON and back: ``x_from_dict(x_to_dict(x)) == x``."""

from __future__ import annotations

from typing import Any

from trainer.content.item_json import item_from_dict, item_to_dict
from trainer.engine.quiz_types import (
    PAPER_FORMAT,
    QUIZ_STATE_FORMAT,
    Confidence,
    Entry,
    Given,
    Grade,
    Paper,
    Purpose,
    QuizState,
    Response,
)


def paper_to_dict(paper: Paper) -> dict[str, Any]:
    """A JSON-ready form; its canonical JSON is what a quiz stores as its content."""
    return {
        "format": PAPER_FORMAT,
        "ident": paper.ident,
        "title": paper.title,
        "purpose": paper.purpose.value,
        "entries": [
            {"item": item_to_dict(e.item), "order": list(e.order), "card": e.card, "derived": e.derived}
            for e in paper.entries
        ],
        "limit_ms": paper.limit_ms,
        "pass_mark": paper.pass_mark,
    }


def paper_from_dict(data: dict[str, Any]) -> Paper:
    """Read what ``paper_to_dict`` wrote; raises ValueError for a format that this version cannot read."""
    _known(data, "paper", PAPER_FORMAT)
    return Paper(
        ident=data["ident"],
        title=data["title"],
        purpose=Purpose(data["purpose"]),
        entries=tuple(
            Entry(item_from_dict(e["item"]), tuple(e["order"]), e["card"], e["derived"]) for e in data["entries"]
        ),
        limit_ms=data["limit_ms"],
        pass_mark=data["pass_mark"],
    )


def response_to_dict(response: Response) -> dict[str, Any]:
    """A JSON-ready form."""
    return {
        "picks": list(response.picks),
        "texts": list(response.texts),
        "rating": response.rating,
        "length": response.length,
        "digest": response.digest,
    }


def response_from_dict(data: dict[str, Any]) -> Response:
    """Read what ``response_to_dict`` wrote."""
    return Response(tuple(data["picks"]), tuple(data["texts"]), data["rating"], data["length"], data["digest"])


def state_to_dict(state: QuizState) -> dict[str, Any]:
    """A JSON-ready form."""
    return {
        "format": QUIZ_STATE_FORMAT,
        "given": [
            {
                "index": given.index,
                "response": response_to_dict(given.response),
                "confidence": given.confidence.value if given.confidence else None,
                "elapsed_ms": given.elapsed_ms,
                "easy": given.easy,
            }
            for given in state.given
        ],
        "remaining_ms": state.remaining_ms,
        "ended": state.ended,
        "timed_out": state.timed_out,
        "spent_ms": state.spent_ms,
    }


def state_from_dict(data: dict[str, Any]) -> QuizState:
    """Read what ``state_to_dict`` wrote; raises ValueError for a format that this version cannot read."""
    _known(data, "quiz state", QUIZ_STATE_FORMAT)
    return QuizState(
        given=tuple(
            Given(
                g["index"],
                response_from_dict(g["response"]),
                None if g["confidence"] is None else Confidence(g["confidence"]),
                g["elapsed_ms"],
                g["easy"],
            )
            for g in data["given"]
        ),
        remaining_ms=data["remaining_ms"],
        ended=data["ended"],
        timed_out=data["timed_out"],
        spent_ms=data["spent_ms"],
    )


def grade_to_dict(grade: Grade) -> dict[str, Any]:
    """A JSON-ready form."""
    return {
        "score": grade.score,
        "chance": grade.chance,
        "marks": list(grade.marks),
        "right": grade.right,
        "self_rated": grade.self_rated,
    }


def grade_from_dict(data: dict[str, Any]) -> Grade:
    """Read what ``grade_to_dict`` wrote."""
    return Grade(data["score"], data["chance"], tuple(data["marks"]), data["right"], data["self_rated"])


def _known(data: dict[str, Any], what: str, newest: int) -> None:
    found = data.get("format")
    if not isinstance(found, int) or not 1 <= found <= newest:
        raise ValueError(f"{what} format {found!r} is not readable")
