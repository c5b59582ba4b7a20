"""Speed against the number of leads in flight: buyers who take a day, reps without limit."""

from __future__ import annotations

from functools import partial

from benchmarks.ours import FAST, model_of, only_channel, rows_of
from benchmarks.rounds import Case, quickest
from benchmarks.systems import THEORY
from benchmarks.table import Table, amount, times
from funnelsim.model.tables import Model

ROUNDS = 4
IN_FLIGHT = (100, 1_000, 10_000, 100_000, 1_000_000) if FAST == "compiled" else (100, 1_000)
LEADS = 500_000 if FAST == "compiled" else 5_000
"""At least, and at least three times as many as are in flight."""


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
            "buy after an exponential time of a day: that many wait on the agenda. The log is "
            "dropped. Three days at least, so the first third fills up.",
        )
    ]  # fmt: skip


def _model(n: int) -> Model:
    return model_of(
        THEORY / "base.yaml",
        f"horizon={max(3, round(LEADS / n))} days",
        "warm_up=none",
        *only_channel(f"{n}/day"),
        "teams.t.reps=unlimited",
        "stages.work.rep_time=0 min",
        "stages.work.buyer_takes=exponential(mean=1 day)",
    )
