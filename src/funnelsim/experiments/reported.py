"""What the result of every study offers: plain data, text, tables."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from funnelsim.errors import UsageError
from funnelsim.experiments.columns import Columns
from funnelsim.experiments.laid_out import laid_out
from funnelsim.experiments.record import NO_HOURS
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Replications
from funnelsim.outcomes.ledger import LOSS_CELL

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, Any]
Tables = Mapping[str, Callable[[Any], Iterable[Row]]]
"""Rows of each table from the result, by name; the first one is the most telling."""


class Reported(ABC):
    """A result that can be printed as JSON and looked at as tables."""

    @abstractmethod
    def _data(self) -> dict[str, Any]:
        """See `data`."""

    @abstractmethod
    def _tables(self) -> Tables:
        """See `to_polars`."""

    @cached_property
    def data(self) -> dict[str, Any]:
        """Everything that is reported, as plain data: the object of ``--json``."""
        return self._data()

    def json(self, indent: int | None = 2) -> str:
        """The same as text; never NaN. On one line without `indent`."""
        if indent is not None:
            return laid_out(self.data, indent)
        return json.dumps(self.data, ensure_ascii=False, allow_nan=False)

    @property
    def table_names(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(self._tables())

    def listed(self, name: str | None = None) -> dict[str, list[Any]]:
        """One table as columns, by default the first; None where something is undefined.

        Raises
        ------
        UsageError
            There is no such table.
        """
        tables = self._tables()
        chosen = next(iter(tables)) if name is None else name
        if chosen not in tables:
            raise UsageError(f"there is no table '{chosen}'; choose one of {', '.join(tables)}")
        rows = list(tables[chosen](self))
        names = dict.fromkeys(column for row in rows for column in row)
        return {column: [row.get(column) for row in rows] for column in names}

    def to_polars(self, table: str | None = None) -> pl.DataFrame:
        """One table as a polars frame; errors as in `listed`."""
        import polars as pl

        return pl.DataFrame(self.listed(table), infer_schema_length=None, nan_to_null=True)

    def to_pandas(self, table: str | None = None) -> Any:
        """The same as a pandas frame; pandas must be installed."""
        import pandas as pd  # type: ignore[import-untyped]

        return pd.DataFrame(self.listed(table))

    def _repr_html_(self) -> str:
        columns = self.listed()
        head = "".join(f"<th>{escape(name)}</th>" for name in columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>"
            for row in zip(*columns.values(), strict=True)
        )
        return (
            f"<div><p><b>{escape(repr(self))}</b></p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )


class OfReplications(Reported):
    """A result with a record of several worlds for every replication.

    Attributes
    ----------
    replications
        How the work went, and the records.
    """

    replications: Replications

    @cached_property
    def records(self) -> Columns:
        """The records of all replications."""
        assert self.replications.outcomes is not None
        return self.replications.outcomes.records

    @property
    def n(self) -> int:
        """Number of replications."""
        return len(self.records)

    def stack(self, field: str) -> Stack:
        """Figures of one world: a field of the records."""
        return Stack(self.n, self.records[field], {}, np.zeros(0, LOSS_CELL), NO_HOURS)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return "" if value is None else escape(str(value))
