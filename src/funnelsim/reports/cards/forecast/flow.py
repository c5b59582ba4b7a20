"""Where the new leads go: a Sankey diagram in which every stage balances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.summaries import summary
from funnelsim.outcomes.flows import AXES, COLD_ENDS, ENDS
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.forecast.answer import upper
from funnelsim.reports.cards.forecast.parts import possible
from funnelsim.reports.cold import CAUSES
from funnelsim.reports.pictures import Flow, Link, Node, Role

SECTION = "funnel"

ENTRIES, STATUSES, _ = AXES
PLURAL = {"lead": "leads", "mql": "mql", "sql": "sql", "opportunity": "opportunities"}
"""Status of one lead: what many of them are called (`numbers.LABELS`)."""

SAYS = CAUSES | {"won": "customers", "nurture": "interest faded"}

MOST = 1 / 2
"""With fewer leads than that handed to sales, these have a picture of their own."""

LEAST = 0.005
"""Ends that are not cold and smaller than this share of the leads have one node together."""

OTHERS = "others"
BY_SALES: dict[str, tuple[str, ...]] = {
    "cold with sales": ("forgotten", "unworked", "late", "stalled"),
    "lost by sales": ("unreached", "not_ready", "not_interested", "bad_fit", "lost_deal"),
}
"""Ends that are one in the picture of all leads, where they would be hairlines."""


def cards(forecast: Forecast) -> Iterator[Card]:
    """All new leads, then those that sales get if these are few among them."""
    flows = forecast.stack.flows
    means = flows.mean(axis=0)
    if not means.any():
        return
    first = int(np.argwhere(means.any(axis=(1, 2)))[0, 0])
    few = first == 0 and 0 < means[:, 1:].sum() < MOST * means.sum()
    yield _card(forecast, "lead-flow", first, BY_SALES if few else {})
    if few:
        yield _card(forecast, "sales-flow", 1, {})


def ways(means: FloatArray, start: int) -> FloatArray:
    """The flows of those who got as far as a status, as if all of them had entered there before.

    Parameters
    ----------
    means
        By `flows.AXES`.
    start
        Index of the status in the second axis.
    """
    kept = np.zeros_like(means)
    kept[:, start:] = means[:, start:]
    kept[min(start, len(ENTRIES) - 1)] += kept[:start].sum(axis=0)
    kept[:start] = 0.0
    return kept


def flow(
    means: FloatArray,
    start: int,
    labels: Mapping[str, str],
    together: Mapping[str, tuple[str, ...]],
) -> Flow:
    """The diagram: statuses from the left, ends at the right.

    Parameters
    ----------
    means
        Mean number of leads by `flows.AXES`, all of them entering at `start` or later.
    labels
        What nodes are called, by status and end.
    together
        Ends that have one node, by its name.
    """
    links, last = list[Link](), _last(means)
    ends = _ends(means, together)
    for at in range(start, last + 1):
        if at > start and at < len(ENTRIES) and means[at].any():
            links.append(_link(f"enter:{STATUSES[at]}", f"at:{STATUSES[at]}", means[at].sum(),
                               "other"))  # fmt: skip
        onward = means[: at + 1, at + 1 :].sum()
        if onward:
            links.append(_link(f"at:{STATUSES[at]}", f"at:{STATUSES[at + 1]}", onward, "main"))
        for end, members in ends.items():
            value = means[:, at, members].sum()
            if value:
                links.append(_link(f"at:{STATUSES[at]}", f"end:{end}", value, _role(end)))
    return {"kind": "flow", "unit": "count", "nodes": _nodes(links, start, last, labels),
            "links": links}  # fmt: skip


def _link(source: str, target: str, value: float, role: Role) -> Link:
    return {"source": source, "target": target, "value": float(value), "role": role}


def _last(means: FloatArray) -> int:
    """The furthest status that any lead reaches."""
    return int(np.argwhere(means.any(axis=(0, 2)))[-1, 0])


def _ends(means: FloatArray, together: Mapping[str, tuple[str, ...]]) -> dict[str, list[int]]:
    """Places on the last axis by node, as they are to stand; what is empty has none."""
    sizes = means.sum(axis=(0, 1))
    found = {name: [ENDS.index(end) for end in ends] for name, ends in together.items()}
    apart = [i for i in range(len(ENDS)) if not any(i in places for places in found.values())]
    small = [i for i in apart if sizes[i] < LEAST * sizes.sum() and _role(ENDS[i]) == "bad"]
    if sum(sizes[i] > 0 for i in small) < 2:
        small = []
    found |= {OTHERS: small} | {ENDS[i]: [i] for i in apart if i not in small}
    order = sorted(found, key=lambda name: (_RANKS.index(_role(name)), -sizes[found[name]].sum()))
    return {name: found[name] for name in order if sizes[found[name]].any()}


_RANKS: tuple[Role, ...] = ("good", "muted", "cold", "bad")
"""Customers first, then who may still be one, then the cold, then the lost."""


def _role(end: str) -> Role:
    if end in (*COLD_ENDS, "cold with sales"):
        return "cold"
    return "good" if end == "won" else "muted" if end == "open" else "bad"


def _nodes(links: list[Link], start: int, last: int, labels: Mapping[str, str]) -> list[Node]:
    """Every place that a link names; an end stands one column right of all statuses."""
    found: dict[str, Node] = {}
    for link in links:
        for name in (link["source"], link["target"]):
            kind, _, what = name.partition(":")
            size = max(
                sum(one["value"] for one in links if one[side] == name)
                for side in ("source", "target")
            )
            column = last + 1 - start if kind == "end" else STATUSES.index(what) - start
            label = labels[what]
            found[name] = {
                "name": name,
                "label": f"{'enter as ' if kind == 'enter' else ''}{label} {numbers.count(size)}",
                "role": _role(what) if kind == "end" else "other" if kind == "enter" else "main",
                "column": column - (kind == "enter"),
            }
    return list(found.values())


def _card(
    forecast: Forecast, own_id: str, start: int, together: Mapping[str, tuple[str, ...]]
) -> Card:
    means = ways(forecast.stack.flows.mean(axis=0), start)
    words = forecast.bundle.scenario.words
    labels = _labels(words)
    whole = own_id == "lead-flow"
    # Who enters further down the funnel never was what the first node says.
    name = labels["lead" if means[start + 1 :].any() else STATUSES[start]]
    return Card(
        id=own_id,
        section=SECTION,
        title=f"Where the new {name} go" if whole else f"Where the {name} go that sales gets",
        finding=_finding(forecast, means, name, whole),
        caption=(
            "Width: the average number of leads. Each new lead of the period counts once, at the "
            "furthest stage that it ever reached and as what it is on the last day: one that went "
            "cold or back to marketing and came back is where it ended, so whatever enters a stage "
            "leaves it again. Deals that were open on the first day, and whatever happens after "
            "the last one, are not in it."
        ),
        picture=flow(means, start, labels, together),
        grid=grid(
            [("furthest stage", "text"), ("on the last day", "text"), ("cold", "text"),
             ("leads", "count"), ("95 % sure from", "count"), ("to", "count"),
             (f"share of {name}", "share")],
            _rows(forecast, start, float(means.sum()), labels),
        ),
        notes=list(_elsewhere(forecast)) if whole else [],
    )  # fmt: skip


def _labels(words: Mapping[str, str]) -> dict[str, str]:
    found = {status: numbers.label(plural, words) for status, plural in PLURAL.items()}
    found |= {end: SAYS[end] for end in ENDS}
    alone = {name: name for name in BY_SALES} | {OTHERS: "other reasons"}
    return found | alone | {"won": numbers.label("customers", words)}


def _rows(
    forecast: Forecast, start: int, total: float, labels: Mapping[str, str]
) -> Iterator[list[Cell]]:
    """Every end of every stage, with what luck of the simulation leaves open."""
    by_end = forecast.stack.flows.sum(axis=1)
    for at in range(start, len(STATUSES)):
        for i, end in enumerate(ENDS):
            found = summary(by_end[:, at, i], ())
            if found["mean"]:
                yield [labels[STATUSES[at]], labels[end], "yes" if end in COLD_ENDS else "",
                       found["mean"], *possible(found["ci95"]),
                       found["mean"] / total]  # fmt: skip


def _finding(forecast: Forecast, means: FloatArray, name: str, whole: bool) -> str:
    """``Of 1,630 new leads 8.3 are customers by …, 542 under way, 724 cold: most …``."""
    sizes = dict(zip(ENDS, means.sum(axis=(0, 1)).tolist(), strict=True))
    total, cold = sum(sizes.values()), sum(sizes[end] for end in COLD_ENDS)
    won = numbers.label("customers", forecast.bundle.scenario.words)
    visitors = forecast.figure("visitors", ())["mean"] if whole else None
    who = f"new {name}" if whole else f"{name} that sales gets"
    seen = f"{numbers.count(visitors)} visitors. " if visitors else ""
    text = (
        f"{seen}Of {numbers.count(total)} {who} {numbers.count(sizes['won'])} are {won} by "
        f"{numbers.day(forecast.last_day)}, {numbers.count(sizes['open'])} are still under way, "
        f"{numbers.count(cold)} have gone cold"
    )
    lost = sorted(((value, end) for end, value in sizes.items() if end not in ("won", "open")),
                  reverse=True)  # fmt: skip
    if not lost or not lost[0][0]:
        return f"{text}."
    value, end = lost[0]
    cold_one = "cold: " if end in COLD_ENDS else ""
    return (
        f"{text}; the largest loss is {numbers.share(value / total)} of them "
        f"({cold_one}{SAYS[end]})."
    )


def _elsewhere(forecast: Forecast) -> Iterator[str]:
    """Customers of the period that come from before it."""
    words = forecast.bundle.scenario.words
    mean = forecast.figure("customers", ())["mean"]
    own = float(forecast.stack.flows[..., ENDS.index("won")].sum(axis=(1, 2)).mean())
    if mean - own > LEAST * mean:
        yield upper(
            f"{numbers.label('customers', words)} of the whole period: {numbers.count(mean)}; "
            f"{numbers.count(mean - own)} of them come from leads and deals of before it."
        )
