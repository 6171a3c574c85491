"""Home, library, briefing and results."""

from __future__ import annotations

import pytest

from tests.service.conftest import Do, World, key
from trainer.service import Service, overview
from trainer.service.views import Mode

CASE = "first-call"
BEST = ("问三号线", "问最近")

OTHER = """---
编号: {id}
标题: {title}
能力: {{{abilities}}}
---

# {title}

情节虚构。

## 开头

- [走左边](#好) `{first} +2`
- [走右边](#坏)
- [站着](#坏) `{first} -1`

## 好
`结局 好` `评 90`

## 坏
`结局 坏` `评 10`
"""


def other(world: World, ident: str, title: str, abilities: str) -> None:
    first = abilities.partition(":")[0]
    world.write(ident, OTHER.format(id=ident, title=title, abilities=abilities, first=first))


def test_a_newcomer_is_offered_the_first_case_of_the_course(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    other(world, "zzz", "别的", "谈判成交: 2")
    monkeypatch.setattr(overview, "first_case", lambda: "zzz")
    home = world.open().home()
    assert home.recommended is not None
    assert (home.recommended.id, home.reason, home.cases) == ("zzz", "service.reason_newcomer", 2)
    assert home.profile[0].level is None


def test_then_the_competency_with_the_least_evidence_is_served(world: World, do: Do) -> None:
    other(world, "talk", "谈判", "谈判成交: 3, 需求挖掘: 1")
    other(world, "need", "需求", "需求挖掘: 3")
    service = world.open()
    do(service, service.start(CASE, Mode.PRACTICE, key=key()), *BEST)
    home = service.home()
    assert home.recommended is not None
    assert (home.recommended.id, home.reason, home.reason_competency) == ("talk", "service.reason_thin", "谈判成交")


def test_when_all_is_played_the_thinnest_evidence_is_added_to(world: World, do: Do) -> None:
    other(world, "talk", "谈判", "谈判成交: 3")
    service = world.open()
    do(service, service.start(CASE, Mode.PRACTICE, key=key()), *BEST)
    do(service, service.start("talk", Mode.PRACTICE, key=key()), "走右边")
    home = service.home()
    assert home.recommended is not None
    assert (home.recommended.id, home.reason, home.reason_competency) == (CASE, "service.reason_again", "决策链")


def test_an_open_attempt_comes_first_and_is_not_recommended(world: World, do: Do) -> None:
    service = world.open()
    view = do(service, service.start(CASE, Mode.PRACTICE, key=key()), "先挂")
    home = service.home()
    assert home.current is not None
    assert (home.current.attempt, home.current.status, home.current.step) == (view.attempt, "open", 1)
    assert home.recommended is None


def test_an_empty_library_is_no_error(world: World) -> None:
    (world.scenarios / f"{CASE}.md").unlink()
    home = world.open().home()
    assert (home.recommended, home.cases, home.profile) == (None, 0, ())


def test_the_library_shows_first_and_best_result(service: Service, do: Do) -> None:
    before = service.cases()[0]
    assert (before.status, before.attempts, before.first, before.best) == ("new", 0, None, None)
    for words in (("问三号线", "请他说说"), BEST, ("问三号线", "报一个")):
        do(service, service.start(CASE, Mode.PRACTICE, key=key()), *words)
    row = service.cases()[0]
    scores = [attempt.score for attempt in reversed(service.results().attempts)]
    assert (row.status, row.attempts) == ("done", 3)
    assert row.first == scores[0]
    assert row.best == pytest.approx(100)
    opened = service.start(CASE, Mode.PRACTICE, key=key())
    assert (service.cases()[0].status, service.cases()[0].open_attempt) == ("open", opened.attempt)


def test_the_briefing_tells_what_awaits(service: Service, do: Do) -> None:
    do(service, service.start(CASE, Mode.PRACTICE, key=key()), *BEST)
    found = service.briefing(CASE)
    assert found.title == "前台那十五秒"
    assert found.competencies == (("需求挖掘", 3), ("决策链", 2))
    assert found.lines[0].text.startswith("你第一次打给江岚轴承")
    assert found.timed
    assert found.budget is not None
    assert (found.budget.total, found.budget.unit) == (20, "分钟")
    assert [(p.name, p.attitude, p.votes) for p in found.people] == [("周工", 2, 1)]
    assert [row.ending for row in found.past] == ["约到拜访"]


def test_results_count_slips_and_sound_choices(service: Service, do: Do) -> None:
    do(service, service.start(CASE, Mode.ASSESS, key=key()), "问三号线", "请他说说")
    row = service.results().attempts[0]
    assert (row.mode, row.slips, row.fine, row.redlines, row.step) == (Mode.ASSESS, 1, 0, 0, 2)


def test_a_level_needs_evidence(service: Service, do: Do) -> None:
    do(service, service.start(CASE, Mode.PRACTICE, key=key()), *BEST)
    rows = {row.name: row for row in service.results().profile}
    assert rows["需求挖掘"].level is None
    assert rows["需求挖掘"].scenarios == 1
    assert rows["需求挖掘"].evidence > 0


def test_later_runs_of_a_case_weigh_less(service: Service, do: Do) -> None:
    weights = []
    for _ in range(3):
        do(service, service.start(CASE, Mode.PRACTICE, key=key()), *BEST)
        weights.append(sum(row.evidence for row in service.results().profile))
    assert weights[1] / weights[0] == pytest.approx(1.3, rel=1e-3)
    assert weights[2] / weights[0] == pytest.approx(1.4, rel=1e-3)
