"""Other worlds of a model: the same until a tick, from which on something is otherwise.

Each of them is a model of its own for the same engines and the same random numbers. An epoch
begins at the tick in question; the tables in force from there on are changed, and whatever an
uncertain number would write into the changed cells is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from funnelsim.model.calendar import Calendar
from funnelsim.model.dtypes import DIST
from funnelsim.model.tables import Model, Slot
from funnelsim.rules import families

BY_EPOCH = (
    "lead", "clock", "stage", "signal", "programme", "enrols", "touch", "touch_order", "response",
    "habit", "team", "rep", "channel", "segment_share", "region_share", "unit_cost", "margin",
)  # fmt: skip
"""Tables whose first axis is the epoch."""

Change = Callable[[np.ndarray], None]


def twin(model: Model, off: int, start: int = 0) -> Model:
    """The world in which some leads do not go cold from `start` on.

    Parameters
    ----------
    off
        Bit set of `rules.mechanisms` that do not act from `start` on.
    start
        Tick.
    """

    def rest(lead: np.ndarray) -> None:
        lead["off"] |= off

    return _changed(model, start, "lead", rest, "off")


def held_back(model: Model, delay: float, start: int = 0) -> Model:
    """The world in which every hand-over takes `delay` ms of wall time more; reps are the same."""

    def wait(lead: np.ndarray) -> None:
        lead["held_back"] += delay

    return _changed(model, start, "lead", wait, "held_back")


def handed_over_at_once(model: Model, start: int = 0) -> Model:
    """The world without a hand-off delay."""

    def at_once(lead: np.ndarray) -> None:
        lead["handoff_delay"] = _nothing()

    return _changed(model, start, "lead", at_once, "handoff_delay")


def without_queues(model: Model, start: int = 0) -> Model:
    """The world in which every rep does any number of things at once, with any number of deals."""

    def unlimited(rep: np.ndarray) -> None:
        rep["unlimited"] = 1

    def any_number(team: np.ndarray) -> None:
        team["open_deals"] = 0

    relaxed = _changed(model, start, "rep", unlimited, "unlimited")
    return _changed(relaxed, start, "team", any_number, "open_deals")


def nobody_forgets(model: Model, start: int = 0) -> Model:
    """The world in which every lead that is handed over is taken up."""

    def taken_up(habit: np.ndarray) -> None:
        habit["never_worked"] = 0.0

    return _changed(model, start, "habit", taken_up, "never_worked")


def noticed_at_once(model: Model, start: int = 0) -> Model:
    """The world in which a rep sees a lead the moment it is there."""

    def at_once(habit: np.ndarray) -> None:
        habit["notices_after"] = _nothing()

    return _changed(model, start, "habit", at_once, "notices_after")


def nobody_gives_up(model: Model, start: int = 0) -> Model:
    """The world in which every planned call is made."""

    def kept(habit: np.ndarray) -> None:
        habit["calls_kept"] = 1.0

    return _changed(model, start, "habit", kept, "calls_kept")


def without_gaps(model: Model, start: int = 0) -> Model:
    """The world in which the next planned call follows a missed one at once."""
    split = _split(model, start)
    zeros = np.zeros(int(split.lead["gaps_size"].max(initial=0)))
    longer = split.with_tables(
        pool=np.concatenate((split.pool, zeros)),
        pool_cumulative=np.concatenate((split.pool_cumulative, zeros)),
    )

    def at_once(lead: np.ndarray) -> None:
        lead["gaps_start"] = len(split.pool)

    return _changed(longer, start, "lead", at_once, "gaps_start")


def always_open(model: Model, start: int = 0) -> Model:
    """The world in which reps work around the clock and are never away.

    Reps who lead a stage whose buyers take *business* days keep their hours: the buyer's week
    would shrink with theirs.
    """
    kept = _calendars_of_buyers(model)
    changed = np.array([c not in kept for c in model.rep_calendar], np.bool_)
    calendars, number = list(model.calendars), np.array(model.rep_calendar)
    for old in sorted(set(model.rep_calendar[changed].tolist())):
        number[changed & (model.rep_calendar == old)] = len(calendars)
        calendars.append(_open_from(model.calendars[old], start, model.stop))
    return replace(
        model,
        calendars=tuple(calendars),
        rep_calendar=number,
        absences=_cut(model.absences, changed, start),
    )


def _calendars_of_buyers(model: Model) -> set[int]:
    """Calendars of reps that business days of a buyer are counted in."""
    leads = (model.stage["buyer_takes"]["business"] == 1) & (model.stage["team"] >= 0)
    teams = set(model.stage["team"][leads].tolist())
    return {int(c) for c, team in zip(model.rep_calendar, model.rep_team, strict=True)
            if int(team) in teams}  # fmt: skip


def _open_from(calendar: Calendar, start: int, stop: int) -> Calendar:
    """The same openings before `start`, one without an end from there on."""
    early = calendar.opens < start
    opens = np.append(calendar.opens[early], start)
    closes = np.append(np.minimum(calendar.closes[early], start), 2 * stop + 1)
    if len(opens) > 1 and closes[-2] == start:  # openings do not touch
        opens, closes = opens[:-1], np.append(closes[:-2], closes[-1])
    before = np.concatenate(([0], np.cumsum((closes - opens)[:-1]))).astype(np.int64)
    return Calendar(opens, closes, before, calendar.business_day_ms)


def _cut(absences: np.ndarray, changed: np.ndarray, start: int) -> np.ndarray:
    """Absences of changed reps end at `start`."""
    found = absences.copy()
    theirs = changed[found["rep"]]
    found["end"][theirs] = np.minimum(found["end"][theirs], start)
    return found[found["begin"] < found["end"]]


def _nothing() -> np.ndarray:
    """A duration that is always 0."""
    dist = np.zeros((), DIST)
    dist["family"] = families.CONSTANT
    return dist


def _changed(model: Model, start: int, table: str, change: Change, field: str) -> Model:
    """The model with one field of a table otherwise from `start` on."""
    split = _split(model, start)
    later = int(np.searchsorted(split.epoch_ticks, start))
    cells = getattr(split, table).copy()
    change(cells[later:])
    slots = tuple(
        slot
        for slot in split.slots
        if not (
            slot.table == table and slot.field.partition(".")[0] == field and slot.index[0] >= later
        )
    )
    return replace(split, slots=slots, **{table: cells})


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
