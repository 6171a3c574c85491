"""Codes of the findings on lessons and the course: LS1xx layout, LS2xx names, LS4xx reading, LS6xx references.

QZ6xx are the references of questions and exams, which only the whole library can tell.
"""

from __future__ import annotations

ERRORS = """
    LS102 LS103 LS105
    LS201
    LS611
    QZ612
"""
WARNINGS = """
    LS101 LS104 LS106 LS107 LS108
    LS202 LS203
    LS401 LS402
    LS601 LS602 LS603 LS604
    QZ601 QZ602 QZ603 QZ611
"""
INFOS = """
    LS403 LS404
"""
