"""Options whose value may be left out: ``--explain`` alone, or ``--explain 5``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typer.core import TyperCommand

DEFAULT = "as usual"
"""The value of an option that was given without one."""


def with_optional(option: str) -> type[TyperCommand]:
    """A command one option of which needs no value.

    What follows it is its value unless it is an option or a scenario file.
    """

    class Command(TyperCommand):
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            return super().parse_args(ctx, _completed(args, option))

    return Command


def _completed(args: list[str], option: str) -> list[str]:
    found: list[str] = []
    for arg, following in zip(args, [*args[1:], "-"], strict=True):
        found.append(arg)
        if arg == option and not _is_value(following):
            found.append(DEFAULT)
    return found


def _is_value(word: str) -> bool:
    return not word.startswith("-") and Path(word).suffix not in (".yaml", ".yml", ".json")
