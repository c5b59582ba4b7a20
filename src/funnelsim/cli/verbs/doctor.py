"""``funnelsim doctor``: whether this installation is as it should be."""

from __future__ import annotations

import json
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import typer

from funnelsim.cli.options import Json

EXAMPLE = "funnelsim doctor"
NEEDED = ("numpy", "scipy", "simpy", "pydantic", "ruamel.yaml", "typer", "rich", "holidays",
          "polars")  # fmt: skip
OLDEST_PYTHON = (3, 11)

Finding = tuple[bool, str]
"""Whether all is well, and a line."""


def doctor(as_json: Json = False) -> None:
    """Look at this installation: packages, compiled rules, processors, where runs can be kept."""
    looks = (_python, _packages, _rules, _processors, _folder, _simulation)
    found: list[Finding] = []
    for well, line in (finding for look in looks for finding in _findings(look)):
        found.append((well, line))
        if not as_json:
            typer.echo(f"{'ok ' if well else 'BAD'} {line}")
    healthy = all(well for well, _ in found)
    if as_json:
        findings = [{"ok": well, "says": line} for well, line in found]
        data = {"schema": "funnelsim.doctor/1", "ok": healthy, "findings": findings}
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False))
    if not healthy:
        raise typer.Exit(1)


def _findings(look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What one look finds; a package that cannot be loaded is a finding too."""
    try:
        yield from look()
    except ImportError as error:
        yield False, f"cannot be loaded: {error}; install funnelsim again"


def _python() -> Iterator[Finding]:
    well = sys.version_info >= OLDEST_PYTHON
    yield well, f"Python {platform.python_version()} on {platform.platform()}"


def _packages() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    for name in ("funnelsim", *NEEDED):
        try:
            yield True, f"{name} {version(name)}"
        except PackageNotFoundError:
            yield (
                name == "funnelsim",
                f"{name} is not installed"
                + (" (running from its source)" if name == "funnelsim" else ""),
            )


def _rules() -> Iterator[Finding]:
    from funnelsim.cli.built import shortfall

    yield True, shortfall() or "rules are compiled"


def _processors() -> Iterator[Finding]:
    from funnelsim.experiments.replicate import processors

    yield True, f"{processors()} processors for simulations"


def _folder() -> Iterator[Finding]:
    from funnelsim.reports.run_folder import RUNS

    place = Path(RUNS) if Path(RUNS).is_dir() else Path()
    try:
        with tempfile.TemporaryFile(dir=place):
            yield True, f"runs can be kept in {Path(RUNS).resolve()}"
    except OSError as error:
        yield False, f"runs cannot be kept here ({error.strerror}); use --out"


def _simulation() -> Iterator[Finding]:
    import time
    from importlib import resources

    from funnelsim.cli.verbs.demo import NAME
    from funnelsim.experiments.forecast import forecast
    from funnelsim.scenario.load import load

    text = (resources.files("funnelsim.cli") / NAME).read_bytes()
    began = time.perf_counter()
    forecast(load(text=text, name=NAME), 1, 0, threads=1)
    yield True, f"one replication of the demo takes {time.perf_counter() - began:.1f} s"


VERB = doctor
