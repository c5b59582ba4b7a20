"""The command line: parse, call, print. One file per verb, no logic."""

from __future__ import annotations

import gc
import os
import signal
import sys


def main() -> None:
    """Entry point of the command ``funnelsim``; ends by SystemExit with 0, 1 or 2."""
    # What a start makes stays: imports and schemas, half a million objects. Looking through them
    # for garbage took a tenth of it.
    gc.set_threshold(200_000, *gc.get_threshold()[1:])
    _repair_streams()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl-C: kept and said
    from funnelsim.cli.app import app
    from funnelsim.cli.guard import report

    try:
        try:
            app(prog_name="funnelsim")
        finally:
            sys.stdout.flush()
    except SystemExit:
        raise
    except BaseException as error:
        sys.exit(report(error))


def _repair_streams() -> None:
    """Give a process without standard streams, or with narrow ones, something to write to."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
