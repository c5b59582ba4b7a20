"""What does not act in a world in which some leads do not go cold.

``off`` is the bit set of the mechanisms that are switched off, see ``mechanisms``.
"""

from __future__ import annotations

from funnelsim.rules.mechanisms import *


def acts(off: int, mechanism: int) -> bool:
    """Whether a mechanism acts."""
    return (off & mechanism) == 0


def shelf_mechanism(stage: int, visits: int) -> int:
    """The mechanism that the end of a shelf life belongs to.

    Parameters
    ----------
    stage
        Status of the lead: 0 lead, 1 MQL, 2 SQL, then the stages.
    visits
        Times it was handed to sales; 0 for one that entered as SQL and was never spoken to.
    """
    if stage == 0:
        return NURTURE
    if stage == 1 or (stage == 2 and visits == 0):
        return SHELF_BEFORE_CONTACT
    return SHELF_IN_PIPELINE


def felt_delay(off: int, mechanism: int, delay: float) -> float:
    """The delay in ms that a mechanism makes of a delay: none where it does not act."""
    return delay if acts(off, mechanism) else 0.0
