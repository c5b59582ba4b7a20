"""The command and its verbs."""

from __future__ import annotations

from typing import Annotated

import typer
from typer.core import TyperCommand

from funnelsim.cli.guard import guarded
from funnelsim.cli.verbs import (
    check,
    cold,
    compare,
    demo,
    doctor,
    drivers,
    explain,
    init,
    optimise,
    plan,
    report,
    run,
    schema,
    show,
    sweep,
    trace,
)

app = typer.Typer(
    name="funnelsim",
    help="Simulates a sales funnel in which leads go cold: forecasts with their chance.",
    epilog="Example: funnelsim init plan.yaml, then funnelsim run plan.yaml",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

for _module in (
    demo, init, check, show, schema, explain, plan, run, cold, compare, sweep, drivers, optimise,
    report, trace, doctor,
):  # fmt: skip
    _kind = getattr(_module, "COMMAND", TyperCommand)
    app.command(cls=_kind, epilog=f"Example: {_module.EXAMPLE}")(guarded(_module.VERB))


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("funnelsim")
        except PackageNotFoundError:
            number = "(not installed: running from its source)"
        typer.echo(f"funnelsim {number}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Simulates a sales funnel in which leads go cold: forecasts with their chance."""
