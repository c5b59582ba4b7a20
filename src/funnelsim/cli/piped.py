"""A console that leaves a closed pipe to whoever answers for the whole command."""

from __future__ import annotations

from rich.console import Console


class PipedConsole(Console):
    """Console whose broken pipe is an error like any other, not an exit of its own."""

    def on_broken_pipe(self) -> None:
        """Raise what rich has caught; rich itself would raise SystemExit."""
        raise BrokenPipeError
