"""The event log of one replication with words in place of codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE, engine
from funnelsim.engines.fill import fill
from funnelsim.errors import UsageError
from funnelsim.experiments.replicate import check_seed
from funnelsim.model.codes import SIGNAL_NAMES, Cause, ItemClass, Row
from funnelsim.model.compile import compile_model
from funnelsim.model.tables import Model
from funnelsim.model.worlds import twin
from funnelsim.scenario.load import Bundle

if TYPE_CHECKING:
    import polars as pl

COLUMNS = (
    "time", "tick", "lead", "seq", "event", "stage", "to", "channel", "segment", "region", "fit",
    "team", "rep", "item", "signal", "touch", "cause", "reason", "visit", "attempt", "value",
)  # fmt: skip

CHOICES = {
    "won": Row.WON,
    "lost": Row.LOST,
    "cold": Row.COLD,
    "sql": Row.SQL,
    "mql": Row.MQL,
    "any": Row.ARRIVED,
}
"""Words that choose a lead: the first one with such a row."""

Decode = Callable[["Trace", Any], Any]


@dataclass(frozen=True, repr=False)
class Trace:
    """One replication in full.

    Attributes
    ----------
    model
        The model of the replication's world.
    seed, replication
        What made it.
    log
        Rows of `outcomes.log.ROW`, sorted.
    """

    model: Model
    seed: int
    replication: int
    log: np.ndarray

    def rows(self) -> list[dict[str, Any]]:
        """Every row in words; what a kind of row does not say is missing."""
        return [self.row(row) for row in self.log]

    def row(self, row: Any) -> dict[str, Any]:
        """One row in words."""
        kind = Row(int(row["kind"]))
        found: dict[str, Any] = {
            "time": self.time(int(row["tick"])),
            "tick": int(row["tick"]),
            "lead": int(row["lead"]) if row["lead"] >= 0 else None,
            "seq": int(row["seq"]) if row["lead"] >= 0 else None,
            "event": kind.name.lower(),
            "stage": self.model.names.status(int(row["stage"])) if row["lead"] >= 0 else None,
            "value": float(row["value"]),
        }
        for column, decode in _MEANINGS[kind].items():
            found[column] = decode(self, row)
        return found

    def time(self, tick: int) -> dt.datetime:
        """Local wall time of a tick."""
        start = dt.datetime.combine(self.model.origin, dt.time())
        return start + dt.timedelta(milliseconds=tick)

    def to_polars(self) -> pl.DataFrame:
        """All rows as a frame."""
        import polars as pl

        columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        for row in self.rows():
            for name, values in columns.items():
                values.append(row.get(name))
        types: dict[str, Any] = {
            "int": pl.Int64,
            "float": pl.Float64,
            "bool": pl.Boolean,
            "time": pl.Datetime("ms"),
            "text": pl.String,
        }
        return pl.DataFrame(columns, {n: types[_TYPES.get(n, "text")] for n in COLUMNS})

    def of_lead(self, lead: int | str) -> np.ndarray:
        """Rows of one lead, in its own order.

        Parameters
        ----------
        lead
            Its identity, or one of `CHOICES` for the first such lead.

        Raises
        ------
        UsageError
            There is no such lead.
        """
        identity = self._chosen(lead)
        order = np.argsort(self.log["seq"], kind="stable")
        return np.asarray(self.log[order[self.log["lead"][order] == identity]])

    def only(self, lead: int | str) -> Trace:
        """The same replication with the rows of one lead alone; errors as in `of_lead`."""
        return replace(self, log=self.of_lead(lead))

    def without_decay(self, engine_name: str = DEFAULT_ENGINE) -> Trace:
        """The same replication in the world in which no lead goes cold from the start on."""
        from funnelsim.experiments.cold.worlds import EVERYTHING

        other = twin(self.model, EVERYTHING)
        log = engine(engine_name)(other, self.seed, self.replication)
        return Trace(other, self.seed, self.replication, log)

    def _chosen(self, lead: int | str) -> int:
        if lead in CHOICES:
            found = self.log[self.log["kind"] == CHOICES[str(lead)]]
            if not len(found):
                raise UsageError(f"replication {self.replication} has no lead that is {lead}")
            return int(found["lead"][0])
        try:
            identity = int(lead)
        except ValueError:
            choices = ", ".join(CHOICES)
            raise UsageError(f"'{lead}' is no lead; write its number or {choices}") from None
        if identity not in self.identities:
            raise UsageError(
                f"there is no lead {identity} in replication {self.replication}; see the column "
                "`lead` of the trace"
            )
        return identity

    @cached_property
    def identities(self) -> frozenset[int]:
        """Identities of all leads."""
        leads = self.log["lead"]
        return frozenset(np.unique(leads[leads >= 0]).tolist())

    def __repr__(self) -> str:
        return (
            f"Trace(replication {self.replication}, seed {self.seed}: {len(self.log):,} rows, "
            f"{len(self.identities):,} leads)"
        )


def trace(
    bundle: Bundle, replication: int = 0, seed: int | None = None, *, engine_name: str | None = None
) -> Trace:
    """Simulate one replication and keep its event log.

    Parameters
    ----------
    bundle
        From `load`.
    replication
        Its number; the same one that a forecast with this seed contains.
    seed
        By default the scenario's, else 0.
    """
    model = compile_model(bundle)
    stated = bundle.scenario.run.seed
    chosen = seed if seed is not None else stated if stated is not None else 0
    check_seed(chosen)
    world, _ = fill(model, chosen, replication)
    log = engine(engine_name or DEFAULT_ENGINE)(model, chosen, replication)
    return Trace(world, chosen, replication, log)


def _rep(field: str) -> Decode:
    def decode(trace: Trace, row: Any) -> str | None:
        code = int(row[field])
        return trace.model.names.reps[code] if code >= 0 else None

    return decode


def _name(names: str, field: str) -> Decode:
    def decode(trace: Trace, row: Any) -> str | None:
        code = int(row[field])
        return getattr(trace.model.names, names)[code] if code >= 0 else None

    return decode


def _class(part: int) -> Decode:
    def decode(trace: Trace, row: Any) -> str | None:
        return trace.model.names.classes[int(row["b"])][part] or None

    return decode


def _number(field: str) -> Decode:
    return lambda _, row: int(row[field])


def _word(codes: type[Cause] | type[ItemClass], field: str) -> Decode:
    return lambda _, row: codes(int(row[field])).name.lower()


def _signal(field: str) -> Decode:
    return lambda _, row: SIGNAL_NAMES[int(row[field])]


def _signals(_: Trace, row: Any) -> str | None:
    bits = int(row["b"])
    return " ".join(n for i, n in enumerate(SIGNAL_NAMES) if bits >> i & 1) or None


def _fit(_: Trace, row: Any) -> bool:
    return bool(row["c"] == 1)


_TEAM: dict[str, Decode] = {"team": _name("teams", "a"), "rep": _rep("b")}
_ITEM: dict[str, Decode] = {**_TEAM, "item": _word(ItemClass, "c")}
_CALL: dict[str, Decode] = {**_TEAM, "attempt": _number("c")}

_MEANINGS: Mapping[Row, Mapping[str, Decode]] = {
    **{kind: {} for kind in Row},
    Row.VISITORS: {"channel": _name("channels", "a")},
    Row.ARRIVED: {
        "channel": _class(0),
        "segment": _class(1),
        "region": _class(2),
        "fit": _fit,
    },
    Row.TOUCHED: {"touch": _name("touches", "a"), "signal": _signals},
    Row.SIGNAL: {"signal": _signal("a"), "touch": _name("touches", "b")},
    Row.MQL: {"visit": _number("a")},
    Row.ASSIGNED: {**_TEAM, "visit": _number("c")},
    Row.QUEUED: {**_ITEM, "visit": _number("value")},
    Row.STARTED: {**_ITEM, "attempt": lambda _, row: int(row["value"]) or None},
    Row.UNREACHED: _CALL,
    Row.REACHED: _CALL,
    Row.SQL: {"visit": _number("a"), "rep": _rep("b"), "fit": _fit},
    Row.RECYCLED: {"cause": _word(Cause, "a")},
    Row.NOT_INTERESTED: {"cause": _word(Cause, "a")},
    Row.BREACHED: _TEAM,
    Row.FINISHED: _ITEM,
    Row.ADVANCED: {"to": lambda trace, row: trace.model.names.status(int(row["a"]))},
    Row.WON: {"rep": _rep("a")},
    Row.LOST: {"cause": _word(Cause, "a"), "reason": _name("reasons", "b")},
    Row.COLD: {"cause": _word(Cause, "a"), "team": _name("teams", "b")},
    Row.REACTIVATED: {"signal": _signal("a")},
}

_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("tick", "lead", "seq", "visit", "attempt"), "int"),
    "value": "float",
    "fit": "bool",
    "time": "time",
}
