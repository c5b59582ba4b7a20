"""What verbs share that study many worlds: compute, write the folder, print, exit code."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from funnelsim.cli.computing import (
    Hands,
    book,
    exit_code,
    means_of,
    say_what_is_slower,
    show,
    where,
)
from funnelsim.cli.console import results, say_warnings
from funnelsim.cli.guard import say
from funnelsim.cli.options import Output
from funnelsim.cli.progress import Watch
from funnelsim.errors import OutputError, UsageError

if TYPE_CHECKING:
    from funnelsim.experiments.levers.tried import Tried
    from funnelsim.experiments.replicate import Means
    from funnelsim.reports.contents import Study
    from funnelsim.scenario.load import Bundle

Replications = int | Sequence[int] | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a study is to be made of.

    Attributes
    ----------
    bundle
        The scenario.
    replications, seed, engine
        As in `forecast`.
    arguments
        What else its numbers depend on, as the manifest keeps it.
    """

    bundle: Bundle
    replications: Replications
    seed: int | None
    engine: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verb:
    """How a verb computes and prints.

    Attributes
    ----------
    name
        Of the verb.
    make
        Computes the result of what is asked by some means.
    watch
        What progress tells of it.
    more
        What the JSON object has beside the data of the result.
    lacks
        What the work lacks, in sentences; else how many replications.
    stories
        Lines below the tables, of a result and how much detail is wanted.
    """

    name: str
    make: Callable[[Asked, Means], Study]
    watch: Watch
    more: Callable[[Any], dict[str, Any]] = lambda _: {}
    lacks: Callable[[Any], Iterable[str]] = lambda made: _missing(made)
    stories: Callable[[Any, int], Sequence[str]] = lambda made, detail: ()


def asked_of(
    verb: str,
    file: str,
    sets: Sequence[str] | None,
    with_: Sequence[str] | None,
    replications: int | None,
    seed: int | None,
    engine: str,
    arguments: dict[str, Any],
) -> Asked:
    """What a command line asks for: of a scenario file, or of the manifest of an earlier run.

    Raises
    ------
    UsageError
        A manifest is to be changed.
    """
    if Path(file).suffix != ".json":
        from funnelsim.scenario.load import load

        return Asked(load(file, sets or (), with_ or ()), replications, seed, engine, arguments)
    if any(x is not None for x in (sets, with_, replications, seed)) or any(arguments.values()):
        raise UsageError(
            "a manifest fixes its scenario, replications, seed, settings and policies; run the "
            "scenario to change them"
        )
    from funnelsim.reports.manifest import read_manifest

    replay = read_manifest(Path(file), verb)
    for warning in replay.warnings:
        say(f"warning: {warning}; results may differ from the first run")
    return Asked(
        replay.bundle, replay.replications, replay.seed, replay.engine, arguments | replay.arguments
    )


def study(
    verb: Verb,
    asked: Asked,
    output: Output,
    hands: Hands,
    out: str | None,
    xlsx: bool = False,
) -> int:
    """Compute, write the folder, with a workbook where it is wanted, print; the exit code."""
    from funnelsim.reports.run_folder import check_out

    if out is not None:
        check_out(out)
    say_warnings(asked.bundle, output.detail < 0)
    say_what_is_slower(output)
    created, began = dt.datetime.now(), time.perf_counter()
    with means_of(asked.bundle, output, hands, verb.watch) as means:
        made = verb.make(asked, means)
    simulated = time.perf_counter()
    made.data  # noqa: B018 - summaries are part of the time that the manifest states
    timings = {"simulate": simulated - began, "summarise": time.perf_counter() - simulated}
    folder, failure = _written(verb, asked, made, created, timings, out)
    if folder is not None and xlsx:
        failure = book(folder)
    files = [] if folder is None else where(folder, verb.name)
    show(lambda: _print(verb, made, output, files), files)
    return exit_code(made.replications, folder, failure)


def _written(
    verb: Verb,
    asked: Asked,
    made: Study,
    created: dt.datetime,
    timings: dict[str, float],
    out: str | None,
) -> tuple[Path | None, str]:
    """Write the folder; where it is, or why it is not there."""
    from funnelsim.reports.manifest import beginning
    from funnelsim.reports.run_folder import folder_for, write_study

    begun = beginning(made, created, verb.name, asked.arguments)
    try:
        folder = folder_for(made.bundle.scenario.name, created, out, verb.name)
        write_study(made, folder, begun, timings)
    except OutputError as error:
        # The result is worth having without its files.
        return None, str(error)
    return folder, ""


def _print(verb: Verb, made: Study, output: Output, files: list[str]) -> None:
    if not output.json:
        from funnelsim.reports.said import print_result

        detail = output.detail
        print_result(
            results(), made, files=files, detail=detail, stories=verb.stories(made, detail)
        )
        return
    from funnelsim.experiments.laid_out import laid_out

    print(laid_out(made.data | verb.more(made)))
    for line in (*verb.lacks(made), *files):
        say(line)


def _missing(made: Study) -> Iterable[str]:
    from funnelsim.reports.sentences import missing

    return missing(made.replications)


def lacks(made: Tried) -> Iterable[str]:
    """Where and why the work of many settings ended early."""
    from funnelsim.reports.tried import ended

    return ended(made)
