"""What a target takes: a lever for a wanted chance, beside the chain backwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.planned import Planned
from funnelsim.experiments.reverse_plan import Link, ReversePlan
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.studies.lever_axis import axis_of, lead_times, strips
from funnelsim.reports.cards.studies.parts import EACH, ends, line, triple
from funnelsim.reports.goal_text import Report
from funnelsim.reports.pictures import Bars, Column, Curves, Mark, Points
from funnelsim.reports.plan_text import exact, many, sentence
from funnelsim.reports.tried import short, upper

Words = Mapping[str, str]

DWARFED = 20
"""A step with more than that many times the next one would make the others too small to see."""


def cards(made: Planned | ReversePlan) -> Iterator[Card]:
    """What the levers must be, if that was sought; the chain and the SQL for more certainty."""
    if isinstance(made, ReversePlan):
        yield from _chain(made, {}, [])
        return
    report = Report(made)
    yield _sought(made, report)
    today = made.sought.today
    notes = [] if today is None or today.value is None else [
        f"As it is, the simulated chance is {report.odds(today)}."
    ]  # fmt: skip
    yield from _chain(made.plan, made.bundle.scenario.words, notes)


def _sought(made: Planned, report: Report) -> Card:
    """The chance at every setting tried."""
    found, levers = made.sought, made.trials.levers
    points = sorted(found.points)
    wanted = numbers.chance(found.probability)
    return Card(
        id="plan-goal",
        section="answer",
        title=f"What it takes to {report.goal()} with {wanted}",
        finding=" ".join(report.headline()),
        caption=(
            f"The chance at every value tried, on the same leads. {EACH} The dashed line is the "
            f"wanted {wanted}; strip: values that the intervals leave possible as answers."
            if len(levers) == 1 else
            f"Every mix tried, with its chance. Green: {wanted} or more. {report.lucky()}"
        ),
        picture=_curve(made, points) if len(levers) == 1 else _mixes(made, points),
        grid=grid(
            [*((lever.name, "text") for lever in levers), *triple("chance", "chance")],
            [[*(short(lever, value) for lever, value in zip(levers, values, strict=True)),
              *ends(chance)] for values, chance in points],
        ),
        notes=[
            *(f"These numbers disagree: {text}." for text in made.plan.warnings),
            *lead_times(made),
        ],
    )  # fmt: skip


Tried = list[tuple[tuple[float, ...], Interval]]


def _curve(made: Planned, points: Tried) -> Curves:
    found, lever = made.sought, made.trials.levers[0]
    wanted: Mark = {
        "axis": "y", "at": found.probability, "role": "target",
        "label": f"wanted: {numbers.chance(found.probability)}",
    }  # fmt: skip
    marks = [wanted]
    if isinstance(found.value, float):
        low, high = found.ci95 or (found.value, found.value)
        marks += strips(lever, [(low, high)], "it takes")
    if found.until is not None:
        marks.append({"axis": "x", "at": found.until, "label": "falls again", "role": "bad"})
    return {
        "kind": "curves",
        "x": axis_of(lever),
        "at": [values[0] for values, _ in points],
        "y": {"label": "chance", "unit": "chance"},
        "lines": [line("chance", [chance for _, chance in points])],
        "marks": marks,
    }


def _mixes(made: Planned, points: Tried) -> Points:
    found = made.sought
    across, up = (axis_of(lever) for lever in made.trials.levers)
    return {
        "kind": "points",
        "x": across,
        "y": up,
        "points": [
            {
                "label": numbers.chance(chance.value), "x": values[0], "y": values[1],
                "role": "main" if list(values) == found.value
                else "good" if (chance.value or 0.0) >= found.probability else "muted",
            }
            for values, chance in points
        ],
        "frontier": [],
    }  # fmt: skip


def _chain(plan: ReversePlan, words: Words, notes: list[str]) -> Iterator[Card]:
    """The chain backwards, and the SQL that more certainty takes."""
    yield _links(plan, words, notes)
    yield _certainty(plan, words)


def _links(plan: ReversePlan, words: Words, notes: list[str]) -> Card:
    links = list(reversed(plan.links))
    shown = _comparable(links)
    picture: Bars = {
        "kind": "bars",
        "categories": [numbers.label(link.name, words) for link in shown],
        "value": {"label": "needed", "unit": "count"},
        "series": [{"name": "needed", "role": "main", "values": [link.volume for link in shown]}],
        "stacked": False,
        "lying": True,
        "marks": [],
    }
    more = [
        f"Not in the picture, for its length: {link.volume:,} {numbers.label(link.name, words)}."
        for link in links if link not in shown
    ]  # fmt: skip
    if plan.budget is not None and plan.cost_per_lead is not None:
        more.append(
            f"At {numbers.money(plan.cost_per_lead, plan.currency)} a lead these leads cost "
            f"{numbers.money(plan.budget, plan.currency)}."
        )
    return Card(
        id="plan-chain",
        section="answer",
        title="The chain backwards",
        finding=sentence(plan, words),
        caption=(
            "How many of each step the target takes at the rates of the scenario, as spreadsheets "
            "reckon: such a plan is reached about as often as missed."
        ),
        picture=picture,
        grid=grid(
            [("step", "text"), ("needed", "count"), ("go on to the next", "share"),
             ("rate from", "text")],
            [[numbers.label(link.name, words), link.volume, link.rate, link.source]
             for link in links],
        ),
        notes=[*more, *notes],
    )  # fmt: skip


def _comparable(links: list[Link]) -> list[Link]:
    """The steps that can be drawn beside each other: without a first one that dwarfs the next."""
    if len(links) > 2 and links[0].volume > DWARFED * max(1, links[1].volume):
        return links[1:]
    return links


def _certainty(plan: ReversePlan, words: Words) -> Card:
    sql, bare = numbers.label("sql", words), plan.links[1].volume
    columns: list[Column] = [
        {"name": "fixed number", "role": "main", "values": [x.batch for x in plan.certainties]},
        {"name": "as they come", "role": "other", "values": [x.flow for x in plan.certainties]},
    ]
    if plan.counts is not None:
        known = "rate known only as {} of {}".format(*plan.counts)
        columns.append({
            "name": known, "role": "ignorance", "values": [x.counted for x in plan.certainties]
        })  # fmt: skip
    names = [numbers.chance(row.chance) for row in plan.certainties]
    picture: Bars = {
        "kind": "bars",
        "categories": names,
        "value": {"label": f"{sql} needed", "unit": "count"},
        "series": columns,
        "stacked": False,
        "lying": False,
        "marks": [{
            "axis": "y", "at": bare, "role": "target",
            "label": f"at the ratio: {bare:,}, {numbers.chance(plan.at_ratio)}",
        }],
    }  # fmt: skip
    told = [
        f"{row.batch:,} for {numbers.chance(row.chance)}"
        for row in plan.certainties if row.batch is not None
    ]  # fmt: skip
    needed = f"It takes {', '.join(told)}" if told else "No number brings that much"
    return Card(
        id="plan-certainty",
        section="answer",
        title=f"{upper(sql)} for more certainty",
        finding=" ".join([
            *(exact(plan, words) if plan.sought and not plan.sought.trials else ()),
            f"{bare:,} {sql} bring {numbers.chance(plan.at_ratio)} to reach {plan.customers:,} "
            f"{many(plan.customers, words)}. {needed}.",
        ]),
        caption=(
            "Fixed number: exactly so many. As they come: so many on average. Both hold where each "
            "is won on its own and reps are no limit; a gap: out of reach."
        ),
        picture=picture,
        grid=grid(
            [("chance", "chance"), *((one["name"], "count") for one in columns)],
            [[row.chance, *(one["values"][i] for one in columns)]
             for i, row in enumerate(plan.certainties)],
        ),
    )  # fmt: skip
