"""``funnelsim sweep``: curves and heat maps over one or two keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from funnelsim.cli.computing import Hands
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
    StudyFile,
    Threads,
    Verbose,
    With,
    Xlsx,
)
from funnelsim.cli.progress import Setting
from funnelsim.cli.studying import Asked, Verb, asked_of, lacks, study
from funnelsim.cli.words import how_many
from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError

if TYPE_CHECKING:
    from funnelsim.experiments.replicate import Means
    from funnelsim.experiments.sweep import Sweep

EXAMPLE = "funnelsim sweep plan.yaml --vary volume=x0.5..x3:6 --until 'faster beats baseline'"
OBJECTIVE = "profit"


def sweep(
    file: StudyFile,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="KEY=A..B[:N]",
            show_default=False,
            help="Key and the range of its values, N of them; or volume, threshold, reps, delay. "
            "Twice for a heat map.",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="FIGURE",
            show_default=OBJECTIVE,
            help="Whose best value is asked for, e.g. revenue, customers, cost.",
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar="'A beats B'",
            show_default=False,
            help="Find where one policy overtakes another; baseline is the scenario as it is.",
        ),
    ] = None,
    replications: Replications = None,
    seed: Seed = None,
    engine: Engine = DEFAULT_ENGINE,
    sets: Sets = None,
    with_: With = None,
    out: Out = None,
    xlsx: Xlsx = False,
    as_json: Json = False,
    no_progress: NoProgress = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    threads: Threads = None,
    cluster: Cluster = None,
) -> None:
    """Simulate a scenario over the values of a key: where it is best, where it turns."""
    output = Output.of(as_json, no_progress, quiet, verbose)
    arguments = {"vary": vary or None, "by": by, "until": until}
    asked = asked_of("sweep", file, sets, with_, replications, seed, engine, arguments)
    if not asked.arguments["vary"]:
        raise UsageError("name what to vary, e.g. --vary volume or --vary deal=20k..80k:7")

    verb = Verb("sweep", _make, Setting(), lacks=lacks)
    raise typer.Exit(study(verb, asked, output, Hands(threads, cluster), out, xlsx))


def _make(asked: Asked, means: Means) -> Sweep:
    from funnelsim.experiments.sweep import sweep as swept

    return swept(
        asked.bundle,
        asked.arguments["vary"],
        how_many(asked.replications),
        asked.seed,
        objective=asked.arguments["by"] or OBJECTIVE,
        until=asked.arguments["until"],
        engine=asked.engine,
        threads=means.threads,
        executor=means.executor,
        progress=means.progress,
    )


VERB = sweep
