"""``funnelsim optimise``: the best setting of several levers."""

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
from funnelsim.cli.words import how_many, names
from funnelsim.engines import DEFAULT_ENGINE

if TYPE_CHECKING:
    from funnelsim.experiments.optimise import Optimised
    from funnelsim.experiments.replicate import Means

EXAMPLE = "funnelsim optimise plan.yaml --lever reps=1..5 --lever volume --for chance"
OBJECTIVE = "profit"


def optimise(
    file: StudyFile,
    levers: Annotated[
        list[str] | None,
        typer.Option(
            "--lever",
            metavar="KEY=A..B",
            show_default=False,
            help="What may be set, with its range; repeatable; else all under levers.",
        ),
    ] = None,
    objective: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="WHAT",
            show_default=OBJECTIVE,
            help="A figure, or chance for that of the first target, 'chance 2' of the second.",
        ),
    ] = None,
    policies: Annotated[
        str | None,
        typer.Option(
            "--policies",
            metavar="A,B",
            show_default=False,
            help="Policies of which one, or none, may be in force besides.",
        ),
    ] = None,
    budget: Annotated[
        int | None,
        typer.Option(
            "--budget", metavar="N", min=0, show_default="4,000", help="Futures of the search."
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
    """Search levers for the best outcome, and value the winner on futures of its own."""
    output = Output.of(as_json, no_progress, quiet, verbose)
    arguments = {
        "levers": levers or None, "for": objective, "policies": names(policies), "budget": budget
    }  # fmt: skip
    asked = asked_of("optimise", file, sets, with_, replications, seed, engine, arguments)

    verb = Verb("optimise", _make, Setting(), lacks=lacks)
    raise typer.Exit(study(verb, asked, output, Hands(threads, cluster), out, xlsx))


def _make(asked: Asked, means: Means) -> Optimised:
    from funnelsim.experiments.optimise import BUDGET
    from funnelsim.experiments.optimise import optimise as optimised
    from funnelsim.experiments.search.optimum import FINAL_REPLICATIONS

    final, budget = how_many(asked.replications), asked.arguments["budget"]
    return optimised(
        asked.bundle,
        asked.arguments["levers"],
        asked.seed,
        objective=asked.arguments["for"] or OBJECTIVE,
        policies=asked.arguments["policies"] or (),
        budget=BUDGET if budget is None else budget,
        final_replications=FINAL_REPLICATIONS if final is None else final,
        engine=asked.engine,
        threads=means.threads,
        executor=means.executor,
        progress=means.progress,
    )


VERB = optimise
