"""Consoles for results and for messages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from funnelsim.cli.guard import say

if TYPE_CHECKING:
    from rich.console import Console

    from funnelsim.scenario.load import Bundle


def results() -> Console:
    """Console on stdout; 80 columns where there is no terminal, no colour with NO_COLOR."""
    from funnelsim.cli.piped import PipedConsole

    return PipedConsole(file=sys.stdout, highlight=False, markup=False, soft_wrap=False)


def messages() -> Console:
    """Console on stderr."""
    from funnelsim.cli.piped import PipedConsole

    return PipedConsole(file=sys.stderr, highlight=False, markup=False)


def say_warnings(bundle: Bundle, quiet: bool) -> None:
    """Write the warnings of a scenario to stderr."""
    if not quiet:
        for problem in bundle.problems:
            say(str(problem))
