"""Speed against the number of leads in flight: buyers who take their time, reps without limit."""

from __future__ import annotations

from functools import partial

from benchmarks.ours import model_of, only_channel, rows_of
from benchmarks.rounds import Case, quickest
from benchmarks.systems import THEORY
from benchmarks.table import Table, amount, times
from funnelsim.model.tables import Model

ROUNDS = 4
IN_FLIGHT = (100, 1_000, 10_000, 100_000, 1_000_000)
LEADS = 300_000
DAYS = 10
"""Until a lead buys, on average; a day has room for half a million leads of a channel."""


def tables() -> list[Table]:
    cases = [Case(str(n), partial(rows_of, _model(n))) for n in IN_FLIGHT]
    speed = quickest(cases, ROUNDS)
    least = speed[str(IN_FLIGHT[0])]
    return [
        Table(
            "Speed against leads in flight",
            ["in flight", "log rows/s", f"against {IN_FLIGHT[0]}", "ns per row"],
            [
                [f"{n:,}", amount(speed[str(n)]), times(speed[str(n)] / least),
                 amount(1e9 / speed[str(n)])]
                for n in IN_FLIGHT
            ],
            "Leads arrive at random, are worked at once by one of as many reps as are needed, and "
            f"buy after an exponential time of {DAYS} days: that many wait on the agenda. The log "
            f"is dropped. At least {3 * DAYS} days, so a third of the time or less fills it up.",
        )
    ]  # fmt: skip


def _model(n: int) -> Model:
    return model_of(
        THEORY / "base.yaml",
        f"horizon={min(300, max(3, round(LEADS / n))) * DAYS} days",
        "warm_up=none",
        *only_channel(f"{n / DAYS:g}/day"),
        "teams.t.reps=unlimited",
        "stages.work.rep_time=0 min",
        f"stages.work.buyer_takes=exponential(mean={DAYS} days)",
    )
