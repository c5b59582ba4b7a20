"""``funnelsim cold``: what leads that go cold cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from funnelsim.cli.computing import Hands
from funnelsim.cli.optional_value import DEFAULT, with_optional
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
from funnelsim.cli.progress import Spread
from funnelsim.cli.studying import Asked, Verb, asked_of, study
from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError

if TYPE_CHECKING:
    from funnelsim.experiments.cold.price import Cold
    from funnelsim.experiments.record import Part
    from funnelsim.experiments.replicate import Means

EXAMPLE = "funnelsim cold plan.yaml -n 100 --explain forgotten"
COMMAND = with_optional("--explain")
LEADS_TOLD = 3


def cold(
    file: StudyFile,
    exact: Annotated[
        bool,
        typer.Option("--exact", help="Shares from all subsets of mechanisms: slower, less luck."),
    ] = False,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="[WHICH]",
            show_default=False,
            help="Tell leads that only the year without decay wins, in both their lives: so many "
            "(else 3), of a cause, stage, channel, segment, team, e.g. 5,forgotten,channel=web.",
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
    """Price the leads that go cold: what they cost, by which cause, and what brings it back."""
    output = Output.of(as_json, no_progress, quiet, verbose)
    asked = asked_of(
        "cold", file, sets, with_, replications, seed, engine, {"exact": exact or None}
    )

    most, only = _wanted(explain)

    def make(asked: Asked, means: Means) -> Cold:
        from funnelsim.experiments.cold.explain import filters
        from funnelsim.model.compile import compile_model

        if only:
            filters(compile_model(asked.bundle), only)  # a slip is told before the work
        return _make(asked, means)

    def told(made: Cold, detail: int) -> list[str]:
        from funnelsim.reports.cold_story import stories

        return list(stories(made, made.explain(most, only=only), detail > 0)) if most else []

    def more(made: Cold) -> dict[str, Any]:
        from funnelsim.experiments.cold.data import explanation_data

        return {"explained": explanation_data(made.explain(most, only=only))} if most else {}

    watch = Spread("real loss", _loss, asked.bundle.scenario.currency)
    verb = Verb("cold", make, watch, more, stories=told)
    raise typer.Exit(study(verb, asked, output, Hands(threads, cluster), out, xlsx))


def _make(asked: Asked, means: Means) -> Cold:
    from funnelsim.experiments.cold.price import cold as priced

    return priced(
        asked.bundle,
        asked.replications,
        asked.seed,
        exact=asked.arguments["exact"],
        engine=asked.engine,
        threads=means.threads,
        executor=means.executor,
        progress=means.progress,
    )


def _loss(part: Part) -> list[float]:
    money = part.records["money"][:, :, 0]
    found: list[float] = (money[:, 1] - money[:, 0]).tolist()
    return found


def _wanted(explain: str | None) -> tuple[int, list[str]]:
    """How many leads are told, and which; none without the option."""
    if explain is None:
        return 0, []
    words = [] if explain == DEFAULT else [word.strip() for word in explain.split(",")]
    counts = [int(word) for word in words if word.isdecimal()]
    if 0 in counts:
        raise UsageError("--explain 0 tells nothing; write at least 1")
    return (counts or [LEADS_TOLD])[0], [word for word in words if not word.isdecimal()]


VERB = cold
