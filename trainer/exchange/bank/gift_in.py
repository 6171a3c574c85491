"""GIFT as drafts, by the rules of Moodle's importer."""

from __future__ import annotations

import re
from dataclasses import replace

from trainer.content.items import ItemType, Number
from trainer.content.prose import Block, Text
from trainer.errors import UsageError
from trainer.exchange.bank import meta
from trainer.exchange.bank.draft import Bank, Draft, DraftOption
from trainer.exchange.bank.gift_out import EXPLANATION, REFERENCE
from trainer.exchange.bank.html import from_html
from trainer.exchange.bank.limits import MAX_ROWS
from trainer.exchange.bank.markdown import read_markdown
from trainer.exchange.bank.prose import BLANK, clean, one_line, paragraphs, plain_text
from trainer.textutil import sanitise

_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_HIDDEN = {char: chr(0xE000 + number) for number, char in enumerate("\\:#={}~n")}
_SHOWN = {hidden: "\n" if char == "n" else char for char, hidden in _HIDDEN.items()}
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f])+)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f])+)\]")
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]")
_WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]*)?)%")
_ELEMENT = re.compile(r"</?(?:p|br|b|i|em|strong|div|span|ul|ol|li|table|img|h[1-6]|sub|sup|code|pre)\b[^>]*>", re.I)
_NUMBER = r"[+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?"


def looks_like_gift(text: str) -> bool:
    """Whether some question has its answers in braces."""
    return bool(re.search(r"(?<!\\)\{[^{}]*(?:[=~#]|\bT(?:RUE)?\b|\bF(?:ALSE)?\b|^\s*)[^{}]*(?<!\\)\}", text)) and bool(
        re.search(r"^\s*::|(?<!\\)\{\s*[=~#TF}]|^\$CATEGORY", text, re.M)
    )


def read_gift(text: str, name: str) -> Bank:
    """The questions of a GIFT file.

    Raises:
        UsageError: EX207 or EX211.
    """
    bank = Bank("gift")
    text = text.removeprefix("\ufeff")
    chunk: list[str] = []
    start = seen = 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            start = start or number
            chunk.append(line)
            continue
        if chunk:
            seen += 1
            _Question(chunk, f"{name}:{start}", bank).read()
        chunk, start = [], 0
        if seen > MAX_ROWS:
            raise UsageError("EX207", place=f"{name}:{number}", limit=MAX_ROWS)
    if not bank.drafts and not bank.findings.errors:
        raise UsageError("EX211", place=name)
    return bank


def _shown(text: str) -> str:
    return "".join(_SHOWN.get(char, char) for char in text)


class _Question:
    def __init__(self, lines: list[str], place: str, bank: Bank) -> None:
        self.place, self.bank = place, bank
        self.comments = "\n".join(line.strip() for line in lines if line.strip().startswith("//"))
        body = "\n".join(line for line in lines if not line.strip().startswith("//"))
        self.text = _ESCAPED.sub(lambda m: _HIDDEN[m[1]], re.sub("[\ue000-\ue0ff]", "", body)).strip()
        self.format = "moodle"

    def read(self) -> None:
        """Add the draft; a category or a description adds none."""
        text = self.text
        if text.startswith("$CATEGORY:"):
            self.bank.title = self.bank.title or _shown(text[10:]).strip().rpartition("/")[2]
            return
        if not text:
            return
        name = ""
        if text.startswith("::") and "::" in text[2:]:
            name, _, text = text[2:].partition("::")
        start, end = text.find("{"), text.find("}")
        if start < 0 and end < 0:
            self.bank.findings.add("BKI324", self.place, text=clean(_shown(text))[:40])
            return
        if start < 0 or end < start:
            self.bank.findings.add("BKE320", self.place)
            return
        before, inside, after = text[:start], text[start + 1 : end].strip(), text[end + 1 :]
        inside, _, general = self.general(inside)
        draft = Draft(self.place, self.kind(inside), name=one_line(_shown(name)))
        found = _FORMAT.match(before)
        self.format = found[1] if found else "moodle"
        stem = before[found.end() :] if found else before
        if draft.type is ItemType.BLANKS:
            stem += BLANK + after
        elif after.strip():
            stem = stem.rstrip() + " " + BLANK + after
        draft.stem = self.blocks(stem)
        draft.explanation = self.blocks(general, own=True)
        tags = [one_line(tag.replace("\\]", "]")) for tag in _TAG.findall(self.comments)]
        getattr(self, f"_{draft.type.value}")(draft, inside, tags)
        meta.read_tags(draft, tags)
        if found := _ID.search(self.comments):
            draft.id = found[1].replace("\\]", "]").strip()
        self.bank.drafts.append(draft)

    def general(self, inside: str) -> tuple[str, str, str]:
        """The answers and the general feedback behind ``####``."""
        cut = inside.rfind("####")
        return (inside, "", "") if cut < 0 else (inside[:cut].strip(), "####", inside[cut + 4 :])

    def kind(self, inside: str) -> ItemType:
        """The type, as Moodle tells it."""
        if not inside:
            return ItemType.FREE
        if inside.startswith("#"):
            return ItemType.NUMERIC
        if "~" in inside:
            return ItemType.SINGLE if "=" in inside else ItemType.MULTIPLE
        if "=" in inside and "->" in inside:
            return ItemType.MATCHING
        return (
            ItemType.TRUE_FALSE if inside.partition("#")[0].strip() in ("T", "TRUE", "F", "FALSE") else ItemType.BLANKS
        )

    def blocks(self, text: str, *, own: bool = False) -> tuple[Block, ...]:
        """A text in its format; ``own``: it may name one of its own."""
        form = self.format
        if own and (found := _FORMAT.match(text)):
            form, text = found[1], text[found.end() :]
        text = sanitise(_shown(text)).strip()
        if form == "markdown":
            return read_markdown(text)
        if form == "html" or (form == "moodle" and _ELEMENT.search(text)):
            made, lost = from_html(text)
            for what in lost:
                self.bank.findings.add("BKW323", self.place, what=what)
            return made
        return paragraphs(text)

    def plain(self, text: str) -> str:
        """The words of an option."""
        return one_line(plain_text(self.blocks(text, own=True)))

    def said(self, text: str) -> str:
        """The words of a feedback, with its lines."""
        return plain_text(self.blocks(text, own=True))

    # --- answers, by type --------------------------------------------------------------------------------------------

    def _options(self, draft: Draft, inside: str) -> list[float]:
        """Options into the draft; their weights in percent."""
        weights = []
        for part in re.findall(r"[=~][^=~]*", inside):
            text = part[1:].strip()
            weight = 100.0 if part[0] == "=" else 0.0
            if found := _WEIGHT.match(text):
                weight, text = float(found[1]), text[found.end() :]
            words, _, said = text.partition("#")
            draft.options.append(DraftOption(self.plain(words), self.said(said), place=self.place))
            weights.append(weight)
        return weights

    def _single(self, draft: Draft, inside: str, tags: list[str]) -> None:
        weights = self._options(draft, inside)
        draft.key = tuple(index for index, weight in enumerate(weights) if weight >= 100)
        most = meta.most_of(tags)
        for option, weight in zip(draft.options, weights, strict=True):
            option.points = max(0, round(weight * most / 100))
        if "题型/情境判断题" not in tags and any(0 < weight < 100 for weight in weights):
            self.bank.findings.add("BKW322", self.place)

    def _multiple(self, draft: Draft, inside: str, tags: list[str]) -> None:
        weights = self._options(draft, inside)
        draft.key = tuple(index for index, weight in enumerate(weights) if weight > 0)
        if len({round(weight) for weight in weights if weight > 0}) > 1:
            self.bank.findings.add("BKW322", self.place)
        if len(draft.key) == 1:
            draft.type = ItemType.SINGLE

    def _true_false(self, draft: Draft, inside: str, tags: list[str]) -> None:
        word, *said = inside.split("#", 2)
        truth = word.strip().startswith("T")
        wrong, right = (self.said(text) for text in [*said, "", ""][:2])
        draft.options = [DraftOption("对", right if truth else wrong), DraftOption("错", wrong if truth else right)]
        draft.key = (int(not truth),)

    def _blanks(self, draft: Draft, inside: str, tags: list[str]) -> None:
        parts = [part for part in re.split("=", inside) if part.strip()]
        found = []
        for part in parts:
            words = part.strip().partition("#")[0]
            weight = _WEIGHT.match(words)
            if weight and float(weight[1]) < 100:
                self.bank.findings.add("BKW322", self.place)
                continue
            found.append(one_line(_shown(words[weight.end() :] if weight else words)))
        draft.blanks = [tuple(dict.fromkeys(found))]

    def _numeric(self, draft: Draft, inside: str, tags: list[str]) -> None:
        answers = [part.strip() for part in inside[1:].split("=") if part.strip()]
        for answer in answers:
            words = answer.partition("#")[0].strip()
            weight = _WEIGHT.match(words)
            if weight and float(weight[1]) < 100:
                self.bank.findings.add("BKW322", self.place)
                continue
            number = _number(words[weight.end() :] if weight else words)
            if number is not None and draft.number is None:
                draft.number = Number(number.value, number.tolerance, meta.unit_of(tags))

    def _matching(self, draft: Draft, inside: str, tags: list[str]) -> None:
        for part in filter(str.strip, inside.split("=")):
            left, arrow, right = part.partition("->")
            if not arrow:
                self.bank.findings.add("BKE320", self.place)
            draft.options.append(DraftOption(self.plain(left), place=self.place))
            draft.rights.append(one_line(_shown(right)))

    def _free(self, draft: Draft, inside: str, tags: list[str]) -> None:
        words = draft.explanation
        draft.reference, draft.explanation = _parted(words, meta.reference_of(tags))


def _parted(words: tuple[Block, ...], blocks: int) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Reference and explanation of a free text, if both are there; ``blocks`` of the reference, 0 if nobody says."""
    if not words or not _opens(words[0], REFERENCE):
        return words, ()
    for cut in range(1, len(words)):
        if _opens(words[cut], EXPLANATION):
            reference = _without(words[:cut], REFERENCE)
            if blocks in (0, len(reference)):
                return reference, _without(words[cut:], EXPLANATION)
    return words, ()


def _opens(block: Block, label: str) -> bool:
    return bool(block.parts) and isinstance(first := block.parts[0], Text) and first.text.startswith(label)


def _without(blocks: tuple[Block, ...], label: str) -> tuple[Block, ...]:
    """The blocks without the label that the first of them begins with."""
    first, *rest = blocks
    head = first.parts[0]
    if not isinstance(head, Text):
        return blocks
    text = replace(head, text=head.text[len(label) :])
    parts = (text, *first.parts[1:]) if text.text else first.parts[1:]
    return (replace(first, parts=parts), *rest) if parts else tuple(rest)


def _number(text: str) -> Number | None:
    text = text.strip()
    if found := re.fullmatch(rf"({_NUMBER})\s*(?::\s*({_NUMBER}))?", text):
        return Number(float(found[1]), abs(float(found[2] or 0)))
    if found := re.fullmatch(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})", text):
        low, high = sorted((float(found[1]), float(found[2])))
        return Number(float(f"{(low + high) / 2:.12g}"), float(f"{(high - low) / 2:.12g}"))
    return None
