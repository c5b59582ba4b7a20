"""What it is worth to know more, and to keep the biggest deal."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.drivers.result import MORE_DEALS, Drivers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.studies.parts import EACH, ends, forest, role_of, triple, whisker, why
from funnelsim.reports.drivers_text import Report
from funnelsim.reports.pictures import Bars


def knowing(made: Drivers, report: Report) -> Iterator[Card]:
    """What it is worth to know a number before choosing a policy."""
    if not made.knowing:
        return
    yield Card(
        id="drivers-knowing",
        section="levers",
        title="What knowing is worth",
        finding=" ".join(report.worth_knowing()),
        caption=(
            "At most so much profit is gained on average by knowing a number before choosing among "
            f"the scenario as it is and {', '.join(made.policies)}. {EACH}"
        ),
        picture=forest(
            {"label": "profit gained at most", "unit": "money"},
            [whisker(name, found.value, "ignorance") for name, found in made.knowing.items()],
        ),
        grid=grid(
            [("number", "text"), *triple("worth at most", "money"), ("changes in", "chance"),
             ("no interval because", "text")],
            [[name, *ends(found.value), found.changes, why(found.value)]
             for name, found in made.knowing.items()],
        ),
        notes=list({f"Take care: {one.warning}.": None
                    for one in made.knowing.values() if one.warning}),
    )  # fmt: skip


def deals(made: Drivers, report: Report) -> Iterator[Card]:
    """How far more decided deals would narrow a rate, and with it the plan."""
    if not made.known:
        return
    picture: Bars = {
        "kind": "bars",
        "categories": [known.path for known in made.known],
        "value": {"label": "uncertainty of the rate (standard deviation)", "unit": "share"},
        "series": [
            {"name": "now", "role": "muted", "values": [k.narrowing.sd_now for k in made.known]},
            {"name": f"after {MORE_DEALS} more", "role": "ignorance",
             "values": [k.narrowing.sd_then for k in made.known]},
        ],
        "stacked": False,
        "lying": True,
        "marks": [],
    }  # fmt: skip
    yield Card(
        id="drivers-deals",
        section="levers",
        title=f"What {MORE_DEALS} more decided deals would tell",
        finding=" ".join(report.deals()),
        caption=(
            "How far a rate known only as so many of so many may be off, now and after more deals "
            "are decided at the same rate."
        ),
        picture=picture,
        grid=grid(
            [("rate", "text"), ("won", "count"), ("of", "count"), ("uncertainty now", "share"),
             (f"after {MORE_DEALS} more", "share"), ("narrows the plan by", "share")],
            [[k.path, k.won, k.of, k.narrowing.sd_now, k.narrowing.sd_then, k.narrowing.narrowing]
             for k in made.known],
        ),
    )  # fmt: skip


def lost(made: Drivers, report: Report) -> Iterator[Card]:
    """What it takes away to lose the biggest open deal."""
    gone = made.lost
    if gone is None:
        return
    chance: list[Cell] = ends(gone.chance) if gone.chance else [None] * 3
    yield Card(
        id="drivers-lost",
        section="levers",
        title="If the biggest open deal is lost",
        finding=" ".join(report.loses()),
        caption=f"Change of mean revenue of the period, on the same futures. {EACH}",
        picture=forest(
            {"label": "change of mean revenue", "unit": "money"},
            [whisker(gone.row, gone.revenue, role_of(gone.revenue))],
        ),
        grid=grid(
            [("deal", "text"), ("value", "money"), *triple("change of revenue", "money"),
             *triple("change of the chance of the first target", "share")],
            [[gone.row, gone.value, *ends(gone.revenue), *chance]],
        ),
    )  # fmt: skip
