"""The sheet of the scenario: every value in force, and where it comes from."""

from __future__ import annotations

from funnelsim.reports.excel.book import Book
from funnelsim.reports.excel.source import Source
from funnelsim.reports.excel.tables import Column
from funnelsim.reports.inputs import NEUTRAL, inputs_of

COLUMNS = tuple(map(Column, ("key", "value", "changed", "instead of", "from", "grade", "source")))


def inputs(book: Book, source: Source) -> None:
    """Add the sheet."""
    rows = inputs_of(source.manifest)
    sheet = book.sheet("Inputs")
    sheet.title(f"Inputs of {source.name}")
    sheet.caption(
        "The complete scenario. Coloured: differs from its base, which is the preset, the file "
        "that it extends, or the file where a setting or a policy changes it. Grey: defaults that "
        "do not act. Grades: A randomised, or recomputed from raw data; B large and observational; "
        "C surveys and vendors; - an assumption."
    )
    sheet.gap()
    sheet.table(
        COLUMNS,
        [
            (row.key, row.value, "changed" if row.changed else "", row.was, row.origin, row.grade,
             row.source)
            for row in rows
        ],
        ["changed" if row.changed else "muted" if row.origin == NEUTRAL else "" for row in rows],
        main=True,
    )  # fmt: skip
