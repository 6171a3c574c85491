"""The one place where keys of a Chinese input method become the keys that are meant."""

from __future__ import annotations

import unicodedata

from textual.events import Key
from textual.keys import _character_to_key

_PUNCTUATION = {"、": "/", "。": ".", "《": "<", "》": ">", "【": "[", "】": "]", "！": "!", "￥": "$", "…": "^"}
"""What an input method types in Chinese punctuation mode for a key of the keyboard."""


def meant(character: str) -> str:
    """The half-width character a full-width one stands for, else the character itself."""
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    if "！" <= character <= "～" or character == "　":
        return unicodedata.normalize("NFKC", character)
    return character


def normalised(event: Key) -> Key | None:
    """The key event that is meant when this one is a full-width form, else None."""
    character = event.character
    if not character or len(character) != 1 or character.isascii():
        return None
    plain = meant(character)
    if plain == character:
        return None
    name = "space" if plain == " " else _character_to_key(plain)
    key = Key(name, plain)
    key.set_sender(event._sender) if event._sender else None
    return key
