"""``funnelsim run``: the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from funnelsim.cli.computing import Hands, Wish, compute
from funnelsim.cli.computing import resume as resumed
from funnelsim.cli.guard import say
from funnelsim.cli.options import (
    Cluster,
    Engine,
    Json,
    NoProgress,
    Out,
    Output,
    Quiet,
    Replications,
    Seed,
    Sets,
    Threads,
    Verbose,
    With,
    Xlsx,
)
from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError

EXAMPLE = "funnelsim run plan.yaml -n 200 --with faster --set teams.sdr.reps.core.count=4"


def run(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="Scenario file, or the manifest.json of a run.",
            show_default=False,
        ),
    ] = None,
    replications: Replications = None,
    seed: Seed = None,
    engine: Engine = DEFAULT_ENGINE,
    sets: Sets = None,
    with_: With = None,
    out: Out = None,
    xlsx: Xlsx = False,
    events: Annotated[
        bool, typer.Option("--events", help="Keep the event log of replication 0.")
    ] = False,
    precision: Annotated[
        str | None,
        typer.Option(
            "--precision",
            metavar="SHARE",
            show_default=False,
            help="Run until one outcome is known to within e.g. 3%; -n is then the most.",
        ),
    ] = None,
    precision_of: Annotated[
        str | None,
        typer.Option(
            "--precision-of",
            metavar="OUTCOME",
            show_default=False,
            help="That outcome, e.g. revenue or 'target 2'; else the first chance, or customers.",
        ),
    ] = None,
    resume: Annotated[
        str | None,
        typer.Option(
            "--resume",
            metavar="RUN",
            show_default=False,
            help="Complete the interrupted run in this folder; no FILE, nothing changed.",
        ),
    ] = None,
    as_json: Json = False,
    no_progress: NoProgress = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    threads: Threads = None,
    cluster: Cluster = None,
) -> None:
    """Simulate a scenario many times and print what may come of it."""
    output, hands = Output.of(as_json, no_progress, quiet, verbose), Hands(threads, cluster)
    fixed = (replications, seed, sets, with_, precision, precision_of)
    if resume is not None:
        _refuse("a run that is resumed", (file, out, events or None, *fixed))
        raise typer.Exit(resumed(resume, output, hands, xlsx))
    if file is None:
        raise UsageError("name the scenario file: funnelsim run plan.yaml")
    if Path(file).suffix == ".json":
        _refuse("a manifest", fixed)
        raise typer.Exit(_again(file, Wish(out=out, events=events, xlsx=xlsx), output, hands))
    from funnelsim.scenario.load import load

    bundle = load(file, sets or (), with_ or ())
    wish = Wish(replications, seed, engine, out, events, _share(precision), precision_of,
                xlsx)  # fmt: skip
    raise typer.Exit(compute(bundle, wish, output, hands))


def _refuse(what: str, given: Sequence[object]) -> None:
    """Refuse options that would make another run of one that is fixed."""
    if any(one is not None for one in given):
        raise UsageError(
            f"{what} fixes its scenario, replications, seed, settings and policies; run the "
            "scenario to change them"
        )


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


def _again(file: str, wish: Wish, output: Output, hands: Hands) -> int:
    """Repeat the run of a manifest."""
    from funnelsim.reports.manifest import read_manifest

    replay = read_manifest(Path(file))
    for warning in replay.warnings:
        say(f"warning: {warning}; results may differ from the first run")
    same = Wish(replay.replications, replay.seed, replay.engine, wish.out, wish.events,
                xlsx=wish.xlsx)  # fmt: skip
    return compute(replay.bundle, same, output, hands)


VERB = run
