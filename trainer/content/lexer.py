"""Words of a condition. The lexer knows the declared names, so Chinese needs no blanks between words.

Names are matched longest first; 且, 或 and 非 are operators only outside a declared name. After 到过 stands a node's
name, after 选过 an id of a choice or its text in 「」, after 票数 an attitude, after 次数 a rung.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trainer.content.model import ATTITUDE_NAMES
from trainer.content.numbers import ascii_form
from trainer.content.plain import plain_name


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is a terminal of the grammar; ``value`` the matched name as declared, a number or an operator."""

    kind: str
    value: str
    start: int
    end: int


class LexError(Exception):
    """``reason`` is a key of the message; the rest says where and what."""

    def __init__(self, reason: str, start: int, end: int, text: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.start = start
        self.end = end
        self.text = text


class NameTable:
    """Names that can be found at a position of a text, longest first, blind to width, case and blanks."""

    def __init__(self, names: Iterable[str]) -> None:
        self.by_form: dict[str, str] = {}
        for name in names:
            self.by_form.setdefault(plain_name(name), name)
        self.lengths = sorted({len(form) for form in self.by_form if form}, reverse=True)

    def match(self, text: str, at: int) -> tuple[str, int] | None:
        """The longest name that the text has at ``at``, and where it ends there."""
        if not self.lengths:
            return None
        form = ""
        ends: dict[int, int] = {0: at}
        i = at
        while i < len(text) and len(form) < self.lengths[0]:
            form += plain_name(text[i])
            i += 1
            ends.setdefault(len(form), i)
        for length in self.lengths:
            if length <= len(form) and length in ends and form[:length] in self.by_form:
                return self.by_form[form[:length]], ends[length]
        return None


@dataclass(frozen=True, slots=True)
class Names:
    """Everything a condition may name."""

    variables: NameTable
    nodes: NameTable
    choices: NameTable
    rungs: NameTable
    attitudes: NameTable
    points: NameTable

    @classmethod
    def of(
        cls,
        variables: Iterable[str],
        nodes: Iterable[str],
        choices: Iterable[str],
        rungs: Iterable[str],
        points: Iterable[str],
    ) -> Names:
        """Build the tables."""
        return cls(
            NameTable(variables),
            NameTable(nodes),
            NameTable(choices),
            NameTable(rungs),
            NameTable(ATTITUDE_NAMES),
            NameTable(points),
        )


_OPERATORS: Mapping[str, str] = {
    "≥": ">=", "≧": ">=", "⩾": ">=", ">=": ">=", "≤": "<=", "≦": "<=", "⩽": "<=", "<=": "<=",
    "≠": "!=", "!=": "!=", "<>": "!=", "==": "==", "=": "==", ">": ">", "<": "<",
}  # fmt: skip
_OPERATOR = re.compile("|".join(sorted(map(re.escape, _OPERATORS), key=len, reverse=True)))
_BAD_OPERATOR = re.compile(r"[<>=!≥≤≠≧≦⩾⩽]{2,}")
_NUMBER = re.compile(r"[0-9]+")
_QUOTES = {"「": "」", "『": "』", "“": "”", '"': '"', "‘": "’", "《": "》"}
_WORDS = {"且": "AND", "或": "OR", "非": "NOT"}
_LOOSE = {
    "并且": "且", "而且": "且", "and": "且", "&&": "且", "或者": "或", "or": "或", "||": "或", "不是": "非",
    "not": "非",
}  # fmt: skip
_LOOSE_COMPARE = {
    "大于等于": ">=", "小于等于": "<=", "不小于": ">=", "不低于": ">=", "不大于": "<=", "不高于": "<=", "不超过": "<=",
    "不等于": "!=", "至少": ">=", "至多": "<=", "大于": ">", "小于": "<", "高于": ">", "低于": "<", "等于": "==",
    "超过": ">",
}  # fmt: skip
_SHOWN = {">=": "≥", "<=": "≤", "!=": "≠", "==": "="}
_UNIT = re.compile("秒钟?|分钟?|个?小时|天|日|个?回合|分")
_RUN = re.compile(r"[^\s:：<>=!≥≤≠≧≦⩾⩽+\-()（）且或非，,；;、&|「」『』“”\"]+")
_FUNCTIONS = {"票数": "VOTES", "次数": "COUNT", "剩余时间": "REMAINING", "到过": "BEEN", "选过": "TOOK"}


class Lexer:
    """One condition; ``loose`` collects the operators that were understood though written otherwise."""

    def __init__(self, text: str, names: Names) -> None:
        self.typed = text
        self.text = ascii_form(text)
        self.names = names
        self.loose: list[tuple[int, int, str]] = []

    def tokens(self) -> list[Token]:
        """All tokens; raises LexError at the first that is none."""
        found: list[Token] = []
        at = 0
        while at < len(self.text):
            if self.text[at].isspace():
                at += 1
                continue
            token = self.next(at, found)
            found.append(token)
            at = token.end
        return found

    def next(self, at: int, before: list[Token]) -> Token:
        previous = before[-1].kind if before else ""
        if previous == "BEEN":
            return self.named(at, self.names.nodes, "NODE", "node")
        if previous == "TOOK":
            return self.choice(at)
        if previous == "LPAR" and len(before) > 1 and before[-2].kind in ("VOTES", "COUNT"):
            votes = before[-2].kind == "VOTES"
            table = self.names.attitudes if votes else self.names.rungs
            return self.named(at, table, "ATTITUDE" if votes else "RUNG", "attitude" if votes else "rung")
        text = self.text
        if (bad := _BAD_OPERATOR.match(text, at)) and bad.group() not in _OPERATORS:
            raise LexError("operator", at, bad.end(), bad.group())
        if operator := _OPERATOR.match(text, at):
            return Token("COMPARE", _OPERATORS[operator.group()], at, operator.end())
        if text[at] in "()":
            return Token("LPAR" if text[at] == "(" else "RPAR", text[at], at, at + 1)
        if text[at] in "+-":
            return Token("ARITH", text[at], at, at + 1)
        if number := _NUMBER.match(text, at):
            return self.number(number)
        return self.word(at)

    def number(self, number: re.Match[str]) -> Token:
        if len(number.group()) > 7:
            raise LexError("number", number.start(), number.end(), number.group()[:12])
        return Token("NUMBER", number.group(), number.start(), number.end())

    def word(self, at: int) -> Token:
        variable = self.names.variables.match(self.text, at)
        keyword = next((w for w in _FUNCTIONS if self.text.startswith(w, at)), None)
        if variable and (keyword is None or variable[1] - at > len(keyword)):
            return Token("VARIABLE", variable[0], at, variable[1])
        if keyword:
            return Token(_FUNCTIONS[keyword], keyword, at, at + len(keyword))
        attitude = self.names.attitudes.match(self.text, at)
        if attitude:
            return Token("ATTITUDE", attitude[0], at, attitude[1])
        lowered = self.text[at:].casefold()
        for loose, word in _LOOSE.items():
            if lowered.startswith(loose):
                self.loose.append((at, at + len(loose), word))
                return Token(_WORDS[word], word, at, at + len(loose))
        for loose, operator in _LOOSE_COMPARE.items():
            if self.text.startswith(loose, at):
                self.loose.append((at, at + len(loose), _SHOWN.get(operator, operator)))
                return Token("COMPARE", operator, at, at + len(loose))
        if self.text[at] in _WORDS:
            return Token(_WORDS[self.text[at]], self.text[at], at, at + 1)
        if self.text[at] == ":":
            raise LexError("colon", at, len(self.text), self.typed[at:])
        if (unit := _UNIT.match(self.text, at)) and at and self.text[at - 1].isdigit():
            raise LexError("unit", at, unit.end(), unit.group())
        run = _RUN.match(self.text, at)
        end = run.end() if run else at + 1
        points = self.names.points.match(self.text, at)
        if points:
            raise LexError("points", at, points[1], points[0])
        raise LexError("name" if run else "char", at, end, self.typed[at:end])

    def named(self, at: int, table: NameTable, kind: str, reason: str) -> Token:
        start, closing = at, ""
        if self.typed[at] in _QUOTES:
            closing = _QUOTES[self.typed[at]]
            start += 1
        found = table.match(self.text, start)
        end = found[1] if found else start
        if found and closing:
            while end < len(self.text) and self.text[end].isspace():
                end += 1
            if self.typed[end : end + 1] == closing:
                return Token(kind, found[0], at, end + 1)
            found = None
        if found:
            return Token(kind, found[0], at, end)
        stop = self.typed.find(closing, start) if closing else -1
        run = re.compile(r"[^\s()]+").match(self.text, start)
        end = stop if stop >= 0 else run.end() if run else start + 1
        raise LexError(reason, start, max(end, start + 1), self.typed[start:end])

    def choice(self, at: int) -> Token:
        return self.named(at, self.names.choices, "CHOICE", "choice")
