"""``funnelsim report``: the page of a run again, several runs side by side, figures, workbooks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from funnelsim.cli.options import Json
from funnelsim.errors import UsageError

EXAMPLE = "funnelsim report runs/20270104-090000-plan runs/20270104-091000-plan-cold --png figures"


def report(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN...", help="Folders of finished runs.")
    ],
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", show_default=False,
                     help="The page; else report.html, in the folder of the run if it is one."),
    ] = None,
    png: Annotated[
        str | None,
        typer.Option("--png", metavar="DIR", show_default=False,
                     help="Write every chart as a picture there, for slides and documents."),
    ] = None,
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="Write a workbook, report.xlsx, in each folder.")
    ] = False,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Rebuild the report of a run, or put several runs on one page."""
    from funnelsim.reports.rebuilt import folder_of, write_page

    if out is not None and not out:
        raise UsageError("--out names no file")
    if png is not None and (not png or (Path(png).exists() and not Path(png).is_dir())):
        raise UsageError(f"--png {png} is no folder" if png else "--png names no folder")
    folders = list(dict.fromkeys(map(folder_of, runs)))
    pages = [write_page(folders, None if out is None else Path(out))]
    pictures = [] if png is None else list(_pictures(folders, Path(png)))
    books = list(_workbooks(folders)) if xlsx else []
    if as_json:
        files = {"page": pages[0], "pictures": pictures, "workbooks": books}
        print(json.dumps(files, default=str, indent=2))
        return
    typer.echo(f"The page is {pages[0]}.")
    if pictures:
        typer.echo(f"{len(pictures)} pictures are in {png}.")
    for book in books:
        typer.echo(f"The workbook is {book}.")


def _pictures(folders: list[Path], target: Path) -> Iterator[Path]:
    from funnelsim.reports.plot import save
    from funnelsim.reports.rebuilt import read_report, whole

    for number, folder in enumerate(folders, start=1):
        # Runs of one kind have cards of the same names.
        place = target / f"{number}-{folder.name}" if len(folders) > 1 else target
        with whole(folder):
            yield from save(read_report(folder), place)


def _workbooks(folders: list[Path]) -> Iterator[Path]:
    from funnelsim.reports.excel import workbook
    from funnelsim.reports.rebuilt import whole

    for folder in folders:
        with whole(folder):
            yield workbook(folder, folder / "report.xlsx")


VERB = report
