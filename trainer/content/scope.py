"""The declared names of one scenario, and what they stand for."""

from __future__ import annotations

from functools import partial
from urllib.parse import unquote

from trainer.content.conditions import ConditionReader, References
from trainer.content.front import Front
from trainer.content.lexer import Names
from trainer.content.model import SAME_NODE
from trainer.content.plain import plain_name
from trainer.content.source import Place, Source
from trainer.content.speech import COACH
from trainer.content.suggest import nearest
from trainer.content.tree import RawScenario

SAME, NEXT = "本节", "下一节"


class Scope:
    """The declared names of one scenario, and what they stand for."""

    def __init__(self, source: Source, front: Front, raw: RawScenario) -> None:
        self.source = source
        self.front = front
        self.raw = raw
        self.trusted = front.trusted
        self.variables = {plain_name(v.name): i for i, v in enumerate(front.variables)}
        self.competencies = {plain_name(c.name): i for i, c in enumerate(front.competencies)}
        self.rungs = {plain_name(name): i for i, name in enumerate(front.rungs)}
        self.attitudes = frozenset(p.attitude for p in front.people if p.attitude is not None)
        self.declared = frozenset(self.variables) | frozenset(self.competencies)
        self.names_by_length = sorted(self.declared, key=len, reverse=True)
        self.speakers = frozenset(
            [plain_name(person.name) for person in front.people]
            + [plain_name(block.speaker) for node in raw.nodes for block in node.blocks if block.speaker]
            + [COACH]
        )
        self.node_names = [node.name for node in raw.nodes]
        self.nodes: dict[str, int] = {}
        self.index_nodes()
        self.conditions = self.condition_reader({})

    def index_nodes(self) -> None:
        for index, node in enumerate(self.raw.nodes):
            form = plain_name(node.name)
            if not form:
                continue
            if form in self.nodes:
                first = self.raw.nodes[self.nodes[form]]
                self.source.report("SC202", node.place, name=node.name, line=first.place.line + 1)
            elif form in (SAME, NEXT):
                self.source.report("SC202", node.place, name=node.name, line=0)
            else:
                self.nodes[form] = index

    def shown_name(self, form: str) -> str:
        """A declared name as the author writes it."""
        index = self.variables.get(form)
        return (
            self.front.variables[index].name
            if index is not None
            else self.front.competencies[self.competencies[form]].name
        )

    def condition_reader(self, choices: dict[str, tuple[tuple[int, int], ...]]) -> ConditionReader:
        """A reader of conditions that knows these choices."""
        front = self.front
        names = Names.of(
            (v.name for v in front.variables),
            (n.name for n in self.raw.nodes),
            choices,
            front.rungs,
            (c.name for c in front.competencies),
        )
        refs = References(
            {v.name: i for i, v in enumerate(front.variables)},
            {n.name: self.nodes.get(plain_name(n.name), 0) for n in self.raw.nodes},
            choices,
            {name: i for i, name in enumerate(front.rungs)},
            self.attitudes,
            front.budget is not None or "时间" in front.faulty,
        )
        return ConditionReader(self.source, names, refs, self.trusted)

    def target(self, name: str, place: Place, here: int | None) -> int:
        """Index of the node a link, an arrow or a key names; 0 after a finding."""
        if name[:1] in ("#", "＃") and len(name) > 1:
            name = name[1:].lstrip()
            self.source.report("SC149", place, canonical=name)
        form = plain_name(unquote(name))
        if form in self.nodes:
            return self.nodes[form]
        if here is not None and form == SAME:
            return SAME_NODE
        if here is not None and form == NEXT:
            if here + 1 < len(self.raw.nodes):
                return here + 1
            self.source.report("SC216", place)
            return 0
        near = partial(nearest, unquote(name), self.node_names)
        self.source.report("SC201", place, name=name.strip(), near=near)
        return 0
