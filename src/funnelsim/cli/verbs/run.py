"""``funnelsim run``: the forecast."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from funnelsim.cli.computing import Wish, compute
from funnelsim.cli.guard import say
from funnelsim.cli.options import (
    Engine,
    Json,
    NoProgress,
    Out,
    Output,
    Quiet,
    Replications,
    Seed,
    Sets,
    Verbose,
    With,
    Workers,
)
from funnelsim.errors import UsageError

EXAMPLE = "funnelsim run plan.yaml -n 200 --with faster --set teams.sdr.reps.core.count=4"


def run(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Scenario file, or the manifest.json of a run.")
    ],
    replications: Replications = None,
    seed: Seed = None,
    engine: Engine = "reference",
    sets: Sets = None,
    with_: With = None,
    out: Out = None,
    events: Annotated[
        bool, typer.Option("--events", help="Keep the event log of replication 0.")
    ] = False,
    precision: Annotated[
        str | None,
        typer.Option(
            "--precision",
            metavar="SHARE",
            show_default=False,
            help="Run until the first chance is known to within e.g. 3%; -n is then the most.",
        ),
    ] = None,
    as_json: Json = False,
    no_progress: NoProgress = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    workers: Workers = None,
) -> None:
    """Simulate a scenario many times and print what may come of it."""
    output = Output.of(as_json, no_progress, quiet, verbose)
    if Path(file).suffix == ".json":
        if any(given is not None for given in (replications, seed, precision, sets, with_)):
            raise UsageError(
                "a manifest fixes replications, seed, settings and policies; run the scenario "
                "to change them"
            )
        raise typer.Exit(_again(file, Wish(workers=workers, out=out, events=events), output))
    from funnelsim.scenario.load import load

    bundle = load(file, sets or (), with_ or ())
    wish = Wish(replications, seed, engine, workers, out, events, _share(precision))
    raise typer.Exit(compute(bundle, wish, output))


def _share(text: str | None) -> float | None:
    if text is None:
        return None
    from funnelsim.scenario.faults import BadValue
    from funnelsim.scenario.units import share

    try:
        value = share(text)
    except BadValue as fault:
        raise UsageError(f"--precision: {fault}") from None
    if value <= 0:
        raise UsageError(f"--precision {text}: write a share above zero, e.g. 3%")
    return value


def _again(file: str, wish: Wish, output: Output) -> int:
    """Repeat the run of a manifest."""
    from funnelsim.reports.manifest import read_manifest

    replay = read_manifest(Path(file))
    for warning in replay.warnings:
        say(f"warning: {warning}; results may differ from the first run")
    same = Wish(
        replay.replications, replay.seed, replay.engine, wish.workers, wish.out, wish.events
    )
    return compute(replay.bundle, same, output)


VERB = run
