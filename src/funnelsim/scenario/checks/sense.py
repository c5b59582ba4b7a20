"""Warnings about scenarios that are possible and probably not meant."""

from __future__ import annotations

import math

from funnelsim.scenario.checks.findings import Findings, mean_of
from funnelsim.scenario.checks.nominal import (
    Chain,
    cadence_reaches,
    chain_of,
    sales_cycle,
    volumes,
)
from funnelsim.scenario.checks.nominal_leads import takes
from funnelsim.scenario.schema.clock import Span
from funnelsim.scenario.schema.nurture import For, Programme
from funnelsim.scenario.units import DAY

LATE_CADENCE = 0.10
DEALS_DISAGREE = 0.25
BANDS = {"lead_to_mql": (0.10, 0.40), "mql_to_sql": (0.13, 0.60), "lead_to_customer": (0.005, 0.04)}
"""Compilations of published rates, grade C; definitions differ by a factor of four."""
ROUGHNESS = 3.0
"""The closed form is trusted within this factor, so only rates beyond it are mentioned."""


def check_sense(findings: Findings) -> None:
    """Warn of doubtful cadences, rates, programmes, channels, teams and targets."""
    _sources(findings)
    _programmes(findings)
    _points(findings)
    _silent_channels(findings)
    _warm_up(findings)
    _deals(findings)
    _inherited_stages(findings)
    if findings.scenario.channels and any(volumes(findings.scenario).values()):
        _cadence(findings)
        _rates(findings)


def _handles_mql(findings: Findings) -> bool:
    return any(
        set(channel.enters) & {"lead", "mql"} for channel in findings.scenario.channels.values()
    )


def _sources(findings: Findings) -> None:
    for name, channel in findings.scenario.channels.items():
        stated = (channel.leads, channel.visitors, channel.budget, channel.replay)
        if not channel.batches and all(source is None for source in stated):
            findings.warn(
                "FS709",
                f"channel '{name}' has no source of leads",
                ("channels", name),
                "add leads, visitors, budget, batches or replay",
            )


def _covers(first: For, second: For) -> bool:
    """Whether the first `for` takes every lead that the second takes."""
    for block in ("channels", "segments", "regions", "state"):
        wide, narrow = getattr(first, block), getattr(second, block)
        if wide is not None and (narrow is None or not set(narrow) <= set(wide)):
            return False
    return True


def _programmes(findings: Findings) -> None:
    earlier: list[tuple[str, Programme]] = []
    for name, programme in findings.scenario.nurture.items():
        wanted = programme.for_
        if any(
            getattr(wanted, block) == () for block in ("channels", "segments", "regions", "state")
        ):
            findings.warn(
                "FS703",
                f"programme '{name}' takes no lead: a list under `for` is empty",
                ("nurture", name),
                "name whom it is for, or leave the key out",
            )
        for other, before in earlier:
            if before.max_times is None and _covers(before.for_, wanted):
                findings.warn(
                    "FS703",
                    f"no lead reaches programme '{name}': '{other}' stands "
                    "before it and takes them all",
                    ("nurture", name),
                    f"restrict '{other}' with `for`, or write '{name}' before it",
                )
                break
        earlier.append((name, programme))


def _points(findings: Findings) -> None:
    scenario = findings.scenario
    for name, programme in scenario.nurture.items():
        for touch_name, touch in programme.touches.items():
            for kind in touch.responses:
                points = getattr(scenario.qualification.points, kind)
                if mean_of(points) == 0:
                    path = ("nurture", name, "touches", touch_name, "responses", kind)
                    findings.warn(
                        "FS704",
                        f"the response '{kind}' earns no points",
                        path,
                        f"set qualification.points.{kind}",
                    )


def _silent_channels(findings: Findings) -> None:
    scenario = findings.scenario
    if scenario.behaviour.rates:
        return
    threshold = mean_of(scenario.qualification.threshold)
    for name, channel in scenario.channels.items():
        if "lead" not in channel.enters or mean_of(channel.entry_score) >= threshold:
            continue
        if not any(takes(programme, name, "new") for programme in scenario.nurture.values()):
            findings.warn(
                "FS705",
                f"no lead of channel '{name}' can become an MQL: no programme, "
                "no behaviour of its own, entry score below the threshold",
                ("channels", name),
                "add a programme, `behaviour` or an entry_score, or write enters: mql",
            )


def _warm_up(findings: Findings) -> None:
    scenario = findings.scenario
    cycle = sales_cycle(scenario)
    if isinstance(scenario.warm_up, Span) and 0 < (scenario.warm_up_ms or 0) < cycle:
        findings.warn(
            "FS405",
            f"the warm-up of {scenario.warm_up.text} is shorter than the sales "
            f"cycle of {cycle / DAY:.0f} days",
            ("warm_up",),
            "write warm_up: auto",
        )


def _deals(findings: Findings) -> None:
    scenario = findings.scenario
    sizes = [
        (part.share.nominal * mean_of(part.fit), mean_of(scenario.deal_of(name)))
        for name, part in scenario.segments.items()
    ]
    weight = sum(share for share, _ in sizes)
    deal = sum(share * size for share, size in sizes) / weight if weight > 0 else 0.0
    wanted: dict[tuple[object, object], dict[str, tuple[int, float]]] = {}
    for index, target in enumerate(scenario.targets):
        if target.metric in ("revenue", "customers") and target.direction == "at_least":
            span = (target.by, target.in_.text if target.in_ is not None else None)
            wanted.setdefault(span, {}).setdefault(target.metric, (index, target.amount))
    for pair in wanted.values():
        if len(pair) < 2 or deal <= 0:
            continue
        (index, revenue), (_, customers) = pair["revenue"], pair["customers"]
        if customers > 0 and abs(revenue / deal / customers - 1) > DEALS_DISAGREE:
            findings.warn(
                "FS404",
                f"targets disagree: {revenue:,.0f} {scenario.currency} at deals of "
                f"{deal:,.0f} are {revenue / deal:.4g} customers, not {customers:g}",
                ("targets", index),
                f"{customers:g} customers for that revenue would be deals of "
                f"{revenue / customers:,.0f}",
            )


def _inherited_stages(findings: Findings) -> None:
    node = findings.tree.get("stages")
    if node is None:
        return
    stages = findings.scenario.stages.named
    places = {name: child.key.file for name, child in node.items() if name in stages}
    inherited = [name for name, file in places.items() if file.startswith("preset ")]
    own = [name for name in stages if name not in _preset_stages(findings)]
    if inherited and own:
        findings.warn(
            "FS708",
            f"the stages {', '.join(inherited)} of the preset stand beside your "
            f"own {', '.join(own)}",
            ("stages", own[0]),
            f"write {inherited[0]}: off under stages if they are not meant",
        )


def _preset_stages(findings: Findings) -> set[str]:
    from funnelsim.scenario.layers import preset

    node = preset(findings.scenario.kind).get("stages")
    return {name for name, _ in node.items()} if node is not None else set()


def _cadence(findings: Findings) -> None:
    scenario = findings.scenario
    if not _handles_mql(findings):
        return
    share = cadence_reaches(scenario, mean_of(scenario.calls.first_call_reaches.later))
    if share < LATE_CADENCE:
        findings.warn(
            "FS701",
            f"of leads that are called late, all planned calls together reach {share:.0%}",
            ("calls", "first_call_reaches"),
            "check `later`, later_calls_reach and the number of gaps",
        )


def _rates(findings: Findings) -> None:
    if not _handles_mql(findings):
        return
    chain = chain_of(findings.scenario)
    said = {
        "lead_to_mql": ("from lead to MQL", _lead_cause(findings)),
        "mql_to_sql": ("from MQL to SQL", _sql_cause(chain)),
        "lead_to_customer": ("from lead to customer", _customer_cause(chain)),
    }
    named = False
    for name, (low, high) in BANDS.items():
        rate = getattr(chain, name)
        # Neither the rate nor its complement may be trusted closer than that.
        most = min(high * ROUGHNESS, 1 - (1 - high) / ROUGHNESS)
        if math.isnan(rate) or low / ROUGHNESS <= rate <= most:
            continue
        if name == "lead_to_customer" and (named or math.isnan(chain.lead_to_mql)):
            continue  # said already, or no lead enters at the top, which the band is about
        named = True
        words, (path, cause) = said[name]
        findings.warn(
            "FS702",
            f"roughly {rate:.2%} {words} are expected, published rates lie "
            f"between {low:.1%} and {high:.0%}",
            path,
            f"look at {cause}",
        )


def _lead_cause(findings: Findings) -> tuple[tuple[str, ...], str]:
    scenario = findings.scenario
    if not scenario.nurture and not scenario.behaviour.rates:
        return ("nurture",), "nurture and behaviour, which are empty"
    return ("qualification", "threshold"), (
        f"qualification.threshold ({mean_of(scenario.qualification.threshold):g} points)"
    )


def _sql_cause(chain: Chain) -> tuple[tuple[str, ...], str]:
    parts = {
        "reached": (("calls", "first_call_reaches"), f"calls, which reach {chain.reached:.0%}"),
        "accepted": (
            ("conversation", "fit", "accepted"),
            f"conversation, in which {chain.accepted:.0%} are accepted",
        ),
        "kept": (("teams",), f"habits and shelf_life.mql, which leave {chain.kept:.0%} of them"),
    }
    typical = {"reached": 0.6, "accepted": 0.5, "kept": 0.8}
    worst = max(
        parts, key=lambda part: abs(math.log(max(getattr(chain, part), 1e-6) / typical[part]))
    )
    return parts[worst]


def _customer_cause(chain: Chain) -> tuple[tuple[str, ...], str]:
    typical = {"lead_to_mql": 0.2, "mql_to_sql": 0.3, "sql_to_customer": 0.25}
    rates = {name: getattr(chain, name) for name in typical}
    known = {name: rate for name, rate in rates.items() if not math.isnan(rate)}
    worst = max(known, key=lambda name: abs(math.log(max(known[name], 1e-6) / typical[name])))
    path = {
        "lead_to_mql": ("qualification",),
        "mql_to_sql": ("conversation",),
        "sql_to_customer": ("stages",),
    }[worst]
    return path, f"{worst.replace('_', ' ')}, roughly {known[worst]:.1%}"
