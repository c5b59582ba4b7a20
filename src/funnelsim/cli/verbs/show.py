"""``funnelsim show``: the complete scenario."""

from __future__ import annotations

import json

import typer

from funnelsim.cli.options import File, Json, Sets

EXAMPLE = "funnelsim show plan.yaml --set handoff.delay='1 h'"


def show(file: File, sets: Sets = None, as_json: Json = False) -> None:
    """Print the complete scenario: every default with its source and grade."""
    from funnelsim.scenario.load import load
    from funnelsim.scenario.show import show as text_of

    bundle = load(file, sets or ())
    if as_json:
        data = {"schema": "funnelsim.show/1", "scenario": bundle.resolved,
                "assumptions": bundle.assumptions()}  # fmt: skip
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False, default=str))
    else:
        typer.echo(text_of(bundle), nl=False)


VERB = show
