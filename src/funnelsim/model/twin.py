"""The twin of a model: the same world in which some leads do not go cold from a tick on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from funnelsim.model.tables import Model, Slot

BY_EPOCH = (
    "lead", "clock", "stage", "signal", "programme", "enrols", "touch", "touch_order", "response",
    "habit", "team", "rep", "channel", "segment_share", "region_share", "unit_cost", "margin",
)  # fmt: skip
"""Tables whose first axis is the epoch."""


def twin(model: Model, off: int, start: int = 0) -> Model:
    """Return the model of a world that is the same until `start`; from then on mechanisms rest.

    Parameters
    ----------
    off
        Bit set of `rules.mechanisms` that do not act from `start` on.
    start
        Tick at which an epoch begins in the twin, with the tables in force there.
    """
    split = _split(model, start)
    lead = split.lead.copy()
    lead["off"][split.epoch_ticks >= start] |= off
    return split.with_tables(lead=lead)


def _split(model: Model, tick: int) -> Model:
    """The same model with an epoch that begins at `tick`."""
    ticks = model.epoch_ticks
    if tick in ticks:
        return model
    at = int(np.searchsorted(ticks, tick))  # the new epoch's place; the one before it is in force
    doubled = np.insert(np.arange(len(ticks)), at, at - 1)
    changed: dict[str, Any] = {name: getattr(model, name)[doubled] for name in BY_EPOCH}
    names = replace(model.names, epochs=tuple(model.names.epochs[i] for i in doubled))
    return replace(
        model,
        epoch_ticks=np.insert(ticks, at, tick),
        batches=_moved(model.batches, at, model.batches["tick"] >= tick),
        campaigns=_campaigns(model.campaigns, at),
        slots=tuple(copy for slot in model.slots for copy in _slots(slot, at)),
        names=names,
        **changed,
    )


def _moved(table: np.ndarray, at: int, later: np.ndarray) -> np.ndarray:
    """Rows of later epochs bear their new number; of the epoch that is split those from its end."""
    found = table.copy()
    found["epoch"] += (table["epoch"] >= at) | ((table["epoch"] == at - 1) & later)
    return found


def _campaigns(campaigns: np.ndarray, at: int) -> np.ndarray:
    """Those of the epoch that is split are in force in both parts of it."""
    again = campaigns[campaigns["epoch"] == at - 1].copy()
    again["epoch"] = at
    before = campaigns["epoch"] < at
    after = campaigns[~before].copy()
    after["epoch"] += 1
    return np.concatenate((campaigns[before], again, after))


def _slots(slot: Slot, at: int) -> tuple[Slot, ...]:
    """The cells that an uncertain number fills, in the epochs as they are now."""
    if slot.table not in BY_EPOCH or slot.index[0] < at - 1:
        return (slot,)
    moved = replace(slot, index=(slot.index[0] + 1, *slot.index[1:]))
    return (slot, moved) if slot.index[0] == at - 1 else (moved,)
