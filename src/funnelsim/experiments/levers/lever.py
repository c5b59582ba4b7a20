"""One lever: keys of the scenario and the range of values they are set to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from funnelsim.errors import UsageError
from funnelsim.experiments.levers.known import KNOWN
from funnelsim.experiments.search.levers import Lever as Values
from funnelsim.model.tables import Model
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.load import Bundle
from funnelsim.scenario.ranges import Range, around, read_range
from funnelsim.scenario.tree import leaves, plain
from funnelsim.scenario.values import Value

Change = Callable[[Model, float], Model]


@dataclass(frozen=True)
class Lever:
    """Something that can be set.

    Attributes
    ----------
    name
        As the planner calls it: a key path, or a name of `known.KNOWN`.
    settings
        The dotted keys that a value sets, with what each is set to as it would be written.
    range
        Values.
    start
        Day from which it acts: the start of the horizon, or later by its lead time.
    change
        What it does to a model where no key says it; None otherwise.
    """

    name: str
    settings: Callable[[float], dict[str, Any]]
    range: Range
    start: dt.date | None = None
    change: Change | None = None

    @property
    def values(self) -> Values:
        """The numbers that can be tried."""
        return Values(self.name, self.range.low, self.range.high, self.range.whole)

    def grid(self, points: int) -> list[float]:
        """So many values, or as many as the range asks for; ascending.

        Equally far apart; factors by equal ratios, so that half and double are alike.
        """
        count = self.range.points or points
        if self.range.factor and self.range.low > 0:
            ratio = self.range.high / self.range.low
            between = (self.range.low * ratio ** (i / (count - 1)) for i in range(1, count - 1))
            return [self.range.low, *(float(f"{x:.6g}") for x in between), self.range.high]
        return self.values.grid(count)

    def text(self, value: float) -> str:
        """A value in words."""
        return str(self.range.text(value))


def lever_of(bundle: Bundle, asked: str, verb: str) -> Lever:
    """The lever that is asked for.

    Parameters
    ----------
    asked
        ``key=a..b``, ``key=a..b:n``, or a key alone: then the range is that of the scenario's
        ``levers:``, else a quarter to four times the value in force. ``key`` may also be one of
        `known.KNOWN`.
    verb
        The option that asks, for messages.

    Raises
    ------
    UsageError
        There is no such key, or no range for it.
    """
    key, equals, text = (part.strip() for part in asked.partition("="))
    where = f"{verb} {key}"
    if not key:
        raise UsageError(f"{verb}: name a lever, e.g. teams.sdr.reps.core.count=1..6")
    if key in KNOWN and key not in bundle.scenario.levers:
        return _known(bundle, key, read_range(text, where) if equals else None, where)
    declared = bundle.scenario.levers.get(key)
    if equals:
        found = read_range(text, where)
    elif declared is not None:
        found = read_range(f"{declared.low}..{declared.high}", where)
    else:
        found = around(_value_at(bundle, key, where), where)
    if declared is None and equals:
        _value_at(bundle, key, where)
    start = _start(bundle, declared.lead_time if declared else None)
    return Lever(key, lambda value: {key: found.text(value)}, found, start)


def _known(bundle: Bundle, name: str, found: Range | None, where: str) -> Lever:
    known = KNOWN[name]
    chosen = found or known.range(bundle)
    if not known.settings(bundle, chosen.low) and known.change is None:
        raise UsageError(f"{where}: {known.lacks}")
    return Lever(name, partial(known.settings, bundle), chosen, None, known.change)


def _start(bundle: Bundle, lead_time: Value | None) -> dt.date | None:
    if lead_time is None:
        return None
    return bundle.scenario.from_ + dt.timedelta(milliseconds=lead_time.nominal)


def _value_at(bundle: Bundle, key: str, where: str) -> Any:
    """What is in force at a key, stated or by default.

    Raises
    ------
    UsageError
        There is no such key.
    """
    node = bundle.tree.get(*key.split("."))
    if node is not None:
        return plain(node)
    found: Any = bundle.scenario.plain()
    for part in key.split("."):
        if isinstance(found, dict) and part in found:
            found = found[part]
        else:
            raise UsageError(f"{where}: there is no such key; {did_you_mean(key, _paths(bundle))}")
    return found


def _paths(bundle: Bundle) -> list[str]:
    stated = [".".join(map(str, path)) for path, _ in leaves(bundle.tree)]
    return [*bundle.scenario.levers, *KNOWN, *stated]
