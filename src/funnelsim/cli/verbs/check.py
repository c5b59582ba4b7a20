"""``funnelsim check``: all problems of a scenario at once."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from funnelsim.cli.options import Sets, With
from funnelsim.errors import Problem

EXAMPLE = "funnelsim check plan.yaml --format github"
SCHEMA = "funnelsim.check/1"


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files (YAML).")],
    format_: Annotated[Format, typer.Option("--format", help="How problems are printed.")] = (
        Format.TEXT
    ),
    sets: Sets = None,
    with_: With = None,
) -> None:
    """Check scenarios without running them; exit 1 if one has an error."""
    from funnelsim.scenario.load import examine

    found = {file: examine(file, sets or (), with_ or ())[1] for file in files}
    if format_ is Format.JSON:
        typer.echo(_as_json(found))
    else:
        for file, problems in found.items():
            for problem in problems:
                typer.echo(str(problem) if format_ is Format.TEXT else _github(problem))
            if format_ is Format.TEXT:
                typer.echo(_verdict(file, problems))
    if any(_errors(problems) for problems in found.values()):
        raise typer.Exit(1)


def _errors(problems: list[Problem]) -> int:
    return sum(problem.severity == "error" for problem in problems)


def _verdict(file: str, problems: list[Problem]) -> str:
    errors = _errors(problems)
    warnings = len(problems) - errors
    if not problems:
        return f"{file}: no problems"
    parts = [f"{n} {word}{'s' if n != 1 else ''}"
             for n, word in ((errors, "error"), (warnings, "warning")) if n]  # fmt: skip
    return f"{file}: {', '.join(parts)}; `funnelsim explain {problems[0].code}` tells more"


def _as_json(found: dict[str, list[Problem]]) -> str:
    files = [
        {
            "file": file,
            "ok": not _errors(problems),
            "problems": [problem.as_dict() for problem in problems],
        }
        for file, problems in found.items()
    ]
    return json.dumps({"schema": SCHEMA, "files": files}, indent=2, ensure_ascii=False)


def _github(problem: Problem) -> str:
    """A workflow command that puts the problem beside the line of the file."""
    place = {"file": problem.file, "line": problem.line, "col": problem.column}
    place["title"] = problem.code
    fields = ",".join(f"{k}={_escaped(str(v), ':,')}" for k, v in place.items() if v is not None)
    text = f"{problem.message}; {problem.cure}" if problem.cure else problem.message
    return f"::{problem.severity} {fields}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


VERB = check
