"""Severity of every finding of the reader, and whether ``trainer fmt`` can mend it.

The texts are in ``trainer/i18n/*/diag.py``, the pages in ``docs/diagnostics/``. 1xx layout, 2xx names, 3xx flow,
4xx item-writing quality, 5xx scoring, 6xx references, YM front matter. The analysis adds SC31x-SC39x, SC41x, SC51x.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from trainer.content import lesson_codes, question_codes
from trainer.content.diagnostics import Severity

_ERRORS = f"""
    {question_codes.ERRORS} {lesson_codes.ERRORS}
    SC100 SC101 SC102 SC103 SC104 SC105 SC109 SC110
    SC112 SC113 SC114 SC115 SC117
    SC129 SC134 SC135 SC136 SC137 SC139 SC141 SC142 SC143 SC145 SC146 SC147 SC148
    SC150 SC151 SC152 SC153 SC155 SC156 SC157 SC158 SC160 SC161 SC162 SC163 SC169
    SC201 SC202 SC203 SC204 SC205 SC206 SC207 SC208 SC209 SC210 SC211 SC212 SC213 SC214 SC215 SC216 SC217 SC218
    SC301 SC302 SC303 SC304 SC305 SC306 SC308
    SC501
    SC602
    YM101 YM102 YM103 YM104 YM105 YM106 YM107 YM111 YM112 YM113 YM114 YM115 YM116 YM117 YM118 YM119 YM120
    YM121 YM122 YM123 YM124 YM125 YM126
"""
_MENDABLE_WARNINGS = f"""
    {question_codes.MENDABLE_WARNINGS}
    SC107 SC108 SC111 SC116 SC118 SC119 SC120 SC121 SC122 SC123 SC124 SC125 SC128 SC130 SC131 SC132 SC138
    SC144 SC149 SC154 SC164 SC166 SC168 SC170 SC172 SC173 SC175 YM108 YM109 YM110 YM127
"""
_WARNINGS = question_codes.WARNINGS + lesson_codes.WARNINGS
_WARNINGS += "SC127 SC133 SC140 SC159 SC165 SC167 SC171 SC174 SC402 SC404 SC502 SC503 SC601 YM128"
_MENDABLE_INFOS = "SC126"
_INFOS = question_codes.INFOS + lesson_codes.INFOS + "SC401 SC403 SC405"

SEVERITIES: Mapping[str, Severity] = MappingProxyType(
    dict.fromkeys(_ERRORS.split(), Severity.ERROR)
    | dict.fromkeys((_MENDABLE_WARNINGS + _WARNINGS).split(), Severity.WARNING)
    | dict.fromkeys((_MENDABLE_INFOS + " " + _INFOS).split(), Severity.INFO)
)
"""Code to severity."""

MENDABLE = frozenset((_MENDABLE_WARNINGS + " " + _MENDABLE_INFOS).split())
"""Codes of what the reader understood as it was meant."""
