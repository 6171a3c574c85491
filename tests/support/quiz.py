"""Small questions and papers for tests: builders by type, and Hypothesis strategies of items, responses and papers."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from trainer.content.items import Item, ItemType, Number, Option
from trainer.content.prose import Block, BlockKind, Text
from trainer.engine.paper import compose
from trainer.engine.quiz_types import Paper, Purpose, Response


def words(text: str) -> tuple[Block, ...]:
    """One paragraph."""
    return (Block(BlockKind.NARRATION, (Text(text),)),)


def item(kind: ItemType, name: str = "题", **more: Any) -> Item:
    """An item ``甲/<name>`` of any type."""
    return Item(id=f"甲/{name}", name=name, type=kind, stem=words("题干"), **more)


def choices(*rights: bool) -> tuple[Option, ...]:
    """Options of which these belong to the key."""
    return tuple(Option(f"选项{i}", right) for i, right in enumerate(rights))


def single(name: str = "单选", right: int = 0, count: int = 4, **more: Any) -> Item:
    """One right option of ``count``."""
    return item(ItemType.SINGLE, name, options=choices(*(i == right for i in range(count))), **more)


def multiple(*rights: bool, name: str = "多选") -> Item:
    """Several options belong to the key."""
    return item(ItemType.MULTIPLE, name, options=choices(*rights))


def judgement(*points: int, name: str = "情景") -> Item:
    """Options with 分."""
    most = max(points)
    options = tuple(Option(f"做法{i}", right=p == most, points=p) for i, p in enumerate(points))
    return item(ItemType.JUDGEMENT, name, options=options)


def true_false(name: str = "判断", right: int = 0) -> Item:
    """对/错."""
    return item(ItemType.TRUE_FALSE, name, options=(Option("对", right == 0), Option("错", right == 1)))


def ordering(count: int = 4, name: str = "排序") -> Item:
    """Elements in the right order."""
    return item(ItemType.ORDERING, name, options=tuple(Option(f"步骤{i}") for i in range(count)))


def matching(*pairs: tuple[str, str], name: str = "匹配") -> Item:
    """Rows of two columns."""
    return item(
        ItemType.MATCHING, name, pairs=pairs or (("左", "右"), ("上", "下"), ("前", "后")), columns=("一", "二")
    )


def blanks(*accepted: tuple[str, ...], name: str = "填空") -> Item:
    """Blanks with their accepted answers."""
    return item(ItemType.BLANKS, name, blanks=accepted or (("甲方", "客户"), ("乙方",)))


def numeric(value: float = 12.5, tolerance: float = 0.1, unit: str = "万元", name: str = "数字") -> Item:
    """A number with its tolerance and unit."""
    return item(ItemType.NUMERIC, name, number=Number(value, tolerance, unit))


def free(name: str = "简答") -> Item:
    """A free text."""
    return item(ItemType.FREE, name, reference=words("参考"))


def one_of_each() -> tuple[Item, ...]:
    """The nine types."""
    return (
        single(),
        multiple(True, False, True, False),
        true_false(),
        judgement(0, 3, 1),
        ordering(),
        matching(),
        blanks(),
        numeric(),
        free(),
    )


# --- strategies ------------------------------------------------------------------------------------------------------

_TEXT = st.text("ab甲乙，。 1２", max_size=6)


@st.composite
def items(draw: st.DrawFn, name: str = "题") -> Item:
    """An item of any type, small enough to enumerate."""
    kind = draw(st.sampled_from(list(ItemType)))
    more: dict[str, Any] = {
        "difficulty": draw(st.integers(1, 5)),
        "competencies": tuple(draw(st.sets(st.sampled_from(["客户选择", "情报信任"])))),
        "explanation": words(draw(_TEXT)),
    }
    rights = draw(st.lists(st.booleans(), min_size=2, max_size=5))
    match kind:
        case ItemType.SINGLE:
            made = single(name, draw(st.integers(0, 2)), 3, **more)
        case ItemType.MULTIPLE:
            made = item(kind, name, options=choices(True, *rights), **more)
        case ItemType.TRUE_FALSE:
            made = true_false(name, draw(st.integers(0, 1)))
        case ItemType.JUDGEMENT:
            made = judgement(3, *draw(st.lists(st.integers(0, 3), min_size=1, max_size=4)), name=name)
        case ItemType.ORDERING:
            made = ordering(draw(st.integers(2, 5)), name)
        case ItemType.MATCHING:
            made = matching(*((f"左{i}", f"右{i}") for i in range(draw(st.integers(2, 4)))), name=name)
        case ItemType.BLANKS:
            accepted = draw(st.lists(st.tuples(st.text("甲ab1", min_size=1, max_size=4)), min_size=1, max_size=3))
            made = blanks(*accepted, name=name)
        case ItemType.NUMERIC:
            made = numeric(draw(st.integers(-500, 500)) / 4, draw(st.sampled_from([0.0, 0.5])), "元", name)
        case ItemType.FREE:
            made = item(kind, name, reference=words("参考"), **more)
    return made


@st.composite
def responses(draw: st.DrawFn, to: Item) -> Response:
    """A response that fits the item, omitted now and then."""
    count = len(to.options)
    if draw(st.integers(0, 5)) == 0:
        return Response()
    match to.type:
        case ItemType.MULTIPLE:
            return Response(picks=tuple(sorted(draw(st.sets(st.integers(0, count - 1))))))
        case ItemType.ORDERING:
            return Response(picks=tuple(draw(st.permutations(range(count)))))
        case ItemType.MATCHING:
            size = len(to.pairs)
            return Response(picks=tuple(draw(st.lists(st.integers(-1, size - 1), min_size=size, max_size=size))))
        case ItemType.BLANKS:
            size = len(to.blanks)
            return Response(texts=tuple(draw(st.lists(_TEXT, min_size=size, max_size=size))))
        case ItemType.NUMERIC:
            return Response(texts=(draw(_TEXT | st.integers(-500, 500).map(lambda n: f"{n / 4}元")),))
        case ItemType.FREE:
            rating = draw(st.none() | st.integers(0, 3))
            return Response(rating=rating, length=draw(st.integers(1, 99)), digest="0" * 64)
    return Response(picks=(draw(st.integers(0, count - 1)),))


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A paper of up to five items, with and without a limit."""
    asked = [draw(items(name=f"题{i}")) for i in range(draw(st.integers(0, 5)))]
    limit = draw(st.none() | st.integers(1, 60_000))
    return compose("甲", "卷", draw(st.sampled_from(Purpose)), asked, draw(st.text(max_size=3)), limit_ms=limit)
