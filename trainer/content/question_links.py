"""Links of a question: the one to the lesson it is taken from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from trainer.content.inline import Chip, Link, Run, Span, scan
from trainer.content.markdown import Piece
from trainer.content.question_tree import RawQuestion
from trainer.content.source import Source
from trainer.content.texts import links_in

_AROUND = r"[\s（(【)）】。.，,：:*]*"
_ABOUT_SOURCE = re.compile(_AROUND + "(?:出处|来源|课程出处|见|参见|详见|参考|回看|复习)?" + _AROUND)
_LESSON = re.compile(r"[^\s()]*\.md(?:#[^()\n]*)?")


class Links:
    """Takes the links of one question; findings go to the source."""

    def __init__(self, source: Source, question: RawQuestion) -> None:
        self.source = source
        self.question = question

    def is_source(self, piece: Piece) -> bool:
        """Whether a line is nothing but a link to the lesson; then it is taken."""
        if "](" not in piece.text:
            return False
        spans = scan(self.source, [piece])
        links = links_in(spans)
        words = "".join(span.text for span in spans if isinstance(span, Run))
        if len(links) != 1 or not _ABOUT_SOURCE.fullmatch(words) or any(isinstance(s, Chip) for s in spans):
            return False
        self.take(spans)
        return True

    def take(self, spans: Sequence[Span]) -> None:
        """Links to a lesson name the source; others have no place here."""
        for span in spans:
            if isinstance(span, Link):
                if _LESSON.fullmatch(span.target.strip()) and "://" not in span.target:
                    self.question.sources.append(span)
                else:
                    self.source.report("QZ207", span.place, text=span.text)
