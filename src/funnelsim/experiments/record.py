"""One replication as one record of numbers, and chunks of them in memory and on disk."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from funnelsim.errors import RunError
from funnelsim.outcomes.durations import Counts
from funnelsim.outcomes.fold import Outcomes
from funnelsim.outcomes.ledger import LOSS_CELL
from funnelsim.outcomes.load import HOURS, Hours
from funnelsim.outcomes.spans import Floats, Table, Ticks
from funnelsim.outcomes.tally_codes import HOURS_OF_WEEK

ARRAYS = ("targets", "months", "weeks", "teams", "items", "responses", "losses", "desks", "places",
          "flows")  # fmt: skip
"""Fields of `fold.Outcomes` whose shape is the same in every replication of a model."""

NO_HOURS: Hours = np.zeros((0, HOURS_OF_WEEK, len(HOURS)), np.int64)
"""Of what has no teams, or does not look at them."""

DURATION = "durations/"
"""What the names of duration counts begin with in a file."""


@dataclass(frozen=True)
class Part:
    """Outcomes of some replications of one model.

    Attributes
    ----------
    numbers
        Replication numbers, ascending.
    records
        One structured record per replication: ``sums``, ``spreads``, ``by`` and `ARRAYS`.
    loss_cells
        All rows of `ledger.LOSS_CELL` after each other, in replication order.
    durations
        Counts added over the replications.
    hours
        `load.HOURS` by team and hour of the week, added over the replications.
    """

    numbers: Ticks
    records: Table
    loss_cells: Table
    durations: dict[str, Counts]
    hours: Hours

    @property
    def n(self) -> int:
        """Number of replications."""
        return len(self.numbers)

    @property
    def sums(self) -> Table:
        """Counts and money by name."""
        found: Table = self.records["sums"]
        return found

    @property
    def spreads(self) -> Table:
        """Figures that are neither sums nor ratios of sums."""
        found: Table = self.records["spreads"]
        return found

    @property
    def months(self) -> Table:
        """`facts.PERIOD` by calendar month."""
        found: Table = self.records["months"]
        return found

    @property
    def targets(self) -> Floats:
        """Value of each target, shape (replications, targets)."""
        found: Floats = self.records["targets"]
        return found

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays that grow with replications."""
        return self.numbers.nbytes + self.records.nbytes + self.loss_cells.nbytes

    def equals(self, other: Part) -> bool:
        """Whether both hold the same numbers, bit by bit."""
        return all(_same(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))


def pack(numbers: Sequence[int], outcomes: Sequence[Outcomes]) -> Part:
    """Outcomes of one or more replications, ascending, as a part."""
    first = outcomes[0]
    records = np.zeros(len(outcomes), record_dtype(first))
    for i, one in enumerate(outcomes):
        enter(records[i], one)
    return Part(
        numbers=np.array(numbers, np.int64),
        records=records,
        loss_cells=np.concatenate([one.loss_cells for one in outcomes]),
        durations={key: _added([one.durations[key] for one in outcomes])
                   for key in first.durations},
        hours=_added([one.hours for one in outcomes]),
    )  # fmt: skip


MAPPINGS = ("sums", "spreads", "by")
SCALARS = ("sums", "spreads", "targets", "months")
"""What of the outcomes is enough to compare worlds."""


def record_dtype(one: Outcomes, only: Sequence[str] = (*MAPPINGS, *ARRAYS)) -> np.dtype[np.void]:
    """The record of a replication with these outcomes, or with some fields of them."""
    return np.dtype([_field(name, getattr(one, name)) for name in only])


def _field(name: str, value: Any) -> tuple[Any, ...]:
    if name == "by":
        return name, [(key, table.dtype, table.shape) for key, table in value.items()]
    if name in MAPPINGS:
        return name, [(key, np.float64) for key in value]
    return name, value.dtype, value.shape


def enter(record: Any, one: Outcomes) -> None:
    """Put outcomes into the record of a replication."""
    for name in record.dtype.names:
        value = getattr(one, name)
        if name in MAPPINGS:
            for key, each in value.items():
                record[name][key] = each
        else:
            record[name] = value


def part_of(numbers: Sequence[int], records: Table) -> Part:
    """A part that is nothing but a record per replication."""
    return Part(np.array(numbers, np.int64), records, np.zeros(0, LOSS_CELL), {}, NO_HOURS)


def leaves(
    dtype: np.dtype, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], np.dtype, tuple[int, ...]]]:
    """Every plain field inside a record: its path, type and shape."""
    for name in dtype.names or ():
        base, shape = dtype[name].base, dtype[name].shape
        if base.names is None:
            yield (*path, name), base, shape
        else:
            for inner, plain, own in leaves(base, (*path, name)):
                yield inner, plain, (*shape, *own)


def values_at(records: Table, path: Sequence[str]) -> np.ndarray:
    """One plain field of records, shape (replications, ...)."""
    found = records
    for name in path:
        found = found[name]
    return found


def write_part(part: Part, path: Path, *, durable: bool = True) -> None:
    """Write a part to a file that is there whole or not at all.

    Parameters
    ----------
    durable
        Whether it must outlast a power cut.
    """
    content = io.BytesIO()
    counts: dict[str, Any] = {f"{DURATION}{name}": found for name, found in part.durations.items()}
    np.savez(content, numbers=part.numbers, records=part.records, loss_cells=part.loss_cells,
             hours=part.hours, **counts)  # fmt: skip
    draft = path.with_name(f".{path.name}.part")
    with draft.open("wb") as stream:
        stream.write(content.getbuffer())
        if durable:
            stream.flush()
            os.fsync(stream.fileno())
    os.replace(draft, path)


def read_part(path: Path) -> Part:
    """Read what `write_part` has written.

    Raises
    ------
    RunError
        The file cannot be read, or is not what was written.
    """
    try:
        with np.load(path, allow_pickle=False) as found:
            counts = {
                name.removeprefix(DURATION): found[name]
                for name in found.files
                if name.startswith(DURATION)
            }
            numbers, records = found["numbers"], found["records"]
            return Part(numbers, records, found["loss_cells"], counts, found["hours"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise RunError(f"{path} is damaged ({error}); delete it and resume the run") from error


def _added(counts: Sequence[np.ndarray]) -> Any:
    return np.sum(counts, axis=0, dtype=np.int64)


def _same(left: object, right: object) -> bool:
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[k], right[k]) for k in left)
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return left.dtype == right.dtype and left.tobytes() == right.tobytes()
    return left == right
