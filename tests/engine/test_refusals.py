"""Every refusal has a text and a fix in both languages, and its parameters fit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.scenarios import answer, chance, choice, cmp, ending, node, scenario, text
from trainer import i18n
from trainer.content.model import Answer, Scenario
from trainer.engine.play import replay, start, step
from trainer.engine.types import Action, Choose, Elapse, Respond, Timeout
from trainer.errors import UsageError

END = ending("完", 50)
CHOICES = scenario(node("甲", choice("走", "完"), limit=(1000, "完")), END)
ANSWER = scenario(answer("写", choice("交", "完"), Answer(1000, 1, 9, text("写"))), END)
DEAD_END = scenario(chance("运", choice("好", "完", condition=cmp(0, ">=", 1))), END, variables=[(0, 0, 1)])
LOOP = scenario(chance("运", choice("转", "运")), END)
LUCK = scenario(chance("运", choice("好", "完")), END)


def acting(case: Scenario, *actions: Action) -> Callable[[], object]:
    def run() -> None:
        state, _ = start(case, "s")
        for action in actions:
            state, _ = step(case, state, action)

    return run


CASES: dict[str, Callable[[], object]] = {
    "EN101": acting(CHOICES, Choose(0), Choose(0)),
    "EN102": acting(ANSWER, Choose(0)),
    "EN103": acting(CHOICES, Choose(5)),
    "EN104": acting(CHOICES, Elapse(-1)),
    "EN105": acting(CHOICES, Choose(0, 1000)),
    "EN106": acting(CHOICES, Respond((), (), 0, "")),
    "EN107": acting(ANSWER, Respond((3,), (), 0, "")),
    "EN108": acting(ANSWER, Respond((), (), -1, "")),
    "EN109": acting(scenario(node("甲", choice("走", "完")), END), Timeout()),
    "EN110": acting(DEAD_END),
    "EN111": acting(LOOP),
    "EN112": lambda: replay(LUCK, "s", [], []),
}


@pytest.mark.parametrize("code", CASES)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_refusal_says_what_and_what_to_do(code: str, language: str) -> None:
    with pytest.raises(UsageError) as caught:
        CASES[code]()
    assert caught.value.code == code
    i18n.set_language(language)
    for key in (f"errors.{code}", f"errors.{code}.fix"):
        said = i18n.t(key, **caught.value.params)
        assert said
        assert "{" not in said
