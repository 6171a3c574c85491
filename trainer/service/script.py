"""A play written down in advance: ``1,3,请第三方,超时,答:文字`` turned into actions, one by one. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from trainer.engine.types import Action, Choose, Respond, Timeout
from trainer.errors import UsageError
from trainer.service.views import OptionView, PlayView
from trainer.textutil import normalise_name, to_halfwidth

TIMEOUT_WORDS = frozenset({"超时", "timeout"})
_ANSWER_MARKS = ("答:", "答：")


@dataclass(frozen=True, slots=True)
class Scripted:
    """An action of a script, with the free text that goes with it."""

    action: Action
    text: str | None = None


def split_script(source: str) -> tuple[str, ...]:
    """The words of a script, split at ASCII commas; blanks around them and empty words at the end do not count."""
    words = [word.strip() for word in source.split(",")]
    while words and not words[-1]:
        words.pop()
    return tuple(words)


def scripted(view: PlayView, word: str, position: int) -> Scripted:
    """The action that a word means in this situation.

    Args:
        view: The play as it stands.
        word: A number among the available choices in the file's order, the beginning of a choice's text, 超时, or the
            free answer (with or without ``答:`` before it).
        position: Which word of the script it is, from 1; named in errors.

    Raises:
        UsageError: ``SV101`` nothing matches, ``SV102`` several do, ``SV103`` no timer runs.
    """
    place = f"--choices[{position}]"
    if normalise_name(word) in TIMEOUT_WORDS:
        if not view.timers:
            raise UsageError("SV103", place=place, node=view.node)
        return Scripted(Timeout())
    if view.answer is not None:
        text = next((word[len(mark) :] for mark in _ANSWER_MARKS if word.startswith(mark)), word)
        return Scripted(Respond((), (), len(text), ""), text)
    return Scripted(Choose(match_option(in_file_order(view), word, place, view.node).choice))


def in_file_order(view: PlayView) -> tuple[OptionView, ...]:
    """The available options in the order of the file, whatever order they are shown in."""
    return tuple(sorted((o for o in view.options if not o.locked), key=lambda option: option.choice))


def match_option(options: tuple[OptionView, ...], word: str, place: str, node: str) -> OptionView:
    """The option that a number (from 1) or the beginning of a text names.

    Raises:
        UsageError: Nothing or more than one thing matches; the error lists the available texts.
    """
    number = to_halfwidth(word)
    if number.isdecimal() and 1 <= int(number) <= len(options):
        return options[int(number) - 1]
    wanted = normalise_name(word)
    texts = [normalise_name(option.text) for option in options]
    exact = [option for option, text in zip(options, texts, strict=True) if text == wanted]
    found = exact or [option for option, text in zip(options, texts, strict=True) if wanted and text.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    listed = " ".join(f"{i}「{option.text}」" for i, option in enumerate(options, 1))
    raise UsageError("SV102" if found else "SV101", place=place, word=word, node=node, options=listed)
