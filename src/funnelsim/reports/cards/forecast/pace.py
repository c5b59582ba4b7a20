"""How the answer builds up over the horizon: fans of figures so far, chances so far."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.days import day_before
from funnelsim.experiments.forecast import Aim, Forecast
from funnelsim.experiments.pace import (
    FIGURES,
    ChanceSoFar,
    Pace,
    chance_so_far,
    in_weeks,
    joint_so_far,
    pace,
    periods,
)
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.forecast.answer import SECTION, unit_of, upper
from funnelsim.reports.pictures import Band, Curves, Line, Mark, Role
from funnelsim.reports.sentences import amount, goal, interval, seen

WITHIN = {"8 of 10 futures": 0.8, "5 of 10 futures": 0.5}
"""Bands of a fan, the widest first."""

HALF = 0.5


def cards(forecast: Forecast) -> Iterator[Card]:
    """Fans, then chances; nothing where the horizon is one period."""
    if periods(forecast).shape[1] > 1:
        for figure in FIGURES:
            found = pace(forecast, figure)
            if found.values.any():
                yield _fan(forecast, found)
    if forecast.n > 1:
        yield from _chances(forecast)


def ends_of(forecast: Forecast, ends: list[int]) -> list[str]:
    """Periods by their ends: ``Jan 2027``, or ``10 Jan 2027`` where that is not a month's."""
    names = []
    for end in ends:
        day = day_before(forecast.model.origin, end)
        whole = not in_weeks(forecast) and day_before(forecast.model.origin, end + 1).day == 1
        names.append(numbers.day(day).split(" ", 1)[1] if whole else numbers.day(day))
    return names


def _noun(forecast: Forecast) -> str:
    return "week" if in_weeks(forecast) else "month"


def _fan(forecast: Forecast, found: Pace) -> Card:
    figure, ends = found.figure, periods(forecast)[0]["end"].tolist()
    name = numbers.label(figure, forecast.bundle.scenario.words)
    noun, at, unit = _noun(forecast), ends_of(forecast, ends), unit_of(figure)
    bands = dict(_bands(found))
    middle = [one["quantiles"]["0.5"]["value"] for one in found.summaries]
    one = found.n == 1
    line: Line = {
        "name": "the one simulated future" if one else "middle future",
        "role": "main",
        "values": middle,
        "bands": list(bands.values()),
    }
    picture: Curves = {
        "kind": "curves",
        "x": {"label": "by the end of", "unit": "text"},
        "at": at,
        "y": {"label": f"{name} so far", "unit": unit},
        "lines": [line],
        "marks": [_mark(forecast, aim) for aim in _aimed(forecast, figure)],
    }
    columns = [("mean", [one["mean"] for one in found.summaries]), ("middle future", middle)]
    for label, band in bands.items():
        columns += [(f"{label}, from", band["low"]), (f"{label}, to", band["high"])]
    return Card(
        id=f"{figure}-fan",
        section=SECTION,
        title=f"{upper(name)}, {noun} by {noun}",
        finding=_fan_finding(forecast, found, at, bands),
        caption=_fan_caption(noun, bands, one, bool(picture["marks"])),
        picture=picture,
        grid=grid(
            [("by the end of", "text"), *((label, unit) for label, _ in columns)],
            [[when, *(values[i] for _, values in columns)] for i, when in enumerate(at)],
        ),
    )  # fmt: skip


def _bands(found: Pace) -> Iterator[tuple[str, Band]]:
    """What the replications are enough for; extremes of all where they are not."""
    known = {label: found.band(within) for label, within in WITHIN.items()}
    if found.n > 1 and None in known.values():
        known = {f"all {found.n} futures": found.extremes, **known}
    for label, ends in known.items():
        if ends is not None:
            yield label, {"label": label, "low": ends[0].tolist(), "high": ends[1].tolist()}


def _aimed(forecast: Forecast, figure: str) -> list[Aim]:
    return [aim for aim in forecast.aims
            if aim.target.metric == figure and aim.target.begin == 0]  # fmt: skip


def _mark(forecast: Forecast, aim: Aim) -> Mark:
    return {"axis": "y", "at": aim.target.value, "role": "target",
            "label": f"target {amount(forecast, aim.target.metric, aim.target.value)}"}  # fmt: skip


def _fan_finding(forecast: Forecast, found: Pace, at: list[str], bands: dict[str, Band]) -> str:
    """Where it is halfway and at the end, and when half of it is there."""
    name = numbers.label(found.figure, forecast.bundle.scenario.words)
    half, last = (len(at) - 1) // 2, len(at) - 1

    def there(i: int) -> str:
        if not bands:
            return amount(forecast, found.figure, float(found.values[0, i]))
        band = next(iter(bands.values()))
        low, high = (amount(forecast, found.figure, end[i]) for end in (band["low"], band["high"]))
        return low if low == high else f"{low} to {high}"

    who = next(iter(bands), "the one simulated future")
    means = [one["mean"] for one in found.summaries]
    text = f"{there(half)} {name} by the end of {at[half]}, {there(last)} by {at[last]} ({who})."
    if means[last] and means[last] > 0:
        reached = next(i for i, mean in enumerate(means) if mean >= HALF * means[last])
        text += f" Half of the average is there by the end of {at[reached]}."
    return upper(text)


def _fan_caption(noun: str, bands: dict[str, Band], one: bool, target: bool) -> str:
    dashed = " Dashed: the target." if target else ""
    if one:
        return f"What one simulated future has added up by the end of each {noun}.{dashed}"
    shades = ", ".join(f"{label} lie in the {shade} band"
                       for label, shade in zip(bands, ("light", "dark"), strict=False))  # fmt: skip
    few = "" if "8 of 10 futures" in bands else (
        " These are too few replications to say where 8 of 10 futures lie."
    )  # fmt: skip
    return (
        f"Line: half of the futures have at most so much by the end of the {noun}; {shades}. Bands "
        f"are pointwise: each holds for its {noun} alone, not for a whole path.{few}{dashed}"
    )


def _chances(forecast: Forecast) -> Iterator[Card]:
    """One card for the targets with the same window, further ones for the others."""
    groups = dict[tuple[int, ...], list[tuple[str, Aim | None, ChanceSoFar]]]()
    for aim in forecast.aims:
        found = chance_so_far(forecast, aim)
        if found is not None:
            groups.setdefault(found.ends, []).append((goal(forecast, aim), aim, found))
    for number, (ends, group) in enumerate(groups.items(), start=1):
        if len(group) > 1:
            joint = joint_so_far(found for *_, found in group)
            together = "both at once" if len(group) == 2 else f"these {len(group)} at once"
            group.append((together, None, joint))
        yield _chance_card(forecast, number, list(ends), group)


def _chance_card(
    forecast: Forecast,
    number: int,
    ends: list[int],
    group: list[tuple[str, Aim | None, ChanceSoFar]],
) -> Card:
    at, noun = ends_of(forecast, ends), _noun(forecast)
    lines = [
        _chance_line(name, "main" if aim is not None else "other", found)
        for name, aim, found in group
    ]
    wanted = sorted({aim.target.share for _, aim, _ in group if aim and aim.target.share})
    rows: list[list[Cell]] = [
        [name, when, chance.value, chance.lo, chance.hi]
        for name, _, found in group
        for when, chance in zip(at, found.chances, strict=True)
    ]
    return Card(
        id="chance-so-far" if number == 1 else f"chance-so-far-{number}",
        section=SECTION,
        title=f"Chance to be there, {noun} by {noun}",
        finding=" ".join(_chance_said(forecast, at, aim, found) for _, aim, found in group if aim),
        caption=(
            f"Line: the share of the futures that have reached the target by the end of the {noun}"
            " (of a limit: that are still within it). Band: how far the luck of the simulation may "
            f"have moved it (95 %, each {noun} by itself)."
            f"{' Dashed: the chance that is wanted.' if wanted else ''}"
        ),
        picture={
            "kind": "curves",
            "x": {"label": "by the end of", "unit": "text"},
            "at": at,
            "y": {"label": "chance", "unit": "chance"},
            "lines": lines,
            "marks": [
                {"axis": "y", "at": share, "label": f"wanted {numbers.chance(share)}",
                 "role": "target"}
                for share in wanted
            ],
        },
        grid=grid(
            [("target", "text"), ("by the end of", "text"), ("chance", "chance"),
             ("95 % sure from", "chance"), ("to", "chance")],
            rows,
        ),
    )  # fmt: skip


def _chance_line(name: str, role: Role, found: ChanceSoFar) -> Line:
    line: Line = {"name": name, "role": role, "values": [one.value for one in found.chances]}
    if all(one.ends for one in found.chances):
        line["bands"] = [{"label": "95 % sure", "low": [one.lo for one in found.chances],
                          "high": [one.hi for one in found.chances]}]  # fmt: skip
    return line


def _chance_said(forecast: Forecast, at: list[str], aim: Aim, found: ChanceSoFar) -> str:
    """``At least 10 customers: 4 % by the end of Jun 2027, 60 % by Dec 2027; past half in …``."""
    values = [one.value or 0.0 for one in found.chances]
    half, last = (len(at) - 1) // 2, found.chances[-1]
    sure = f" (95 % sure: {interval(last)})" if last.ends else ""
    so_far = seen(values[half], forecast.n)
    text = (
        f"{upper(goal(forecast, aim))}: {so_far} by the end of {at[half]}, "
        f"{seen(last.value, forecast.n)} by {at[-1]}{sure}"
    )
    if aim.target.at_least and values[-1] >= HALF > values[0]:
        past = next(i for i, value in enumerate(values) if value >= HALF)
        if past < len(at) - 1:
            text += f"; from the end of {at[past]} on it is more likely there than not"
    return f"{text}."
