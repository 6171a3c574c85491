"""Pages of lessons are safe for Textual's own Markdown widget, whatever the author typed."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Markdown

from tests.support.lesson_frame import framed
from trainer.content.lesson_reader import read_lesson

NASTY = """## 难缠的一页

[@click=app.quit]这[/] **“重点”**的话 <b>粗</b> ![图](a.png) :::note 和 [^1] 和 $x$ www.example.com

- 甲
  - 乙
    - 丙
      - 丁

> > 深一层
> 王总：贵了。
> 李工：不贵。

| 甲 \\| 乙 | **丙** |
|---|---|
| 1 | `a \\| b` |
| 2 |

1. 一
1. 二

```
[bold]代码[/]
```
---
[这里](javascript:alert(1)) 和 [那里](https://example.com/?a=[b]&c=(d))
"""


async def test_a_nasty_page_is_drawn() -> None:
    found = read_lesson(framed(NASTY), "01-a.md", competencies=()).lesson
    assert found is not None
    text = "\n\n".join(part.markdown for part in found.pages[1].parts)

    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield Markdown(text, open_links=False)

    app = Page()
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.pause()
        drawn = "\n".join(
            "".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()
        )
    for words in (
        "[@click=app.quit]这[/] “重点”的话 <b>粗</b> 图",
        "丁",
        "李工：不贵。",
        "甲 | 乙",
        "[bold]代码[/]",
        "这里",
        "那里",
    ):
        assert words in drawn, drawn
