"""Conditions: a grammar over the lexer's tokens and a walker that builds the model's tree. Nothing is ever run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from trainer.config import MAX_CONDITION_CHARS, MAX_CONDITION_DEPTH
from trainer.content.lexer import Lexer, LexError, Names, Token
from trainer.content.model import (
    ATTITUDE_NAMES,
    And,
    Arith,
    Chosen,
    Compare,
    Condition,
    Const,
    Count,
    Not,
    Or,
    Remaining,
    Term,
    Var,
    Visited,
    Votes,
)
from trainer.content.source import Place, Source
from trainer.content.suggest import nearest

if TYPE_CHECKING:
    from lark import Lark

GRAMMAR = """
    start: any
    ?any: all (OR all)*
    ?all: unit (AND unit)*
    ?unit: NOT unit        -> negation
         | LPAR any RPAR   -> group
         | BEEN NODE       -> been
         | TOOK CHOICE     -> took
         | sum COMPARE sum -> compare
    sum: sign? atom (ARITH atom)*
    sign: ARITH
    atom: NUMBER | VARIABLE | ATTITUDE | REMAINING | VOTES LPAR ATTITUDE RPAR | COUNT LPAR RUNG RPAR
    %declare OR AND NOT LPAR RPAR BEEN NODE TOOK CHOICE COMPARE ARITH NUMBER VARIABLE ATTITUDE REMAINING
    %declare VOTES COUNT RUNG
"""
"""且 binds closer than 或, 非 closer than 且; LALR(1)."""

Shape = tuple[str, tuple[Any, ...]]
"""A node of the parse: rule and children; a leaf is the index of its token."""


@cache
def _lark() -> Lark:
    from lark import Lark
    from lark.lexer import Lexer as LarkLexer
    from lark.lexer import Token as LarkToken

    class Feed(LarkLexer):
        """Hands the kinds of our tokens to the parser; the value is the index of the token."""

        def __init__(self, _conf: object) -> None: ...

        def lex(self, data: Any) -> Iterator[LarkToken]:  # type: ignore[override]
            for index, kind in enumerate(data):
                yield LarkToken(kind, str(index))

    return Lark(GRAMMAR, parser="lalr", lexer=Feed)


@lru_cache(maxsize=4096)
def _shape(kinds: tuple[str, ...]) -> Shape | int:
    """Parse a sequence of kinds; conditions of the same form are parsed once.

    Returns:
        The shape, or the index of the token where it stops making sense (their number: at the end).
    """
    from lark import Tree
    from lark.exceptions import UnexpectedToken

    def convert(tree: Any) -> Any:
        if isinstance(tree, Tree):
            return (str(tree.data), tuple(convert(child) for child in tree.children))
        return int(tree)

    try:
        made = convert(_lark().parse(kinds))
    except UnexpectedToken as error:
        return len(kinds) if error.token.type == "$END" else int(error.token)
    shape: Shape = made[1][0]
    return shape


@dataclass(frozen=True, slots=True)
class References:
    """What names in conditions stand for: positions in the scenario."""

    variables: Mapping[str, int]
    nodes: Mapping[str, int]
    choices: Mapping[str, tuple[tuple[int, int], ...]]
    rungs: Mapping[str, int]
    attitudes: frozenset[int]
    budget: bool


@dataclass(slots=True)
class ConditionReader:
    """Reads conditions against one scenario's names; the same text is read once."""

    source: Source
    names: Names
    refs: References
    trusted: bool = True
    _read: dict[str, Condition] = field(default_factory=dict)

    def read(self, text: str, place: Place) -> Condition | None:
        """The tree of a condition, or None after a finding."""
        known = self._read.get(text)
        if known is not None:
            return known
        if len(text) > MAX_CONDITION_CHARS:
            self.source.report("SC161", place, case="chars", limit=MAX_CONDITION_CHARS)
            return None
        lexer = Lexer(text, self.names)
        try:
            tokens = lexer.tokens()
        except LexError as error:
            self.lex_error(error, place)
            return None
        for start, end, word in lexer.loose:
            self.source.report("SC164", self.at(place, start, end), found=text[start:end], word=word)
        if _depth(tokens) > MAX_CONDITION_DEPTH:
            self.source.report("SC161", place, case="depth", limit=MAX_CONDITION_DEPTH)
            return None
        shape = _shape(tuple(token.kind for token in tokens))
        if isinstance(shape, int):
            self.syntax_error(text, tokens, shape, place)
            return None
        before = self.source.errors
        made = _Walker(self, tokens, place).condition(shape)
        if self.source.errors > before:
            return None
        if not lexer.loose:
            self._read[text] = made
        return made

    def at(self, place: Place, start: int, end: int) -> Place:
        """A stretch of the condition's text."""
        return Place(place.line, place.start + start, place.start + end)

    def lex_error(self, error: LexError, place: Place) -> None:
        where = self.at(place, error.start, error.end)
        tables = {
            "name": ("SC204", [*self.names.variables.by_form.values(), "剩余时间"]),
            "node": ("SC208", list(self.names.nodes.by_form.values())),
            "choice": ("SC207", list(self.names.choices.by_form.values())),
            "rung": ("SC205", list(self.names.rungs.by_form.values())),
            "attitude": ("SC218", list(ATTITUDE_NAMES)),
        }
        if error.reason == "points":
            self.source.report("SC212", where, name=error.text)
        elif error.reason not in tables:
            self.source.report("SC160", where, case=error.reason, text=error.text)
        else:
            code, candidates = tables[error.reason]
            if self.trusted or code in ("SC208", "SC207"):
                self.source.report(code, where, name=error.text, near=partial(nearest, error.text, candidates))
            else:
                self.source.errors += 1

    def syntax_error(self, text: str, tokens: list[Token], index: int, place: Place) -> None:
        if index >= len(tokens):
            end = len(text.rstrip())
            kinds = [token.kind for token in tokens]
            opened = kinds.count("LPAR") > kinds.count("RPAR")
            lone = bool(tokens) and kinds[-1] in ("VARIABLE", "REMAINING", "NUMBER") and "COMPARE" not in kinds
            reason = "empty" if not tokens else "unclosed" if opened else "compare" if lone else "end"
            self.source.report("SC160", self.at(place, max(0, end - 1), end), case=reason, text=text.strip()[-12:])
            return
        token = tokens[index]
        before = tokens[index - 1].kind if index else ""
        compared = [t.kind for t in tokens[:index]].count("COMPARE")
        if token.kind == "COMPARE" and compared and tokens[index - 2].kind == "COMPARE":
            reason = "chain"
        elif token.kind == "RPAR":
            reason = "closing"
        elif (token.kind in ("VARIABLE", "NUMBER", "ATTITUDE") and before in ("VARIABLE", "ATTITUDE", "RPAR")) or (
            token.kind in ("AND", "OR", "RPAR") and before in ("VARIABLE", "NUMBER", "ATTITUDE")
        ):
            reason = "compare"
        else:
            reason = "unexpected"
        self.source.report(
            "SC160", self.at(place, token.start, token.end), case=reason, text=text[token.start : token.end]
        )


def _depth(tokens: list[Token]) -> int:
    """Nesting of parentheses and of 非 in a row."""
    deepest = depth = negations = 0
    for token in tokens:
        if token.kind == "LPAR":
            depth += 1 + negations
            negations = 0
        elif token.kind == "RPAR":
            depth -= 1
        elif token.kind == "NOT":
            negations += 1
        else:
            negations = 0
        deepest = max(deepest, depth + negations)
    return deepest


class _Walker:
    """Builds the model's condition from a shape and its tokens."""

    def __init__(self, reader: ConditionReader, tokens: list[Token], place: Place) -> None:
        self.reader = reader
        self.tokens = tokens
        self.place = place

    def condition(self, shape: Shape) -> Condition:
        rule, children = shape
        if rule in ("all", "any"):
            items = tuple(self.condition(child) for child in children[::2])
            return And(items) if rule == "all" else Or(items)
        if rule == "negation":
            return Not(self.condition(children[1]))
        if rule == "group":
            return self.condition(children[1])
        if rule == "been":
            return Visited(self.reader.refs.nodes[self.value(children[1])])
        if rule == "took":
            return Chosen(self.reader.refs.choices[self.value(children[1])])
        left, operator, right = children
        self.check_types(left, right)
        return Compare(self.value(operator), self.term(left), self.term(right))

    def value(self, index: int) -> str:
        return self.tokens[index].value

    def term(self, shape: Shape) -> Term:
        children = list(shape[1])
        negative = False
        if children[0][0] == "sign":
            negative = self.value(children.pop(0)[1][0]) == "-"
        made = self.atom(children[0])
        if negative:
            made = Const(-made.value) if isinstance(made, Const) else Arith("-", Const(0), made)
        for operator, atom in zip(children[1::2], children[2::2], strict=True):
            made = Arith(self.value(operator), made, self.atom(atom))
        return made

    def atom(self, shape: Shape) -> Term:
        token = self.tokens[shape[1][0]]
        refs = self.reader.refs
        if token.kind == "NUMBER":
            return Const(int(token.value))
        if token.kind == "VARIABLE":
            return Var(refs.variables[token.value])
        if token.kind == "ATTITUDE":
            return Const(int(ATTITUDE_NAMES[token.value]))
        if token.kind == "REMAINING":
            if not refs.budget:
                self.reader.source.report("SC213", self.reader.at(self.place, token.start, token.end), what="剩余时间")
            return Remaining()
        inner = self.value(shape[1][2])
        return Votes(ATTITUDE_NAMES[inner]) if token.kind == "VOTES" else Count(refs.rungs[inner])

    def check_types(self, left: Shape, right: Shape) -> None:
        """An attitude's name may only be compared with an attitude."""
        for side, other in ((left, right), (right, left)):
            for shape in side[1]:
                if not isinstance(shape, tuple) or shape[0] != "atom":
                    continue
                token = self.tokens[shape[1][0]]
                if token.kind == "ATTITUDE" and not self.is_attitude(other):
                    where = self.reader.at(self.place, token.start, token.end)
                    self.reader.source.report("SC211", where, name=token.value)

    def is_attitude(self, shape: Shape) -> bool:
        atoms = [child for child in shape[1] if isinstance(child, tuple) and child[0] == "atom"]
        tokens = [self.tokens[atom[1][0]] for atom in atoms]
        return any(
            t.kind == "ATTITUDE"
            or (t.kind == "VARIABLE" and self.reader.refs.variables[t.value] in self.reader.refs.attitudes)
            for t in tokens
        )
