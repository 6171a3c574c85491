"""From scenario, log and state to what the play screen shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.support.scenarios import SAME, add, answer, chance, choice, cmp, ending, node, pts, put, scenario, text
from trainer import i18n
from trainer.content.model import (
    Answer,
    Attitude,
    Block,
    BlockKind,
    Compare,
    Const,
    Keyword,
    Ladder,
    NodeKind,
    Person,
    Scenario,
    SelfCheck,
    Text,
    Value,
    Var,
    Variable,
    Votes,
)
from trainer.engine.machine import compile_scenario
from trainer.engine.play import start, step
from trainer.engine.types import Action, Choose, Elapse, Respond, Timeout
from trainer.service.log import Entry, read_log
from trainer.service.present import Play, play_view
from trainer.service.views import BudgetView, Line, LineKind, Mode, PlayView, TimerView


def speech(who: str, words: str) -> Block:
    return Block(BlockKind.SPEECH, (Text(words),), who)


def coach(words: str) -> Block:
    return Block(BlockKind.COACH, (Text(words),))


def play(case: Scenario, *steps: Action, mode: Mode = Mode.PRACTICE, answers: dict[str, str] | None = None) -> Play:
    """A play in memory after these steps."""
    state, made = start(case, "seed")
    entries = [("started", {}), *((e.type.value, e.data) for e in made)]
    for action in steps:
        state, made = step(case, state, action)
        entries += [(e.type.value, e.data) for e in made]
    log = read_log([Entry(i, kind, data) for i, (kind, data) in enumerate(entries)])
    return Play("a", case, compile_scenario(case), mode, log, state, answers or {})


def view(case: Scenario, *steps: Action, mode: Mode = Mode.PRACTICE) -> PlayView:
    return play_view(play(case, *steps, mode=mode))


def told(lines: Sequence[Line]) -> list[tuple[str, str, str]]:
    return [(line.kind.value, line.speaker, line.text) for line in lines]


TRUST = Block(BlockKind.NARRATION, (Text("信任 "), Value(0)))
TALK = scenario(
    node(
        "总机",
        choice("问", "周工", add(0, 2), replies=(speech("总机", "我给您转。"), coach("先问再说。"), TRUST)),
        choice("报价", "完", put(0, 0)),
        blocks=(Block(BlockKind.NARRATION, (Value(0), Text(" 分"))),),
        fixed_order=True,
    ),
    node(
        "周工",
        choice("约", "完"),
        choice("再问", SAME, add(0, 1)),
        blocks=(coach("注意听。"),),
        effects=(add(0, -1),),
    ),
    ending("完", 80, blocks=(text("散了。"),)),
    variables=[(1, 0, 5)],
)


def test_a_scene_its_choice_reply_and_coach_in_order_with_values_of_their_moment() -> None:
    seen = view(TALK, Choose(0))
    assert told(seen.transcript) == [
        ("narration", "", "1 分"),
        ("you", "", "问"),
        ("speech", "总机", "我给您转。"),
        ("coach", "", "先问再说。"),
        ("narration", "", "信任 3"),
        ("coach", "", "注意听。"),
    ]
    assert seen.new_from == 1
    assert seen.variables[0].value == 2
    assert seen.step == 1
    assert seen.can_undo


def test_assessment_keeps_replies_and_silences_the_coach() -> None:
    seen = view(TALK, Choose(0), mode=Mode.ASSESS)
    assert [line.kind for line in seen.transcript] == [
        LineKind.NARRATION, LineKind.YOU, LineKind.SPEECH, LineKind.NARRATION
    ]  # fmt: skip
    assert not seen.can_undo


def test_the_same_node_again_adds_no_scene() -> None:
    seen = view(TALK, Choose(0), Choose(1))
    assert told(seen.transcript)[-1] == ("you", "", "再问")
    assert told(seen.transcript[seen.new_from :]) == [("you", "", "再问")]
    assert len(seen.options) == 2


def test_the_end_is_told_and_closes_the_play() -> None:
    seen = view(TALK, Choose(1))
    assert told(seen.transcript)[-2:] == [("narration", "", "散了。"), ("ending", "", "完")]
    assert (seen.ended, seen.closed, seen.ending, seen.rating) == (True, True, "完", 80)
    assert seen.options == ()
    assert not seen.can_undo


def test_the_first_view_is_all_new() -> None:
    assert view(TALK).new_from == 0


def test_time_that_passes_shows_nothing_new() -> None:
    assert told(view(TALK, Elapse(5)).transcript) == told(view(TALK).transcript)
    assert view(TALK, Elapse(5)).step == 0


PEOPLE = scenario(
    node(
        "会",
        choice("走", "完"),
        choice("劝", SAME, add(1, 1)),
        choice("请", "完", lock=cmp(0, ">=", 4), lock_reason="他还不愿意"),
        choice("逼", "完", lock=cmp(1, ">=", 5), lock_reason="看不透他"),
        choice("票", "完", lock=Compare(">=", Votes(Attitude.SUPPORT), Const(3))),
        choice("等", "完", lock=Compare("==", Var(2), Const(2)), lock_reason="时候未到"),
    ),
    ending("完", 50),
    variables=[
        Variable("甲.态度", 3, 1, 5, person=0),
        Variable("乙.态度", 4, 1, 5, hidden_until_changed=True, person=1),
        Variable("火气", 0, 0, 3, hidden=True),
        Variable("甲.耐心", 2, 0, 3, person=0),
        Variable("情报", 1, 0, 3),
    ],
    people=[Person("甲", "科长", "决策者", 1, 0, (3,)), Person("乙", votes=2, attitude=1), Person("丙")],
)


def test_attitudes_stay_unknown_until_they_change() -> None:
    before, after = view(PEOPLE), view(PEOPLE, Choose(1))
    assert [p.attitude for p in before.people] == [3, None, None]
    assert [p.attitude for p in after.people] == [3, 5, None]
    assert [p.has_attitude for p in before.people] == [True, True, False]
    assert (before.firm_votes, after.firm_votes, before.all_votes) == (0, 2, 3)
    assert [(f.name, f.value) for f in before.people[0].fields] == [("耐心", 2)]
    assert [v.name for v in before.variables] == ["情报"]


def test_a_lock_tells_its_condition_unless_that_reads_something_unseen() -> None:
    locked = {o.text: o.reason for o in view(PEOPLE).options if o.locked}
    assert locked == {
        "请": "需 甲.态度≥支持：他还不愿意",
        "逼": "看不透他",
        "票": "现在还不行",
        "等": "时候未到",
    }
    assert {o.number for o in view(PEOPLE).options if o.locked} == {0}


def test_ladders_count_rungs_in_practice_and_are_not_shown_in_assessment() -> None:
    case = scenario(
        node("谈", choice("听", SAME, rung=0), choice("走", "完")),
        ending("完", 1),
        rungs=2,
        ladders=(Ladder("四步", (0, 1)),),
    )
    seen = view(case, Choose(0), Choose(0))
    assert [(r.name, r.climbed) for r in seen.ladders[0].rungs] == [("级0", 2), ("级1", 0)]
    assert view(case, Choose(0), mode=Mode.ASSESS).ladders == ()


def test_budget_costs_and_what_happens_when_it_is_overdrawn() -> None:
    case = scenario(
        node("厂", choice("查", SAME, cost=4), choice("走", "完")),
        node("晚", choice("认", "完", cost=2), choice("等", "完")),
        ending("完", 1),
        budget=(6, "晚"),
    )
    seen = view(case, Choose(0))
    assert seen.budget == BudgetView(2, 6, "天")
    assert {o.text: o.cost for o in seen.options} == {"查": "4天", "走": ""}
    late = view(case, Choose(0), Choose(0))
    assert late.node == "晚"
    assert LineKind.OVERDRAWN in [line.kind for line in late.transcript]
    assert {o.cost for o in late.options} == {""}


def test_chance_is_shown_and_a_timeout_told() -> None:
    case = scenario(
        node("问", choice("打", "转"), choice("不打", "完"), limit=(9000, "完")),
        chance("转", choice("占线", "完", replies=(speech("总机", "占线。"),))),
        ending("完", 1),
    )
    assert told(view(case, Choose(0)).transcript) == [
        ("you", "", "打"), ("chance", "", "占线"), ("speech", "总机", "占线。"), ("ending", "", "完")
    ]  # fmt: skip
    seen = view(case, Timeout())
    assert [line.kind for line in seen.transcript] == [LineKind.TIMEOUT, LineKind.ENDING]


def test_timers_stand_in_the_order_in_which_they_run_out_and_forbid_pause_in_assessment() -> None:
    case = scenario(
        node("问", choice("打", "完"), choice("不打", "完"), limit=(9000, "完"), clock=(5000, "完")), ending("完", 1)
    )
    seen = view(case, Elapse(1000))
    assert seen.timers == (TimerView("clock", 4000), TimerView("limit", 8000))
    assert seen.pausable
    assert not view(case, mode=Mode.ASSESS).pausable


RESPONSIBILITY = Keyword(("责任", "担责"), (pts(0, 1),))
ASKED = Answer(0, 2, 50, text("写一段话。"), (RESPONSIBILITY, Keyword(("证据",), ())), (SelfCheck("短", ()),))
ANSWER = scenario(answer("写", choice("交", "完"), ASKED), ending("完", 1))


def test_a_free_answer_is_asked_for_without_giving_the_keywords_away() -> None:
    seen = view(ANSWER)
    assert seen.answer is not None
    assert (seen.answer.prompt, seen.answer.minimum, seen.answer.maximum) == ("写一段话。", 2, 50)
    assert seen.answer.self_checks == ("短",)
    assert seen.options == ()
    assert "责任" not in repr(seen)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_free_answer_is_shown_while_its_text_is_kept(language: str) -> None:
    i18n.set_language(language)
    given = Respond((0,), (), 4, "digest")
    kept = play_view(play(ANSWER, given, answers={"digest": "谁担责？"}))
    assert kept.transcript[1].text == "谁担责？"
    assert "责任" in kept.transcript[2].text
    gone = play_view(play(ANSWER, given))
    assert "4" in gone.transcript[1].text
    assert kept.transcript[1].kind is LineKind.YOU


def test_lists_and_tables_come_as_rows() -> None:
    rows = (((Text("甲"),),), ((Value(0),),))
    blocks = (Block(BlockKind.LIST, rows=rows, ordered=True), Block(BlockKind.TABLE, rows=rows))
    case = scenario(node("看", choice("走", "完"), blocks=blocks), ending("完", 1), variables=[(7, 0, 9)])
    assert [line.rows for line in view(case).transcript] == [(("1. 甲",), ("2. 7",)), (("甲",), ("7",))]


def test_a_given_up_play_offers_nothing() -> None:
    seen = play_view(replace(play(TALK), closed=True))
    assert seen.closed
    assert not seen.ended
    assert seen.options == ()


def test_node_kinds_without_choices_have_no_options() -> None:
    assert TALK.nodes[2].kind is NodeKind.ENDING
    assert view(TALK, Choose(1)).options == ()
