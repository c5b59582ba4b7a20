"""Channels, segments, regions and origins: what produces and what does not."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.sources import (
    SHARED,
    SOURCES,
    Audience,
    Source,
    audiences,
    sources,
)
from funnelsim.experiments.summaries import Summary
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.forecast.answer import upper
from funnelsim.reports.cards.forecast.parts import ends_heads, mean_and_ends, possible
from funnelsim.reports.findings import barren_sources
from funnelsim.reports.pictures import Bars, Column, Points, Role

SECTION = "sources"
MOST_BARS = 12
COUNTED = ("leads", "mql", "sql", "customers")
ROLES: dict[str, Role] = {"leads": "muted", "customers": "main", "revenue": "other"}
PLURALS = {"channel": "channels", "segment": "segments", "region": "regions", "origin": "origins"}
APART, TIMES = 0.02, 1.5
"""Shares that differ by less, in points or as a ratio, are not told apart in a sentence."""


def cards(forecast: Forecast) -> Iterator[Card]:
    """One card for each dimension that has parts, then the audiences of channels."""
    for dimension in SOURCES:
        found = [source for source in sources(forecast, dimension) if not source.idle]
        if len(found) > 1:
            yield _card(forecast, dimension, found)
    yield from _audiences(forecast)


def _card(forecast: Forecast, dimension: str, found: list[Source]) -> Card:
    words = forecast.bundle.scenario.words
    ordered = sorted(found, key=lambda source: -(source.figures["revenue"]["mean"] or 0.0))
    many = PLURALS[dimension]
    rest = len(ordered) - MOST_BARS
    return Card(
        id=f"by-{dimension}",
        section=SECTION,
        title=f"What the {many} bring",
        finding=_finding(forecast, dimension, ordered),
        caption=(
            f"Bars: the share of the {dimension} in all new leads, in all customers and in the "
            "revenue of the period. Where the bar of the leads is much longer than that of the "
            "customers, the work on these leads does not pay."
            + (f" The {MOST_BARS} with the most revenue; {rest} more are in the table."
               if rest > 0 else "")
        ),
        picture=_bars(forecast, ordered[:MOST_BARS]),
        grid=grid(
            [(dimension, "text"),
             *((numbers.label(name, words), "count") for name in COUNTED),
             (numbers.label("revenue", words), "money"), ("cost", "money"),
             ("share of leads", "share"), ("share of customers", "share"),
             ("share of revenue", "share"), ("leads to customers", "share"),
             *ends_heads("share")],
            [_row(source, words) for source in ordered],
        ),
        notes=list(barren_sources(forecast, dimension)),
    )  # fmt: skip


def _row(source: Source, words: dict[str, str]) -> list[Cell]:
    figures = source.figures
    return [
        source.name,
        *(figures[name]["mean"] for name in (*COUNTED, "revenue", "cost")),
        *(source.shares[name]["mean"] for name in SHARED),
        figures["lead_to_customer"]["mean"],
        *possible(figures["lead_to_customer"]["ci95"], 1.0),
    ]


def _bars(forecast: Forecast, shown: list[Source]) -> Bars:
    words = forecast.bundle.scenario.words
    known = [name for name in SHARED
             if any(source.shares[name]["mean"] is not None for source in shown)]  # fmt: skip
    series: list[Column] = [
        {"name": numbers.label(name, words), "role": ROLES[name],
         "values": [source.shares[name]["mean"] for source in shown]}
        for name in known
    ]  # fmt: skip
    return {
        "kind": "bars",
        "categories": [source.name for source in shown],
        "value": {"label": "share of all", "unit": "share"},
        "series": series,
        "stacked": False,
        "lying": True,
        "marks": [],
    }


def _finding(forecast: Forecast, dimension: str, ordered: list[Source]) -> str:
    """What wins the most customers, and what brings the most leads for the fewest of them."""
    words = forecast.bundle.scenario.words

    def share(source: Source, name: str) -> float:
        return float(source.shares[name]["mean"] or 0.0)

    leads, won = (numbers.label(name, words) for name in ("leads", "customers"))
    if not any(share(source, "customers") for source in ordered):
        top = max(ordered, key=lambda source: share(source, "leads"))
        none = "any" if forecast.n > 1 else "the one"
        return (
            f"No {won} in {none} simulated future; {top.name} brings "
            f"{numbers.share(share(top, 'leads'))} of the {leads}."
        )
    top = max(ordered, key=lambda source: share(source, "customers"))
    clauses = [f"{dimension.capitalize()} {top.name} wins {_of(top, won, leads)}"]
    apart = {source.name: share(source, "customers") - share(source, "leads") for source in ordered}
    strong, weak = (pick(ordered, key=lambda source: apart[source.name]) for pick in (max, min))
    if strong is not top and _stands_out(strong, "customers", "leads"):
        clauses.append(f"{strong.name} does most with few, {_of(strong, won, leads)}")
    if forecast.n > 1 and weak is not top and _stands_out(weak, "leads", "customers"):
        clauses.append(f"{weak.name} wins only {_of(weak, won, leads)}")
    return "; ".join(clauses) + "."


def _stands_out(source: Source, more: str, less: str) -> bool:
    """Whether one of its shares is much larger than the other; open deals are no new leads."""
    much, little = (source.shares[name]["mean"] or 0.0 for name in (more, less))
    if not source.shares["leads"]["mean"]:
        return False
    return bool(much - little > APART and much > TIMES * little)


def _of(source: Source, won: str, leads: str) -> str:
    """``13 % of the customers with 3 % of the leads``."""
    shares = {name: numbers.share(source.shares[name]["mean"]) for name in SHARED}
    if not source.shares["leads"]["mean"]:
        return f"{shares['customers']} of the {won} without new {leads}"
    return f"{shares['customers']} of the {won} with {shares['leads']} of the {leads}"


def _audiences(forecast: Forecast) -> Iterator[Card]:
    """Opt-in against conversion, where two channels or more tell both."""
    found, usual = audiences(forecast)
    known = [one for one in found if _told(one)]
    if len(known) < 2:
        return
    words = forecast.bundle.scenario.words
    yield Card(
        id="audiences",
        section=SECTION,
        title="Do the right people opt in?",
        finding=_verdict(known, usual),
        caption=(
            "Each dot is a channel: to the right many visitors become leads, at the top many leads "
            "become customers in the end. High opt-in with low conversion (bottom right) means the "
            "wrong audience: the offer attracts people who are no customers."
        ),
        picture=_points(known, usual, words),
        grid=grid(
            [("channel", "text"), ("opt-in", "share"), *ends_heads("share"),
             ("leads to customers", "share"), *ends_heads("share"),
             ("diagnosis", "text")],
            [[one.channel, *mean_and_ends(one.opt_in, 1.0),
              *mean_and_ends(one.converts, 1.0),
              _diagnosis(one, usual)] for one in known],
        ),
        notes=["Channels whose leads are given, not drawn from counted visitors, have no opt-in."],
    )  # fmt: skip


def _told(one: Audience) -> bool:
    return one.opt_in["mean"] is not None and one.converts["mean"] is not None


def _points(known: list[Audience], usual: Audience, words: dict[str, str]) -> Points:
    return {
        "kind": "points",
        "x": {"label": "opt-in: visitors who become leads", "unit": "share"},
        "y": {"label": "leads who become customers", "unit": "share"},
        "points": [
            {"label": one.channel, "x": one.opt_in["mean"],
             "y": one.converts["mean"], "role": "bad" if one.wrong(usual) else "main"}
            for one in known
        ],
        "frontier": [],
    }  # fmt: skip


def _diagnosis(one: Audience, usual: Audience) -> str:
    """Against all these channels together; what chance may have moved is as usual."""
    if one.wrong(usual):
        return "wrong audience"
    told = [
        f"{many} {what}"
        for what, mine, theirs in (("opt in", one.opt_in, usual.opt_in),
                                   ("buy", one.converts, usual.converts))
        if (many := _side(mine, theirs["mean"]))
    ]  # fmt: skip
    return ", ".join(told) or "as usual"


def _side(mine: Summary, usual: float) -> str:
    low, high = mine["ci95"] or (usual, usual)
    return "many" if low > usual else "few" if high < usual else ""


def _verdict(known: list[Audience], usual: Audience) -> str:
    wrong = [one for one in known if one.wrong(usual)]
    if not wrong:
        best = max(known, key=lambda one: one.converts["mean"])
        return (
            "No channel has a high opt-in with a low conversion; the leads of "
            f"{best.channel} convert best, "
            f"{numbers.share(best.converts['mean'])} of them."
        )
    worst = max(wrong, key=lambda one: one.opt_in["mean"])
    return (
        f"{upper(worst.channel)} attracts the wrong audience: "
        f"{numbers.share(worst.opt_in['mean'])} of its visitors opt in "
        f"({numbers.share(usual.opt_in['mean'])} over these channels) and "
        f"{numbers.share(worst.converts['mean'])} of these leads become customers "
        f"({numbers.share(usual.converts['mean'])})."
    )
