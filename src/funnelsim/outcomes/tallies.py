"""Tallies with their shapes: made empty, and read when the log is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import ItemClass, Place
from funnelsim.model.tables import Model
from funnelsim.outcomes.cells import Frame, Money, Tally
from funnelsim.outcomes.columns import Ints
from funnelsim.outcomes.counting import pay_at
from funnelsim.outcomes.durations import EDGES
from funnelsim.outcomes.frames import Layout, layout_of
from funnelsim.outcomes.money import paid_channels
from funnelsim.outcomes.records import floats, ints, money
from funnelsim.outcomes.row_codes import N_CAUSES
from funnelsim.outcomes.spans import Floats
from funnelsim.outcomes.tally_codes import (
    ENTRY_NAMES,
    HISTOGRAM_BY_SEGMENT,
    HOURS_OF_WEEK,
    N_ARRIVE,
    N_CLASS,
    N_EARNED,
    N_EDGE,
    N_ENDS,
    N_FURTHEST,
    N_GROUP,
    N_HOURS,
    N_RATE,
    N_SPAN,
    N_SPENT,
    N_SUM,
    N_TEAM,
    N_WAIT,
    SPENT_CHARGES,
    SUM_NAMES,
)
from funnelsim.outcomes.visits import ARRIVES

Counts = NDArray[np.int64]
_HALF = 31
_LOW = (1 << _HALF) - 1


@dataclass(frozen=True)
class Exact:
    """Exact sums as arrays of any shape; see `exact`.

    Attributes
    ----------
    digits
        Whole units, then the fraction in steps of 2^-31 and of 2^-62, along an axis of their own
        at the end. A digit carries to the one before only when the sum is rounded: billions of
        sums add up without overflow.
    beyond
        What is added as it is; None where that is nothing.
    """

    digits: Counts
    beyond: Floats | None

    @classmethod
    def of(cls, sums: Money, *shape: int) -> Exact:
        part = np.asarray(sums.part, np.int64)
        digits = np.empty((len(part), 3), np.int64)
        digits[:, 0] = np.asarray(sums.whole, np.int64)
        np.right_shift(part, _HALF, out=digits[:, 1])
        np.bitwise_and(part, _LOW, out=digits[:, 2])
        beyond = np.asarray(sums.beyond, np.float64)
        return cls(digits.reshape(*shape, 3), beyond.reshape(shape) if beyond.any() else None)

    def __getitem__(self, index: Any) -> Exact:
        return self.mapped(lambda column: column[index])

    def sum(self, *axes: int) -> Exact:
        """Sums along axes counted from the first."""
        return self.mapped(lambda column: column.sum(axes))

    def mapped(self, change: Callable[[NDArray[Any]], NDArray[Any]]) -> Exact:
        """What a function makes of them that picks or adds up, the last axis left alone."""
        return Exact(change(self.digits), None if self.beyond is None else change(self.beyond))

    def rounded(self) -> Floats:
        """The sums in money."""
        whole, high, low = (self.digits[..., i] for i in range(3))
        high = high + (low >> _HALF)
        part = ((high & _LOW) << _HALF) + (low & _LOW)
        result: Floats = whole + (high >> _HALF) + part * 2.0**-62
        return result if self.beyond is None else result + self.beyond


def shaped(column: Any, *shape: int) -> Counts:
    """A column of whole numbers as an array."""
    return np.asarray(column, np.int64).reshape(shape)


def grouped(column: NDArray[Any], key: Counts, n: int) -> NDArray[Any]:
    """Sums over the first axis of what has each key in 0..n - 1."""
    result = np.zeros((n, *column.shape[1:]), column.dtype)
    np.add.at(result, key, column)
    return result


class Gathering:
    """An empty tally of one world, its charges that no lead brings about already in it."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.layout = layout_of(model)
        self.frame = self.layout.frame(model)
        self.tally = self._empty()
        self._add_charges()

    def _empty(self) -> Tally:
        frame, tally = self.frame, Tally()
        channels, spans = frame.n_channels, len(self.layout.edges) - 1
        histograms = HISTOGRAM_BY_SEGMENT + frame.n_segments
        shapes = {
            "by_span": spans * channels * N_SPAN, "by_class": frame.n_classes * N_CLASS,
            "rates": N_RATE * 6, "scalars": N_SUM, "arrives": len(ARRIVES) * N_ARRIVE,
            "teams": frame.n_teams * N_TEAM, "items": frame.n_teams * len(ItemClass) * N_WAIT,
            "hours": frame.n_teams * N_HOURS * HOURS_OF_WEEK * N_EDGE,
            "groups": frame.n_groups * N_GROUP, "places": len(Place), "counted": channels,
            "flows": len(ENTRY_NAMES) * N_FURTHEST * N_ENDS,
            "durations": histograms * (len(EDGES) + 1), "cells": 0,
        }  # fmt: skip
        for name, n in shapes.items():
            setattr(tally, name, ints(np.zeros(n)))
        tally.seen = ints(np.full(frame.n_groups, -1))
        keys = frame.n_statuses * N_CAUSES * channels * frame.n_segments * frame.n_months
        tally.cell_of = ints(np.full(keys, -1))
        tally.span_money = money(spans * (channels + 1) * N_SPENT)
        tally.class_money = money(frame.n_classes * N_EARNED)
        tally.group_money = money(frame.n_groups * 2)
        tally.cell_money, tally.paper = money(0), money(frame.n_targets * 2)
        tally.n_cells = tally.n_leads = 0
        return tally

    def _add_charges(self) -> None:
        """What no lead brings about: batches, and the one-off costs of policies."""
        model, nobody = self.model, self.frame.n_channels
        batches, once = model.batches, model.policy_once
        prices = model.unit_cost["per_batch"][batches["epoch"], batches["channel"]]
        charges = zip(batches["tick"], batches["channel"], prices, strict=True)
        for tick, channel, price in charges:
            pay_at(self.frame, self.tally, tick, channel, SPENT_CHARGES, price)
        for tick, amount in zip(once["tick"], once["amount"], strict=True):
            pay_at(self.frame, self.tally, tick, nobody, SPENT_CHARGES, amount)

    def make_room(self, losses: int) -> None:
        """Let as many losses each find a cell of their own."""
        tally = self.tally
        wanted = min(tally.n_cells + losses, len(tally.cell_of))
        more = wanted - len(tally.cells) // 3
        if more <= 0:
            return
        tally.cells = _longer(tally.cells, 3 * more)
        sums = tally.cell_money
        sums.whole, sums.part = _longer(sums.whole, 2 * more), _longer(sums.part, 2 * more)
        sums.beyond = floats(np.append(np.asarray(sums.beyond, np.float64), np.zeros(2 * more)))

    def sums(self) -> Sums:
        """What has been gathered so far."""
        return Sums(self.model, self.layout, self.frame, self.tally)


def _longer(column: Ints, more: int) -> Ints:
    """The column with `more` zeros at its end."""
    result: Ints = ints(np.append(np.asarray(column, np.int64), np.zeros(more, np.int64)))
    return result


class Sums:
    """What a tally says, to be read before more is added to it.

    Attributes
    ----------
    paid
        Channels with a budget or a price per click.
    spans, spent
        `SPAN_COUNTS` and `SPAN_MONEY`, shape (spans, 3, figures): months, weeks, windows, last the
        horizon; of everybody, of the channels of marketing, of the paid channels.
    classes, earned
        `CLASS_COUNTS` and `EARNED_MONEY` of the horizon, shape (classes, figures).
    accrual
        Money of each cost stream in each span, shape (streams, spans).
    """

    def __init__(self, model: Model, layout: Layout, frame: Frame, tally: Tally) -> None:
        self.model, self.layout, self.frame, self.tally = model, layout, frame, tally
        self.paid = paid_channels(model)
        self._n_elementary = len(layout.edges) - 1

    @cached_property
    def accrual(self) -> Floats:
        per_month: Floats = self.model.streams["per_month"][:, np.newaxis]
        result: Floats = per_month * self.layout.in_force
        return result

    @cached_property
    def spans(self) -> Counts:
        shape = (self._n_elementary, self.frame.n_channels, N_SPAN)
        return self._made_up(self._by_bearer(shaped(self.tally.by_span, *shape)))

    @cached_property
    def spent(self) -> Floats:
        return self._charges.mapped(self._by_bearer).mapped(self._made_up).rounded()

    @cached_property
    def horizon(self) -> Exact:
        """`SPAN_MONEY` of each channel and nobody in the horizon."""
        first, last = self.layout.first[-1], self.layout.last[-1]
        return self._charges[first:last].sum(0)

    @cached_property
    def _charges(self) -> Exact:
        """`SPAN_MONEY` by elementary span and channel."""
        shape = (self._n_elementary, self.frame.n_channels + 1, N_SPENT)
        return Exact.of(self.tally.span_money, *shape)

    def _by_bearer(self, column: NDArray[Any]) -> NDArray[Any]:
        """Sums over everybody, the channels of marketing and the paid ones."""
        n = self.frame.n_channels
        marketing, paid = column[:, :n][:, self.layout.marketing], column[:, :n][:, self.paid]
        return np.stack([part.sum(axis=1) for part in (column, marketing, paid)], axis=1)

    def _made_up(self, column: NDArray[Any]) -> NDArray[Any]:
        """Sums of all spans from those of the elementary ones."""
        if column.dtype.kind == "f":  # differences would not be exact
            parts = zip(self.layout.first, self.layout.last, strict=True)
            return np.array([column[begin:end].sum(axis=0) for begin, end in parts])
        up_to = np.zeros((len(column) + 1, *column.shape[1:]), column.dtype)
        np.cumsum(column, axis=0, out=up_to[1:])
        result: NDArray[Any] = up_to[self.layout.last] - up_to[self.layout.first]
        return result

    @cached_property
    def classes(self) -> Counts:
        return shaped(self.tally.by_class, self.frame.n_classes, N_CLASS)

    @cached_property
    def earned(self) -> Exact:
        return Exact.of(self.tally.class_money, self.frame.n_classes, N_EARNED)

    @property
    def loss_cells(self) -> Counts:
        """Key, losses and recovered losses of each cell of the ledger in use."""
        return shaped(self.tally.cells, -1, 3)[: self.tally.n_cells]

    @cached_property
    def loss_books(self) -> Exact:
        """Book value of the losses of each cell, and what of it was recovered."""
        return Exact.of(self.tally.cell_money, -1, 2)[: self.tally.n_cells]

    @cached_property
    def groups(self) -> Counts:
        return shaped(self.tally.groups, self.frame.n_groups, N_GROUP)

    @cached_property
    def teams(self) -> Counts:
        return shaped(self.tally.teams, self.frame.n_teams, N_TEAM)

    @cached_property
    def scalars(self) -> dict[str, float]:
        return dict(zip(SUM_NAMES, np.asarray(self.tally.scalars, float).tolist(), strict=True))
