"""How everything looks: three themes, and the one style sheet. Colour repeats what words and marks already say."""

from __future__ import annotations

from textual.theme import Theme

DEFAULT = "dark"
NAMES = ("dark", "light", "contrast")
"""Themes to choose from; ``tui.theme.<name>`` names them."""


def _theme(name: str, *, dark: bool, **colour: str) -> Theme:
    return Theme(
        name=f"trainer-{name}",
        primary=colour["accent"],
        secondary=colour["you"],
        accent=colour["accent"],
        foreground=colour["ink"],
        background=colour["paper"],
        surface=colour["paper"],
        panel=colour["raised"],
        success=colour["good"],
        warning=colour["warn"],
        error=colour["bad"],
        dark=dark,
        variables={
            "t-muted": colour["muted"],
            "t-old": colour["old"],
            "t-line": colour["line"],
            "t-coach": colour["coach"],
            "t-you": colour["you"],
            "t-speaker": colour["speaker"],
            "t-cursor": colour["cursor"],
            "t-raised": colour["raised"],
            "input-cursor-foreground": colour["paper"],
            "input-cursor-background": colour["ink"],
        },
    )


THEMES: tuple[Theme, ...] = (
    _theme(
        "dark", dark=True, paper="#171a1f", raised="#1d2127", ink="#d9dde3", muted="#8b939f", old="#a3aab4",
        line="#39414b", accent="#7cc4b4", coach="#d3b67c", you="#8fb4e3", speaker="#b7c7d9", cursor="#26343a",
        good="#86c48f", warn="#dcb567", bad="#e58a83",
    ),
    _theme(
        "light", dark=False, paper="#fbf9f5", raised="#f3efe8", ink="#24282e", muted="#6a6f77", old="#585e67",
        line="#cfc8bc", accent="#1f6f62", coach="#7d5a10", you="#235a9c", speaker="#37485c", cursor="#e3ece6",
        good="#2c6e37", warn="#8a5a00", bad="#a8322b",
    ),
    _theme(
        "contrast", dark=True, paper="#000000", raised="#000000", ink="#ffffff", muted="#e0e0e0", old="#ffffff",
        line="#ffffff", accent="#ffff00", coach="#ffd75f", you="#87d7ff", speaker="#ffffff", cursor="#0037a0",
        good="#7dff7d", warn="#ffd75f", bad="#ff9a9a",
    ),
)  # fmt: skip

VARIABLE_DEFAULTS: dict[str, str] = dict(THEMES[0].variables)
"""Values of our variables for the themes of Textual, which do not know them."""

CSS = """
Screen { background: $background; color: $foreground; }
ToastRack { display: none; }
Pane, Picker, Transcript, TextArea {
    scrollbar-size: 0 1; scrollbar-gutter: stable; overflow-x: hidden; scrollbar-color: $t-line;
    scrollbar-color-hover: $t-muted; scrollbar-color-active: $accent; scrollbar-background: $background;
    scrollbar-background-hover: $background; scrollbar-background-active: $background;
    background: $background;
}
Prose { height: auto; width: 1fr; }
.t--muted { color: $t-muted; }
.t--old { color: $t-old; }
.t--strong { text-style: bold; }
.t--accent { color: $accent; }
.t--good { color: $success; }
.t--warn { color: $warning; }
.t--bad { color: $error; }
.t--coach { color: $t-coach; }
.t--you { color: $t-you; }
.t--speaker { color: $t-speaker; text-style: bold; }
.t--key { color: $accent; text-style: bold; }
.t--rule { color: $t-line; }
.t--cursor { background: $t-cursor; }
.t--pressed { text-style: reverse; }
.t--raised { background: $t-raised; }
.box {
    border: round $t-line; border-title-color: $t-muted; border-subtitle-color: $t-muted;
    border-title-style: none; padding: 0 1; background: $background;
}
.box:focus, .box:focus-within { border: round $accent 70%; border-title-color: $foreground; }
TitleBar, KeyBar { height: 1; width: 1fr; padding: 0 1; background: $background; color: $t-muted; }
TitleBar { dock: top; color: $foreground; }
KeyBar { dock: bottom; }
Page .small { display: none; width: 1fr; height: 1fr; padding: 1 2; }
Page.-small > * { display: none; }
Page.-small > .small { display: block; }
.fill { width: 1fr; height: 1fr; }

#today { width: 64fr; height: 1fr; }
#skills { width: 36fr; height: 1fr; }
Page.-narrow #skills { width: 44%; }
#rows { height: 1fr; }
Page.-narrow #halves { layout: vertical; }
Page.-narrow #halves #today { width: 1fr; height: 3fr; }
Page.-narrow #halves #skills { width: 1fr; height: 2fr; }
#head { padding: 0 0; }
#search { height: 1; border: none; background: $t-raised; padding: 0 1; display: none; }
#search.-open { display: block; }

#left { width: 69fr; height: 1fr; }
#scene { height: 1fr; min-height: 7; }
#panel { width: 31fr; min-width: 34; height: 1fr; }
Page.-narrow #panel { display: none; }
#status { display: none; }
Page.-narrow #status { display: block; }
#choices { height: auto; max-height: 50%; min-height: 3; }
#choices Picker { height: auto; max-height: 100%; }
#notice { padding: 0 0; display: none; }
#notice.-on { display: block; }
AnswerForm { height: auto; }
#choices TextArea, #choices TextArea:focus { height: 4; border: none; padding: 0; background: $t-raised; }
#checks { max-height: 6; }
#cover { display: none; width: 1fr; height: 1fr; }
PlayScreen.-paused #left, PlayScreen.-paused #panel { display: none; }
PlayScreen.-paused #cover { display: block; }

#result { height: auto; }
#decisions { height: auto; max-height: 45%; min-height: 3; }
#detail { height: 1fr; min-height: 3; border-top: solid $t-line; }

#stem { height: auto; max-height: 55%; min-height: 4; }
#stem Sheet { height: auto; max-height: 100%; }
#answer { height: 1fr; min-height: 6; }
#feedback { height: 1fr; }
AnswerBox { height: auto; max-height: 100%; }
FreeBox { height: 1fr; }
AnswerBox Picker { height: auto; max-height: 100%; }
AnswerBox .blank { height: 1; margin: 0 0 1 0; }
AnswerBox .label { width: 10; }
AnswerBox .unit { width: 16; padding: 0 1; }
AnswerBox Input, AnswerBox Input:focus { border: none; height: 1; width: 1fr; background: $t-raised; padding: 0 1; }
AnswerBox Input.number, AnswerBox Input.number:focus { width: 24; }
AnswerBox TextArea, AnswerBox TextArea:focus {
    height: 1fr; min-height: 3; border: none; padding: 0; background: $t-raised;
}
AskBar { height: auto; border-top: solid $t-line; background: $background; }
#about { display: none; height: auto; max-height: 7; border-top: solid $t-line; }
Page.-narrow #about { display: block; }
#summary { height: auto; }

#pages { width: 31fr; min-width: 34; height: 1fr; }
Page.-narrow #pages { display: none; }
#reader { width: 69fr; height: 1fr; padding: 1 2 0 2; }
Page.-narrow #reader { padding: 0 1; }
LessonPane { height: 1fr; }
#titles { height: auto; max-height: 80%; }
#facts { height: 1fr; min-height: 4; margin: 1 0 0 0; }
#hits { height: 1fr; max-height: 100%; }
#items { height: auto; max-height: 40%; min-height: 3; }

Overlay { align: center middle; background: $background 60%; }
Overlay > #dialog {
    width: 76; max-width: 96%; height: auto; max-height: 92%; border: round $accent 70%; padding: 1 2;
    background: $t-raised; border-title-color: $foreground; border-subtitle-color: $t-muted;
}
Overlay > #dialog.-wide { width: 96%; height: 92%; }
Overlay Prose, Overlay Pane, Overlay Picker { background: $t-raised; scrollbar-background: $t-raised; }
Overlay Pane { height: auto; max-height: 100%; }
Overlay .-wide Pane { height: 1fr; }
Overlay Picker { height: auto; max-height: 16; }
Overlay Input { border: none; height: 1; background: $background; padding: 0 1; margin: 0 0 1 0; }
Overlay .gap { margin: 0 0 1 0; }
"""
