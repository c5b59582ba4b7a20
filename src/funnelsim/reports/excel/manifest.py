"""The sheet that says how the numbers were made."""

from __future__ import annotations

from collections.abc import Iterable

from funnelsim.reports.cards.provenance import facts
from funnelsim.reports.excel.book import Book
from funnelsim.reports.excel.source import Source
from funnelsim.reports.excel.tables import Column


def manifest(book: Book, source: Source, notes: Iterable[str] = ()) -> None:
    """Add the sheet; `notes` say what the workbook lacks."""
    sheet = book.sheet("Manifest")
    sheet.title("How these numbers were made")
    sheet.caption(
        "The same scenario, seed and versions give the same numbers: funnelsim "
        f"{source.command} manifest.json, in the folder of the run."
    )
    sheet.say(notes)
    sheet.gap()
    rows = facts(source.manifest)
    failures = [
        ("failed futures", f"{one['replications']}: {one['error']}")
        for one in source.manifest.get("failures", ())
    ]
    sheet.table((Column("what"), Column("value")), [*rows, *failures], main=True)
