"""``funnelsim explain``: what a problem code means."""

from __future__ import annotations

from typing import Annotated

import typer

EXAMPLE = "funnelsim explain FS104"


def explain(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="Code of a problem; none lists all.")
    ] = None,
) -> None:
    """Explain a problem: why it is one, and what to write instead."""
    from funnelsim.scenario.codes import catalogue
    from funnelsim.scenario.codes import explain as text_of

    if code is not None:
        typer.echo(text_of(code))
        return
    for entry in catalogue().values():
        typer.echo(f"{entry.code}  {entry.title}")


VERB = explain
