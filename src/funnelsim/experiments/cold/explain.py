"""The leads behind the price: those that only the twin wins, with their lives in both worlds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from funnelsim.engines import engine
from funnelsim.engines.fill import fill
from funnelsim.errors import UsageError
from funnelsim.experiments.cold.ledger import Entry, Whole, entries
from funnelsim.experiments.cold.study import whole
from funnelsim.experiments.cold.worlds import EVERYTHING
from funnelsim.experiments.trace import Trace
from funnelsim.model.tables import Model
from funnelsim.model.worlds import twin
from funnelsim.outcomes.fates import FATES
from funnelsim.scenario.didyoumean import did_you_mean

if TYPE_CHECKING:
    from funnelsim.experiments.cold.price import Cold

TRIED = 20
"""Futures that are searched for leads of a kind."""

SAME = ("tick", "kind", "stage", "a", "b", "c", "value")
"""What two rows of one lead in two worlds must share to be the same event."""


@dataclass(frozen=True)
class TwoLives:
    """A lead that the twin wins and the actual world does not, or for less.

    Attributes
    ----------
    lead
        Its identity.
    revenue
        What the twin earns with it more.
    cause, stage, channel, segment, team, month
        Where the ledger books it; empty where there is none.
    actual, twin
        Its rows in either world, in its own order.
    common
        How many events both lives begin with.
    """

    lead: int
    revenue: float
    cause: str
    stage: str
    channel: str
    segment: str
    team: str
    month: str
    actual: Trace
    twin: Trace
    common: int


@dataclass(frozen=True)
class Explanation:
    """Leads of one future.

    Attributes
    ----------
    replication
        Its number.
    found
        How many leads of the kind asked for it has, and their revenue together.
    leads
        The dearest of them, the dearest first.
    """

    replication: int
    found: int
    revenue: float
    leads: tuple[TwoLives, ...]


def explain(
    cold: Cold, most: int = 3, replication: int | None = None, only: Iterable[str] = ()
) -> Explanation:
    """Leads that the twin wins and the actual world loses, the dearest first.

    Parameters
    ----------
    cold
        The price that is to be explained.
    most
        How many leads.
    replication
        Of which future; by default the one whose loss is nearest the mean, of those that have
        such leads.
    only
        Which leads: ``cause=forgotten``, ``stage=mql``, ``channel=…``, ``segment=…``, ``team=…``,
        ``month=2027-03``, or the name alone. All that are given must hold.

    Raises
    ------
    UsageError
        There is no such name, or `most` is no number from 1 up.
    """
    if most < 1:
        raise UsageError(f"{most} leads explain nothing; write at least 1")
    wanted = filters(cold.model, only)
    crowded = any(name == "crowded_out" for _, name in wanted)
    tried = [replication] if replication is not None else _typical(cold)
    for number in tried:
        pair = _Pair(cold, number)
        found = [
            entry for entry in pair.entries if (entry.revenue > 0) != crowded
            and all(_told(cold.model, entry)[key] == name for key, name in wanted)
        ]  # fmt: skip
        if found:
            break
    found.sort(key=lambda entry: -abs(entry.revenue))
    total = float(sum(entry.revenue for entry in found))
    leads = tuple(pair.lives(entry) for entry in found[:most])
    return Explanation(number, len(found), total, leads)


def _typical(cold: Cold) -> list[int]:
    """Replications by how near their loss is to the mean."""
    loss = cold.loss()
    order = np.argsort(np.abs(loss - loss.mean()), kind="stable")[:TRIED]
    return [cold.replications.numbers[i] for i in order.tolist()]


class _Pair:
    """One replication of the actual world and its twin, with their logs."""

    def __init__(self, cold: Cold, replication: int) -> None:
        self._cold, self._replication = cold, replication
        full, self._twin = self._simulated(twin(cold.model, EVERYTHING), np.zeros(0, np.int64))
        now, self._actual = self._simulated(cold.model, full.wins["lead"])
        self.entries = list(entries(cold.model, now, full))

    def _simulated(self, model: Model, leads: np.ndarray) -> tuple[Whole, Trace]:
        seed, number = self._cold.seed, self._replication
        world, _ = fill(model, seed, number)
        log = engine(self._cold.engine)(model, seed, number)
        return whole(world, leads, lambda take: take(log)), Trace(world, seed, number, log)

    def lives(self, entry: Entry) -> TwoLives:
        """Both lives of the lead of an entry."""
        actual, other = (
            trace.only(entry.lead) if entry.lead in trace.identities
            else replace(trace, log=trace.log[:0])
            for trace in (self._actual, self._twin)
        )  # fmt: skip
        told = _told(self._cold.model, entry)
        common = common_rows(actual.log, other.log)
        return TwoLives(entry.lead, entry.revenue, actual=actual, twin=other, common=common, **told)


def common_rows(one: np.ndarray, other: np.ndarray) -> int:
    """How many rows two lives begin with alike."""
    n = min(len(one), len(other))
    same = np.logical_and.reduce([one[name][:n] == other[name][:n] for name in SAME])
    return int(n if same.all() else np.argmin(same))


def _told(model: Model, entry: Entry) -> dict[str, str]:
    """Where an entry is booked, by name."""
    fate, names = entry.fate, model.names
    month = (np.datetime64(model.origin, "ms") + np.timedelta64(fate.tick, "ms")).item()
    assert isinstance(month, dt.datetime)
    return {
        "cause": FATES[fate.fate],
        "stage": names.status(fate.stage),
        "channel": names.channels[int(model.class_channel[fate.cls])],
        "segment": names.segments[int(model.class_segment[fate.cls])] if names.segments else "",
        "team": names.teams[fate.team] if fate.team >= 0 else "none",
        "month": f"{month:%Y-%m}",
    }


def filters(model: Model, only: Iterable[str]) -> list[tuple[str, str]]:
    """What words ask for: dimension and name of each; errors as in `explain`."""
    return [_filter(model, word) for word in only]


def _filter(model: Model, word: str) -> tuple[str, str]:
    """What a word of the planner asks for: dimension and name.

    Raises
    ------
    UsageError
        There is no such name.
    """
    names = model.names
    known = {
        "cause": FATES,
        "stage": tuple(names.status(i) for i in range(3 + len(names.stages))),
        "channel": names.channels,
        "segment": names.segments,
        "team": (*names.teams, "none"),
    }
    key, equals, name = word.partition("=")
    if not equals:
        key, name = next((key for key, some in known.items() if word in some), ""), word
    if key == "month" or name in known.get(key, ()):
        return key, name
    if equals and key not in known:
        raise UsageError(f"leads have no '{key}'; {did_you_mean(key, (*known, 'month'))}")
    every = known[key] if equals else [name for some in known.values() for name in some]
    raise UsageError(f"no lead is booked under '{word}'; {did_you_mean(name, every)}")
