"""Both catalogues say the same things."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

from trainer import i18n

FOLDER = Path(i18n.__file__).parent
AREAS = sorted(
    {path.stem for lang in i18n.LANGUAGES for path in (FOLDER / lang).glob("*.py") if path.stem != "__init__"}
)


def messages(lang: str, area: str) -> dict[str, str]:
    found: dict[str, str] = import_module(f"trainer.i18n.{lang}.{area}").MESSAGES
    return found


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys(area: str) -> None:
    assert set(messages("zh", area)) == set(messages("en", area))


@pytest.mark.parametrize("area", AREAS)
def test_a_text_is_empty_in_both_or_in_none(area: str) -> None:
    chinese, english = messages("zh", area), messages("en", area)
    assert not [key for key in chinese if bool(chinese[key].strip()) != bool(english[key].strip())]


@pytest.mark.parametrize("area", AREAS)
def test_a_translation_uses_no_unknown_parameter(area: str) -> None:
    for key, text in messages("zh", area).items():
        assert parameters(messages("en", area)[key]) == parameters(text), key


@pytest.mark.parametrize("area", AREAS)
def test_the_chinese_catalogue_is_chinese(area: str) -> None:
    latin_only = [
        key
        for key, text in messages("zh", area).items()
        if not key.endswith("example")
        and re.search(r"[A-Za-z]{4,} [A-Za-z]{3,} [A-Za-z]{3,}", text)
        and not re.search("[\u4e00-\u9fff]", text)
    ]
    assert not latin_only


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        i18n.set_language("fr")
