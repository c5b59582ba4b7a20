"""No traceback ever reaches a planner: every error becomes a message and an exit code."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from funnelsim.errors import FunnelsimError, RunError, ScenarioError, UsageError

EXPECTED, WRONG = 1, 2
"""Exit codes: a failure that is the planner's business; wrong usage or an internal error."""

P = ParamSpec("P")
R = TypeVar("R")


def guarded(verb: Callable[P, R]) -> Callable[P, R]:
    """Wrap a verb so that it ends in a message instead of a traceback."""

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            result = verb(*args, **kwargs)
            sys.stdout.flush()
            return result
        except (typer.Exit, typer.Abort):
            raise
        except BaseException as error:
            code = report(error)
            raise typer.Exit(code) from None

    return run


def report(error: BaseException) -> int:
    """Say what went wrong on stderr; the exit code."""
    if isinstance(error, ScenarioError):
        say_problems(error)
        return EXPECTED
    if isinstance(error, UsageError):
        say(f"error: {error}")
        return WRONG
    if isinstance(error, RunError) and error.details:
        say(f"internal error: {error}; {kept(error.details)}")
        return WRONG
    if isinstance(error, FunnelsimError):
        say(f"error: {error}")
        return EXPECTED
    if isinstance(error, KeyboardInterrupt):
        say("interrupted")
        return EXPECTED
    if isinstance(error, BrokenPipeError):
        _drop_output()
        return EXPECTED
    if isinstance(error, OSError):
        return _os_error(error)
    if isinstance(error, MemoryError):
        say("error: out of memory; fewer --replications or --threads need less")
        return EXPECTED
    if isinstance(error, ImportError):
        where = kept(_traceback(error))
        say(f"error: {_line(error)}; `funnelsim doctor` looks at the installation; {where}")
        return WRONG
    say(f"internal error: {type(error).__name__}: {_line(error)}; {kept(_traceback(error))}")
    return WRONG


def say(text: str) -> None:
    """Write a line to stderr."""
    # Who does not want to hear it is no reason to stop.
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)


def say_problems(error: ScenarioError) -> None:
    """Write every problem, then how to learn more."""
    for problem in error.problems:
        say(str(problem))
    errors = [problem for problem in error.problems if problem.severity == "error"]
    more = f"funnelsim explain {errors[0].code}" if errors else "funnelsim explain"
    say(f"{len(errors)} error{'s' if len(errors) != 1 else ''}; `{more}` tells more")


def _os_error(error: OSError) -> int:
    if error.errno == errno.EPIPE:
        _drop_output()
        return EXPECTED
    where = f" {error.filename}" if error.filename else ""
    say(f"error:{where} {error.strerror or error}")
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()
    return EXPECTED


def _drop_output() -> None:
    """Nothing can be written any more: write nowhere, so that nothing fails at exit."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


def _traceback(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def kept(details: str) -> str:
    """Write the details of an internal error to a file; say where."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="funnelsim-error-", suffix=".txt", delete=False, encoding="utf-8"
        ) as stream:
            stream.write(details)
    except OSError:
        return "its details could not be written"
    return f"details in {stream.name}"
