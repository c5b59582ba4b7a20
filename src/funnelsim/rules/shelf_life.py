"""Why a lead went cold: who let its shelf life run out."""

from __future__ import annotations

from funnelsim.rules.cold_causes import *


def cold_cause(in_nurture: bool, for_meeting: bool, never_worked: bool, attempts: int) -> int:
    """Code from ``cold_causes``.

    Parameters
    ----------
    in_nurture
        Marketing had the lead.
    for_meeting
        It waited for a meeting.
    never_worked
        It was handed over and nobody ever took it up.
    attempts
        Calls of this visit to sales that were started.
    """
    if in_nurture:
        return NURTURE
    if for_meeting:
        return STALLED
    if never_worked:
        return FORGOTTEN
    return LATE if attempts > 0 else UNWORKED
