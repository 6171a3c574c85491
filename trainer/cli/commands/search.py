"""``trainer search TEXT``: where something stands in lessons, questions, cases and tools."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from trainer.cli import output
from trainer.cli.base import command, content_dir, content_option, format_option
from trainer.i18n import t

if TYPE_CHECKING:
    from trainer.content.search import SearchHit

MOST = 1000


def build() -> click.Command:
    """The command, in the language in use."""

    @command("search")
    @click.argument("text")
    @click.option("--limit", type=click.IntRange(1, MOST), default=20, metavar="N", help=t("cli.search.limit"))
    @format_option()
    @content_option()
    def search(text: str, limit: int, form: str, content: str | None) -> int:
        from trainer.content.library import load_library
        from trainer.content.search import search_library

        hits = search_library(load_library(content_dir(content)), text, limit=limit)
        if form == "json":
            output.write_json({"text": text, "hits": [dataclasses.asdict(hit) for hit in hits]})
        else:
            output.write("\n".join(as_text(hits)) or t("cli.search.none", text=text))
        return 0

    return search


def as_text(hits: Sequence[SearchHit]) -> Iterator[str]:
    """Kind, title and place of each hit, and a quotation."""
    for hit in hits:
        place = hit.id if hit.kind != "lesson" else f"{hit.id} {t('cli.search.page', page=hit.page + 1)}"
        yield f"{t(f'cli.search.kind.{hit.kind}')}  {hit.title}  ({place})"
        if hit.excerpt:
            yield f"      {hit.excerpt}"
