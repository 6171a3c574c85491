"""Slips of the pen in lessons: as in scenarios, but nothing here is a chip, a condition or a choice."""

from __future__ import annotations

from trainer.content import looks
from trainer.content.edits import apply
from trainer.content.mend import Mender
from trainer.content.mend_inline import is_row, is_suspect, mend_bars, mend_bold, mend_links
from trainer.content.source import Place, Source


def mend_lesson(source: Source, first: int) -> None:
    """Mend the lines from ``first`` on."""
    mender = LessonMender(source)
    for line in range(first, len(source.lines)):
        mender.line(line)
    mender.finish()


class LessonMender(Mender):
    """Mends the lines of a lesson."""

    reserved = ()

    def inline(self, line: int) -> None:
        """Links in full-width brackets, full-width asterisks and bars."""
        if not is_suspect(self.source.lines[line]):
            return
        mend_links(self.source, line)
        mend_bold(self.source, line)
        text = self.source.lines[line]
        if "｜" in text and is_row(text):
            mend_bars(self.source, line)

    def kind(self, line: int, body: str, blanks: str, indent: int) -> str:
        """What the line is, by its beginning."""
        if body[0] == "`" and not looks.FENCE.fullmatch(body):
            return self.text(line, body, blanks)
        return super().kind(line, body, blanks, indent)

    def list_item(self, line: int, body: str, blanks: str, indent: int) -> str:
        """A list item, perhaps with a mark that Markdown does not know; a link in it is no choice."""
        good = looks.BULLET.match(body) or looks.NUMBER.match(body)
        if good is not None:
            return self.open_item(line, blanks, indent, good.end("mark") + 1, False)
        for form in (looks.LOOSE_BULLET, looks.LOOSE_NUMBER):
            loose = form.match(body)
            if loose is not None and looks.LINK_FIRST.match(body, loose.end()):
                return self.loose_item(line, body, blanks, indent, loose.end("mark"), loose.end(), choice=False)
        return self.loose_text(line, body, blanks, indent)

    def text(self, line: int, body: str, blanks: str) -> str:
        """A line of plain text; under a quote it goes on with it. Blanks of a Chinese indent mean nothing."""
        if self.above == "quote":
            self.source.report("SC125", Place(line, len(blanks), len(blanks) + len(body)), text=body)
            apply(self.source, line, [(0, len(blanks), " " * self.quote + "> ")])
            return "quote"
        if blanks.strip(" "):
            apply(self.source, line, [(0, len(blanks), "" if "\t" not in blanks else " " * self.width(blanks))])
        return "table" if body.startswith("|") else "text"
