"""Kinds of events in the order in which they act within one tick."""

from __future__ import annotations

BOUNDARY = 0
NEW_DAY = 1
FINISH = 2
REP_FREE = 3
CONTACT_LEFT = 4
COMPETITOR_DUE = 5
SHELF_LIFE_END = 6
FLIGHT_END = 7
TRIAL_END = 8
ARRIVAL = 9
RETURN_DUE = 10
DECISION = 11
TOUCH = 12
SIGNAL = 13
CANCEL = 14
HANDOFF = 15
ATTEMPT_DUE = 16
NOTICED = 16
SHIFT = 17
DISPATCH = 18
SLA = 19
