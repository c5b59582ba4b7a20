"""Tables of where leads come from and who they are."""

from __future__ import annotations

from calendar import monthrange
from math import inf
from typing import Any

import numpy as np

from funnelsim.model.axes import DAY, PIPELINE, Axes
from funnelsim.model.dtypes import BATCH, CAMPAIGN, CHANNEL, UNIT_COST
from funnelsim.model.encode import Encoder
from funnelsim.rules.intensity import lead_rate
from funnelsim.scenario.schema import Scenario
from funnelsim.scenario.schema.arrivals import Steps
from funnelsim.scenario.schema.people import Channel

MONTH_MS = 30.4375 * DAY
MINUTE = 60_000
ENTRIES = ("lead", "mql", "sql")
_DAYS_IN_MONTH = tuple(28.25 if m == 2 else monthrange(2027, m)[1] for m in range(1, 13))


class People:
    """Channels, mixes, batches and campaigns by epoch."""

    def __init__(self, axes: Axes, enc: Encoder) -> None:
        epochs, channels = len(axes.epochs), len(axes.channels)
        self.axes, self.enc = axes, enc
        self.channel = np.zeros((epochs, channels), dtype=CHANNEL)
        self.channel["saturates_at"] = inf
        self.unit_cost = np.zeros((epochs, channels), dtype=UNIT_COST)
        self.segment_share = np.zeros((epochs, channels, len(axes.segments)))
        self.region_share = np.zeros((epochs, channels, len(axes.regions)))
        self.step_offsets: list[int] = []
        self.step_rates: list[float] = []
        batches: list[tuple[int, ...]] = []
        campaigns: list[tuple[float, ...]] = []
        for epoch in range(epochs):
            s = axes.scenario(epoch)
            for index, name in enumerate(axes.channels):
                block = s.channels.get(name)
                enc.lead_class = (name, "", "")
                self._mixes(epoch, index, s, block)
                if block is None:
                    continue
                self._rates(epoch, index, s, name, block)
                self._costs(epoch, index, name, block)
                batches += self._batches(epoch, index, block)
                campaigns += self._campaigns(epoch, index, name, block, len(campaigns))
        self.batches = np.array(batches, dtype=BATCH)
        self.campaigns = np.array(campaigns, dtype=CAMPAIGN)
        self.layer_rates = np.array([self._layer_rate(i) for i in range(channels)])

    def _rates(self, epoch: int, index: int, s: Scenario, name: str, block: Channel) -> None:
        at, path = (epoch, index), f"channels.{name}"
        row = self.channel[at]

        def put(field: str, value: Any, none: float = 0.0, scale: float = 1.0) -> None:
            cell = ("channel", at, field)
            row[field] = self.enc.number(value, f"{path}.{field}", cell, none=none, scale=scale)

        if isinstance(block.leads, Steps):
            row["step_start"] = len(self.step_offsets)
            row["step_size"] = len(block.leads.steps)
            cycle = block.leads.cycle.nominal
            row["step_cycle"] = 0 if cycle == inf else round(cycle)
            self.step_offsets += [round(step.from_.nominal) for step in block.leads.steps]
            for number, step in enumerate(block.leads.steps):
                key = f"{path}.leads.steps.{number}.rate"
                at_step = ("step_rates", (len(self.step_rates),), "")
                self.step_rates.append(self.enc.number(step.rate, key, at_step))
        else:
            put("leads", block.leads)
        put("visitors", block.visitors)
        put("budget", block.budget, scale=1 / MONTH_MS)
        put("cost_per_click", block.cost_per_click)
        put("opt_in", block.opt_in)
        price = row["cost_per_click"]
        if block.saturates_at is not None and price > 0:
            row["saturates_at"] = most = block.saturates_at.nominal / MONTH_MS / price
            if most > 0:  # clicks, so fewer at a higher price
                self.enc.number(
                    block.cost_per_click, f"{path}.cost_per_click", ("channel", at, "saturates_at"),
                    scale=1 / (most * price), exponent=-1.0,
                )  # fmt: skip
        row["has_visitors"] = block.visitors is not None or block.budget is not None
        put("growth", block.growth)
        if block.lumpiness is not None:
            for part in ("day", "month"):
                cell = ("channel", at, f"{part}_cv")
                number = getattr(block.lumpiness, part)
                row[f"{part}_cv"] = self.enc.number(number, f"{path}.lumpiness.{part}", cell)
        shape = s.shape_of(name)
        row["month"] = shape_by_mean(shape.month, _DAYS_IN_MONTH)
        row["weekday"] = shape_by_mean(shape.weekday)
        row["hour"] = shape_by_mean(shape.hours)
        for entry, share in block.enters.items():
            place = ENTRIES.index(entry)
            share_cell = ("channel", (*at, place), "enters")
            row["enters"][place] = self.enc.number(share, f"{path}.enters.{entry}", share_cell)
        self.channel[at] = row

    def _costs(self, epoch: int, index: int, name: str, block: Channel) -> None:
        at = (epoch, index)
        for field in UNIT_COST.names or ():
            path = f"channels.{name}.cost.{field}"
            self.unit_cost[field][at] = self.enc.number(
                getattr(block.cost, field), path, ("unit_cost", at, field)
            )

    def _mixes(self, epoch: int, index: int, s: Scenario, block: Channel | None) -> None:
        own = f"channels.{self.axes.channels[index]}"
        segments = block.segments if block is not None else None
        regions = block.regions if block is not None else None
        for place, name in enumerate(self.axes.segments):
            share = _share(segments, s.segments, name)
            path = f"segments.{name}.share" if segments is None else f"{own}.segments.{name}"
            cell = ("segment_share", (epoch, index, place), "")
            self.segment_share[epoch, index, place] = self.enc.number(share, path, cell)
        for place, name in enumerate(self.axes.regions):
            if name == "":  # no regions are named in this epoch
                self.region_share[epoch, index, place] = float(not s.regions)
                continue
            share = _share(regions, s.regions, name)
            path = f"regions.{name}.share" if regions is None else f"{own}.regions.{name}"
            cell = ("region_share", (epoch, index, place), "")
            self.region_share[epoch, index, place] = self.enc.number(share, path, cell)

    def _batches(self, epoch: int, index: int, block: Channel) -> list[tuple[int, ...]]:
        begin, end = self.axes.epoch_span(epoch)
        found: list[tuple[int, ...]] = []
        for batch in block.batches.values():
            tick = self.axes.tick(batch.date) + batch.at * MINUTE
            if begin <= tick < end:
                day = batch.date.toordinal() - _EPOCH
                found.append((index, tick, day, batch.leads, epoch))
        return found

    def _campaigns(
        self, epoch: int, index: int, name: str, block: Channel, first: int
    ) -> list[tuple[float, ...]]:
        return [
            (
                epoch,
                index,
                self.axes.tick(c.from_),
                self.axes.tick(c.until) + DAY,
                self.enc.number(
                    c.factor,
                    f"channels.{name}.campaigns.{i}.factor",
                    ("campaigns", (first + i,), "factor"),
                ),
            )
            for i, c in enumerate(block.campaigns)
        ]

    def _layer_rate(self, index: int) -> float:
        """r0: reference rate times the largest shape factors, from the files alone.

        Settings, policies and dated changes do not move it, so they add leads or take them away
        and leave the others as they were. A channel that the files leave empty takes the largest
        rate of all epochs.
        """
        name = self.axes.channels[index]
        reference = self.axes.resolved.bundle.base_scenario
        block = reference.channels.get(name)
        if block is not None:
            if block.layer_rate is not None and block.layer_rate.nominal > 0:
                return block.layer_rate.nominal
            base = reference_rate(block)
            if base > 0:
                return base * _largest_shape(reference, name)
        if name == PIPELINE:
            return 0.0
        rates = []
        for epoch in range(len(self.axes.epochs)):
            s = self.axes.scenario(epoch)
            if name in s.channels:
                rates.append(reference_rate(s.channels[name]) * _largest_shape(s, name))
        return max(rates, default=0.0)


def reference_rate(block: Channel) -> float:
    """Leads per ms of a channel at nominal parameters, without shapes and growth."""

    def nominal(value: Any) -> float:
        return 0.0 if value is None else float(value.nominal)

    price = nominal(block.cost_per_click)
    saturates = inf
    if block.saturates_at is not None and price > 0:
        saturates = block.saturates_at.nominal / MONTH_MS / price
    if isinstance(block.leads, Steps):
        stated = max(step.rate.nominal for step in block.leads.steps)
    else:
        stated = nominal(block.leads)
    return lead_rate(
        stated, nominal(block.visitors), nominal(block.budget) / MONTH_MS,
        price, saturates, nominal(block.opt_in),
    )  # fmt: skip


def _largest_shape(s: Scenario, name: str) -> float:
    shape = s.shape_of(name)
    return (
        max(shape_by_mean(shape.month, _DAYS_IN_MONTH))
        * max(shape_by_mean(shape.weekday))
        * max(shape_by_mean(shape.hours))
    )


def shape_by_mean(
    factors: tuple[float, ...], weights: tuple[float, ...] | None = None
) -> tuple[float, ...]:
    """Factors divided by their (weighted) mean, so that the stated rate stays the mean."""
    weights = weights or (1.0,) * len(factors)
    mean = sum(f * w for f, w in zip(factors, weights, strict=True)) / sum(weights)
    return tuple(f / mean for f in factors)


def _share(mix: Any, blocks: Any, name: str) -> Any:
    if mix is not None:
        return mix.get(name)
    return blocks[name].share if name in blocks else None


_EPOCH = 719_163  # ordinal of 1970-01-01
