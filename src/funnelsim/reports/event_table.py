"""The first rows of an event log on the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from funnelsim.experiments.trace import Trace
from funnelsim.reports import numbers
from funnelsim.reports.layout import table
from funnelsim.reports.story import stamp

DETAILS = ("channel", "segment", "touch", "signal", "to", "team", "rep", "item", "cause", "reason")


def print_events(console: Console, trace: Trace, most: int) -> None:
    """Print up to `most` rows: when, which lead, what, and what is known of it."""
    made = table("time", "lead", "event", "stage", "details", "value")
    for column in made.columns[1:5]:
        column.justify = "left"
    made.columns[0].no_wrap = True
    made.columns[4].no_wrap = False
    for raw in trace.log[:most]:
        row = trace.row(raw)
        lead = row["lead"]
        made.add_row(
            stamp(row["time"]),
            str(lead) if lead is not None else "",
            row["event"],
            row["stage"] or "",
            _details(row),
            numbers.count(row["value"]) if row["value"] else "",
        )
    console.print(made)
    hidden = len(trace.log) - most
    if hidden > 0:
        console.print(f"{hidden:,} more rows; --rows shows more of them, --format csv all.")


def _details(row: dict[str, Any]) -> str:
    return ", ".join(str(row[name]).replace("_", " ") for name in DETAILS if row.get(name))
