"""``funnelsim compare``: policies on identical leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

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
from funnelsim.cli.progress import Setting, Spread
from funnelsim.cli.studying import Asked, Verb, asked_of, lacks, study
from funnelsim.cli.words import amount
from funnelsim.engines import DEFAULT_ENGINE

if TYPE_CHECKING:
    from funnelsim.experiments.compare.contest import Contest
    from funnelsim.experiments.compare.select import Chosen
    from funnelsim.experiments.record import Part
    from funnelsim.experiments.replicate import Means

EXAMPLE = "funnelsim compare plan.yaml faster hire faster+hire -n 400"
OBJECTIVE = "profit"


def compare(
    file: StudyFile,
    policies: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="POLICY...",
            help="Policies to compare with the scenario as it is; a+b for both at once; "
            "none compares all.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="FIGURE",
            show_default=OBJECTIVE,
            help="What ranks them, e.g. revenue, gross_profit, customers, cost.",
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(
            "--zone",
            metavar="AMOUNT",
            show_default=False,
            help="Only choose the best of many policies: differences below this, e.g. 50k, do not "
            "matter. As few futures as it takes; -n is then the most of one policy.",
        ),
    ] = None,
    max_t: Annotated[
        bool,
        typer.Option(
            "--max-t",
            help="Intervals that hold at once from bootstrapped futures, narrower where policies "
            "are alike.",
        ),
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
    """Compare policies future by future on identical leads: which is best, and how surely."""
    output = Output.of(as_json, no_progress, quiet, verbose)
    arguments: dict[str, Any] = {"policies": policies or None, "by": by, "max_t": max_t}
    if zone is not None:
        arguments |= {"zone": amount(zone, "--zone"), "most": replications}
    asked = asked_of("compare", file, sets, with_, replications, seed, engine, arguments)
    if asked.arguments.get("zone") is not None:
        raise typer.Exit(_choose(asked, output, Hands(threads, cluster), out, xlsx))

    # The worlds of all policies are alike enough for one of them to tell how far the work is.
    watch = Spread("baseline's profit", _profit, asked.bundle.scenario.currency)
    verb = Verb("compare", _make, watch)
    raise typer.Exit(study(verb, asked, output, Hands(threads, cluster), out, xlsx))


def _make(asked: Asked, means: Means) -> Contest:
    from funnelsim.experiments.compare.contest import compare as compared

    return compared(
        asked.bundle,
        asked.arguments["policies"],
        asked.replications,
        asked.seed,
        objective=asked.arguments["by"] or OBJECTIVE,
        max_t=bool(asked.arguments.get("max_t")),
        engine=asked.engine,
        threads=means.threads,
        executor=means.executor,
        progress=means.progress,
    )


def _profit(part: Part) -> list[float]:
    from funnelsim.experiments.compare.study import figures_of

    found: list[float] = part.records[figures_of(0)]["sums"]["profit"].tolist()
    return found


def _choose(asked: Asked, output: Output, hands: Hands, out: str | None, xlsx: bool) -> int:
    """Choose one policy by a sequential procedure; the exit code."""
    verb = Verb("compare", _select, Setting(), lacks=lacks)
    return study(verb, asked, output, hands, out, xlsx)


def _select(asked: Asked, means: Means) -> Chosen:
    from funnelsim.experiments.compare.select import select
    from funnelsim.experiments.stopping import MAXIMUM

    return select(
        asked.bundle,
        asked.arguments["zone"],
        asked.arguments["policies"],
        asked.seed,
        objective=asked.arguments["by"] or OBJECTIVE,
        maximum=asked.arguments["most"] or MAXIMUM,
        engine=asked.engine,
        threads=means.threads,
        executor=means.executor,
        progress=means.progress,
    )


VERB = compare
