"""``funnelsim init``: ten questions, a scenario, a first forecast."""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from funnelsim.cli.computing import Hands, Wish, compute
from funnelsim.cli.options import NoProgress, Output, Quiet, Replications, Seed, Threads
from funnelsim.errors import UsageError

if TYPE_CHECKING:
    from funnelsim.scenario.load import Bundle

EXAMPLE = "funnelsim init plan.yaml"
SCHEMA_FILE = "funnelsim.schema.json"
FIRST_RUN = 40


def init(
    file: Annotated[str, typer.Argument(metavar="FILE", help="File to write.")] = "plan.yaml",
    defaults: Annotated[
        bool, typer.Option("--defaults", help='Ask nothing; every answer is "don\'t know".')
    ] = False,
    answers: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            metavar="KEY=TEXT",
            show_default=False,
            help="Answer a question beforehand; repeatable.",
        ),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="Name of the scenario.")] = "My plan",
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
    run: Annotated[bool, typer.Option("--run/--no-run", help="Run it at once.")] = True,
    replications: Replications = None,
    seed: Seed = None,
    no_progress: NoProgress = False,
    quiet: Quiet = False,
    threads: Threads = None,
) -> None:
    """Write a scenario from ten answers ("don't know" is one), then run it."""
    from funnelsim.scenario.init import write
    from funnelsim.scenario.json_schema import json_schema
    from funnelsim.scenario.load import load

    path = Path(file)
    if path.exists() and not force:
        raise UsageError(f"{file} is there already; choose another name, or --force")
    given = _given(answers or [])
    if not defaults:
        given = _asked(given)
    path.write_text(write(given, name), encoding="utf-8")
    schema = path.with_name(SCHEMA_FILE)
    schema.write_text(json.dumps(json_schema(), indent=2) + "\n", encoding="utf-8")
    bundle = load(file)
    typer.echo(f"{file} is written; your editor completes it by {schema}.")
    for line in _advice(given, bundle):
        typer.echo(textwrap.fill(line, 80, break_on_hyphens=False))
    if run:
        typer.echo()
        output = Output.of(False, no_progress, quiet, 0)
        wish = Wish(replications or FIRST_RUN, seed)
        raise typer.Exit(compute(bundle, wish, output, Hands(threads)))


def _given(answers: list[str]) -> dict[str, str]:
    given = {}
    for answer in answers:
        key, equals, text = answer.partition("=")
        if not equals:
            raise UsageError(f"--answer {answer}: write KEY=TEXT, e.g. --answer won='10 of 40'")
        given[key.strip()] = text
    return given


def _asked(given: dict[str, str]) -> dict[str, str]:
    """Ask what is not answered yet; an answer that cannot be read is asked for again."""
    from funnelsim.scenario.init import QUESTIONS

    open_ = [question for question in QUESTIONS if question.key not in given]
    if open_ and not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask on; use --defaults or --answer")
    answers = dict(given)
    if open_:
        typer.echo("Enter alone means don't know: then the preset speaks.")
    for question in open_:
        while True:
            text = typer.prompt(f"{question.text} [e.g. {question.example}]", default="",
                                show_default=False)  # fmt: skip
            try:
                question.answer(text)
            except UsageError as error:
                typer.echo(str(error))
                continue
            answers[question.key] = text
            break
    return answers


MEASURE = {
    "won": ("how many SQL are won", "count the last 40 opportunities and how many were won"),
    "accepted": ("how many MQL sales accepts", "count 100 MQL and how many became SQL"),
    "leads": ("how many leads come", "count the leads of the last three months by source"),
    "deal": ("how large deals are", "list the last ten deals"),
    "response": (
        "how fast leads are called",
        "note the time of arrival and of the first call for the next 20 leads",
    ),
    "cycle": ("how long a sale takes", "take the days from accepted lead to won of ten deals"),
}
"""Answers that move a forecast most, in that order; what is not known, and how to find out."""


def _advice(given: dict[str, str], bundle: Bundle) -> list[str]:
    """The biggest assumption, and the next number to measure."""
    from funnelsim.scenario.init import UNKNOWN

    for key, (what, how) in MEASURE.items():
        if given.get(key, "").strip().lower() in UNKNOWN:
            return [f"Biggest assumption: {what}. Next number to measure: {how}."]
    weak = [a["key"] for a in bundle.assumptions() if a["key"].startswith("shelf_life")]
    first = f" ({weak[0]})" if weak else ""
    return [
        f"Biggest assumption: how long leads wait for you before they are cold{first}. Next number "
        "to measure: the share of leads that still answer after two weeks."
    ]


VERB = init
