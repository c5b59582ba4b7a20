"""The tables of the price of cold leads: what its run folder holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from funnelsim.experiments.cold.data import BY
from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.reported import Row, Tables

if TYPE_CHECKING:
    from funnelsim.experiments.cold.price import Cold


def _attribution(cold: Cold) -> Iterator[Row]:
    for player in cold.attribution():
        parts = {"fair": player.fair, "alone": player.alone, "recoverable": player.recoverable}
        cells = {key: cell for name, part in parts.items() for key, cell in _ends(name, part)}
        yield {"mechanism": player.mechanism, "share": player.share, **cells}


def _ledger(cold: Cold) -> Iterator[Row]:
    yield from (_flat(row) for row in cold.data["ledger"])


def _ledger_by(cold: Cold) -> Iterator[Row]:
    for dimension in BY:
        for row in cold.data["ledger_by"][dimension]:
            name = row[dimension]
            rest = {key: cell for key, cell in _flat(row).items() if key != dimension}
            yield {"by": dimension, "name": name, **rest}


def _capacity(cold: Cold) -> Iterator[Row]:
    for step, found in cold.capacity().items():
        yield {"step": step, **dict(_ends("revenue", found))}


def _delay_price(cold: Cold) -> Iterator[Row]:
    for hours, cost, slope in cold.delay_price():
        yield {"hours": hours, **dict(_ends("revenue", cost)), **dict(_ends("per_hour", slope))}


def _policies(cold: Cold) -> Iterator[Row]:
    for name, (gain, share) in cold.policies().items():
        yield {"policy": name, **dict(_ends("revenue", gain)), **dict(_ends("share", share))}


def _reps(cold: Cold) -> Iterator[Row]:
    for more in cold.hired():
        yield {
            "team": more.team, "number": more.number, "cost": more.paid,
            **dict(_ends("gross_profit", more.brings)), **dict(_ends("return", more.times)),
        }  # fmt: skip


def _replications(cold: Cold) -> Iterator[Row]:
    """Revenue of every world in every replication; the others as more than the actual one."""
    actual, twin = cold.money()
    columns = {"actual": actual, "twin": twin, "real_loss": twin - actual}
    for i, name in enumerate(cold.worlds.players):
        columns[f"fair {name}"] = cold.records["fair"][:, i, 0]
    for name in cold.worlds.others:
        columns[name] = cold.world(name)
    for row, number in enumerate(cold.replications.numbers):
        yield {"replication": number,
               **{name: float(values[row]) for name, values in columns.items()}}  # fmt: skip


def _flat(row: Row) -> Row:
    """A row of the data with the ends of its interval in cells of their own."""
    low, high = row["ci95"] or (None, None)
    return {key: cell for key, cell in row.items() if key != "ci95"} | {"lo": low, "hi": high}


def _ends(name: str, found: Interval) -> Iterator[tuple[str, float | None]]:
    low, high = found.ends or (None, None)
    yield from ((name, found.value), (f"{name}_lo", low), (f"{name}_hi", high))


TABLES: Tables = {
    "attribution": _attribution,
    "ledger": _ledger,
    "ledger_by": _ledger_by,
    "capacity": _capacity,
    "delay_price": _delay_price,
    "policies": _policies,
    "reps": _reps,
    "replications": _replications,
}
