"""What would change the price of cold leads: minutes, ways of working, policies, reps."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.cold.price import Cold
from funnelsim.experiments.intervals import Interval
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.cards.studies.parts import (
    AT_ONCE,
    EACH,
    ends,
    forest,
    interval_grid,
    line,
    role_of,
    triple,
    whisker,
    why,
)
from funnelsim.reports.cold_tables import HABITS, STEPS, Tables
from funnelsim.reports.cold_text import best_policy, futures, losing
from funnelsim.reports.cold_text import reps as of_reps
from funnelsim.reports.pictures import Curves, Role, Step, Waterfall
from funnelsim.reports.sentences import between
from funnelsim.reports.tried import SURE, Show, upper


def delay(cold: Cold) -> Card:
    """What later first calls cost."""
    found = cold.delay_price()
    picture: Curves = {
        "kind": "curves",
        "x": {"label": "every first call later by", "unit": "hours", "log": True},
        "at": [hours for hours, _, _ in found],
        "y": {"label": "revenue lost", "unit": "money"},
        "lines": [line("revenue lost", (cost for _, cost, _ in found), "cold")],
        "marks": [],
    }
    return Card(
        id="cold-delay",
        section="cold",
        title="What an hour of delay costs",
        finding=_price(cold, found),
        caption=(
            "Every first call is made later by so much, with the same reps; the costs are those "
            f"over the period. Time is stretched where it is short. {AT_ONCE} Per hour, in the "
            "table: between a line and the one above it."
        ),
        picture=picture,
        grid=grid(
            [
                ("later by", "hours"),
                *triple("revenue lost", "money"),
                *triple("per hour", "money"),
                ("no interval because", "text"),
            ],
            [[hours, *ends(cost), *ends(slope), why(cost)] for hours, cost, slope in found],
        ),
    )


def _price(cold: Cold, found: list[tuple[float, Interval, Interval]]) -> str:
    """The shortest delay that surely costs, and the longest."""
    show = Tables(cold).money
    sure = [row for row in found if row[1].lo is not None and row[1].lo > 0]
    if not sure:
        hours, cost, _ = found[-1]
        doubt = f": {numbers.hours(hours)} later {show(cost.value)}"
        if cost.ends:
            doubt += f" ({SURE}: {between(cost, show)})"
        return f"{upper(futures(cold))} cannot tell what later first calls cost{doubt}."
    told = [_later(row, show) for row in dict.fromkeys((sure[0], sure[-1]))]
    return f"First calls {' and '.join(told)}.{_rate(found, show)}"


def _rate(found: list[tuple[float, Interval, Interval]], show: Show) -> str:
    """The dearest hour of all that surely cost."""
    sure = [i for i, (_, _, slope) in enumerate(found) if slope.lo is not None and slope.lo > 0]
    if not sure:
        return ""
    first = max(sure, key=lambda i: found[i][2].value or 0.0)
    hours, _, slope = found[first]
    since = numbers.hours(found[first - 1][0]) if first else "now"
    return f" An hour is dearest from {since} to {numbers.hours(hours)}: {show(slope.value)}."


def _later(row: tuple[float, Interval, Interval], show: Show) -> str:
    hours, cost, _ = row
    return f"{numbers.hours(hours)} later cost {show(cost.value)} ({SURE}: {between(cost, show)})"


def habits(cold: Cold) -> Iterator[Card]:
    """What the hand-over and the habits of the teams cost; none where nothing does."""
    lag, rows = cold.mean_handoff_days, list[tuple[str, Interval]]()
    if lag:
        rows.append((f"hand-over after {numbers.days(lag)}", cold.handoff()))
    rows += [(HABITS[name], cost) for name, cost in cold.habits().items()]
    if not any(cost.value for _, cost in rows):
        return
    yield Card(
        id="cold-habits",
        section="cold",
        title="What ways of working cost",
        finding=_dearest(cold, rows),
        caption=f"What would be earned more without each of them. {EACH}",
        picture=forest(
            {"label": "revenue lost", "unit": "money"},
            [whisker(upper(name), cost, role_of(cost, larger=False)) for name, cost in rows],
        ),
        grid=interval_grid(
            "", [("revenue lost", "money")], [(upper(name), [cost]) for name, cost in rows]
        ),
        notes=Tables(cold).handoff() if lag else [],
    )


def _dearest(cold: Cold, rows: list[tuple[str, Interval]]) -> str:
    sure = [(name, cost) for name, cost in rows if cost.lo is not None and cost.lo > 0]
    if not sure:
        return f"{upper(futures(cold))} cannot tell what each of them costs."
    show = Tables(cold).money
    name, cost = max(sure, key=lambda row: row[1].value or 0.0)
    return f"{upper(name)} costs {show(cost.value)} of revenue ({SURE}: {between(cost, show)})."


def policies(cold: Cold) -> Iterator[Card]:
    """What each policy of the scenario recovers."""
    found = sorted(cold.policies().items(), key=lambda item: -(item[1][0].value or 0.0))
    if not found:
        return
    finding = " ".join(best_policy(cold)) or "No policy surely recovers revenue."
    yield Card(
        id="cold-policies",
        section="cold",
        title="What policies recover",
        finding=finding,
        caption=(
            "Revenue of the period that each policy brings, on the same leads, before what it "
            f"costs. {EACH}"
        ),
        picture=forest(
            {"label": "revenue recovered", "unit": "money"},
            [whisker(name, gain, role_of(gain)) for name, (gain, _) in found],
        ),
        grid=interval_grid(
            "policy", [("revenue", "money"), ("of the loss", "share")],
            [(name, list(pair)) for name, pair in found],
        ),
        notes=list(losing(cold)),
    )  # fmt: skip


def reps(cold: Cold) -> Iterator[Card]:
    """What one rep more would return."""
    hired = cold.hired()
    if not hired:
        return
    words = cold.bundle.scenario.words
    names = [f"{numbers.label(more.team, words)} no. {more.number}" for more in hired]
    rows = zip(names, hired, strict=True)
    yield Card(
        id="cold-reps",
        section="cold",
        title="What a rep more returns",
        finding=" ".join(of_reps(cold)) or "What a rep more returns is undefined: she is not paid.",
        caption=(
            "Gross profit of the period that she brings, over what she is paid in it: right of the "
            f"line she pays. What she starts now may be won later. {EACH}"
        ),
        picture=forest(
            {"label": "times her pay", "unit": "number"},
            [whisker(name, more.times, _pays(more.times)) for name, more in rows],
            zero=1.0,
        ),
        grid=grid(
            [("rep", "text"), *triple("gross profit", "money"), ("paid", "money"),
             *triple("times her pay", "number")],
            [[name, *ends(more.brings), more.paid, *ends(more.times)]
             for name, more in zip(names, hired, strict=True)],
        ),
    )  # fmt: skip


def _pays(times: Interval) -> Role:
    if times.lo is None or times.hi is None or times.lo <= 1 <= times.hi:
        return "muted"
    return "good" if times.lo > 1 else "bad"


def capacity(cold: Cold) -> Card:
    """The chain from the year as it is to one without any waiting."""
    found, actual = cold.capacity(), float(cold.money()[0].mean())
    total = found["total"].value or 0.0
    show = Tables(cold).money
    named = {step: upper(label) for step, label in STEPS.items() if step != "total"}
    picture: Waterfall = {
        "kind": "waterfall",
        "y": {"label": "revenue of the period", "unit": "money"},
        "steps": [
            _step("As it is", actual, "main"),
            *(_part(label, found[step]) for step, label in named.items()),
            _step("Without any waiting", actual + total, "other"),
        ],
    }
    return Card(
        id="cold-capacity",
        section="cold",
        title="Capacity, our delays, and time",
        finding=(
            f"Unlimited reps would bring {show(found['congestion'].value)} of revenue, no delay of "
            f"ours {show(found['policy'].value)} on top of that, and nobody going cold "
            f"{show(found['impermanence'].value)} more."
        ),
        caption=(
            "From the top down, each step on top of the one before. These steps add up among "
            "themselves; do not compare them with the loss above, which keeps today's reps. "
            "Intervals are in the table, each by itself."
        ),
        picture=picture,
        grid=interval_grid(
            "step", [("revenue", "money")],
            [(upper(STEPS[step]), [one]) for step, one in found.items()],
        ),
    )  # fmt: skip


def _step(label: str, value: float, role: Role) -> Step:
    return {"label": label, "value": value, "total": True, "role": role, "ends": None}


def _part(label: str, found: Interval) -> Step:
    value = found.value or 0.0
    role: Role = "good" if value >= 0 else "cold"
    return {"label": label, "value": value, "total": False, "role": role, "ends": found.ends}
