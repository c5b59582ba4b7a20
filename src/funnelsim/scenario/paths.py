"""Places of the language where a general rule of overlays needs to know the key."""

from __future__ import annotations

from collections.abc import Iterable

from funnelsim.errors import KeyPath

Pattern = tuple[str, ...]


def _patterns(*texts: str) -> tuple[Pattern, ...]:
    return tuple(tuple(text.split(".")) for text in texts)


NAMED_ENTRIES = _patterns(
    "segments.*",
    "regions.*",
    "channels.*",
    "channels.*.batches.*",
    "nurture.*",
    "nurture.*.touches.*",
    "nurture.*.touches.*.responses.*",
    "teams.*",
    "teams.*.reps.*",
    "stages.*",
    "money.fixed_costs.*",
    "policies.*",
    "levers.*",
    "words.*",
    "expect.*",
)
"""Entries with a name of the planner's: `off` removes an inherited one."""

TABLES = _patterns(
    "calls.first_call_reaches",
    "conversation.fit.accepted",
    "conversation.unfit.accepted",
    "channels.*.enters",
    "channels.*.leads",
    "channels.*.segments",
    "channels.*.regions",
    "stages.*.reasons",
    "teams.*.assign",
    "calendar.hours",
    "teams.*.calendar.hours",
)
"""Mappings that are one value (a curve, or shares of one whole): replaced, never merged."""

RAW_SETS = _patterns("segments.*.set", "regions.*.set", "channels.*.set", "policies.*.set")
"""Dotted settings that wait until their class or policy is in force."""

OWN_FACTORS = _patterns(
    "teams.*.reps.*.close",
    "teams.*.reps.*.speed",
)
"""Keys whose value is itself a factor: `x1.3` replaces what was there."""


def matches(path: KeyPath, patterns: Iterable[Pattern]) -> bool:
    """Whether a key path fits one of the patterns, `*` standing for any one key."""
    return any(
        len(path) == len(pattern)
        and all(want in ("*", part) for want, part in zip(pattern, path, strict=True))
        for pattern in patterns
    )


def inside(path: KeyPath, patterns: Iterable[Pattern]) -> bool:
    """Whether a key path lies at or below a place that fits one of the patterns."""
    return any(matches(path[: len(pattern)], [pattern]) for pattern in patterns)
