"""Options that several verbs share."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Annotated

import typer

LARGEST_SEED = 2**63 - 1

File = Annotated[str, typer.Argument(metavar="FILE", help="Scenario file (YAML).")]
StudyFile = Annotated[
    str, typer.Argument(metavar="FILE", help="Scenario file, or the manifest.json of such a run.")
]
Replications = Annotated[
    int | None,
    typer.Option("--replications", "-n", min=1, help="Simulated futures.", show_default=False),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="NUMBER", min=0, max=LARGEST_SEED, show_default=False,
                 help="Seed of all random numbers."),
]  # fmt: skip
Engine = Annotated[
    str,
    typer.Option("--engine", metavar="NAME", show_default=False,
                 help="compiled, or reference: its specification, slower, for checks."),
]  # fmt: skip
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change one dotted key; repeatable.",
                 show_default=False),
]  # fmt: skip
With = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="A,B", help="Policies in force; several stack.",
                 show_default=False),
]  # fmt: skip
Out = Annotated[
    str | None,
    typer.Option("--out", metavar="DIR", help="Folder of the run; else runs/<stamp>-<name>.",
                 show_default=False),
]  # fmt: skip
Xlsx = Annotated[
    bool, typer.Option("--xlsx", help="Write a workbook, report.xlsx, beside the page.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
NoProgress = Annotated[bool, typer.Option("--no-progress", help="Show no progress.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only the sentences.")]
Verbose = Annotated[
    int, typer.Option("--verbose", "-v", count=True, help="Print more; -vv logs as well.",
                      show_default=False),
]  # fmt: skip
Threads = Annotated[
    int | None,
    typer.Option("--threads", min=1, help="Futures simulated at a time; else one per processor. "
                 "Does not change results.", show_default=False),
]  # fmt: skip
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="Simulate on a running Dask cluster, e.g. "
                 "tcp://10.0.0.5:8786. Does not change results.", show_default=False),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Output:
    """How much is printed, and in which form.

    Attributes
    ----------
    json
        One JSON object on stdout instead of text.
    progress
        Whether progress is shown on stderr.
    detail
        -1 quiet, 0 usual, 1 and more verbose.
    """

    json: bool = False
    progress: bool = True
    detail: int = 0

    @classmethod
    def of(cls, json: bool, no_progress: bool, quiet: bool, verbose: int) -> Output:
        """From the options; sets up logging as well."""
        if verbose > 1:
            logging.basicConfig(level=logging.DEBUG)
        return cls(json, not (no_progress or quiet), -1 if quiet else verbose)
