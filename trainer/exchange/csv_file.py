"""CSV by RFC 4180: for Excel with a BOM and harmless cells, or raw for machines."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from trainer.exchange.sheet import Kind, Sheet, Value, local, raw
from trainer.i18n import t

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, sheet: Sheet, *, machine: bool = False) -> None:
    """Write a sheet.

    Args:
        path: Where.
        sheet: What.
        machine: UTF-8 without BOM, full precision, ISO times, the columns' keys as heading, no prefixed text; else
            for Excel: BOM, headings, one decimal, and text that would start a formula is prefixed with an apostrophe.
    """
    with path.open("w", encoding="utf-8" if machine else "utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow([column.key if machine else column.title for column in sheet.columns])
        kinds = [column.kind for column in sheet.columns]
        for values in sheet.values():
            out.writerow(
                [raw(v) for v in values] if machine else [_shown(v, k) for v, k in zip(values, kinds, strict=True)]
            )


def _shown(value: Value, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return t("export.yes" if value else "export.no")
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:.{1 if kind is Kind.SCORE else 3}f}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_DANGEROUS) else text
