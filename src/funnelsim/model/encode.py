"""From words to numbers: one place where values of the scenario become cells of tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import exp, inf
from typing import Any

import numpy as np

from funnelsim.errors import Problem, ScenarioError
from funnelsim.model.axes import PIPELINE
from funnelsim.model.tables import Parameter, Slot
from funnelsim.rules import families
from funnelsim.rules.addresses import text_code
from funnelsim.scenario.families import constant
from funnelsim.scenario.values import ByClass, Dist, Value

FAMILY = {
    name: getattr(families, name.upper())
    for name in (
        "constant", "never", "exponential", "gamma", "weibull", "lognormal", "loglogistic",
        "normal", "uniform", "triangular", "beta", "logitnormal", "empirical",
    )
}  # fmt: skip
DAY = 86_400_000
LeadClass = tuple[str, str, str]
DistRow = tuple[int, int, float, float, float, int, int]
Cell = tuple[str, tuple[int, ...], str]  # table, index, field

# Which parameters of a family scale with the variable; of a lognormal its logarithm is added.
_SCALING = {
    "constant": "a", "exponential": "a", "gamma": "b", "weibull": "b", "loglogistic": "a",
    "lognormal": "a", "normal": "ab", "uniform": "ab", "triangular": "abc",
}  # fmt: skip
LEAST_FACTOR = 1e-6
"""A stated whole may be drawn smaller than its fixed part; what is left is then next to none."""


@dataclass
class Encoder:
    """Collects the shared pools, the uncertain parameters and the cells that they fill."""

    lead_class: LeadClass | None = None
    pool: list[float] = field(default_factory=list)
    pool_cumulative: list[float] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    _known: dict[tuple[str, Any], int] = field(default_factory=dict)
    _curves: dict[Any, int] = field(default_factory=dict)

    # -- numbers ----------------------------------------------------------------------------

    def of_class(self, number: Value | ByClass, path: str) -> Value:
        """The entry for the class at hand; region before segment before channel."""
        return self.entry(number, path)[0]

    def entry(self, number: Value | ByClass, path: str) -> tuple[Value, str]:
        """The entry for the class at hand, and the path of the key it is written at."""
        if isinstance(number, Value):
            return number, path
        names = tuple(reversed(self.lead_class or ()))
        for name in names:
            if name in number.entries:
                return number.entries[name], f"{path}.{name}"
        if number.otherwise is not None:
            return number.otherwise, f"{path}.otherwise"
        if PIPELINE in names and all(v.constant for v in number.entries.values()):
            return _mean(number), path
        shown = ", ".join(n for n in reversed(names) if n) or "the whole scenario"
        text = f"{path} has no value for {shown}"
        cure = "add `otherwise:` with the value for everything else"
        key = tuple(path.split("."))
        raise ScenarioError([Problem("FS710", "error", text, "", None, None, key, cure=cure)])

    def number(
        self,
        number: Value | ByClass | None,
        path: str,
        cell: Cell | None,
        *,
        none: float = 0.0,
        scale: float = 1.0,
        exponent: float = 1.0,
    ) -> float:
        """Nominal value of a cell; an uncertain one is noted to be filled per world.

        `cell` None: the number is used at compile time only, at its nominal value.
        """
        if number is None:
            return none
        value, path = self.entry(number, path)
        if value.uncertain and cell is not None:
            self._slot(cell, self.parameter(value, path), scale=scale, exponent=exponent)
        nominal = value.nominal
        return nominal if nominal == inf else (scale * nominal) ** exponent

    def dist(
        self,
        number: Value | ByClass | None,
        path: str,
        cell: Cell,
        business_day: float = DAY,
        by: float = 1.0,
    ) -> DistRow:
        """A distribution in ms or money; `None` is never. `by` scales the variable."""
        if number is None:
            return FAMILY["never"], 0, 0.0, 0.0, 0.0, 0, 0
        value, path = self.entry(number, path)
        by *= business_day / DAY if value.business_days else 1.0
        if value.uncertain:
            parameter = self.parameter(value, path)
            table, index, name = cell
            self._slot((table, index, f"{name}.a"), parameter, scale=by)
            nominal = value.nominal * by
            return FAMILY["constant"], int(value.business), nominal, 0.0, 0.0, 0, 0
        return self.row(value.dist.scaled(by), value.business)

    def row(self, dist: Dist, business: bool = False) -> DistRow:
        start = size = 0
        if dist.family == "empirical":
            ordered = sorted(dist.table)
            total = sum(weight for _, weight in ordered)
            running, cumulative = 0.0, []
            for _, weight in ordered:
                running += weight
                cumulative.append(running / total)
            start, size = self.curve([value for value, _ in ordered], cumulative)
        return FAMILY[dist.family], int(business), dist.a, dist.b, dist.c, start, size

    def scaled_by_parameter(
        self, cell: Cell, dist: Dist, parameter: int, scale: float, shift: float
    ) -> None:
        """Have the variable multiplied, per world, by scale * parameter + shift."""
        table, index, name = cell
        for part in _SCALING[dist.family]:
            base = getattr(dist, part)
            place = (table, index, f"{name}.{part}")
            if dist.family == "lognormal":
                base = exp(base)
            least = LEAST_FACTOR * base
            self.slots.append(
                Slot(*place, parameter, base * scale, base * shift, 1.0,
                     dist.family == "lognormal", least)
            )  # fmt: skip

    def carry(self, name: str, table: np.ndarray, epoch: int, rest: tuple[int, ...]) -> None:
        """Let a cell of an epoch keep what it was in the epoch before, uncertainty included.

        For things that an epoch no longer has: what is under way ends by its last rules.
        """
        before, here = (epoch - 1, *rest), (epoch, *rest)
        table[here] = table[before]
        self.slots += [
            replace(slot, index=here)
            for slot in self.slots
            if slot.table == name and slot.index == before
        ]

    # -- pools ------------------------------------------------------------------------------

    def curve(self, values: list[float], others: list[float]) -> tuple[int, int]:
        """A slice of the pools; equal curves share one."""
        key = (tuple(values), tuple(others))
        if key not in self._curves:
            self._curves[key] = len(self.pool)
            self.pool += values
            self.pool_cumulative += others
        return self._curves[key], len(values)

    def curve_of(self, knots: list[tuple[float, Value | ByClass]], path: str) -> tuple[int, int]:
        """Knots whose chances may be uncertain; those get a slice of their own."""
        chances = [self.entry(chance, f"{path}.{x:g}") for x, chance in knots]
        if not any(value.uncertain for value, _ in chances):
            return self.curve([x for x, _ in knots], [value.nominal for value, _ in chances])
        start = len(self.pool)
        for (x, _), (value, key) in zip(knots, chances, strict=True):
            if value.uncertain:
                self._slot(("pool_cumulative", (len(self.pool),), ""), self.parameter(value, key))
            self.pool.append(x)
            self.pool_cumulative.append(value.nominal)
        return start, len(knots)

    def shares(self, shares: list[Value | None], paths: list[str]) -> tuple[int, int]:
        """Shares in the pool; uncertain ones get a slice of their own. `None` is 0."""
        nominal = [0.0 if share is None else share.nominal for share in shares]
        if not any(share is not None and share.uncertain for share in shares):
            return self.curve(nominal, [0.0] * len(nominal))
        start = len(self.pool)
        for place, (share, path) in enumerate(zip(shares, paths, strict=True), start):
            if share is not None and share.uncertain:
                self._slot(("pool", (place,), ""), self.parameter(share, path))
        self.pool += nominal
        self.pool_cumulative += [0.0] * len(nominal)
        return start, len(nominal)

    # -- uncertain parameters ---------------------------------------------------------------

    def parameter(self, value: Value, path: str) -> int:
        """Index of an uncertain parameter; the same key and distribution are one."""
        key = (path, value)
        if key not in self._known:
            dist = value.dist
            name = f"draws({value.draws[0]})" if value.draws else path
            joint = tuple(x for x, _ in dist.table) if value.draws else ()
            family = FAMILY["constant"] if dist.family == "empirical" else FAMILY[dist.family]
            if dist.family == "empirical" and not value.draws:
                joint = _repeated(dist)
            self._known[key] = len(self.parameters)
            self.parameters.append(
                Parameter(
                    path, text_code(name), family, dist.a, dist.b, dist.c, value.nominal, joint
                )
            )
        return self._known[key]

    def _slot(
        self, cell: Cell, parameter: int, *, scale: float = 1.0, exponent: float = 1.0
    ) -> None:
        self.slots.append(Slot(*cell, parameter, scale, 0.0, exponent))


def _mean(number: ByClass) -> Value:
    """What holds for deals of unknown channel: the mean of the numbers stated by channel."""
    values = list(number.entries.values())
    mean = sum(value.nominal for value in values) / len(values)
    return replace(values[0], dist=constant(mean))


def _repeated(dist: Dist) -> tuple[float, ...]:
    """An empirical parameter as 10,000 equally likely values, weights to 1e-4."""
    total = sum(weight for _, weight in dist.table)
    values: list[float] = []
    running = 0.0
    for value, weight in sorted(dist.table):
        running += weight
        values += [value] * (round(running / total * 10_000) - len(values))
    return tuple(values)
