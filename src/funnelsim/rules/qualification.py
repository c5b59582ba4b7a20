"""When marketing judges a lead, and how the verdict falls."""

from __future__ import annotations

from funnelsim.rules.numerics import *


def is_judged(score: float, threshold: float, at_once: int, kind: int) -> bool:
    """Whether a lead is judged now.

    Parameters
    ----------
    score, threshold
        A score at the threshold is enough.
    at_once
        Bit set of the signal kinds that need no score.
    kind
        Kind 0..62 of the signal that came; negative if none did.
    """
    return score >= threshold or (kind >= 0 and (at_once >> kind & 1) == 1)


def pass_chance(fit: bool, good_fit_passes: float, bad_fit_passes: float) -> float:
    """Chance that the verdict on a lead is "qualified"."""
    return good_fit_passes if fit else bad_fit_passes


def fit_share(fit: float, unfit_odds: float) -> float:
    """P(fit | got there) by Bayes, from P(fit) and how much likelier the unfit get there."""
    if fit <= 0.0 or unfit_odds == INFINITY:
        return 1.0 if fit >= 1.0 else 0.0
    return fit / (fit + (1.0 - fit) * unfit_odds)
