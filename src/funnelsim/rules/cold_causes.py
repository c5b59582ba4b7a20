"""Codes of the reasons for which a shelf life ran out."""

from __future__ import annotations

FORGOTTEN = 0
UNWORKED = 1
LATE = 2
STALLED = 3
NURTURE = 4
