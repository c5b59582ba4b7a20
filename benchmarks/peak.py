"""Most memory of a fresh process against leads of one replication and against replications."""

from __future__ import annotations

from benchmarks.fresh import python
from benchmarks.memory import replications_table
from benchmarks.ours import answer
from benchmarks.systems import SYSTEMS
from benchmarks.table import Table, amount

LEADS = (10_000, 100_000, 1_000_000, 10_000_000)


def tables() -> list[Table]:
    return [_against_leads(), _against_replications()]


def _against_leads() -> Table:
    code = "from benchmarks.peak import one_replication; one_replication({})"
    rows = []
    for leads in (10, *LEADS):
        took = python("-c", code.format(leads))
        rows.append([f"{leads:,}", amount(took.peak), amount(took.cpu)])
    return Table(
        "Most memory against leads of one replication",
        ["leads", "MB", "CPU seconds"],
        rows,
        "M/M/1 at load 0.9 from its scenario file to its outcomes, each in a fresh process; "
        "ten leads show what Python and the libraries need.",
    )


def _against_replications() -> Table:
    return Table(
        "Most memory against replications",
        ["replications", "MB", "seconds", "MB on disk"],
        replications_table(),
        "scenarios/ten-customers.yaml from the shell to the written folder, each in a fresh "
        "process, seconds on the wall.",
    )


def one_replication(leads: int) -> None:
    answer(SYSTEMS[0], leads, 1)
