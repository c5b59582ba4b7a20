"""What the spread comes from: luck, numbers that are not known, assumptions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.levers.assumption import assumed
from funnelsim.experiments.luck import enough_worlds, luck, uncertain
from funnelsim.experiments.sensitivity.split import Split
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.forecast.answer import SECTION
from funnelsim.reports.pictures import Whisker
from funnelsim.reports.sentences import between, rests_on, window

MOST_PARTS = 10

MORE = "“funnelsim drivers” tells which number moves the outcome most, assumed ones included."


def cards(forecast: Forecast) -> Iterator[Card]:
    """One card; none for a single future."""
    if forecast.n < 2:
        return
    name, values = _outcome(forecast)
    found = luck(forecast, values)
    known = found is not None and found.luck.value is not None
    yield Card(
        id="luck",
        section=SECTION,
        title="Luck, and what is not known",
        finding=_finding(forecast, name, values, found),
        caption=_CAPTION if known else "",
        picture={
            "kind": "forest",
            "x": {"label": f"share of the variance of {name}", "unit": "share"},
            "zero": 0.0,
            "rows": _rows(found),
        }
        if found is not None and known
        else None,
        grid=grid(
            [("where it comes from", "text"), ("share of the variance", "share"),
             ("95 % sure from", "share"), ("to", "share")],
            [[row["label"], row["value"], *(row["ends"] or (None, None))] for row in _rows(found)],
        )
        if found is not None and known
        else None,
        notes=[_assumption(forecast), MORE],
    )  # fmt: skip


_CAPTION = (
    "Dot: the share of the variance between the futures; whisker: 95 % interval. Luck would stay "
    "even if every uncertain number were known exactly; the rest is not knowing them. The parts "
    "add up to it, and one that does nothing lies around 0."
)


def _outcome(forecast: Forecast) -> tuple[str, FloatArray]:
    """The first target's figure, or revenue."""
    words = forecast.bundle.scenario.words
    for aim in forecast.aims[:1]:
        if np.isfinite(aim.values).all():
            name = numbers.label(aim.target.metric, words)
            return f"{name} {window(forecast, aim)}", aim.values
    return numbers.label("revenue", words), forecast.column("revenue")


def _finding(forecast: Forecast, name: str, values: FloatArray, found: Split | None) -> str:
    if np.ptp(values) == 0:
        return f"All {forecast.n:,} simulated futures have the same {name}: nothing spreads."
    count = uncertain(forecast)
    if not count:
        return (
            f"All of the spread of {name} is luck: the scenario states every number as if it were "
            "known exactly. Write “~ 20%..30%” or “10 of 40” for what is not."
        )
    many = f"{count} uncertain number{'' if count == 1 else 's'}"
    if found is None and forecast.n < enough_worlds(forecast):
        return (
            f"The spread of {name} holds luck and {many}; {forecast.n:,} futures cannot tell them "
            f"apart, {enough_worlds(forecast):,} can."
        )
    if found is None:
        return f"All of the spread of {name} is luck: {many} had the same value in every future."
    narrower = 1.0 - (found.luck.value or 0.0) ** 0.5
    them = "it" if count == 1 else "them"
    return (
        f"{_percent(found.luck.value)} of the variance of {name} is luck, "
        f"{_percent(found.ignorance.value)} comes from {many} (95 % sure: "
        f"{between(found.ignorance, _percent)}). Knowing {them} exactly would make the spread "
        f"{numbers.share(narrower)} narrower."
    )


def _percent(value: float | None) -> str:
    return numbers.share(value, 0)


def _rows(found: Split | None) -> list[Whisker]:
    if found is None:
        return []
    rows: list[Whisker] = [
        {"label": "luck", "value": found.luck.value, "ends": found.luck.ends, "role": "luck"}
    ]
    if len(found.parts) > 1:
        total = found.ignorance
        rows.append({"label": "all uncertain numbers", "value": total.value, "ends": total.ends,
                     "role": "ignorance"})  # fmt: skip
    ordered = sorted(found.parts.items(), key=lambda part: -(part[1].value or 0.0))
    for name, part in ordered[:MOST_PARTS]:
        rows.append({"label": name, "value": part.value, "ends": part.ends, "role": "ignorance"})
    return rows


def _assumption(forecast: Forecast) -> str:
    """The assumed number on which most usually hangs."""
    found = assumed(forecast.bundle)
    if found is None:
        return "The planner has stated all numbers on which much usually hangs."
    return f"Biggest assumption, by what usually hangs on it: {rests_on(found)}."
