"""The choice among many policies, with as few futures as it takes."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.compare.select import Chosen
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.studies.parts import unit_of
from funnelsim.reports.pictures import Bars
from funnelsim.reports.select_text import headline
from funnelsim.reports.tried import show_of


def cards(made: Chosen) -> Iterator[Card]:
    """The means, and how many futures each policy took."""
    unit, label = unit_of(made.objective), numbers.label(
        made.objective, made.bundle.scenario.words
    )  # fmt: skip
    rows = sorted(made.data["policies"], key=lambda row: row["name"] != made.selected)
    show = show_of(made.objective, made.model.currency)
    names = [row["name"] for row in rows]
    picture: Bars = {
        "kind": "bars",
        "categories": names,
        "value": {"label": f"mean {label}", "unit": unit},
        "series": [
            {"name": "chosen", "role": "good",
             "values": [row["mean"] if row["name"] == made.selected else None for row in rows]},
            {"name": "the others", "role": "muted",
             "values": [None if row["name"] == made.selected else row["mean"] for row in rows]},
        ],
        "stacked": True,
        "lying": True,
        "marks": [],
    }  # fmt: skip
    yield Card(
        id="select-policies",
        section="policies",
        title=f"Which policy to choose by {label}",
        finding=" ".join(headline(made)),
        caption=(
            "Means over as many futures as each policy took part in: those that were out early met "
            f"fewer, so their means are rougher. A difference below {show(made.zone)} was said to "
            "be too small to matter."
        ),
        picture=picture,
        grid=grid(
            [("policy", "text"), (f"mean {label}", unit), ("futures", "count"),
             ("out after", "count"), ("outdone by", "text")],
            [[row["name"], row["mean"], row["replications"], row["dropped_at"],
              row["outdone_by"]] for row in rows],
        ),
    )  # fmt: skip
    yield _work(made, names)


def _work(made: Chosen, names: list[str]) -> Card:
    """How many futures each policy took before it was decided."""
    counts = {row["name"]: row["replications"] for row in made.data["policies"]}
    picture: Bars = {
        "kind": "bars",
        "categories": names,
        "value": {"label": "futures", "unit": "count"},
        "series": [{"name": "futures", "role": "main", "values": [counts[n] for n in names]}],
        "stacked": False,
        "lying": True,
        "marks": [],
    }
    return Card(
        id="select-futures",
        section="policies",
        title="How many futures it took",
        finding=(
            f"{sum(counts.values()):,} simulated futures in all; {made.selected} took "
            f"{counts[made.selected]:,} of them."
        ),
        caption="A policy that was surely behind by more than luck could make up takes no more.",
        picture=picture,
        grid=grid([("policy", "text"), ("futures", "count")], [[n, counts[n]] for n in names]),
    )
