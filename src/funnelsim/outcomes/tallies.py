"""Tallies with their shapes: made empty, and read when the log is over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import ItemClass, Place
from funnelsim.model.tables import Model
from funnelsim.outcomes.counting import pay_at
from funnelsim.outcomes.durations import EDGES
from funnelsim.outcomes.cells import Money
from funnelsim.outcomes.frames import layout_of
from funnelsim.outcomes.records import floats, ints, money
from funnelsim.outcomes.row_codes import N_CAUSES
from funnelsim.outcomes.spans import Floats
from funnelsim.outcomes.cells import Tally
from funnelsim.outcomes.tally_codes import (
    HISTOGRAM_BY_SEGMENT, N_ARRIVE, N_CLASS, N_EARNED, N_GROUP, N_RATE, N_SPAN, N_SPENT, N_SUM,
    N_TEAM, N_WAIT, SPENT_CHARGES, SUM_NAMES,
)  # fmt: skip
from funnelsim.outcomes.visits import ARRIVES

Counts = NDArray[np.int64]
_HALF = 31
_LOW = (1 << _HALF) - 1


@dataclass(frozen=True)
class Exact:
    """Exact sums as arrays of any shape; see `exact`."""

    whole: Counts
    part: Counts
    beyond: Floats

    @classmethod
    def of(cls, sums: Money, *shape: int) -> Exact:
        columns = (sums.whole, sums.part, sums.beyond)
        return cls(*(np.asarray(column).reshape(shape) for column in columns))

    def __getitem__(self, index: Any) -> Exact:
        return Exact(self.whole[index], self.part[index], self.beyond[index])

    def sum(self, axis: int | tuple[int, ...]) -> Exact:
        """Sums along axes, still exact."""
        low, high = self._halves()
        return _carried(
            self.whole.sum(axis), high.sum(axis), low.sum(axis), self.beyond.sum(axis)
        )

    def grouped(self, key: Counts, n: int) -> Exact:
        """Sums over the first axis of what has each key in 0..n - 1."""
        columns: list[Any] = []
        for column in (self.whole, *reversed(self._halves()), self.beyond):
            columns.append(np.zeros((n, *column.shape[1:]), column.dtype))
            np.add.at(columns[-1], key, column)
        return _carried(*columns)

    def rounded(self) -> Floats:
        """The sums in money."""
        result: Floats = self.whole + self.part * 2.0**-62 + self.beyond
        return result

    def _halves(self) -> tuple[Counts, Counts]:
        """Low and high half of the fractions: billions of these add up without overflow."""
        return self.part & _LOW, self.part >> _HALF


def _carried(whole: Counts, high: Counts, low: Counts, beyond: Floats) -> Exact:
    high = high + (low >> _HALF)
    return Exact(whole + (high >> _HALF), ((high & _LOW) << _HALF) + (low & _LOW), beyond)


class Sums:
    """A tally and what it belongs to.

    Attributes
    ----------
    spans, spent
        `SPAN_COUNTS` and `SPAN_MONEY`, shape (spans, channels, figures): months, weeks, windows;
        the money has one channel more, nobody.
    classes, earned
        `CLASS_COUNTS` and `EARNED_MONEY` of the horizon, shape (classes, figures).
    accrual
        Money of each cost stream in each span and, last, the horizon, shape (streams, spans + 1).
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.layout = layout_of(model)
        self.frame = self.layout.frame(model)
        self.n_spans = self.frame.n_spans + len(self.layout.windows)
        self.tally = self._empty()
        self._add_charges()

    def _empty(self) -> Tally:
        frame, tally = self.frame, Tally()
        channels, spans = frame.n_channels, self.n_spans
        histograms = HISTOGRAM_BY_SEGMENT + frame.n_segments
        shapes = {
            "by_span": spans * channels * N_SPAN, "by_class": frame.n_classes * N_CLASS,
            "rates": N_RATE * 6, "scalars": N_SUM, "arrives": len(ARRIVES) * N_ARRIVE,
            "teams": frame.n_teams * N_TEAM, "items": frame.n_teams * len(ItemClass) * N_WAIT,
            "groups": frame.n_groups * N_GROUP, "places": len(Place), "counted": channels,
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
        tally.cells = ints(np.append(tally.cells, np.zeros(3 * more, np.int64)))
        sums = tally.cell_money
        sums.whole = ints(np.append(sums.whole, np.zeros(2 * more, np.int64)))
        sums.part = ints(np.append(sums.part, np.zeros(2 * more, np.int64)))
        sums.beyond = floats(np.append(sums.beyond, np.zeros(2 * more)))

    @cached_property
    def accrual(self) -> Floats:
        per_month: Floats = self.model.streams["per_month"][:, np.newaxis]
        result: Floats = per_month * self.layout.in_force
        return result

    @cached_property
    def spans(self) -> Counts:
        return np.reshape(self.tally.by_span, (self.n_spans, self.frame.n_channels, N_SPAN))

    @cached_property
    def spent(self) -> Exact:
        return Exact.of(
            self.tally.span_money, self.n_spans, self.frame.n_channels + 1, N_SPENT
        )

    @cached_property
    def classes(self) -> Counts:
        return np.reshape(self.tally.by_class, (self.frame.n_classes, N_CLASS))

    @cached_property
    def earned(self) -> Exact:
        return Exact.of(self.tally.class_money, self.frame.n_classes, N_EARNED)

    @cached_property
    def horizon(self) -> Exact:
        """Money of the horizon, shape (channels + 1, `SPAN_MONEY`)."""
        return self.spent[: self.frame.n_months].sum(0)

    @cached_property
    def groups(self) -> Counts:
        return np.reshape(self.tally.groups, (self.frame.n_groups, N_GROUP))

    @cached_property
    def teams(self) -> Counts:
        return np.reshape(self.tally.teams, (self.frame.n_teams, N_TEAM))

    @cached_property
    def scalars(self) -> dict[str, float]:
        return dict(zip(SUM_NAMES, np.asarray(self.tally.scalars, float).tolist(), strict=True))
