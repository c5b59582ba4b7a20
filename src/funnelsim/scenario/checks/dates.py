"""Dates must lie in the simulated time, shares of the leads make a whole."""

from __future__ import annotations

import datetime as dt

from funnelsim.errors import KeyPath
from funnelsim.scenario.checks.findings import Findings
from funnelsim.scenario.schema.clock import Span
from funnelsim.scenario.units import DAY

SHARES_ADD_UP = 1e-6
STALE_PIPELINE_DAYS = 31


def check_dates(findings: Findings) -> None:
    """Find dates that the simulation never reaches."""
    scenario = findings.scenario
    begin = _begin(findings)
    last = scenario.end + dt.timedelta(days=round(scenario.run_off_ms / DAY))
    for name, channel in scenario.channels.items():
        for batch_name, batch in channel.batches.items():
            path: KeyPath = ("channels", name, "batches", batch_name, "date")
            if batch.date >= last or (begin is not None and batch.date < begin):
                findings.error(
                    "FS402",
                    f"the leads of {batch.date} arrive outside the simulated time",
                    path,
                    _span(begin, last),
                    batch.date,
                )
        for index, campaign in enumerate(channel.campaigns):
            if campaign.from_ >= last or (begin is not None and campaign.until < begin):
                findings.warn(
                    "FS402",
                    f"the campaign from {campaign.from_} lies outside the simulated time",
                    ("channels", name, "campaigns", index, "from"),
                    _span(begin, last),
                )
    for index, change in enumerate(scenario.changes):
        if change.from_ >= scenario.end or (begin is not None and change.from_ < begin):
            findings.warn(
                "FS402",
                f"the change of {change.from_} lies outside the simulated time",
                ("changes", index, "from"),
                _span(begin, scenario.end),
            )
    _policies_and_reps(findings)
    _targets(findings)
    _pipeline(findings)


def check_shares(findings: Findings) -> None:
    """Shares of all segments, and of all regions, add up to 100 %."""
    for block in ("segments", "regions"):
        parts = getattr(findings.scenario, block)
        total = sum(part.share.nominal for part in parts.values())
        if parts and abs(total - 1) > SHARES_ADD_UP:
            findings.error(
                "FS403",
                f"the shares of the {block} add up to {total * 100:.6g}%",
                (block,),
                "make it 100%, or leave one share out for the rest",
                at_key=True,
            )


def _begin(findings: Findings) -> dt.date | None:
    """First simulated day; None where the warm-up is computed from the scenario."""
    scenario = findings.scenario
    ms = scenario.warm_up_ms
    return None if ms is None else scenario.from_ - dt.timedelta(days=-int(-ms // DAY))


def _span(begin: dt.date | None, end: dt.date) -> str:
    last = end - dt.timedelta(days=1)
    return f"it goes {f'from {begin} ' if begin is not None else ''}to {last}"


def _policies_and_reps(findings: Findings) -> None:
    scenario = findings.scenario
    for name, policy in scenario.policies.items():
        if policy.from_ is not None and not scenario.from_ <= policy.from_ < scenario.end:
            findings.warn(
                "FS402",
                f"policy '{name}' begins on {policy.from_}, outside the horizon",
                ("policies", name, "from"),
                _span(scenario.from_, scenario.end),
            )
    for team_name, team in scenario.teams.items():
        for group_name, group in team.reps.items():
            path = ("teams", team_name, "reps", group_name)
            if group.starts is not None and group.starts >= scenario.end:
                findings.warn(
                    "FS402",
                    f"the reps '{group_name}' start after the horizon",
                    (*path, "starts"),
                    _span(scenario.from_, scenario.end),
                )
            if group.ends is not None and group.ends < scenario.from_:
                findings.warn(
                    "FS402",
                    f"the reps '{group_name}' leave before the horizon",
                    (*path, "ends"),
                    _span(scenario.from_, scenario.end),
                )


def _targets(findings: Findings) -> None:
    scenario = findings.scenario
    span = _span(scenario.from_, scenario.end)
    for index, target in enumerate(scenario.targets):
        if target.by is not None and not scenario.from_ <= target.by < scenario.end:
            findings.error(
                "FS402",
                f"the target is due on {target.by}, outside the horizon",
                ("targets", index, "by"),
                span,
                target.by,
            )
        if target.in_ is None:
            continue
        path = ("targets", index, "in")
        if target.in_.last < scenario.from_ or target.in_.first >= scenario.end:
            findings.error(
                "FS402", f"{target.in_.text} lies outside the horizon", path, span, target.in_.text
            )
        elif target.in_.first < scenario.from_ or target.in_.last >= scenario.end:
            findings.warn(
                "FS402", f"only a part of {target.in_.text} lies inside the horizon", path, span
            )


def _pipeline(findings: Findings) -> None:
    scenario = findings.scenario
    if scenario.pipeline is None:
        return
    if isinstance(scenario.warm_up, Span):
        findings.error(
            "FS406",
            "an open pipeline replaces the warm-up",
            ("warm_up",),
            "leave `warm_up` out",
            scenario.warm_up.text,
        )
    age = (scenario.from_ - scenario.pipeline.as_of).days
    path = ("pipeline", "as_of")
    if age < 0:
        findings.error(
            "FS402",
            f"the pipeline is of {scenario.pipeline.as_of}, after the first day {scenario.from_}",
            path,
            "let the horizon begin after the export",
            scenario.pipeline.as_of,
        )
    elif age > STALE_PIPELINE_DAYS:
        findings.warn(
            "FS402",
            f"the pipeline is {age} days older than the first day",
            path,
            "export it again, or begin the horizon earlier",
        )
