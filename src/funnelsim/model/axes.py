"""Names and codes of everything that bears an index, over all epochs and classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from funnelsim.errors import Problem, ScenarioError
from funnelsim.rules.addresses import name_code
from funnelsim.scenario.in_force import LeadClass
from funnelsim.scenario.resolve import Resolved
from funnelsim.scenario.schema import Scenario

DAY = 86_400_000
BEFORE_ALL = -(2**62)
NEVER = 2**62
PIPELINE = "open pipeline"


@dataclass
class Axes:
    """Ordered unions of names; the order is that of first appearance."""

    resolved: Resolved
    origin: date
    epochs: list[int]  # start ticks
    classes: list[LeadClass]
    channels: list[str]
    segments: list[str]
    regions: list[str]
    stages: list[str]
    teams: list[str]
    groups: list[tuple[str, str]]
    reps: list[tuple[int, int]] = field(default_factory=list)  # group, number
    rep_names: list[str] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    touches: list[tuple[str, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    has_pipeline: bool = False

    def scenario(self, epoch: int, cls: int | None = None) -> Scenario:
        if cls is None:
            return self.resolved.scenario_at(epoch)
        channel, segment, region = self.classes[cls]
        if channel == PIPELINE:
            return self.resolved.scenario_at(epoch, ("", segment, region))
        return self.resolved.scenario_at(epoch, (channel, segment, region))

    def epoch_span(self, epoch: int) -> tuple[int, int]:
        """Ticks [begin, end) of an epoch."""
        last = epoch + 1 == len(self.epochs)
        return self.epochs[epoch], NEVER if last else self.epochs[epoch + 1]

    def first_with(self, segment: str) -> int:
        """The first epoch that knows a segment."""
        epochs = range(len(self.epochs))
        return next(e for e in epochs if segment in self.scenario(e).segments)

    def tick(self, day: date) -> int:
        return (day - self.origin).days * DAY

    def cells(self) -> Iterator[tuple[int, int, Scenario]]:
        """Every (epoch, class) with the scenario in force."""
        for epoch in range(len(self.epochs)):
            for cls in range(len(self.classes)):
                yield epoch, cls, self.scenario(epoch, cls)


def lay_out(resolved: Resolved) -> Axes:
    """Collect all names; two names of one kind with equal codes are an error."""
    base = resolved.bundle.scenario
    whole = [resolved.scenario_at(e) for e in range(len(resolved.epochs))]
    every = _unique(
        whole + [resolved.scenario_at(e, c) for e in range(len(whole)) for c in resolved.classes]
    )
    has_pipeline = base.pipeline is not None
    segments = _union(s.segments for s in whole)
    regions = _union(s.regions for s in whole)
    if not all(s.regions for s in whole):
        regions = ["", *regions]  # epochs without regions have one without a name
    channels = _union(s.channels for s in whole)
    if has_pipeline:
        channels.append(PIPELINE)
    classes = list(product(channels, segments, regions))
    axes = Axes(
        resolved,
        base.from_,
        [BEFORE_ALL if e.start is None else (e.start - base.from_).days * DAY
         for e in resolved.epochs],
        classes,
        channels,
        segments,
        regions,
        _union(s.stages.named for s in every),
        _union(s.teams for s in whole),
        _pairs((t, g) for s in whole for t, team in s.teams.items() for g in team.reps),
        programmes=_union(s.nurture for s in every),
        touches=_pairs((p, t) for s in every for p, b in s.nurture.items() for t in b.touches),
        reasons=_union(st.reasons for s in every for st in s.stages.named.values()),
        has_pipeline=has_pipeline,
    )  # fmt: skip
    _add_reps(axes, whole)
    _refuse_equal_codes(axes)
    return axes


def _add_reps(axes: Axes, whole: list[Scenario]) -> None:
    for index, (team, group) in enumerate(axes.groups):
        counts = [_count(s, team, group) for s in whole]
        for number in range(max(counts)):
            axes.reps.append((index, number))
            # A name must not depend on how many there are: it is the rep's random code.
            axes.rep_names.append(f"{team} {group}" + (f" {number + 1}" if number else ""))


def _count(scenario: Scenario, team: str, group: str) -> int:
    """Reps of a group; an unlimited group is one rep who does any number of things at once."""
    if team not in scenario.teams or group not in scenario.teams[team].reps:
        return 0
    count = scenario.teams[team].reps[group].count
    return 1 if count is None else count


def present(scenario: Scenario, team: str, group: str, number: int) -> bool:
    return number < _count(scenario, team, group)


def touch_name(programme: str, touch: str) -> str:
    return f"{programme}.{touch}"


def _refuse_equal_codes(axes: Axes) -> None:
    kinds: dict[str, Iterable[str]] = {
        "channels": axes.channels,
        "segments": axes.segments,
        "regions": axes.regions,
        "stages": axes.stages,
        "teams": axes.teams,
        "reps": axes.rep_names,
        "touches": [touch_name(*t) for t in axes.touches],
    }
    problems = []
    for kind, names in kinds.items():
        seen: dict[int, str] = {}
        for name in names:
            other = seen.setdefault(name_code(name), name)
            if other != name:
                text = f"the {kind} '{other}' and '{name}' have the same random code"
                problems.append(
                    Problem("FS711", "error", text, "", None, None, (kind, name),
                            cure="rename one of them")
                )  # fmt: skip
    if problems:
        raise ScenarioError(problems)


def _unique(scenarios: list[Scenario]) -> list[Scenario]:
    return list({id(s): s for s in scenarios}.values())


def _union(groups: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(name for group in groups for name in group))


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(pairs))
