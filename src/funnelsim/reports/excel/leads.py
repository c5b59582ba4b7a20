"""The sheet of leads: a sample of one future, lead by lead."""

from __future__ import annotations

from typing import Any

from funnelsim.errors import FunnelsimError
from funnelsim.experiments.leads import COLUMNS, Sample, lead_sample
from funnelsim.reports.cold import CAUSES
from funnelsim.reports.excel.book import Book
from funnelsim.reports.excel.measure import Cell
from funnelsim.reports.excel.source import Source
from funnelsim.reports.excel.tables import Column
from funnelsim.reports.pictures import Unit

MOST = 1_000

_UNITS: dict[str, Unit] = {
    "deal": "money", "revenue": "money", "gross_profit": "money", "first_call_hours": "hours",
    "calls": "count",
}  # fmt: skip
_HEADS = {
    "fit": "good fit",
    "entered": "entered as",
    "deal": "worth",
    "first_call_hours": "first call after",
    "late": "too late",
    "place": "where it is",
    "cause": "last loss",
}
_PLACES = {
    "nurture": "with marketing",
    "handoff": "being handed over",
    "queued": "waits for a rep",
    "worked": "with a rep",
    "between": "waits for the next call",
    "buyer": "the buyer's turn",
    "cold": "cold",
    "gone": "gone",
}


def leads(book: Book, source: Source) -> str:
    """Add the sheet; where that cannot be done, say why."""
    if source.bundle is None:
        return f"Leads are left out: {source.why_not}."
    first = source.manifest["replications"]["numbers"][0][0]
    made = source.manifest
    try:
        sample = lead_sample(source.bundle, first, made["seed"], MOST, made["engine"])
    except FunnelsimError as error:
        return f"Leads are left out: {error}."
    if sample.rows:
        _write(book, source, sample)
    return ""


def _write(book: Book, source: Source, sample: Sample) -> None:
    sheet = book.sheet("Leads")
    sheet.title(f"Leads of future no. {sample.replication}")
    shown = len(sample.rows)
    which = f"All {sample.found:,} leads" if shown == sample.found else (
        f"{shown:,} of {sample.found:,} leads, evenly by arrival,"
    )  # fmt: skip
    sheet.caption(
        f"{which} of one simulated future. Bold: won. "
        "Times are local; where a lead is, and its last loss, are those at the end of the "
        "simulation. First call: from the hand-over. Too late: the agreed time had passed."
    )
    sheet.gap()
    used = [
        name for name in COLUMNS
        if any(row[name] not in (None, False) for row in sample.rows)
    ]  # fmt: skip
    sheet.table(
        [Column(_HEADS.get(name, source.label(name)), _UNITS.get(name, "text")) for name in used],
        [[_said(source, name, row[name]) for name in used] for row in sample.rows],
        ["strong" if row["won"] is not None else "" for row in sample.rows],
        main=True,
    )


def _said(source: Source, name: str, value: Any) -> Cell:
    if value is None:
        return None
    if name == "lead":
        return str(value)  # more digits than a number of a workbook keeps
    if name == "cause":
        return CAUSES[value]
    if name == "place":
        return _PLACES[value]
    found: Cell = source.label(value) if name == "entered" else value
    return found
