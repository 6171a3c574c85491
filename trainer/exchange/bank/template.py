"""The example questions of the empty template."""

from __future__ import annotations

from trainer.content.items import Item, ItemType, Option, QuestionFile
from trainer.exchange.bank.prose import paragraphs
from trainer.i18n import t

EXAMPLE = "example-"
"""Ids of the example rows begin like this; they are left out when the template is imported."""


def template_file() -> QuestionFile:
    """Two questions that show how rows are filled in."""
    tags = (t("bank.example.tag"),)
    single = Item(
        id=f"example/{EXAMPLE}1",
        name=t("bank.example.single.name"),
        type=ItemType.SINGLE,
        stem=paragraphs(t("bank.example.single.stem")),
        options=(
            Option(t("bank.example.single.a"), feedback=t("bank.example.single.a.feedback")),
            Option(t("bank.example.single.b"), right=True),
            Option(t("bank.example.single.c")),
        ),
        explanation=paragraphs(t("bank.example.single.explanation")),
        competencies=("决策链",),
        frameworks=("F89",),
        tags=tags,
    )
    blanks = Item(
        id=f"example/{EXAMPLE}2",
        name=t("bank.example.blanks.name"),
        type=ItemType.BLANKS,
        stem=paragraphs(t("bank.example.blanks.stem")),
        blanks=((t("bank.example.blanks.first"), t("bank.example.blanks.other")), (t("bank.example.blanks.second"),)),
        competencies=("客户选择",),
        frameworks=("F05",),
        difficulty=1,
        tags=tags,
    )
    return QuestionFile("example", t("bank.example.title"), "", (single, blanks))
