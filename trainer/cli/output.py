"""The only writer to stdout: results, as text for people or JSON for programs. All else goes to stderr."""

from __future__ import annotations

import re
import sys

from trainer.errors import PlatformError
from trainer.textutil import sanitise

_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def write(text: str) -> None:
    """Print a text, freed of anything that would steer a terminal.

    Raises:
        BrokenPipeError: The reader went away; ``main`` ends quietly.
        PlatformError: stdout is closed or cannot be written.
    """
    _put(sanitise(text))


def write_json(value: object) -> None:
    """Print one JSON document: UTF-8, indented, keys in the order given; raises as ``write``."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    _put(_UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def _put(text: str) -> None:
    if sys.stdout is None:
        raise PlatformError("EN003")
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise PlatformError("EN004", reason=getattr(error, "strerror", None) or str(error)) from error
