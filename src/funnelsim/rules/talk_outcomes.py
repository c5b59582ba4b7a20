"""Codes of how a conversation ends."""

from __future__ import annotations

ACCEPTED = 0
NOT_READY = 1
NOT_INTERESTED = 2
BAD_FIT = 3
