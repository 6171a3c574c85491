"""A content folder of a hundred files, made of those that are shipped."""

from __future__ import annotations

import re
from pathlib import Path

FILES = 100


def make(folder: Path, root: Path) -> int:
    """Write question files under names of their own until there are a hundred; returns how many."""
    made = folder / "courseware" / "questions"
    made.mkdir(parents=True)
    texts = [path.read_text(encoding="utf-8") for path in sorted((root / "courseware" / "questions").glob("*.md"))]
    for number in range(FILES):
        text = re.sub(r"^编号: .*$", f"编号: q{number:03}", texts[number % len(texts)], count=1, flags=re.M)
        head, body = text.split("\n---\n", 1)
        body = re.sub(r"^(## .*)$", rf"\1 {number}", body, flags=re.M)
        body = re.sub(r"^(?=[\u4e00-\u9fff「])", f"第{number}组：", body, flags=re.M)
        text = f"{head}\n---\n{body}"
        (made / f"q{number:03}.md").write_text(text, encoding="utf-8")
    return FILES
