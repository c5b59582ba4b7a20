"""``funnelsim trace``: everything that happens in one replication, or to one lead."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from funnelsim.cli.guard import say
from funnelsim.cli.options import Engine, File, Json, Quiet, Seed, Sets, With
from funnelsim.engines import DEFAULT_ENGINE

EXAMPLE = "funnelsim trace plan.yaml --lead won"
ROWS_SHOWN = 40


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"


def trace(
    file: File,
    replication: Annotated[int, typer.Option("--replication", min=0, help="Its number.")] = 0,
    lead: Annotated[
        str | None,
        typer.Option(
            "--lead",
            metavar="LEAD",
            show_default=False,
            help="Tell one lead's life: its number, or won, lost, cold, sql, mql, any.",
        ),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How rows are written.")] = (
        Format.TABLE
    ),
    rows: Annotated[
        int, typer.Option("--rows", min=1, help="Rows of the table; CSV has all.")
    ] = ROWS_SHOWN,
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="Write CSV there.", show_default=False),
    ] = None,
    seed: Seed = None,
    engine: Engine = DEFAULT_ENGINE,
    sets: Sets = None,
    with_: With = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Print the event log of one replication, or one lead's life in sentences."""
    from funnelsim.experiments.trace import trace as trace_of
    from funnelsim.scenario.load import load

    bundle = load(file, sets or (), with_ or ())
    made = trace_of(bundle, replication, seed, engine_name=engine)
    if seed is None and bundle.scenario.run.seed is None and not quiet:
        say(f"Neither the file nor --seed names a seed: this is seed {made.seed}.")
    if as_json:
        chosen = made if lead is None else made.only(lead)
        data = {"schema": "funnelsim.trace/1", "seed": made.seed, "replication": made.replication,
                "rows": chosen.rows()}  # fmt: skip
        typer.echo(json.dumps(data, ensure_ascii=False, allow_nan=False, default=str))
        return
    if lead is not None and format_ is Format.TABLE and out is None:
        from funnelsim.reports.story import Storyteller

        for line in Storyteller(made).tell(lead):
            typer.echo(line)
        return
    chosen = made if lead is None else made.only(lead)
    if out is not None:
        Path(out).write_text(chosen.to_polars().write_csv(), encoding="utf-8")
        typer.echo(f"{len(chosen.log):,} rows written to {out}")
    elif format_ is Format.CSV:
        sys.stdout.write(chosen.to_polars().write_csv())
    else:
        from funnelsim.cli.console import results
        from funnelsim.reports.event_table import print_events

        print_events(results(), chosen, rows)


VERB = trace
