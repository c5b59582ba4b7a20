"""``funnelsim schema``: JSON Schema of the language, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

EXAMPLE = "funnelsim schema --out funnelsim.schema.json"


def schema(
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="FILE", help="Write it there.", show_default=False),
    ] = None,
) -> None:
    """Print the JSON Schema of scenario files, which editors complete and check by."""
    from funnelsim.scenario.json_schema import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        Path(out).write_text(text, encoding="utf-8")
        typer.echo(f"written to {out}")


VERB = schema
