"""Replay and pipeline files: every faulty row with its line."""

from __future__ import annotations

from pathlib import Path

from funnelsim.errors import KeyPath, Problem
from funnelsim.scenario.checks.findings import Findings
from funnelsim.scenario.csvfile import DataFault
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.pipeline import OpenRow, read_pipeline
from funnelsim.scenario.replay import Replayed, read_replay

MAX_ROWS = 20


def check_data(findings: Findings, folder: Path) -> None:
    """Read the files of arrivals and of the open pipeline, and report faulty rows."""
    scenario = findings.scenario
    for name, channel in scenario.channels.items():
        if channel.replay is None:
            continue
        path: KeyPath = ("channels", name, "replay")
        rows, faults = read_replay(folder / channel.replay, scenario.from_)
        faults += _unknown_names(findings, rows)
        _report(findings, channel.replay, path, faults)
        outside = [row for row in rows if row.offset >= scenario.horizon_ms + scenario.run_off_ms]
        if outside:
            findings.warn(
                "FS402",
                f"{len(outside)} of {len(rows)} rows of {channel.replay} lie "
                "after the simulated time and are left out",
                path,
                f"the first is line {outside[0].line}",
            )
    if scenario.pipeline is not None:
        pipeline = read_pipeline(scenario.pipeline, folder)
        faults = pipeline.faults + _unknown_names(findings, pipeline.rows)
        _report(findings, scenario.pipeline.file, ("pipeline", "file"), faults)
        _unknown_reps(findings, scenario.pipeline.file, pipeline.rows)


def _unknown_reps(findings: Findings, file: str, rows: list[OpenRow]) -> None:
    """Warn once of deals whose rep the scenario does not know; they are assigned."""
    known = set()
    for team_name, team in findings.scenario.teams.items():
        for group_name, group in team.reps.items():
            known |= {group_name, f"{team_name} {group_name}"}
            known |= {f"{team_name} {group_name} {i + 1}" for i in range(group.count or 1)}
    strange = [row for row in rows if row.rep is not None and row.rep not in known]
    if strange:
        findings.warn(
            "FS503",
            f"{len(strange)} of {len(rows)} open deals of {file} name reps that the scenario does "
            f"not have, the first '{strange[0].rep}' in line {strange[0].line}; they are assigned "
            "like new deals",
            ("pipeline", "file"),
            "name the reps of the file under teams.TEAM.reps",
        )


def _unknown_names(findings: Findings, rows: list[Replayed] | list[OpenRow]) -> list[DataFault]:
    faults = []
    for row in rows:
        for column, known in (
            ("segment", findings.scenario.segments),
            ("region", findings.scenario.regions),
            ("channel", findings.scenario.channels),
        ):
            name = getattr(row, column, None)
            if name is not None and name not in known:
                faults.append(
                    DataFault(
                        "FS503", f"unknown {column} '{name}'", row.line, did_you_mean(name, known)
                    )
                )
        if len(faults) >= MAX_ROWS:
            break
    return faults


def _report(findings: Findings, file: str, path: KeyPath, faults: list[DataFault]) -> None:
    for fault in faults:
        if fault.line is None:
            findings.error(fault.code, f"{file}: {fault.message}", path, fault.cure, file)
        else:
            findings.problems.append(
                Problem(
                    fault.code,
                    "error",
                    fault.message,
                    file,
                    fault.line,
                    None,
                    path,
                    cure=fault.cure,
                )
            )
