"""``funnelsim demo``: a first forecast without a file."""

from __future__ import annotations

from importlib import resources

import typer

from funnelsim.cli.computing import Hands, Wish, compute
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
    Threads,
    Verbose,
    With,
)
from funnelsim.engines import DEFAULT_ENGINE

EXAMPLE = "funnelsim demo --out first"
NAME = "demo.yaml"


def demo(
    replications: Replications = None,
    seed: Seed = None,
    engine: Engine = DEFAULT_ENGINE,
    sets: Sets = None,
    with_: With = None,
    out: Out = None,
    as_json: Json = False,
    no_progress: NoProgress = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    threads: Threads = None,
) -> None:
    """Run the scenario that comes with funnelsim; its file is in the folder of the run."""
    from funnelsim.scenario.load import load

    text = (resources.files("funnelsim.cli") / NAME).read_bytes()
    bundle = load(None, sets or (), with_ or (), text=text, name=NAME)
    output = Output.of(as_json, no_progress, quiet, verbose)
    code = compute(bundle, Wish(replications, seed, engine, out), output, Hands(threads))
    if not as_json:
        typer.echo("Your own: funnelsim init plan.yaml")
    raise typer.Exit(code)


VERB = demo
