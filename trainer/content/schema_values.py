"""Values of front matter, whatever kind of file it heads: texts, numbers, lists, names, references, the 编号."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from trainer.content.codes import SEVERITIES
from trainer.content.diagnostics import Severity
from trainer.content.numbers import ascii_form, read_int
from trainer.content.source import Place, Source
from trainer.content.suggest import nearest
from trainer.content.yamltree import Mapping, Scalar, Tree
from trainer.i18n import DEFAULT, area

REFERENCES = {"F": 160, "C": 57, "T": 63}
"""Highest number of the curriculum's frameworks, cases and tools."""

_ID = re.compile(r"[a-z0-9-]{1,64}")
_CODE = re.compile(r"[A-Z]{2}[0-9]{3}")
_REFERENCE = re.compile(r"([FCT])0*([0-9]{1,4})")
_LIST_MARKS = re.compile(r"[，,、；;]\s*")


class ValueReader:
    """Reads the values of one front matter; findings go to the source. A kind of content adds its ``keys``.

    Attributes:
        keys: Key to what reads its value. aliases: Keys that authors write instead. required: Keys that must be there.
        faulty: Keys whose value has an error. ignored: Codes of 忽略 with their reasons.
        id, id_place: 编号 as far as it was read.
    """

    aliases: dict[str, str] = {}  # noqa: RUF012 - replaced as a whole by a subclass
    required: tuple[str, ...] = ("编号",)

    def __init__(self, source: Source, competencies: Collection[str]) -> None:
        self.source = source
        self.known = competencies
        self.keys: dict[str, Callable[[Tree], None]] = {}
        self.faulty: set[str] = set()
        self.ignored: dict[str, str] = {}
        self.meant: set[str] = set()
        self.shapeless = False
        self.id = ""
        self.id_place = Place(0, 0, 0)

    def read_keys(self, tree: Mapping) -> None:
        """Check every key, read the values in the order of ``keys`` and say what is missing."""
        by_key = {key.text: value for key, value in reversed(tree.entries)}
        for key, value in tree.entries:
            if key.text not in self.keys:
                self.unknown(key, value)
        for name, reader in self.keys.items():
            if name in by_key:
                before = self.source.errors
                reader(by_key[name])
                if self.source.errors > before:
                    self.faulty.add(name)
        for name in self.required:
            if name not in by_key and name not in self.meant:
                self.source.report("YM112", Place(0, 0, 3), key=name)

    def unknown(self, key: Scalar, value: Tree) -> None:
        """A key that the schema does not know; what it was to declare is unknown, too."""
        self.shapeless = True
        near = self.aliases.get(key.text.strip().casefold()) or nearest(key.text[:40], self.keys) or ""
        self.source.report("YM111", key.place, key=key.text, near=near)
        self.meant.add(near)

    def text(self, tree: Tree, key: str) -> str:
        """A scalar's text."""
        if not isinstance(tree, Scalar):
            self.source.report("YM113", tree.place, key=key, case="text")
            return ""
        return tree.text.strip()

    def integer(self, tree: Tree, key: str, low: int, high: int) -> int | None:
        """A whole number from ``low`` to ``high``, perhaps with a percent sign; None with a finding."""
        text = self.text(tree, key)
        if not isinstance(tree, Scalar):
            return None
        value = read_int(text.removesuffix("%").removesuffix("％"))
        if value is None or not low <= value <= high:
            self.source.report("YM116", tree.place, key=key, text=text, low=low, high=high)
            return None
        return value

    def texts(self, tree: Tree, key: str) -> list[Scalar]:
        """A list of texts; a single text counts as a list of one, cut at commas."""
        if isinstance(tree, Scalar):
            if not tree.text.strip():
                return []
            parts = self.cut(tree)
            if len(parts) > 1:
                canonical = "[" + ", ".join(p.text for p in parts) + "]"
                self.source.report("YM127", tree.place, canonical=canonical)
            return parts
        if isinstance(tree, Mapping):
            self.source.report("YM113", tree.place, key=key, case="list")
            return []
        found: list[Scalar] = []
        for item in tree.items:
            if isinstance(item, Scalar):
                found.append(Scalar(item.text.strip(), item.place))
            else:
                self.source.report("YM113", item.place, key=key, case="text")
        return found

    @staticmethod
    def cut(tree: Scalar) -> list[Scalar]:
        """A text cut at commas of all kinds."""
        found, at = [], 0
        for part in [*_LIST_MARKS.finditer(tree.text), None]:
            end = part.start() if part else len(tree.text)
            piece = tree.text[at:end]
            if piece.strip():
                start = tree.place.start + at + len(piece) - len(piece.lstrip())
                found.append(Scalar(piece.strip(), Place(tree.place.line, start, start + len(piece.strip()))))
            at = part.end() if part else end
        return found

    def mapping(self, tree: Tree, key: str) -> list[tuple[Scalar, Tree]]:
        """The entries of a mapping; an empty value has none."""
        if isinstance(tree, Mapping):
            return tree.entries
        if not isinstance(tree, Scalar) or tree.text.strip():
            self.source.report("YM113", tree.place, key=key, case="mapping")
            self.shapeless = True
        return []

    def references(self, tree: Tree, key: str, letter: str) -> tuple[str, ...]:
        """Codes of the curriculum, ``F05``; the unknown ones are left out with a finding."""
        found = []
        for item in self.texts(tree, key):
            match = _REFERENCE.fullmatch(ascii_form(item.text).upper().strip())
            if not match or match[1] != letter or not 1 <= int(match[2]) <= REFERENCES[letter]:
                self.source.report("SC601", item.place, text=item.text, letter=letter, last=REFERENCES[letter])
            else:
                found.append(f"{letter}{int(match[2]):02d}")
        return tuple(dict.fromkeys(found))

    def names(self, tree: Tree, key: str) -> tuple[str, ...]:
        """Short names of competencies; an unknown one is an error."""
        return tuple(dict.fromkeys(map(self.name, self.texts(tree, key))))

    def name(self, item: Scalar) -> str:
        """The short name of a competency."""
        name = item.text.strip()
        if self.known and name not in self.known:
            self.source.report("SC602", item.place, name=name, near=nearest(name[:40], self.known) or "")
        return name

    def competency_list(self, tree: Tree) -> tuple[str, ...]:
        """能力 as a list; the weights of a scenario's mapping mean nothing here."""
        if not isinstance(tree, Mapping):
            return self.names(tree, "能力")
        canonical = ", ".join(key.text.strip() for key, _ in tree.entries)
        self.source.report("YM127", tree.place, canonical=f"[{canonical}]")
        return tuple(dict.fromkeys(self.name(key) for key, _ in tree.entries))

    def read_id(self, tree: Tree) -> None:
        """The 编号, which the file's name repeats."""
        text = self.text(tree, "编号")
        self.id_place = tree.place
        if not _ID.fullmatch(text):
            self.source.report("YM114", tree.place, text=text)
            return
        self.id = text
        name = self.source.path.replace("\\", "/").rsplit("/", 1)[-1]
        if name.endswith(".md") and self.stem(name[:-3]) != text:
            self.source.report("YM115", tree.place, id=text, name=name)

    def stem(self, name: str) -> str:
        """What the 编号 must be for a file of this name."""
        return name

    def read_ignored(self, tree: Tree) -> None:
        """忽略: codes of findings that the author accepts, each with a reason."""
        for key, value in self.mapping(tree, "忽略"):
            code = ascii_form(key.text).strip().upper()
            reason = self.text(value, key.text)
            if not _CODE.fullmatch(code) or code not in area("diag", DEFAULT) or SEVERITIES.get(code) is Severity.ERROR:
                self.source.report("YM123", key.place, name=key.text, case="code")
            elif not reason:
                self.source.report("YM123", key.place, name=key.text, case="reason")
            else:
                self.ignored[code] = reason
