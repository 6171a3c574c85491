"""From drafts to items: every rule that any bank has to keep, whatever file it came in."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from trainer.content.items import Item, ItemType, Option
from trainer.exchange.bank.draft import LETTERS, Bank, Draft, DraftOption
from trainer.exchange.bank.findings import Findings
from trainer.exchange.bank.prose import BLANK, joined, one_line, plain_text
from trainer.textutil import normalise_name

MOST_OPTIONS = 26
LONGEST_NAME = 24
DEFAULT_DIFFICULTY = 2
CHOICES = (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.TRUE_FALSE, ItemType.JUDGEMENT)
_STEM_KEY = re.compile(r"[(（【\[]\s*[A-HＡ-Ｈ](?:[\s,，、;；]*[A-HＡ-Ｈ])*\s*[)）】\]]\s*[。.？?]?\s*$")
_OWN_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
_EMPTY = re.compile(r"[(（【\[]\s*[)）】\]]")
_NAMELESS = "题"
_UNFIT = re.compile(r"(?!(?<=\d)[.,](?=\d))(?:[^\w\s，。、：；？！「」『』（）《》…％%+/-]|_)")


def build_items(bank: Bank, file_id: str) -> list[Item | None]:
    """The item of each draft, None for one that breaks a rule; what it breaks is added to the bank's findings."""
    names: dict[str, str] = {}
    made: list[Item | None] = []
    for draft in bank.drafts:
        found = bank.findings.errors
        _check_stem(draft, bank.findings)
        if draft.broken:
            made.append(None)
            continue
        item = _item(draft, bank.findings)
        sound = bank.findings.errors == found
        made.append(_named(item, draft, file_id, names, bank.findings) if sound else None)
    return made


def _item(draft: Draft, findings: Findings) -> Item:
    options: tuple[Option, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    if draft.type in CHOICES:
        options = _choice(draft, findings)
    elif draft.type is ItemType.ORDERING:
        options = _ordering(draft, findings)
    elif draft.type is ItemType.MATCHING:
        pairs = _pairs(draft, findings)
    elif draft.type is ItemType.BLANKS:
        _check_blanks(draft, findings)
    elif draft.type is ItemType.NUMERIC and draft.number is None:
        findings.add("BKE202", draft.at("key"))
    elif draft.type is ItemType.FREE and not draft.reference:
        findings.add("BKE224", draft.at("key"))
    return Item(
        id="",
        name=draft.name,
        type=draft.type,
        stem=joined(draft.stem),
        options=options,
        pairs=pairs,
        columns=draft.columns if pairs else ("", ""),
        blanks=tuple(draft.blanks) if draft.type is ItemType.BLANKS else (),
        number=draft.number if draft.type is ItemType.NUMERIC else None,
        reference=joined(draft.reference) if draft.type is ItemType.FREE else (),
        explanation=joined(draft.explanation),
        source=draft.source,
        competencies=draft.competencies,
        frameworks=draft.frameworks,
        difficulty=draft.difficulty or DEFAULT_DIFFICULTY,
        tags=draft.tags,
    )


def _check_stem(draft: Draft, findings: Findings) -> None:
    """A stem, without the key at its end; what we wrote ourselves (its id has a slash) may end as it likes."""
    words = plain_text(draft.stem)
    if not words.strip():
        findings.add("BKE201", draft.at("stem"))
    elif draft.type in CHOICES and "/" not in draft.id and (left := _STEM_KEY.search(words)):
        findings.add("BKE205", draft.at("stem"), text=left[0].strip())


def _letter(index: int) -> str:
    return LETTERS[index] if index < len(LETTERS) else str(index + 1)


def _options_hold(draft: Draft, findings: Findings, least: int) -> bool:
    """Whether the options can be offered at all."""
    given = len(draft.options)
    if given < least:
        findings.add("BKE211", draft.at("options"), count=given, least=least)
        return False
    for index, option in enumerate(draft.options):
        if not option.text:
            findings.add("BKE212", option.place or draft.at("options"), letter=_letter(index))
            return False
    seen: dict[str, int] = {}
    for index, option in enumerate(draft.options):
        first = seen.setdefault(normalise_name(option.text), index)
        if first != index:
            place = option.place or draft.at("options")
            findings.add("BKE213", place, one=_letter(first), other=_letter(index), text=option.text)
            return False
    return True


def _key_holds(draft: Draft, findings: Findings) -> bool:
    """Whether the key names options that there are, and as many as the type wants."""
    place, beyond = draft.at("key"), [index for index in draft.key if index >= len(draft.options)]
    if beyond:
        last = _letter(len(draft.options) - 1)
        findings.add("BKE204", place, letter=_letter(beyond[0]), last=last)
    elif not draft.key:
        findings.add("BKE202", place)
    elif draft.type is ItemType.MULTIPLE and len(draft.key) < 2:
        findings.add("BKE203", place, key=_letter(draft.key[0]))
    elif draft.type in (ItemType.SINGLE, ItemType.TRUE_FALSE) and len(draft.key) > 1:
        findings.add("BKE208", place, key="".join(map(_letter, draft.key)))
    else:
        return True
    return False


def _choice(draft: Draft, findings: Findings) -> tuple[Option, ...]:
    if not _options_hold(draft, findings, 2):
        return ()
    if draft.type is ItemType.JUDGEMENT:
        most = max(option.points for option in draft.options)
        if not most:
            findings.add("BKE202", draft.at("key"))
        return tuple(replace(_option(o), right=o.points == most, points=o.points) for o in draft.options)
    if not _key_holds(draft, findings):
        return ()
    return tuple(replace(_option(o), right=index in draft.key) for index, o in enumerate(draft.options))


def _option(option: DraftOption) -> Option:
    return Option(option.text, feedback=option.feedback)


def _ordering(draft: Draft, findings: Findings) -> tuple[Option, ...]:
    if not _options_hold(draft, findings, 2):
        return ()
    if sorted(draft.key) != list(range(len(draft.options))):
        every = "".join(map(_letter, range(len(draft.options))))
        findings.add("BKE214" if draft.key else "BKE202", draft.at("key"), letters=every)
        return ()
    return tuple(_option(draft.options[index]) for index in draft.key)


def _pairs(draft: Draft, findings: Findings) -> tuple[tuple[str, str], ...]:
    if not _options_hold(draft, findings, 2):
        return ()
    if len(draft.rights) != len(draft.options) or not all(draft.rights):
        findings.add("BKE215", draft.at("key"), lefts=len(draft.options), rights=sum(map(bool, draft.rights)))
        return ()
    return tuple((left.text, right) for left, right in zip(draft.options, draft.rights, strict=True))


def _check_blanks(draft: Draft, findings: Findings) -> None:
    marks = plain_text(draft.stem).count(BLANK)
    if not draft.blanks or not all(any(answers) for answers in draft.blanks):
        findings.add("BKE202", draft.at("key"))
    elif marks != len(draft.blanks):
        findings.add("BKE216", draft.at("key"), marks=marks, answers=len(draft.blanks))


# --- names -----------------------------------------------------------------------------------------------------------


def _named(item: Item, draft: Draft, file_id: str, names: dict[str, str], findings: Findings) -> Item:
    """With a 题名 and an id that no other item of the file has; an id that no 号 can be gives way to the name."""
    wanted = draft.id.rpartition("/")[2].strip()
    name = one_line(draft.name)
    if wanted and not _OWN_ID.fullmatch(wanted):
        name = name or short_name(wanted)
        if wanted != name:
            findings.add("BKI307", draft.at("id"), text=wanted)
        wanted = name
    if wanted and normalise_name(wanted) in names:
        findings.add("BKE217", draft.at("id"), id=wanted, other=names[normalise_name(wanted)])
    name = name or (wanted and short_name(plain_text(item.stem))) or _free(short_name(plain_text(item.stem)), names)
    wanted = wanted or _free(name, names)
    if wanted != name and not _OWN_ID.fullmatch(wanted):
        name = wanted  # a second question of the same name: number both
    names[normalise_name(wanted)] = draft.at("id")
    return replace(item, id=f"{file_id}/{wanted}", name=name)


def short_name(stem: str) -> str:
    """A 题名 made of the first words of a stem."""
    words = _UNFIT.sub("", " ".join(_EMPTY.sub("", stem).replace(BLANK, "…").split()))
    words = re.sub("-{2,}", "-", words)
    if len(words) > LONGEST_NAME:
        cut = max(words.rfind(mark, 6, LONGEST_NAME) for mark in "，。、：；？！ ")
        words = words[: cut if cut > 0 else LONGEST_NAME]
    return words.strip("，。、：；？！ …-+/") or _NAMELESS


def writable(item: Item, taken: Collection[str], *, bare: bool = False) -> Item:
    """The item with a plainer 题名 and plainer tags, for texts that no heading and no chip can carry.

    Args:
        item: As it was built.
        taken: Ids that it may not get, besides its own.
        bare: With a number instead of a name.
    """
    file_id, _, own = item.id.partition("/")
    used = {normalise_name(key.partition("/")[2]): "" for key in taken if key != item.id}
    name = _free(_NAMELESS if bare else short_name(item.name), used)
    tags = (re.sub(r"[^\w.+%-]", "", tag).strip("-_.") for tag in item.tags)
    own = own if _OWN_ID.fullmatch(own) else name
    return replace(item, id=f"{file_id}/{own}", name=name, tags=tuple(dict.fromkeys(filter(None, tags))))


def _free(name: str, names: Mapping[str, str]) -> str:
    if normalise_name(name) not in names:
        return name
    number = 2
    while normalise_name(f"{name} {number}") in names:
        number += 1
    return f"{name} {number}"


def counts(items: Sequence[Item]) -> dict[str, int]:
    """How many items of each type, in the order of the types."""
    found = {kind.value: sum(item.type is kind for item in items) for kind in ItemType}
    return {kind: count for kind, count in found.items() if count}
