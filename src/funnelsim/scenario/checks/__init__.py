"""Checks of meaning, after the schema has accepted the words. Nothing is simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from funnelsim.errors import KeyPath, Problem
from funnelsim.scenario.checks.capacity import check_capacity
from funnelsim.scenario.checks.data import check_data
from funnelsim.scenario.checks.dates import check_dates, check_shares
from funnelsim.scenario.checks.findings import Findings
from funnelsim.scenario.checks.names import check_names
from funnelsim.scenario.checks.overlays import check_overlays
from funnelsim.scenario.checks.sense import check_sense

if TYPE_CHECKING:
    from funnelsim.scenario.load import Bundle


def check(bundle: Bundle, dropped: tuple[KeyPath, ...] = ()) -> list[Problem]:
    """Find errors and warnings of meaning.

    Parameters
    ----------
    bundle : Bundle
        The scenario with its places.
    dropped : tuple of KeyPath
        Faulty entries that the schema left out. What is said about their blocks would be about
        a scenario that nobody wrote, so it is held back.
    """
    findings = Findings(bundle.scenario, bundle.tree)
    check_names(findings)
    check_dates(findings)
    check_shares(findings)
    check_data(findings, bundle.folder)
    if dropped:
        return [p for p in findings.problems if not _follows(p, dropped)]
    check_overlays(findings, bundle.folder, bundle.with_)
    if not any(problem.severity == "error" for problem in findings.problems):
        check_sense(findings)
        check_capacity(findings)
    return findings.problems


def _follows(problem: Problem, dropped: tuple[KeyPath, ...]) -> bool:
    """Whether a problem may be the echo of an entry left out."""
    blocks = {path[0] for path in dropped if path}
    named = {"teams", "channels", "segments", "regions", "stages", "nurture"}
    return (
        problem.severity == "warning"
        or (problem.path and problem.path[0] in blocks)
        or (problem.code.startswith("FS3") and bool(blocks & named))
    )
