"""``funnelsim plan``: from the target backwards, and to a probability."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from funnelsim.cli.computing import Hands
from funnelsim.cli.console import results
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
from funnelsim.cli.words import how_many, share
from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError

if TYPE_CHECKING:
    from funnelsim.experiments.planned import Planned
    from funnelsim.experiments.replicate import Means

EXAMPLE = "funnelsim plan plan.yaml --probability 80% --by reps=1..8"


def plan(
    file: StudyFile,
    probability: Annotated[
        str | None,
        typer.Option(
            "--probability",
            metavar="SHARE",
            show_default=False,
            help="Wanted chance to reach the target, e.g. 80%; without --by the SQL by formula.",
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="KEY[=A..B]",
            show_default=False,
            help="What may be set to reach it, simulated: a key, or volume, threshold, reps, "
            "delay. Twice for the cheapest mix.",
        ),
    ] = None,
    target: Annotated[
        int | None,
        typer.Option(
            "--target", metavar="K", min=1, show_default="1", help="Which target, with --by."
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
    """Walk back from the target: customers, SQL, MQL, leads, budget; or plan to a probability."""
    output = Output.of(as_json, no_progress, quiet, verbose)
    arguments = {"probability": share(probability, "--probability"), "by": by or None,
                 "target": target}  # fmt: skip
    asked = asked_of("plan", file, sets, with_, replications, seed, engine, arguments)
    if asked.arguments["by"] is None:
        if any(x is not None for x in (target, replications, seed, out, xlsx or None)):
            raise UsageError(
                "--target, --replications, --seed, --out and --xlsx are for plans that are "
                "simulated; add --by with what may be set, e.g. --by volume"
            )
        return _exact(asked, output)

    verb = Verb("plan", _make, Setting(), lacks=lacks)
    raise typer.Exit(study(verb, asked, output, Hands(threads, cluster), out, xlsx))


def _exact(asked: Asked, output: Output) -> None:
    """The chain alone, by formula: nothing is simulated and nothing written."""
    from funnelsim.experiments.plan import plan as plan_of

    made = plan_of(asked.bundle, asked.arguments["probability"])
    if output.json:
        typer.echo(json.dumps(made.data, indent=2, ensure_ascii=False, allow_nan=False))
        return
    from funnelsim.reports.plan_text import print_plan

    print_plan(results(), made, asked.bundle.scenario.words)


def _make(asked: Asked, means: Means) -> Planned:
    from funnelsim.experiments.plan import plan as plan_of
    from funnelsim.experiments.planned import Planned

    made = plan_of(
        asked.bundle,
        asked.arguments["probability"],
        asked.arguments["by"],
        how_many(asked.replications),
        asked.seed,
        target=asked.arguments["target"] or 1,
        engine=asked.engine,
        threads=means.threads,
        executor=means.executor,
        progress=means.progress,
    )
    return Planned.of(made)


VERB = plan
