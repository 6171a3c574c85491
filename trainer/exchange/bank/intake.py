"""From a file to a question file of the content folder: preview first, then everything or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from trainer.config import MAX_FILE_BYTES
from trainer.content.diagnostics import Severity
from trainer.content.items import Item, QuestionFile
from trainer.content.question_reader import read_questions
from trainer.content.question_writer import write_item, write_questions
from trainer.errors import UsageError
from trainer.exchange.bank.build import build_items, counts, writable
from trainer.exchange.bank.draft import Bank, Draft
from trainer.exchange.bank.duplicates import find_twins
from trainer.exchange.bank.findings import Finding
from trainer.exchange.bank.template import EXAMPLE

_ID = re.compile(r"[a-z0-9-]{1,64}")
_ADVISED = 400
"""Questions up to which the content's reader is asked for its advice; for more ``trainer check`` does it at leisure."""

_HINTS = 20
"""Hints of the content's reader that are passed on."""

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do.

    Attributes:
        form: ``kaoshibao``, ``chaoxing``, ``ours``, ``csv``, ``text``, ``gift``, ``moodle-xml``.
        items: That would be imported. counts: by type. skipped: places of the duplicates left out.
        file, text: What would be written; None if an error keeps the file out.
    """

    form: str
    items: tuple[Item, ...]
    counts: dict[str, int]
    findings: tuple[Finding, ...]
    skipped: tuple[str, ...]
    file: QuestionFile | None = None
    text: str = ""

    @property
    def errors(self) -> int:
        """Findings that keep the file out."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)


def prepare(
    bank: Bank,
    file_id: str,
    title: str,
    *,
    competencies: Collection[str],
    library: Iterable[Item] = (),
    skip_duplicates: bool = False,
) -> Preview:
    """Check every question, look for duplicates, write the Markdown and read it back.

    Args:
        bank: What a reader made of the file.
        file_id: 编号 of the file to be made.
        title: Its 标题; what the bank calls itself goes before.
        competencies: Short names that may be used.
        library: Items that are there already.
        skip_duplicates: Leave out what is there already instead of refusing the file.
    """
    check_id(file_id)
    _drop_examples(bank)
    built = [(item, draft) for item, draft in zip(build_items(bank, file_id), bank.drafts, strict=True) if item]
    kept, skipped = _without_twins(bank, built, library, skip_duplicates)
    items = tuple(item for item, _ in kept)
    file, text = None, ""
    if not bank.findings.errors and items:
        file = _file(file_id, bank.title or title, items)
        file, text = _written(bank, file, [draft for _, draft in kept], competencies)
        items = file.items
    found = tuple(bank.findings.all)
    ready = not bank.findings.errors
    return Preview(
        bank.form, items, counts(items), found, tuple(skipped), file if ready else None, text if ready else ""
    )


def _drop_examples(bank: Bank) -> None:
    """Leave out the example rows of our template."""
    kept = [draft for draft in bank.drafts if not draft.id.rpartition("/")[2].startswith(EXAMPLE)]
    if len(kept) < len(bank.drafts):
        first = next(draft for draft in bank.drafts if draft not in kept)
        bank.findings.add("BKI318", first.place)
        bank.drafts = kept


def check_id(file_id: str) -> None:
    """Raises UsageError EX213 for what can be no 编号."""
    if not _ID.fullmatch(file_id):
        raise UsageError("EX213", place="--as-file", id=file_id)


def id_from(name: str) -> str:
    """A 编号 made of a file's name: Chinese by its pinyin."""
    words = (name.rpartition(".")[0] or name).lower()
    if not words.isascii():
        from pypinyin import lazy_pinyin

        words = "-".join(lazy_pinyin(words)).lower()
    return re.sub("-+", "-", re.sub("[^a-z0-9]", "-", words)).strip("-")[:64].strip("-") or "bank"


def _without_twins(
    bank: Bank, built: list[tuple[Item, Draft]], library: Iterable[Item], skip: bool
) -> tuple[list[tuple[Item, Draft]], list[str]]:
    """Without what is there already, if that is wished; else duplicates are findings."""
    drop: set[int] = set()
    skipped = []
    for twin in find_twins([item for item, _ in built], library):
        place = built[twin.index][1].at("stem")
        other = built[twin.other][1].at("stem") if twin.other is not None else twin.id
        if twin.likeness < 100:
            bank.findings.add("BKW315", place, other=other, likeness=round(twin.likeness))
        elif twin.contradicts:
            bank.findings.add("BKE316", place, other=other)
        elif skip:
            drop.add(twin.index)
            skipped.append(place)
        else:
            bank.findings.add("BKE314" if twin.other is not None else "BKE317", place, other=other)
    return [pair for index, pair in enumerate(built) if index not in drop], skipped


def _most_common(values: Iterable[T], default: T) -> T:
    found = Counter(values).most_common(1)
    return found[0][0] if found else default


def _file(file_id: str, title: str, items: Sequence[Item]) -> QuestionFile:
    """The file; what most items say becomes its default."""
    return QuestionFile(
        id=file_id,
        title=" ".join(title.split()) or file_id,
        digest="",
        items=tuple(items),
        competencies=_most_common((item.competencies for item in items), ()),
        frameworks=_most_common((item.frameworks for item in items), ()),
        difficulty=_most_common((item.difficulty for item in items), 2),
    )


def _written(
    bank: Bank, file: QuestionFile, drafts: Sequence[Draft], competencies: Collection[str]
) -> tuple[QuestionFile, str]:
    """The file and its Markdown, or an empty text with findings that say which question cannot be written."""
    try:
        text = write_questions(file)
    except ValueError:
        file = _mended(bank, file, drafts)
        if bank.findings.errors:
            return file, ""
        text = write_questions(file)
    size = len(text.encode())
    if size > MAX_FILE_BYTES:
        most = int(len(file.items) * MAX_FILE_BYTES / size)
        raise UsageError("EX216", place=drafts[0].place, count=len(file.items), most=most)
    if len(file.items) <= _ADVISED:
        _read_back(bank, text, file, drafts, competencies)
    return file, text


def _mended(bank: Bank, file: QuestionFile, drafts: Sequence[Draft]) -> QuestionFile:
    """The file with plainer names and tags where they cannot be written; findings say which, and what nothing helps."""
    taken = {item.id for item in file.items}
    made = []
    for item, draft in zip(file.items, drafts, strict=True):
        found = next(
            (
                tried
                for tried in (item, writable(item, taken), writable(item, taken, bare=True))
                if _can_be_written(tried, file)
            ),
            None,
        )
        if found is None:
            bank.findings.add("BKE310", draft.place, name=item.name)
        elif found is not item:
            bank.findings.add("BKI319", draft.place, name=found.name, tags="、".join(found.tags))
            taken.add(found.id)
        made.append(found or item)
    return replace(file, items=tuple(made))


def _can_be_written(item: Item, file: QuestionFile) -> bool:
    try:
        write_item(item, file)
    except ValueError:
        return False
    return True


def _read_back(
    bank: Bank, text: str, file: QuestionFile, drafts: Sequence[Draft], competencies: Collection[str]
) -> None:
    """Read as the library will; its findings are told at the places of the imported file."""
    result = read_questions(text, f"{file.id}.md", competencies=competencies)
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("## ")]
    hints = 0
    for finding in result.diagnostics:
        index = max((n for n, start in enumerate(starts) if start <= finding.line), default=0)
        place = drafts[min(index, len(drafts) - 1)].place
        params = {"code": finding.code, "message": finding.message, "advice": finding.fix}
        if finding.severity is Severity.ERROR:
            bank.findings.add("BKE312", place, **params)
        elif hints < _HINTS:
            hints += 1
            bank.findings.add("BKI313", place, **params)
