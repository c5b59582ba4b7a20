"""The desks: how busy and prompt the teams are, when work waits, what each rep has open."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.desks import desks
from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.run_data import teams
from funnelsim.experiments.summaries import Summary
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.forecast import response, week, workdays
from funnelsim.reports.cards.forecast.parts import ends_heads, mean_and_ends
from funnelsim.reports.findings import ANSWERABLE, OVERLOADED, of_teams
from funnelsim.reports.pictures import Bars, Column

SECTION = "teams"
MOST_SAID = 3
USUAL_LOAD = "Published compilations report 15 to 20 open opportunities per rep (grade C)."


def cards(forecast: Forecast) -> Iterator[Card]:
    """Teams, their weeks, their answers, open opportunities, leads per business day."""
    if forecast.model.names.teams:
        yield _teams(forecast)
    yield from week.cards(forecast)
    yield from response.cards(forecast)
    yield from _desks(forecast)
    yield from workdays.cards(forecast)


def _teams(forecast: Forecast) -> Card:
    words, found = forecast.bundle.scenario.words, teams(forecast)
    names = [numbers.label(name, words) for name in found]
    shares = {key: [team[key]["mean"] for team in found.values()]
              for key in ("utilisation", "sla_met")}  # fmt: skip
    shown = any(share is not None for column in shares.values() for share in column)
    agreed = any(share is not None for share in shares["sla_met"])
    return Card(
        id="team-load",
        section=SECTION,
        title="How busy and how prompt the teams are",
        finding=" ".join(_said(names, list(found.values()))),
        caption=(
            "Busy: share of the working time of the reps, from the start of a piece of work until "
            f"they are free again. Beyond {numbers.share(OVERLOADED)} waits grow fast."
            + (f" In time: first calls within the agreed time, as a share {ANSWERABLE}."
               if agreed else "")
            + " A team without a limit of reps has no bar."
        ),
        picture=_bars(names, shares) if shown else None,
        grid=grid(
            [("team", "text"), ("busy", "share"), *ends_heads("share"),
             ("in time", "share"), *ends_heads("share"),
             ("waiting on average", "count")],
            [
                [name, *mean_and_ends(team["utilisation"]), *mean_and_ends(team["sla_met"], 1.0),
                 sum(item["mean_queue"]["mean"] for item in team["classes"].values())]
                for name, team in zip(names, found.values(), strict=True)
            ],
        ),
        notes=[finding.sentence for finding in of_teams(forecast)],
    )  # fmt: skip


def _bars(names: list[str], shares: dict[str, list[float | None]]) -> Bars:
    series: list[Column] = [{"name": "busy", "role": "main", "values": shares["utilisation"]}]
    if any(share is not None for share in shares["sla_met"]):
        series.append({"name": "in time", "role": "other", "values": shares["sla_met"]})
    return {
        "kind": "bars",
        "categories": names,
        "value": {"label": "share", "unit": "share"},
        "series": series,
        "stacked": False,
        "lying": True,
        "marks": [{"axis": "x", "at": OVERLOADED, "role": "bad",
                   "label": f"{numbers.share(OVERLOADED)} busy"}],
    }  # fmt: skip


def _said(names: list[str], found: list[dict[str, Summary]]) -> Iterator[str]:
    """One sentence for each of the busiest teams."""
    told = sorted(zip(names, found, strict=True), key=lambda each: -_busy(each[1]))
    for name, team in told[:MOST_SAID]:
        prompt = team["sla_met"]["mean"]
        busy = team["utilisation"]["mean"]
        text = (
            f"Team {name} has no work"
            if busy == 0
            else f"Team {name} is busy {numbers.share(busy)} of its time"
            if busy is not None
            else f"Team {name} has no limit of reps"
        )
        late = f" and calls {numbers.share(prompt)} of those called or overdue in time"
        yield f"{text}{late if prompt is not None else ''}."
    if len(told) > MOST_SAID:
        yield f"These are the busiest of {len(told)} teams."


def _busy(team: dict[str, Summary]) -> float:
    busy = team["utilisation"]["mean"]
    return -1.0 if busy is None else float(busy)


def _desks(forecast: Forecast) -> Iterator[Card]:
    """Open opportunities of the rep groups that have any."""
    words = forecast.bundle.scenario.words
    found = [(name, each) for name, each in desks(forecast).items()
             if each["open_opportunities"]["mean"]]  # fmt: skip
    limited = [(name, each) for name, each in found if each["open_per_rep"]["mean"] is not None]
    if not found:
        return
    opportunities = numbers.label("opportunities", words)
    yield Card(
        id="open-opportunities",
        section=SECTION,
        title=f"Open {opportunities} per rep",
        finding=_open_said(limited, opportunities)
        or f"No limit of reps is stated for those who have {opportunities}.",
        caption=(
            f"How many {opportunities} a rep has open on average over the period: from the first "
            "meeting until they are won, lost or cold."
        ),
        picture={
            "kind": "bars",
            "categories": [name for name, _ in limited],
            "value": {"label": f"open {opportunities} per rep", "unit": "count"},
            "series": [{"name": f"open {opportunities} per rep", "role": "main",
                        "values": [each["open_per_rep"]["mean"] for _, each in limited]}],
            "stacked": False,
            "lying": True,
            "marks": [],
        }
        if limited
        else None,
        grid=grid(
            [("rep group", "text"), ("reps", "number"), (f"open {opportunities}", "count"),
             ("per rep", "count"), *ends_heads("count")],
            [
                [name, each["reps"]["mean"] or None, each["open_opportunities"]["mean"],
                 *mean_and_ends(each["open_per_rep"])]
                for name, each in found
            ],
        ),
        notes=[USUAL_LOAD],
    )  # fmt: skip


def _open_said(limited: list[tuple[str, dict[str, Summary]]], opportunities: str) -> str:
    if not limited:
        return ""
    ordered = sorted(limited, key=lambda each: -each[1]["open_per_rep"]["mean"])
    (name, most), (last, least) = ordered[0], ordered[-1]
    text = (
        f"A rep of {name} has {numbers.count(most['open_per_rep']['mean'])} {opportunities} open "
        "on average"
    )
    if len(ordered) > 1:
        text += f", one of {last} {numbers.count(least['open_per_rep']['mean'])}"
    return f"{text}."
