"""Lists read front matter only; a case whose body is broken is listed, and opening it says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainer.content.library import load_library
from trainer.errors import UsageError
from trainer.service import open_service

BROKEN = """---
编号: broken-body
标题: 正文坏了
能力: {决策链: 1}
---

# 正文坏了

## 一
- [去](#没有这一节)
"""


def test_cards_say_what_the_scenarios_say() -> None:
    library = load_library()
    assert list(library.cards) == list(library.scenarios)
    for key, scenario in library.scenarios.items():
        card = library.cards[key]
        assert (card.title, card.difficulty, card.duration) == (scenario.title, scenario.difficulty, scenario.duration)
        assert (card.competencies, card.tags) == (scenario.competencies, scenario.tags)


def test_a_case_with_a_broken_body_is_listed_and_refuses_to_open(tmp_path: Path) -> None:
    (tmp_path / "broken-body.md").write_text(BROKEN, encoding="utf-8")
    library = load_library(tmp_path)
    with open_service(str(tmp_path / "x.db"), library) as service:
        assert "broken-body" in [row.id for row in service.cases()]
        with pytest.raises(UsageError) as caught:
            service.briefing("broken-body")
    assert caught.value.code == "SV129"
