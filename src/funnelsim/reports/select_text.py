"""The choice among many policies on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from funnelsim.experiments.compare.select import Chosen
from funnelsim.reports import numbers
from funnelsim.reports.layout import Block, folded, table
from funnelsim.reports.page import Page, title
from funnelsim.reports.tried import assumption, bottom, show_of, upper


def page(made: Chosen, detail: int = 0) -> Page:
    """What is said of a choice; parameters as in `said.page_of`."""
    return Page(top=lambda width: _top(made, width), blocks=lambda: [_policies(made)], looked=list)


def _top(made: Chosen, width: int) -> Iterator[RenderableType]:
    yield from title(made.bundle, made.model)
    for line in headline(made):
        yield Text(folded(line, width), style="bold")
    yield Text(folded(assumption(made.bundle), width))
    done = sum(map(len, made.columns))
    how = f"{len(made.names)} policies on the same leads, {done:,} simulated futures in all."
    yield from bottom(made, how, width)


def headline(made: Chosen) -> Iterator[str]:
    """Which policy, and how surely."""
    show = show_of(made.objective, made.model.currency)
    label = numbers.label(made.objective, made.bundle.scenario.words)
    mean = float(made.columns[made.names.index(made.selected)].mean())
    yield f"By {label}, choose {made.selected}: {show(mean)} on average."
    if made.selection.guarantee is None:
        yield upper(f"{made.selection.reason}.")
    elif len(made.rivals) == 1:
        yield upper(f"{made.selection.guarantee}.")
    else:
        yield (
            "The procedure finds the best policy with 95 % whenever it is ahead of all others by "
            f"{show(made.zone)} or more."
        )


def _policies(made: Chosen) -> Block:
    show = show_of(made.objective, made.model.currency)
    label = numbers.label(made.objective, made.bundle.scenario.words)
    outdone = bool(made.outdone)
    found = table("Policy", label, "futures", "out after", *(["outdone by"] if outdone else []))
    for row in sorted(made.data["policies"], key=lambda row: row["name"] != made.selected):
        found.add_row(
            row["name"],
            show(row["mean"]),
            f"{row['replications']:,}",
            "" if row["dropped_at"] is None else f"{row['dropped_at']:,}",
            *([row["outdone_by"] or ""] if outdone else []),
        )
    return Block(found, [
        "Out after: futures after which it was surely behind by more than luck could make up. "
        + ("Outdone by: behind that policy by the same amount in every future." if outdone else "")
    ])  # fmt: skip
