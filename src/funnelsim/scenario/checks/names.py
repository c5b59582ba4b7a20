"""Names that are used must be declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from funnelsim.errors import KeyPath, key_text
from funnelsim.scenario.checks.findings import Findings
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.schema import Scenario
from funnelsim.scenario.schema.curves import Curve, Part, Reach
from funnelsim.scenario.schema.nurture import Response
from funnelsim.scenario.schema.targets import METRICS
from funnelsim.scenario.schema.teams import ITEM_CLASSES
from funnelsim.scenario.values import ByClass

LEAD_STAGES = ("lead", "mql", "sql")
WORDS = (
    *METRICS,
    *("visitor", "lead", "opportunity", "customer", "recycled", "reactivated", "signal", "touch"),
    *("attempt", "channel", "segment", "region", "team", "rep", "deal_size", "cac_paid"),
    *ITEM_CLASSES,
)
"""Concepts that `words` can rename, besides the stages of the sale."""


def check_names(findings: Findings) -> None:
    """Find references to teams, channels, segments, regions, stages, reps and tags not there."""
    _teams(findings)
    _mixes(findings)
    _programmes(findings)
    _rules(findings)
    _stages(findings)
    _classes(findings)
    _words(findings)


def _unknown(
    findings: Findings, code: str, noun: str, name: str, path: KeyPath, known: Iterable[str]
) -> None:
    names = list(known)
    cure = did_you_mean(name, names) or f"declare it under {noun}s"
    findings.error(code, f"unknown {noun} '{name}' in {key_text(path)}", path, cure, name)


def _teams(findings: Findings) -> None:
    scenario = findings.scenario
    if scenario.calls.by is not None and scenario.calls.by not in scenario.teams:
        _unknown(findings, "FS301", "team", scenario.calls.by, ("calls", "by"), scenario.teams)
    elif scenario.calls_by is None and len(scenario.teams) > 1 and _makes_mql(scenario):
        findings.error(
            "FS301",
            "calls does not say which team calls",
            ("calls",),
            f"add by: {next(iter(scenario.teams))} under calls",
            at_key=True,
        )
    for name, stage in scenario.stages.named.items():
        path = ("stages", name, "by")
        if stage.by is not None and stage.by not in scenario.teams:
            _unknown(findings, "FS301", "team", stage.by, path, scenario.teams)
        elif scenario.stage_by(name) is None and scenario.teams:
            findings.error(
                "FS301",
                f"stage '{name}' does not say which team works it",
                ("stages", name),
                f"add by: {next(iter(scenario.teams))}",
                at_key=True,
            )
    breach = scenario.sla.on_breach if scenario.sla is not None else None
    if breach is not None and breach.team is not None and breach.team not in scenario.teams:
        _unknown(
            findings, "FS301", "team", breach.team, ("sla", "on_breach", "escalate"), scenario.teams
        )


def _makes_mql(scenario: Scenario) -> bool:
    """Whether leads arrive that may have to be called."""
    return any(
        stage in channel.enters and channel.enters[stage].nominal > 0
        for channel in scenario.channels.values()
        for stage in ("lead", "mql")
    )


def _mixes(findings: Findings) -> None:
    scenario = findings.scenario
    for name, channel in scenario.channels.items():
        for block, noun, known in (
            ("segments", "segment", scenario.segments),
            ("regions", "region", scenario.regions),
        ):
            for part in getattr(channel, block) or {}:
                if part not in known:
                    _unknown(findings, "FS302", noun, part, ("channels", name, block, part), known)


def _programmes(findings: Findings) -> None:
    scenario = findings.scenario
    for name, programme in scenario.nurture.items():
        for block, noun in (
            ("channels", "channel"),
            ("segments", "segment"),
            ("regions", "region"),
        ):
            known = getattr(scenario, block)
            for index, wanted in enumerate(getattr(programme.for_, block) or ()):
                if wanted not in known:
                    path = ("nurture", name, "for", block, index)
                    _unknown(findings, "FS302", noun, wanted, path, known)


def _rules(findings: Findings) -> None:
    scenario = findings.scenario
    tags = {
        pair
        for block in (scenario.channels, scenario.segments, scenario.regions)
        for thing in block.values()
        for pair in thing.tags.items()
    }
    for team_name, team in scenario.teams.items():
        for index, rule in enumerate(team.assign.rules):
            path: KeyPath = ("teams", team_name, "assign", "rules", index)
            for place, group in enumerate(rule.to):
                if group not in team.reps:
                    _unknown(findings, "FS305", "rep group", group, (*path, "to", place), team.reps)
            if rule.whose and not any(rule.serves(n, g.tags) for n, g in team.reps.items()):
                tags_of_reps = sorted(
                    {f"{k}: {v}" for g in team.reps.values() for k, v in g.tags.items()}
                )
                wanted = ", ".join(f"{label}: {value}" for label, value in rule.whose.items())
                findings.error(
                    "FS305",
                    f"no rep group of '{team_name}' bears the tags {wanted}",
                    (*path, "to"),
                    did_you_mean(wanted, tags_of_reps) or "add them to a rep group",
                )
            for tag in rule.when.items():
                if tag not in tags:
                    known = sorted(": ".join(pair) for pair in tags)
                    findings.warn(
                        "FS305",
                        f"no lead bears the tag {tag[0]}: {tag[1]}",
                        (*path, "when", tag[0]),
                        did_you_mean(": ".join(tag), known) or "add it to a segment",
                    )


def _stages(findings: Findings) -> None:
    scenario = findings.scenario
    stages = scenario.stages.named
    for block, by_stage in (
        ("shelf_life", scenario.shelf_life),
        ("competitor", scenario.hazards.competitor),
    ):
        for name in by_stage.named:
            if name not in stages:
                path = ("hazards", block, name) if block == "competitor" else (block, name)
                _unknown(findings, "FS304", "stage", name, path, (*LEAD_STAGES, *stages))
    if scenario.pipeline is None:
        return
    for theirs, ours in scenario.pipeline.stages.items():
        known = (*LEAD_STAGES, *stages, "skip")
        if ours not in known:
            _unknown(findings, "FS304", "stage", ours, ("pipeline", "stages", theirs), known)


def _classes(findings: Findings) -> None:
    scenario = findings.scenario
    kinds = [set(scenario.segments), set(scenario.channels), set(scenario.regions)]
    known = sorted(set().union(*kinds))
    for path, table in tables_by_class(scenario):
        for name in table.entries:
            if name not in known:
                _unknown(findings, "FS307", "class", name, (*path, name), known)
        names = set(table.entries)
        if table.otherwise is None and not any(kind and kind <= names for kind in kinds):
            findings.error(
                "FS307",
                f"{key_text(path)} leaves classes without a value",
                path,
                "add otherwise: ... for the rest",
                at_key=True,
            )


def tables_by_class(block: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, ByClass]]:
    """Every table by class of a scenario with its key path."""
    if isinstance(block, ByClass):
        yield path, block
    elif isinstance(block, BaseModel):
        fields = type(block).model_fields
        for name, value in block:
            alias = fields[name].alias if name in fields else None
            yield from tables_by_class(value, (*path, alias or name))
    elif isinstance(block, dict):
        for name, value in block.items():
            yield from tables_by_class(value, (*path, str(name)))
    elif isinstance(block, (tuple, list)):
        for index, value in enumerate(block):
            yield from tables_by_class(value, (*path, index))
    elif isinstance(block, (Curve, Reach)):
        for _, value in block.knots:
            yield from tables_by_class(value, path)
        if isinstance(block, Reach):
            yield from tables_by_class(block.later, (*path, "later"))
    elif isinstance(block, Part):
        yield from tables_by_class(block.share, path)
    elif isinstance(block, Response):
        yield from tables_by_class(block.chance, path)


def _words(findings: Findings) -> None:
    known = (*WORDS, *findings.scenario.stages.named)
    for word in findings.scenario.words:
        if word not in known:
            findings.error(
                "FS308",
                f"no output uses the word '{word}'",
                ("words", word),
                did_you_mean(word, known),
                word,
                at_key=True,
            )
