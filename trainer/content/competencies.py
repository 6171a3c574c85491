"""The competencies of ``courseware/competencies.yaml``: the short names content may use, with their levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trainer.errors import PlatformError
from trainer.paths import bundled_content

FILE = "competencies.yaml"


@dataclass(frozen=True, slots=True)
class CompetencyInfo:
    """One competency of the curriculum.

    Attributes:
        code: ``K01`` … ``K10``. key: English slug. name: Chinese short name, as written in content files.
        english: English name. definition: By language. levels: ``L1`` … ``L5`` to texts by language.
        extra: Other fields of the file, such as the mapping to the curriculum's quality models.
    """

    code: str
    key: str
    name: str
    english: str
    definition: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


_FIELDS = ("code", "key", "name", "english", "definition", "levels")


def read_competencies(path: Path) -> tuple[CompetencyInfo, ...]:
    """Read the shipped file.

    Raises:
        PlatformError: The installation is incomplete: the file is missing or is not what was shipped.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - a safe loader in either case
        rows = data["competencies"] if isinstance(data, dict) else data
        return tuple(_info(row) for row in rows)
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError) as error:
        raise PlatformError("EN002", place=str(path)) from error


def competency_names() -> tuple[str, ...]:
    """Chinese short names of the shipped competencies, in their order."""
    return tuple(info.name for info in read_competencies(bundled_content() / "courseware" / FILE))


def _info(row: Mapping[str, Any]) -> CompetencyInfo:
    return CompetencyInfo(
        code=str(row["code"]),
        key=str(row["key"]),
        name=str(row["name"]),
        english=str(row["english"]),
        definition=dict(row.get("definition", {})),
        levels={str(level): dict(texts) for level, texts in row.get("levels", {}).items()},
        extra={key: value for key, value in row.items() if key not in _FIELDS},
    )
