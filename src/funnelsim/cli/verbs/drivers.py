"""``funnelsim drivers``: what moves an outcome, and how much of it is luck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from funnelsim.cli.computing import Hands
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
    StudyFile,
    Threads,
    Verbose,
    With,
    Xlsx,
)
from funnelsim.cli.progress import Setting
from funnelsim.cli.studying import Asked, Verb, asked_of, lacks, study
from funnelsim.cli.words import how_many, names
from funnelsim.engines import DEFAULT_ENGINE

if TYPE_CHECKING:
    from funnelsim.experiments.drivers.result import Drivers
    from funnelsim.experiments.replicate import Means

EXAMPLE = "funnelsim drivers plan.yaml --of profit -n 2000"
METRIC = "revenue"


def drivers(
    file: StudyFile,
    of: Annotated[
        str | None,
        typer.Option(
            "--of",
            metavar="FIGURE",
            show_default=METRIC,
            help="The outcome, e.g. profit, customers.",
        ),
    ] = None,
    policies: Annotated[
        str | None,
        typer.Option(
            "--policies",
            metavar="A,B",
            show_default="all",
            help="Policies to choose from, for what knowing more is worth.",
        ),
    ] = None,
    pairs: Annotated[
        int | None,
        typer.Option(
            "--pairs",
            metavar="K",
            min=2,
            show_default=False,
            help="Check luck against ignorance by K worlds with two futures each, e.g. 2000.",
        ),
    ] = None,
    sobol: Annotated[
        bool,
        typer.Option("--sobol", help="Also Sobol indices: 12,800 futures a number and more."),
    ] = False,
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
    """Find what drives an outcome: which numbers, luck or ignorance, and what to find out next."""
    output = Output.of(as_json, no_progress, quiet, verbose)
    arguments = {"of": of, "policies": names(policies), "pairs": pairs, "sobol": sobol or None}
    asked = asked_of("drivers", file, sets, with_, replications, seed, engine, arguments)
    if asked.arguments["sobol"] and output.detail >= 0:
        say(_budget(asked))

    verb = Verb("drivers", _make, Setting(), lacks=lacks)
    raise typer.Exit(study(verb, asked, output, Hands(threads, cluster), out, xlsx))


def _budget(asked: Asked) -> str:
    from funnelsim.experiments.drivers.sobol import cost_of
    from funnelsim.model.compile import compile_model

    cost = cost_of(compile_model(asked.bundle))
    each = cost.replications // cost.settings
    return (
        f"Sobol indices: {cost.settings:,} settings of the uncertain numbers, {each} futures each, "
        f"{cost.replications:,} in all"
    )


def _make(asked: Asked, means: Means) -> Drivers:
    from funnelsim.experiments.drivers.find import drivers as found

    return found(
        asked.bundle,
        how_many(asked.replications),
        asked.seed,
        metric=asked.arguments["of"] or METRIC,
        policies=asked.arguments["policies"],
        pair_worlds=asked.arguments["pairs"],
        sobol=bool(asked.arguments["sobol"]),
        engine=asked.engine,
        threads=means.threads,
        executor=means.executor,
        progress=means.progress,
    )


VERB = drivers
