"""How much cold leads cost, and which mechanism bears how much of it."""

from __future__ import annotations

from funnelsim.experiments.cold.parts import Player
from funnelsim.experiments.cold.price import Cold
from funnelsim.experiments.intervals import Interval, turned
from funnelsim.experiments.ratios import ZERO_DENOMINATOR
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, Grid, grid
from funnelsim.reports.cards.studies.parts import EACH, ends, forest, interval_grid, triple, whisker
from funnelsim.reports.cold_tables import MECHANISMS, Tables
from funnelsim.reports.cold_text import headline, reservations, saturated
from funnelsim.reports.pictures import Bars, Role, Step, Waterfall
from funnelsim.reports.sentences import between, may_be_zero
from funnelsim.reports.tried import SURE, upper

_READINGS: tuple[tuple[str, Role], ...] = (
    ("fair part", "cold"), ("alone", "muted"), ("cured alone", "good")
)  # fmt: skip

CURED = {
    "reach": "calling in time",
    "intent": "talking in time",
    "shelf_before_contact": "keeping MQL and SQL warm until somebody speaks to them",
    "shelf_in_pipeline": "keeping SQL and deals warm while they wait for us",
    "nurture": "keeping up the interest of those that marketing has",
    "competitor": "being quicker than competitors",
    "contact_left": "keeping in touch when a contact leaves",
}
"""What it is to cure each mechanism, and nothing else."""

FULL, ACTUAL = "if no lead went cold", "as it is"


def steps(cold: Cold) -> Card:
    """From the revenue without cold leads, mechanism by mechanism, to the revenue as it is."""
    players = cold.attribution()
    actual, twin = (float(found.mean()) for found in cold.money())
    picture: Waterfall = {
        "kind": "waterfall",
        "y": {"label": "revenue of the period", "unit": "money"},
        "steps": [
            _total(FULL, twin),
            *(_part(player) for player in players),
            _total(ACTUAL, actual),
        ],
    }
    return Card(
        id="cold-loss",
        section="cold",
        title="What cold leads cost",
        finding=" ".join(headline(cold)),
        caption=(
            "From the top down: revenue of the period if no lead went cold, less the fair part of "
            "each mechanism, makes revenue as it is. Same leads, same reps in both. The table has "
            "95 % intervals; those of the parts hold each by itself."
        ),
        picture=picture,
        grid=_steps_grid(cold, players, twin, actual),
        notes=[
            *saturated(cold), *reservations(cold)
        ],
    )  # fmt: skip


def _total(label: str, value: float) -> Step:
    return {"label": upper(label), "value": value, "total": True, "ends": None,
            "role": "other" if label == FULL else "main"}  # fmt: skip


def _part(player: Player) -> Step:
    lost = turned(player.fair)
    return {
        "label": upper(MECHANISMS[player.mechanism]),
        "value": lost.value or 0.0,
        "total": False,
        "role": "cold" if (player.fair.value or 0.0) >= 0 else "good",
        "ends": lost.ends,
    }


def _steps_grid(cold: Cold, players: tuple[Player, ...], twin: float, actual: float) -> Grid:
    profit = {player.mechanism: player.fair for player in cold.attribution("gross_profit")}
    profits = [float(found.mean()) for found in cold.money("gross_profit")]
    rows: list[list[Cell]] = [[upper(FULL), twin, None, None, None, profits[1], None, None]]
    rows += [
        [upper(MECHANISMS[one.mechanism]), *ends(one.fair), one.share, *ends(profit[one.mechanism])]
        for one in players
    ]
    rows.append([
        "Real loss", *ends(cold.real_loss()), None, *ends(cold.real_loss("gross_profit"))
    ])  # fmt: skip
    rows.append([upper(ACTUAL), actual, None, None, None, profits[0], None, None])
    return grid(
        [("", "text"), *triple("revenue", "money"), ("share of the loss", "share"),
         *triple("gross profit", "money")],
        rows,
    )  # fmt: skip


def mechanisms(cold: Cold) -> Card:
    """Each mechanism in its three readings."""
    players = cold.attribution()
    readings = {
        "fair part": [player.fair for player in players],
        "alone": [player.alone for player in players],
        "cured alone": [player.recoverable for player in players],
    }
    names = [upper(MECHANISMS[player.mechanism]) for player in players]
    picture: Bars = {
        "kind": "bars",
        "categories": names,
        "value": {"label": "revenue of the period", "unit": "money"},
        "series": [
            {"name": name, "role": role, "values": [one.value for one in readings[name]]}
            for name, role in _READINGS
        ],
        "stacked": False,
        "lying": True,
        "marks": [],
    }
    rows = [(name, [found[i] for found in readings.values()]) for i, name in enumerate(names)]
    return Card(
        id="cold-mechanisms",
        section="cold",
        title="What curing one thing would bring",
        finding=_cure(cold, players),
        caption=(
            "Fair part: its part of the real loss; these add up to it. Alone: what it costs when "
            "all others are cured. Cured alone: what curing nothing but this would bring."
        ),
        picture=picture,
        grid=interval_grid("mechanism", [(name, "money") for name in readings], rows),
    )


def _cure(cold: Cold, players: tuple[Player, ...]) -> str:
    """What curing the most rewarding mechanism would bring."""
    show = Tables(cold).money
    best = max(players, key=lambda player: player.recoverable.value or 0.0)
    found = best.recoverable
    if may_be_zero(found):
        most = (
            f" {upper(CURED[best.mechanism])} may bring most, {show(found.value)}."
            if (found.value or 0.0) > 0 else ""
        )  # fmt: skip
        return f"No single cure surely brings revenue.{most}"
    return (
        f"{upper(CURED[best.mechanism])} alone would bring {show(found.value)} of revenue "
        f"({SURE}: {between(found, show)})."
    )


def readings(cold: Cold) -> Card:
    """The loss of the period beside that of the new leads and of the open deals."""
    period = [cold.real_loss(money) for money in ("revenue", "gross_profit")]
    cohort = [cold.cohort_loss(money) for money in ("revenue", "gross_profit")]
    rows = [
        ("of the period", period),
        ("of new leads", [new for new, _ in cohort]),
        ("of open deals", [old for _, old in cohort]),
    ]
    if not any(old.value for _, old in cohort):
        rows.pop()
    show = Tables(cold).money
    new = cohort[0][0]
    sure = f" ({SURE}: {between(new, show)})" if new.ends else ""
    return Card(
        id="cold-readings",
        section="cold",
        title="The loss of the period and of its leads",
        finding=(
            f"Real loss of the period: {show(period[0].value)} of revenue; of its new leads, "
            f"followed to the end of the run-off: {show(new.value)}{sure}."
        ),
        caption=(
            "Of the period: money that comes in it, whenever the lead came. Of new leads: money of "
            f"leads that come in it, to the end of the run-off. {EACH}"
        ),
        picture=forest(
            {"label": "revenue lost", "unit": "money"},
            [whisker(upper(name), found[0], "cold") for name, found in rows],
        ),
        grid=interval_grid(
            "real loss", [("revenue", "money"), ("gross profit", "money")],
            [(upper(name), found) for name, found in rows],
        ),
        notes=[Tables(cold).paper()],
    )  # fmt: skip


def roi(cold: Cold) -> Card:
    """Return on all costs in both years, which no amount of money is to be mixed up with."""
    now, full = cold.roi("actual"), cold.roi("twin")
    known = now.value is not None or full.value is not None
    rows = [whisker(upper(ACTUAL), now, "main"), whisker(upper(FULL), full, "other")]
    return Card(
        id="cold-roi",
        section="cold",
        title="ROI with and without cold leads",
        finding=_returns(now, full),
        caption=f"Profit over all costs of the period. {EACH}",
        picture=forest({"label": "ROI, all costs", "unit": "ratio"}, rows) if known else None,
        grid=interval_grid(
            "", [("ROI", "ratio")], [(upper(ACTUAL), [now]), (upper(FULL), [full])]
        ),
    )  # fmt: skip


def _returns(now: Interval, full: Interval) -> str:
    if ZERO_DENOMINATOR in (now.reason, full.reason):
        return "No costs are stated, so there is no ROI."
    if now.value is None or full.value is None:
        return f"ROI is undefined: {now.reason or full.reason}."
    return (
        f"ROI over all costs is {numbers.ratio(now.value)} as it is and "
        f"{numbers.ratio(full.value)} in the period in which no lead goes cold."
    )
