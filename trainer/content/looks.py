"""Forms by which the reader recognises what was meant to be a chip, a link or a list mark."""

from __future__ import annotations

import re

_SIGN = r"[+\-=＋－＝−—]"
_NUM = r"[0-9０-９]"
CHIP = re.compile(
    r"\s*(?:"
    rf"(?:若|需)\s*[^\s，。；].*[≥≤≠<>=＜＞＝≧≦].*|(?:若|需)\s*(?:非\s*)?(?:到过|选过).+|否则|一次|停表|随机|固定顺序|不计分"
    rf"|(?:耗时|权重|评|限时|计时|作答)[\s:：]*{_NUM}.*|(?:红线)\s*[RrＲ]?{_NUM}|(?:阶|号|考察|结局)[\s　]+\S.{{0,30}}"
    rf"|[=＝][\w.·．]+"
    rf"|[^\s+\-=＋－＝−—。！？：；]{{1,20}}\s*{_SIGN}\s*{_NUM}{{1,4}}"
    rf"(?:\s*[，,；;、 　]\s*[^\s+\-=＋－＝−—。！？：；，]{{1,20}}\s*{_SIGN}\s*{_NUM}{{1,4}})*"
    r")\s*"
)
"""A text that can hardly be anything but a chip."""

NODE_CHIP = re.compile(
    rf"\s*(?:停表|随机|固定顺序|不计分|(?:限时|计时)[\s:：]*{_NUM}.*|作答[\s:：]*{_NUM}.*字"
    rf"|结局[\s　]+\S{{1,20}}|评[\s　]*{_NUM}{{1,3}}|结局[\s　]+\S{{1,20}}[\s　]+评[\s　]*{_NUM}{{1,3}})\s*"
)
"""A whole line under a heading that was meant as its chips line."""

_OPEN, _CLOSE = "\\[【［〔", "\\]】］〕"
LINK = re.compile(
    rf"(?P<open>[{_OPEN}])(?P<text>[^{_OPEN}{_CLOSE}\n]*)(?P<close>[{_CLOSE}])(?P<gap>[ \t　]*)"
    r"(?P<paren>[(（])(?P<target>[^()（）\n]*(?:[(（][^()（）\n]*[)）][^()（）\n]*)*)(?P<end>[)）])"
)
"""A link with brackets of any width."""

CHIPS_BEFORE = r"(?:[`·｀‘'][^`·｀’']+[`·｀’'][\s，,；;、]*)*"
LINK_FIRST = re.compile(CHIPS_BEFORE + LINK.pattern)

CHIPS_FIRST = re.compile(
    r"(?P<chips>(?:`[^`]+`[\s　]*)+)(?P<mark>(?P<quote>[>＞])[ \t　]*(?=\S)|[-*+－•][ \t　]*(?=[\[【［]))"
)
"""Chips before the mark of a quote or a list item."""

GUARD = re.compile(r"\s*`\s*(?:若|否则)")
BARE_GUARD = re.compile(rf"\s*若\s*[^，。；：`]{{1,30}}?[≥≤≠≧≦<>=＜＞＝]\s*{_SIGN}?\s*{_NUM}")

BULLET = re.compile(r"(?P<mark>[-*+])(?P<blank> +)(?=\S)")
NUMBER = re.compile(r"(?P<mark>[0-9]{1,9}[.)])(?P<blank> +)(?=\S)")
LOOSE_BULLET = re.compile(r"(?P<mark>[-－—–‐‑−―•●○◦▪■◆◇➢➤·∙＊*＋+])(?P<blank>[ \t　\xa0]*)(?=\S)")
LOOSE_NUMBER = re.compile(
    r"(?P<mark>[(（]?[0-9０-９]{1,3}[)）.．、。:：]|[①-⑳]|[(（]?[一二三四五六七八九十]{1,2}[)）、.．]|[A-Ha-h][.．、)）])"
    r"(?P<blank>[ \t　\xa0]*)(?=\S)"
)
TEXT_NUMBER = re.compile(r"(?P<mark>[0-9０-９]{1,2}[、．])(?P<blank>[ \t　\xa0]*)(?=\S)")
RULE = re.compile(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}")
SETEXT = re.compile(r"(?P<mark>-+|=+)[ \t]*")
FENCE = re.compile(r"`{3,}[^`]*|~{3,}.*")
QUOTE = re.compile(r">|[＞》〉❯]|&gt;")
HEADING = re.compile(r"(?P<marks>[#＃]+)(?P<blank>[ \t　\xa0]*)(?P<name>.*)")
"""What stands at the beginning of lines."""

LIKE_COMMENT = re.compile(r"[<＜《][!！][-—–－]{1,}|[-—–－]{2,}[>＞》](?=\s*$)")
"""A comment with full-width or joined marks."""

RATING = re.compile(r"[\s　]+(?P<word>评[\s　]*[0-9０-９]{1,3})$")
CHIPS_TAIL = re.compile(r"(?:[\s，,；;、]*`[^`]+`)*[\s，,；;、]*")
"""Nothing but chips."""
