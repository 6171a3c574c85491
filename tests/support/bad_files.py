"""Case files as they should not be: a sound one, and what is done to it."""

from __future__ import annotations

from collections.abc import Iterator

FRONT = """编号: {id}
标题: 前台那十五秒
能力: {{需求挖掘: 3, 决策链: 2}}
变量:
  信任: 2 (0..5)
"""
BODY = """
# 前台那十五秒

你第一次打给江岚轴承。（情节虚构）

## 总机

> 总机：您好，请问找哪位？

- [报上公司名，请转采购部](#采购部) `信任 -1`
- [问三号线停机的事归谁管](#周工接电话) `需求挖掘 +2，信任 +1`

## 采购部

- [占线，没人接](#前台收线)
- [留下名字，请他回电](#周工接电话) `决策链 +1`

## 周工接电话

`若 信任≥2` 周工语气松了下来。
`否则` 周工声音很冲。

- [问最近一次停机误了哪张单](#约到了) `需求挖掘 +3`
- [报一个试用价](#前台收线)

## 约到了
`结局 约到拜访` `评 90`

## 前台收线
`结局 没约上` `评 10`
"""


def sound(name: str = "sound") -> str:
    """A case that reads without errors."""
    return f"---\n{FRONT.format(id=name)}---\n{BODY}"


def front(old: str, new: str) -> bytes:
    """The sound case with a change in its front matter."""
    text = FRONT.format(id="bad")
    assert old in text
    return f"---\n{text.replace(old, new)}---\n{BODY}".encode()


def body(old: str, new: str) -> bytes:
    """The sound case with a change in its body."""
    assert old in BODY
    return f"---\n{FRONT.format(id='bad')}---\n{BODY.replace(old, new, 1)}".encode()


SPEECH = "> 总机：您好，请问找哪位？"
CHIP = "`若 信任≥2`"
TITLE = "标题: 前台那十五秒"
MEBIBYTE = 1024 * 1024


def refused() -> Iterator[tuple[str, bytes]]:
    """Files of which no model may come."""
    whole = sound("bad")
    yield "empty", b""
    yield "front-unclosed", whole.replace("---\n\n", "\n\n").encode()
    yield "no-front", BODY.encode()
    yield "duplicate-key", front(TITLE, TITLE + "\n" + TITLE)
    yield "unknown-key", front(TITLE, TITLE + "\n难读: 2")
    yield "missing-competencies", front("能力: {需求挖掘: 3, 决策链: 2}\n", "")
    yield "missing-id", front("编号: bad\n", "")
    yield "number-of-5000-digits", front("2 (0..5)", "9" * 5000 + " (0..5)")
    yield "nan", front("2 (0..5)", "nan (0..5)")
    yield "infinite-range", front("2 (0..5)", "2 (0..inf)")
    bomb = "\n".join(f"k{i}: &a{i} [" + ",".join([f"*a{i - 1}" if i else "x"] * 9) + "]" for i in range(9))
    yield "bomb", front(TITLE, TITLE + "\n" + bomb)
    yield "anchor", front(TITLE, "标题: &a 前台")
    yield "alias", front(TITLE, "标题: *a")
    yield "tag", front(TITLE, "标题: !!python/object/apply:os.system [id]")
    yield "merge-key", front(TITLE, TITLE + "\n<<: {难度: 2}")
    yield "depth-100000", front(TITLE, TITLE + "\n作者: " + "[" * 100_000)
    yield "over-a-mebibyte", (whole + "x" * MEBIBYTE).encode()
    yield "exactly-one-byte-over", (whole + "\n" + "x" * (MEBIBYTE - len(whole.encode()))).encode()
    yield "nul", body(SPEECH, SPEECH + "\0")
    yield "esc", body(SPEECH, SPEECH + "\x1b[2J")
    yield "c1", body(SPEECH, SPEECH + "\x9b2J")
    yield "bidi", body(SPEECH, SPEECH + "\u202e")
    yield "surrogate", body(SPEECH, SPEECH).replace("请问".encode(), "\ud800".encode("utf-8", "surrogatepass"))
    yield "gb18030", whole.encode("gb18030")
    yield "utf-16", whole.encode("utf-16")
    yield "two-documents", front(TITLE, TITLE + "\n...\n--- x")
    yield "root-is-a-list", b"---\n- a\n- b\n---\n" + BODY.encode()
    yield "root-is-a-scalar", b"---\nhello\n---\n" + BODY.encode()
    yield "binary", bytes(range(256)) * 64
    yield "unknown-target", body("(#采购部)", "(#财务部)")
    yield "duplicate-node", body("## 采购部", "## 总机")
    yield "choice-without-text", body("[占线，没人接]", "[]")
    for name, limit in {"zero": "0秒", "minus": "-1秒", "huge": "1000000000秒", "unitless": "30"}.items():
        yield f"time-limit-{name}", body("## 总机\n", f"## 总机\n`限时 {limit} → 前台收线`\n")
    yield "huge-list", body(SPEECH, "\n\n".join(f"段落 {i}" for i in range(400)))
    yield "huge-table", body(SPEECH, "| 甲 | 乙 |\n| - | - |\n" + "| 1 | 2 |\n" * 250)
    yield "huge-node", body(SPEECH, "很长。" * 22_000)
    yield "javascript-link", body("(#采购部)", "(javascript:alert(1))")
    yield "file-link", body("(#采购部)", "(file:///etc/passwd)")
    for name, condition in {
        "operator": "信任>==2",
        "parenthesis": "(信任≥2",
        "import": "__import__('os').system('id')",
        "attribute": "信任.__class__",
        "call": "open('x')",
        "power": "9**9**9 > 1",
        "deep": "(" * 5000 + "信任≥2" + ")" * 5000,
        "long": "信任≥2" + "且信任≥2" * 1000,
        "undeclared": "火气≥2",
        "empty": "",
    }.items():
        yield f"condition-{name}", body(CHIP, f"`若 {condition}`")
    yield "effect-on-nothing", body("`信任 -1`", "`信赖 -1`")
    yield "unknown-chip", body("`信任 -1`", "`rm -rf /`")


def unplayable() -> Iterator[tuple[str, bytes]]:
    """Files that read well; only the states show that they cannot be played."""
    yield "no-reachable-ending", body("(#约到了)", "(#总机)").replace("](#前台收线)".encode(), "](#总机)".encode())
    yield (
        "loop-without-exit",
        body("- [占线，没人接](#前台收线)\n- [留下名字，请他回电](#周工接电话) `决策链 +1`", "- [再等](#采购部)"),
    )
    many = "\n".join(f"- [做第 {i} 件事](#前台收线)" for i in range(1000))
    yield "thousand-choices", body("- [占线，没人接](#前台收线)", many)


def understood() -> Iterator[tuple[str, bytes]]:
    """Files that look odd and can be played all the same."""
    whole = sound("bad")
    yield "sound", whole.encode()
    yield "bom", b"\xef\xbb\xbf" + whole.encode()
    yield "crlf", whole.replace("\n", "\r\n").encode()
    yield "cr-only", whole.replace("\n", "\r").encode()
    yield "tab-indent", front("  信任: 2", "\t信任: 2")
    yield "full-width-colon", front(TITLE, "标题：前台那十五秒")
    for name, text in {"no": "no", "octal": "010", "sexagesimal": "1:30", "null": "null"}.items():
        yield f"title-{name}", front(TITLE, f"标题: {text}")
    yield "markup", body("请问找哪位？", "[bold] [/ [@click=app.quit] 优惠[50%]起")
    yield "raw-html", body("请问找哪位？", "<script>alert(1)</script>")
    yield "html-comment", body(SPEECH, SPEECH + "\n\n<!-- 备注 -->")
    yield "full-width-condition", body(CHIP, "`若 （信任＞＝２）且信任＜＝５`")
    yield "full-width-chips", body("`信任 -1`", "`信任 －１`")
