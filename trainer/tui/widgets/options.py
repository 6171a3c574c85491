"""The choices of a play as items to pick."""

from __future__ import annotations

from trainer.i18n import t
from trainer.service.views import PlayView
from trainer.tui.widgets.picker import Item, numbered


def option_items(view: PlayView) -> list[Item]:
    """The options, the locked ones last with their reason; after the end the way to the debrief."""
    if view.closed:
        return [numbered("debrief", "1", t("tui.play.debrief"))]
    items: list[Item] = []
    for option in view.options:
        if option.locked:
            text = t("tui.play.locked", text=option.text, reason=option.reason) if option.reason else option.text
            items.append(numbered(None, t("tui.play.lock"), text, disabled=True))
        else:
            items.append(numbered(option.choice, str(option.number), option.text, option.cost))
    return items
