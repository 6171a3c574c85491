"""What an author may call a variable, a person, a field or a rung."""

from __future__ import annotations

import re

from trainer.content.model import ATTITUDE_NAMES
from trainer.content.plain import plain_name
from trainer.content.source import Source
from trainer.content.yamltree import Scalar

OPERATORS = ("且", "或", "非")
RESERVED = frozenset(
    (
        *(
            "若",
            "需",
            "否则",
            "一次",
            "耗时",
            "限时",
            "计时",
            "停表",
            "随机",
            "权重",
            "阶",
            "红线",
            "固定顺序",
            "不计分",
        ),
        *(
            "考察",
            "作答",
            "结局",
            "评",
            "号",
            "命中",
            "自评",
            "剩余时间",
            "票数",
            "次数",
            "到过",
            "选过",
            "本节",
            "下一节",
        ),
        *ATTITUDE_NAMES,
        *OPERATORS,
    )
)
"""Words of the format; a name may contain them but not be one."""

_NAME = re.compile(r"[^\W\d][\w·]*(?: [\w·]+)*")
MAX_NAME = 32


def check_name(source: Source, name: Scalar) -> bool:
    """Whether a declared name can be used in chips; a finding says why not."""
    text = name.text.strip()
    if not text or not _NAME.fullmatch(text) or len(text) > MAX_NAME:
        source.report("YM119", name.place, name=text, case="form")
    elif plain_name(text) in RESERVED:
        source.report("YM119", name.place, name=text, case="reserved")
    elif text.startswith(OPERATORS) or text.endswith(OPERATORS):
        source.report("YM119", name.place, name=text, case="operator")
    else:
        return True
    return False
