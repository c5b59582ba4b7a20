"""Channels: the days of a channel, batches, replayed leads, and what a lead is born with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np

from funnelsim.engines.reference import clocks, deals, marketing, sales
from funnelsim.engines.reference.agenda import Due, Process
from funnelsim.engines.reference.lead import Lead
from funnelsim.engines.reference.world import World
from funnelsim.errors import RunError
from funnelsim.model.codes import Row, Status
from funnelsim.model.tables import ReplayLead
from funnelsim.rules.addresses import lead_identity
from funnelsim.rules.arrivals import (
    gap,
    growth_factor,
    is_lead,
    poisson_quantile,
    reaches_layer,
    step_rate,
)
from funnelsim.rules.choices import race
from funnelsim.rules.distributions import gamma_from_mean_cv, quantile, to_ticks
from funnelsim.rules.event_kinds import NEW_DAY
from funnelsim.rules.families import GAMMA
from funnelsim.rules.intensity import day_integral, highest_rate, lead_rate, rate_at
from funnelsim.rules.numerics import DAY, HOUR, NEVER_TICK
from funnelsim.rules.occasions import month_of, numbered, of_name, once, renewing
from funnelsim.rules.purposes import (
    ARRIVAL,
    ARRIVAL_FACT,
    DISPERSION,
    ENTRY,
    FIT,
    REGION,
    SEGMENT,
    VALUE,
    VISITORS,
)

_EPOCH = date(1970, 1, 1)
LAYERS = 255  # layer 255 is the batches'

Born = Callable[[int, int, Callable[[Lead], None]], None]  # identity, tick, arrive


class Channel:
    """One source of leads."""

    def __init__(self, world: World, index: int, born: Born) -> None:
        self.world = world
        self.index = index
        self.code = int(world.model.channel_codes[index])
        self.layer_rate = float(world.model.layer_rates[index])
        self.born = born

    def days(self) -> Process:
        """One wake-up a day, at 00:00: factors, visitors, and the day's candidates."""
        world = self.world
        day = world.model.begin // DAY * DAY
        while day < world.model.stop:
            yield Due(world.env, day, NEW_DAY, self.code)
            Day(self, day).open()
            day += DAY


class Day:
    """What a channel does on one day."""

    def __init__(self, channel: Channel, tick: int) -> None:
        self.channel = channel
        self.world = channel.world
        self.tick = tick
        self.row: Any = self.world.channel[channel.index]
        self.date = self.world.model.origin + timedelta(days=tick // DAY)
        self.number = (self.date - _EPOCH).days
        self.shape = (
            self.row.month[self.date.month - 1]
            * self.row.weekday[self.date.weekday()]
            * self._campaigns()
        )
        self.factor = self._dispersion()

    def open(self) -> None:
        leads = 0
        highest = self.factor * self._highest_rate()
        for layer in range(LAYERS):
            if not reaches_layer(highest, self.channel.layer_rate, layer):
                break
            leads += self._walk(layer)
        if reaches_layer(highest, self.channel.layer_rate, LAYERS):
            name = self.world.model.names.channels[self.channel.index]
            raise RunError(
                f"the leads of channel '{name}' on {self.date} exceed {LAYERS} times the rate of "
                f"the file; state a larger channels.{name}.layer_rate"
            )
        if self.row.has_visitors and self.tick >= self.world.model.begin:
            visitors = leads + self._passers_by()
            self.world.note(Row.VISITORS, self.channel.index, float(visitors))

    def _walk(self, layer: int) -> int:
        """Candidates of one layer; returns how many are leads."""
        world, r0 = self.world, self.channel.layer_rate
        t, n, leads = 0.0, 0, 0
        while True:
            identity = lead_identity(self.channel.code, self.number, layer, n)
            t += gap(world.u(ARRIVAL, identity, once(), 0), r0)
            ticks = to_ticks(t)
            if ticks >= DAY:
                return leads
            tick = self.tick + ticks
            mark = world.u(ARRIVAL, identity, once(), 1)
            wanted = is_lead(mark, self.factor * self._rate(tick), r0, layer)
            if wanted and tick >= world.model.begin:
                self.channel.born(identity, tick, arrives(self.channel.index))
                leads += 1
            n += 1

    def _rate(self, tick: int) -> float:
        """Leads per ms at a tick of this day, without the gamma factors."""
        row = self.row
        hour = row.hour[tick // HOUR % 24]
        return rate_at(self._base(tick), self.shape, hour, row.growth, float(tick))

    def _base(self, tick: int) -> float:
        """Stated leads or steps, plus visitors and clicks who opt in."""
        row = self.row
        rate = lead_rate(
            row.leads, row.visitors, row.budget, row.cost_per_click, row.saturates_at, row.opt_in
        )
        if row.step_size:
            steps = slice(row.step_start, row.step_start + row.step_size)
            model = self.world.model
            rate += step_rate(
                model.step_offsets[steps], model.step_rates[steps], row.step_cycle, tick
            )
        return rate

    def _highest_rate(self) -> float:
        row = self.row
        base = lead_rate(
            row.leads, row.visitors, row.budget, row.cost_per_click, row.saturates_at, row.opt_in
        )
        if row.step_size:
            steps = slice(row.step_start, row.step_start + row.step_size)
            base += max(self.world.model.step_rates[steps])
        first, last = float(self.tick), float(self.tick + DAY)
        return highest_rate(base, self.shape, max(row.hour), row.growth, first, last)

    def _passers_by(self) -> int:
        """Visitors who stay anonymous: Poisson with the integral of the day, cut at the end."""
        row = self.row
        base = lead_rate(
            0.0, row.visitors, row.budget, row.cost_per_click, row.saturates_at, 1.0 - row.opt_in
        )
        length = min(DAY, self.world.model.stop - self.tick)
        area = growth_factor(row.growth, float(self.tick)) * day_integral(
            np.array(row.hour), row.growth, length
        )
        u = self.world.u(VISITORS, self.channel.code, numbered(self.number))
        return poisson_quantile(self.factor * base * self.shape * area, u)

    def _campaigns(self) -> float:
        factor = 1.0
        for pulse in self.world.model.campaigns:
            if (
                pulse["channel"] == self.channel.index
                and pulse["epoch"] == self.world.epoch
                and pulse["begin"] <= self.tick < pulse["end"]
            ):
                factor *= float(pulse["factor"])
        return factor

    def _dispersion(self) -> float:
        """Product of the day's and the month's gamma factors of mean 1."""
        month = (self.date.year - 1970) * 12 + self.date.month - 1
        day_factor = self._gamma(self.row.day_cv, numbered(self.number))
        return day_factor * self._gamma(self.row.month_cv, month_of(month))

    def _gamma(self, cv: float, occasion: int) -> float:
        if cv <= 0:
            return 1.0
        shape, scale = gamma_from_mean_cv(1.0, cv)
        world = self.world
        key = (self.channel.code, occasion)
        if key not in world.dispersion:
            world.dispersion[key] = world.u(DISPERSION, self.channel.code, occasion)
        return quantile(GAMMA, shape, scale, 0.0, world.dispersion[key])


# -- what a lead is born with ---------------------------------------------------------------


def arrives(channel: int, given: ReplayLead | None = None) -> Callable[[Lead], None]:
    """The arrival of a lead of a channel; `given` replaces draws."""

    def arrive(lead: Lead) -> None:
        lead.channel = channel
        status = _entry(lead) if given is None or given.status is None else given.status
        be_born(lead, given)
        lead.write_arrival(status)
        _enter(lead, status)

    return arrive


def be_born(lead: Lead, given: Any) -> None:
    """Class, fit and value, drawn unless the row states them; then the clocks start."""
    world = lead.world
    lead.cls = class_of(lead, given)
    row = world.lead[lead.cls]
    stated_fit = getattr(given, "fit", None)
    if stated_fit is None:
        lead.fit = world.u(FIT, lead.id, once()) < row.fit
    else:
        lead.fit = stated_fit
    stated_value = getattr(given, "value", None)
    if stated_value is None:
        lead.value = max(0.0, world.sample(row.deal, world.u(VALUE, lead.id, once())))
    else:
        lead.value = stated_value
    lead.given_life = getattr(given, "shelf_life", None)
    lead.given_work = getattr(given, "work", None)
    lead.score, lead.score_at = row.entry_score, world.now


def class_of(lead: Lead, given: Any) -> int:
    world = lead.world
    segment, region = getattr(given, "segment", None), getattr(given, "region", None)
    if segment is None:
        shares = world.segment_share[lead.channel]
        segment = _race(lead, SEGMENT, world.model.segment_codes, shares)
    if region is None:
        shares = world.region_share[lead.channel]
        region = _race(lead, REGION, world.model.region_codes, shares)
    return world.class_of(lead.channel, segment, region)


def _entry(lead: Lead) -> int:
    shares = lead.world.channel[lead.channel].enters
    return _race(lead, ENTRY, range(len(shares)), shares)


def _race(lead: Lead, purpose: int, codes: Any, shares: Any) -> int:
    """Index of the winner; a certain one needs no race."""
    running = [i for i, share in enumerate(shares) if share > 0]
    if len(running) == 1:
        return running[0]
    world = lead.world
    return min(
        running,
        key=lambda i: (
            race(world.u(purpose, lead.id, of_name(int(codes[i]))), shares[i]),
            codes[i],
        ),
    )


def _enter(lead: Lead, status: int) -> None:
    clocks.start_clocks(lead)
    row = lead.world.lead[lead.cls]
    if status == Status.LEAD:
        marketing.enter_nurture(lead, renewing(ARRIVAL_FACT, once()))
        if lead.score >= row.threshold:
            marketing.judge(lead)
        return
    lead.score = max(lead.score, row.threshold)  # qualified by definition
    if status == Status.MQL:
        sales.become_mql(lead)
    else:
        lead.handover_score = lead.score
        deals.become_sql(lead)


def due_batches(world: World, born: Born) -> None:
    """All leads of all batches; a batch belongs to the epoch its date lies in."""
    for batch in world.model.batches:
        code = int(world.model.channel_codes[batch["channel"]])
        for n in range(int(batch["leads"])):
            identity = lead_identity(code, int(batch["day"]), LAYERS, n)
            born(identity, int(batch["tick"]), arrives(int(batch["channel"])))


def due_replay(world: World, born: Born) -> None:
    for given in world.model.replay:
        if given.tick < NEVER_TICK:
            born(given.lead, given.tick, arrives(given.channel, given))
