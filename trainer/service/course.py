"""What the course says about the order of things: ``courseware/course.yaml``."""

from __future__ import annotations

from functools import cache

from trainer.paths import bundled_content


@cache
def first_case() -> str | None:
    """Id of the case that a newcomer should play first, or None if the course names none."""
    import yaml

    path = bundled_content() / "courseware" / "course.yaml"
    if not path.is_file():
        return None
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    name = found.get("first_case") if isinstance(found, dict) else None
    return str(name) if name else None
