"""Summaries of figures over replications, in the words and the shape of the JSON output."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from funnelsim.experiments.intervals import (
    NO_REPLICATION,
    ONE_REPLICATION,
    TOO_LARGE,
    FloatArray,
    column,
    order_ranks,
    quantile_names,
    quantile_rank,
    t_interval,
    too_few,
    undefined_reason,
)

PROBABILITIES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
POINTWISE = "Bands hold for each period by itself, not for a whole path."

AT_ONCE = 2**20
"""Figures that are sorted at one go, so that the memory for it is bounded."""

Summary = dict[str, Any]


def summary(x: ArrayLike, probabilities: Sequence[float] = PROBABILITIES) -> Summary:
    """Summary of one figure.

    Parameters
    ----------
    x
        One figure per replication, shape (n,).
    probabilities
        The quantiles to give; with none the key ``quantiles`` is left out.

    Returns
    -------
    dict
        ``mean``, ``ci95`` ([lo, hi], Student's t), ``sd`` (between replications, ddof 1),
        ``quantiles`` ({"0.05": {``value``, ``ci95``}, …}, order statistics). Undefined figures
        are ``None``, and ``reason`` says why beside them.
    """
    return summaries(column(x)[:, np.newaxis], probabilities)[0]


def summaries(table: ArrayLike, probabilities: Sequence[float] = PROBABILITIES) -> list[Summary]:
    """:func:`summary` of every column of `table`, shape (replications, figures)."""
    # One contiguous row per figure: the same bits whether figures come alone or together.
    rows = np.ascontiguousarray(_table(table).T)
    n = rows.shape[1]
    if n == 0:
        return [undefined_summary(NO_REPLICATION, probabilities) for _ in rows]
    at_once = max(1, AT_ONCE // n)
    return [
        found
        for i in range(0, len(rows), at_once)
        for found in _summaries(rows[i : i + at_once], probabilities)
    ]


def _summaries(rows: FloatArray, probabilities: Sequence[float]) -> Iterator[Summary]:
    n = rows.shape[1]
    with np.errstate(over="ignore", invalid="ignore"):
        means = rows.mean(axis=1)
        sds = rows.std(axis=1, ddof=1) if n > 1 else np.zeros(len(rows))
    ordered = np.sort(rows, axis=1) if probabilities else rows
    for mean, sd, values in zip(means, sds, ordered, strict=True):
        yield _summary(float(mean), float(sd), values, probabilities)


def _summary(
    mean: float, sd: float, ordered: FloatArray, probabilities: Sequence[float]
) -> Summary:
    reason = undefined_reason(ordered)
    if reason is not None:
        return undefined_summary(reason, probabilities)
    centre = t_interval(mean, sd, ordered.size)
    result: Summary = {
        "mean": centre.value,
        "ci95": centre.ends,
        "sd": sd if ordered.size > 1 and np.isfinite(sd) else None,
    }
    if probabilities:
        result["quantiles"] = quantiles(ordered, probabilities)
    if centre.reason is not None:
        result["reason"] = centre.reason
    elif result["sd"] is None:
        result["reason"] = TOO_LARGE
    return result


def quantiles(ordered: FloatArray, probabilities: Sequence[float]) -> dict[str, Summary]:
    """Quantiles of finite observations in ascending order, as {name: {value, ci95}}."""
    result: dict[str, Summary] = {}
    ranks, entries = _ranks(ordered.size, tuple(probabilities))
    found = ordered[ranks].tolist()
    for (name, reason), (value, lo, hi) in zip(entries, found, strict=True):
        result[name] = {"value": value, "ci95": [lo, hi] if reason is None else None}
        if reason is not None:
            result[name]["reason"] = reason
    return result


@lru_cache(maxsize=1024)
def _ranks(
    n: int, probabilities: tuple[float, ...]
) -> tuple[NDArray[np.int64], tuple[tuple[str, str | None], ...]]:
    """Where each quantile of `n` observations and its two ends are found.

    Returns
    -------
    ranks
        Positions in ascending order, from 0, shape (quantiles, 3): value, lower, upper end. Where
        there is no interval the ends are those of the value.
    entries
        Name of each quantile, and why it has no interval.
    """
    rows, entries = [], []
    for name, q in zip(quantile_names(probabilities), probabilities, strict=True):
        rank, ends = quantile_rank(n, q), order_ranks(n, q)
        rows.append((rank, *(ends or (rank, rank))))
        reason = None if ends else ONE_REPLICATION if n == 1 else too_few(q)
        entries.append((name, reason))
    return np.array(rows, dtype=np.int64).reshape(-1, 3) - 1, tuple(entries)


def undefined_summary(reason: str, probabilities: Sequence[float] = PROBABILITIES) -> Summary:
    """The summary of a figure of which nothing can be said, with the `reason`."""
    result: Summary = {"mean": None, "ci95": None, "sd": None}
    if probabilities:
        result["quantiles"] = undefined_quantiles(reason, probabilities)
    return result | {"reason": reason}


def undefined_quantiles(reason: str, probabilities: Sequence[float]) -> dict[str, Summary]:
    """Quantiles of which nothing can be said, with the `reason` beside each."""
    return {
        name: {"value": None, "ci95": None, "reason": reason}
        for name in quantile_names(probabilities)
    }


@dataclass(frozen=True, slots=True)
class FanBands:
    """Pointwise quantiles of a series.

    Attributes
    ----------
    probabilities
        One per band, ascending.
    values
        Quantiles, shape (bands, periods), in the unit of the series.
    ends
        Per band the interval (lo, hi) of each quantile, shape (2, periods), or ``None`` where
        the replications are too few.
    caption
        What a reader of the chart must be told.
    """

    probabilities: tuple[float, ...]
    values: FloatArray
    ends: tuple[FloatArray | None, ...]
    caption: str = POINTWISE


def fan_bands(
    series: ArrayLike,
    probabilities: Sequence[float] = PROBABILITIES,
    *,
    cumulative: bool = False,
    level: float = 0.95,
) -> FanBands:
    """Bands of a series over its periods, each period by itself.

    Parameters
    ----------
    series
        Finite figures, shape (replications, periods).
    probabilities
        The quantiles to draw.
    cumulative
        Whether to add up the periods of each replication first. (The quantile of a sum is not
        the sum of quantiles.)
    level
        Confidence level of the intervals.

    Raises
    ------
    ValueError
        If `series` is not a finite table with at least one replication.
    """
    table = _table(series)
    if table.shape[0] == 0 or not np.isfinite(table).all():
        raise ValueError("fan bands need at least one replication and finite figures")
    ordered = np.sort(np.cumsum(table, axis=1) if cumulative else table, axis=0)
    n = ordered.shape[0]
    chosen = tuple(sorted(probabilities))
    ranks = [order_ranks(n, q, level) for q in chosen]
    return FanBands(
        probabilities=chosen,
        values=ordered[[quantile_rank(n, q) - 1 for q in chosen]],
        ends=tuple(None if pair is None else ordered[np.array(pair) - 1] for pair in ranks),
    )


def _table(x: ArrayLike) -> FloatArray:
    table = np.asarray(x, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"a table of replications by figures expected, found {table.shape}")
    return table
