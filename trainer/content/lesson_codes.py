"""Codes of the findings on lessons and the course: LS1xx layout, LS2xx names, LS4xx reading, LS6xx references."""

from __future__ import annotations

ERRORS = """
    LS102 LS103 LS105
    LS201
    LS611
"""
WARNINGS = """
    LS101 LS104 LS106 LS107 LS108
    LS202 LS203
    LS401 LS402
    LS601 LS602 LS603 LS604
"""
INFOS = """
    LS403 LS404
"""
