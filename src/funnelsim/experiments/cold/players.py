"""The mechanisms by which leads go cold: names, codes, and which of them a model has."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from funnelsim.model.codes import FIRST_STAGE, Status
from funnelsim.model.tables import Model
from funnelsim.rules import families, mechanisms

MECHANISMS: Mapping[str, int] = {
    "reach": mechanisms.REACH,
    "intent": mechanisms.INTENT,
    "shelf_before_contact": mechanisms.SHELF_BEFORE_CONTACT,
    "shelf_in_pipeline": mechanisms.SHELF_IN_PIPELINE,
    "nurture": mechanisms.NURTURE,
    "competitor": mechanisms.COMPETITOR,
    "contact_left": mechanisms.CONTACT_LEFT,
}
"""Bit of each mechanism in `LEAD.off`."""

SAYS: Mapping[str, str] = {
    "reach": "late first calls reach fewer",
    "intent": "late first conversations convince fewer",
    "shelf_before_contact": "MQL and SQL go cold before anybody has spoken to them",
    "shelf_in_pipeline": "SQL and deals go cold while they wait for us",
    "nurture": "interest fades while marketing has them",
    "competitor": "a competitor is quicker",
    "contact_left": "the contact leaves the firm",
}


def present(model: Model) -> tuple[str, ...]:
    """Mechanisms that can do something in some epoch, in the order of `MECHANISMS`.

    A mechanism that cannot act anywhere is no player: its part of the loss is exactly 0.
    """
    clocks, lead = model.clock["shelf"]["family"] != families.NEVER, model.lead
    own_clocks = any(row.shelf_life is not None for row in model.replay)
    qualified, accepted = clocks[..., Status.MQL].any(), clocks[..., Status.SQL].any()
    found = {
        "reach": _reach_falls(model),
        "intent": bool(np.isfinite(lead["eagerness_half_life"]).any()),
        "shelf_before_contact": qualified or accepted or own_clocks,
        "shelf_in_pipeline": accepted or clocks[..., FIRST_STAGE:].any() or own_clocks,
        "nurture": np.isfinite(lead["interest_half_life"]).any()
        or clocks[..., Status.LEAD].any()
        or own_clocks,
        "competitor": (model.clock["competitor"] > 0).any() or _uncertain(model, "competitor"),
        "contact_left": (lead["changes_job"] > 0).any() or _uncertain(model, "changes_job"),
    }
    return tuple(name for name in MECHANISMS if found[name])


def _reach_falls(model: Model) -> bool:
    """Whether the first call reaches fewer the later it comes, for some kind of lead."""
    curves = {(int(row["reach_start"]), int(row["reach_size"]), float(row["reach_later"]))
              for row in model.lead.reshape(-1)}  # fmt: skip
    return any(
        len({*model.pool_cumulative[start : start + size].tolist(), later}) > 1
        for start, size, later in curves
    ) or _uncertain(model, "reach_later")


def _uncertain(model: Model, field: str) -> bool:
    """Whether a field is an uncertain number, whatever its nominal value."""
    return any(slot.field.partition(".")[0] == field for slot in model.slots)


def mask(names: tuple[str, ...]) -> int:
    """Bit set of some mechanisms."""
    return sum(MECHANISMS[name] for name in names)
