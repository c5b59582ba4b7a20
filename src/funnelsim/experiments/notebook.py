"""Results in a notebook: sentences, a small chart, a small table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from funnelsim.experiments.histogram import bin_edges, bin_shares
from funnelsim.experiments.intervals import FloatArray, Interval
from funnelsim.svg import Row, Step, distribution, forest, waterfall

if TYPE_CHECKING:
    from funnelsim.experiments.cold.price import Cold
    from funnelsim.experiments.compare.contest import Contest
    from funnelsim.experiments.forecast import Forecast

FIGURES = (
    "leads", "mql", "sql", "opportunities", "customers", "revenue", "cost", "profit",
)  # fmt: skip
QUANTILES = (0.1, 0.5, 0.9)

MOST = 12
"""Rows of a chart or a table; the frames have them all."""


def of_forecast(forecast: Forecast) -> str:
    """The chance, how often the futures end where, the main figures."""
    scenario = forecast.bundle.scenario
    words = scenario.words
    head = ["", "mean", *(f"{q:.0%}" for q in QUANTILES)]
    rows = []
    for name in FIGURES:
        found = forecast.figure(name, QUANTILES)
        values = [found["mean"], *(q["value"] for q in found["quantiles"].values())]
        rows.append([words.get(name, name), *(number(value) for value in values)])
    said = [f"{scenario.name}: {forecast.n:,} replications, seed {forecast.seed}"]
    return _page([*said, *(aim.odds for aim in forecast.aims)], _spread(forecast), head, rows)


def _spread(forecast: Forecast) -> str:
    """The distribution of what the first target is about, else of the customers."""
    words = forecast.bundle.scenario.words
    values, mark = forecast.column("customers"), None
    title = words.get("customers", "customers")
    if forecast.aims:
        target, values = forecast.aims[0].target, forecast.aims[0].values
        mark = float(target.value), f"target {number(target.value)}"
        title = f"{words.get(target.metric, target.metric)} {target.words}"
    known: FloatArray = values[np.isfinite(values)]
    if len(known) < 2 or np.ptp(known) == 0:
        return ""
    edges = bin_edges([known])
    return distribution(f"{title}: share of futures", edges, bin_shares(known, edges), number, mark)


def of_cold(cold: Cold) -> str:
    """The loss, from the year without decay to the year as it is, the mechanisms."""
    actual, twin = (float(world.mean()) for world in cold.money())
    players, unit = cold.attribution(), cold.model.currency
    said = [
        f"{cold.bundle.scenario.name}: leads that go cold cost {_sure(cold.real_loss(), unit)} of "
        f"revenue; {_futures(cold.n)}, seed {cold.seed}"
    ]
    steps = [Step("if no lead went cold", twin, True, number(twin))]
    for player in players:
        part = -(player.fair.value or 0.0)
        steps.append(Step(_words(player.mechanism), part, False, number(part)))
    steps.append(Step("as it is", actual, True, number(actual)))
    head = ["mechanism", "fair share", "95 % sure", "alone", "recoverable"]
    rows = [
        [one.mechanism, number(one.fair.value), _between(one.fair), number(one.alone.value),
         number(one.recoverable.value)]
        for one in players
    ]  # fmt: skip
    title = f"From revenue if no lead went cold to revenue as it is, {unit}"
    return _page(said, waterfall(title, steps), head, rows)


def of_contest(contest: Contest) -> str:
    """The best policies, and all of them against the baseline."""
    metric, names = contest.objective, contest.names
    best = [names[i] for i in contest.ranked if i in contest.best.policies]
    verdict = f"{best[0]} is best" if len(best) == 1 else f"may be best: {', '.join(best)}"
    said = [
        f"{contest.bundle.scenario.name}: by {_words(metric)}, {verdict}; "
        f"{_futures(contest.n)} on the same leads, seed {contest.seed}"
    ]
    order = [i for i in contest.ranked if i]
    found = {i: contest.difference(i, metric) for i in order}
    chart = [Row(names[i], one.value, one.ends, _sure(one)) for i, one in found.items()]
    head = ["policy", f"mean {_words(metric)}", f"more than {names[0]}", "95 % sure, all at once"]
    means = contest.table(metric).mean(axis=1).tolist()
    rows = [[names[0], number(means[0]), "", ""]]
    rows += [[names[i], number(means[i]), number(one.value), _between(one)]
             for i, one in found.items()]  # fmt: skip
    title = f"{_words(metric)} of each policy less that of {names[0]}"
    return _page(said, forest(title, chart[:MOST]), head, rows[: MOST + 1])


def _futures(n: int) -> str:
    return f"{n:,} replication{'' if n == 1 else 's'}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def number(value: float | None) -> str:
    """A figure in a table: ``1,234``, ``0.123``; empty where there is none."""
    if value is None or not np.isfinite(value):
        return ""
    value += 0.0  # no -0
    return f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.3g}"


def _between(found: Interval) -> str:
    """The two ends of an interval, or why there is none."""
    if found.lo is None or found.hi is None:
        return found.reason or ""
    return f"{number(found.lo)} to {number(found.hi)}"


def _sure(found: Interval, unit: str = "") -> str:
    value, between = f"{number(found.value)} {unit}".strip(), _between(found)
    return f"{value} ({between})" if between else value


def _page(
    said: Sequence[str], chart: str, head: Sequence[str], rows: Iterable[Sequence[str]]
) -> str:
    """Sentences, the first one bold, a chart and a table without style sheets or scripts."""
    first, *rest = (escape(sentence) for sentence in said)
    texts = f"<p><b>{first}</b></p>" + "".join(f"<p>{text}</p>" for text in rest)
    return f"<div>{texts}{chart}{''.join(_table(head, rows))}</div>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    titles = "".join(f"<th>{escape(name)}</th>" for name in head)
    yield f"<table><thead><tr>{titles}</tr></thead><tbody>"
    for name, *cells in rows:
        values = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        yield f"<tr><th>{escape(name)}</th>{values}</tr>"
    yield "</tbody></table>"
