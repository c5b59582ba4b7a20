"""Rough expected share of leads that become MQL, in closed form."""

from __future__ import annotations

import math

from funnelsim.scenario.checks.findings import mean_of
from funnelsim.scenario.schema.nurture import Programme
from funnelsim.scenario.schema.top import Scenario
from funnelsim.scenario.units import DAY

LONGEST_NURTURE = 365 * DAY
_STEP = 1 * DAY
_MOST_ROUNDS = 60


def lead_to_mql(scenario: Scenario, rates: dict[str, float], fit: float) -> float:
    """Expected share of the leads in nurture that are judged and pass.

    Parameters
    ----------
    rates : dict
        Leads per ms by channel, as weights.
    fit : float
        Share of leads that fit.
    """
    weights = {
        name: (rates[name] or 1e-30) * channel.enters["lead"].nominal
        for name, channel in scenario.channels.items()
        if "lead" in channel.enters
    }
    total = sum(weights.values())
    handed = sum(weight * _handed_over(scenario, name) for name, weight in weights.items()) / total
    rule = scenario.qualification
    return handed * (fit * mean_of(rule.good_fit_passes) + (1 - fit) * mean_of(rule.bad_fit_passes))


def _handed_over(scenario: Scenario, channel_name: str) -> float:
    """Chance that a lead of a channel is ever judged: by a hot signal, or by its score.

    Days are walked to the mean end of the lead's shelf life. The score is taken as normal with
    the mean and variance of a sum of independent signals that fade with the score's half-life.
    """
    rule = scenario.qualification
    threshold = mean_of(rule.threshold)
    channel = scenario.channels[channel_name]
    entry = mean_of(channel.entry_score)
    if entry >= threshold:
        return 1.0
    life = min(
        mean_of(scenario.shelf_life.lead, math.inf), LONGEST_NURTURE, float(scenario.horizon_ms)
    )
    fading = mean_of(rule.score_half_life, math.inf)
    keep = 2.0 ** (-_STEP / fading) if fading > 0 else 0.0
    touches = _touches(scenario, channel_name)
    mean, variance, quiet, best = entry, 0.0, 1.0, 0.0
    for day in range(max(1, int(life / _STEP))):
        signals = _signals(scenario, touches, day)
        for kind, expected in signals.items():
            points = mean_of(getattr(rule.points, kind))
            mean += expected * points
            variance += expected * points * points
            if kind in rule.hand_over_at_once:
                quiet *= math.exp(-expected)
        spread = math.sqrt(variance)
        best = max(
            best,
            _upper_tail((threshold - mean) / spread) if spread > 0 else float(mean >= threshold),
        )
        mean, variance = mean * keep, variance * keep * keep
    return 1.0 - quiet * (1.0 - best)


def _signals(
    scenario: Scenario, touches: dict[int, list[tuple[str, float]]], day: int
) -> dict[str, float]:
    """Expected signals of one day, at the interest of a lead that has been silent since entry."""
    floor, half = mean_of(scenario.interest.floor), mean_of(scenario.interest.half_life, math.inf)
    fresh = 2.0 ** (-day * _STEP / half) if half > 0 else 0.0
    interest = floor + (1.0 - floor) * fresh
    expected = {
        kind: mean_of(rate) * _STEP * interest for kind, rate in scenario.behaviour.rates.items()
    }
    for kind, chance in touches.get(day, ()):
        expected[kind] = expected.get(kind, 0.0) + chance * interest
    return expected


def _touches(scenario: Scenario, channel: str) -> dict[int, list[tuple[str, float]]]:
    """Chances of positive responses by day after enrolment, for fresh leads of a channel."""
    for programme in scenario.nurture.values():
        if takes(programme, channel, "new"):
            return _responses_by_day(programme)
    return {}


def takes(programme: Programme, channel: str, state: str) -> bool:
    """Whether a programme may take leads of a channel in a state."""
    wanted = programme.for_
    return (wanted.channels is None or channel in wanted.channels) and (
        wanted.state is None or state in wanted.state
    )


def _responses_by_day(programme: Programme) -> dict[int, list[tuple[str, float]]]:
    found: dict[int, list[tuple[str, float]]] = {}
    factor = mean_of(programme.response, 1.0)
    days = [(mean_of(touch.after) / DAY, touch) for touch in programme.touches.values()]
    if programme.repeat is not None and days:
        every = max(mean_of(programme.repeat.every) / DAY, 1.0)
        last = days[-programme.repeat.last :]
        rounds = int(min(LONGEST_NURTURE / DAY / every, _MOST_ROUNDS))
        days += [(at + every * n, touch) for n in range(1, rounds + 1) for at, touch in last]
    for at, touch in days:
        chances: dict[str, float] = {}
        for kind, response in touch.responses.items():
            if kind == "unsubscribe":
                continue
            before = factor if response.given is None else chances.get(response.given, 0.0)
            chances[kind] = min(1.0, mean_of(response.chance) * before)
            found.setdefault(int(min(at, 1e6)), []).append((kind, chances[kind]))
    return found


def _upper_tail(z: float) -> float:
    return 0.5 * math.erfc(z / math.sqrt(2.0))
