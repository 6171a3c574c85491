"""Ours into every format and back: identical wherever the format has the type."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from tests.support.question_making import files
from trainer.content.competencies import read_competencies
from trainer.content.items import Item, ItemType, QuestionFile
from trainer.exchange.bank.losses import ITEM
from trainer.exchange.bank.names import Names
from trainer.exchange.bank.outlet import FORMATS, can_carry, export_bank
from trainer.paths import bundled_content

AT = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
NAMES = Names(read_competencies(bundled_content() / "courseware" / "competencies.yaml"))


def usual(item: Item) -> bool:
    """A multiple choice with one key is refused everywhere, as is a judgement without any points."""
    return item.type is not ItemType.MULTIPLE or sum(option.right for option in item.options) > 1


@pytest.mark.parametrize("form", FORMATS)
@given(file=files())
def test_what_is_written_reads_back_the_same(form: str, file: QuestionFile) -> None:
    file = replace(file, items=tuple(filter(usual, file.items)))
    lost = export_bank([file], form, NAMES, created=AT).lost
    left_out = [item.id for item in file.items if not can_carry(item, form)]
    assert [(one.item, one.field) for one in lost] == [(key, ITEM) for key in left_out]
