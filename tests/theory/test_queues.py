"""Waiting and going cold against queueing theory, through the shipped scenarios.

Every row runs twice: short, with the standard error that the default test run can afford, and
(slow) as the file says, with a relative standard error of at most 2 % (5 % where the queue is
close to full load).
"""

from dataclasses import dataclass

import pytest
from formulas import (
    erlang_a,
    erlang_c_wait,
    fixed_patience,
    impatient,
    pollaczek_khinchine,
    priority_stays,
    uniform_survival,
    weibull_survival,
)
from runs import HOUR, MINUTE, batches_of_items, compiled, figure

from funnelsim.model.codes import ItemClass

MEETING, FIRST_CALL = int(ItemClass.MEETING), int(ItemClass.FIRST_CALL)
NO_WARM_UP = "warm_up=none"


@dataclass(frozen=True)
class Case:
    """A scenario, what must come out, and how much of it is run."""

    scenario: str
    truth: dict  # figure, or (figure, item class), -> value
    short: tuple = ()  # settings of the short run
    error: float = 0.06  # of the short run
    skip: int = 20 * MINUTE  # of the short run, to fill the queue
    long: int = 6  # replications of the file as it is
    long_error: float = 0.02
    tail: int = 20 * MINUTE


def names(values, *figures_):
    return dict(zip(figures_, values, strict=True))


def erlang_a_case(scenario, arrivals, service, impatience, servers, **more):
    truth = erlang_a(arrivals, service, impatience, servers)
    return Case(scenario, names(truth, "share_waited", "share_cold", "mean_queue"), **more)


def impatient_truth(values):
    return names(values, "share_waited", "share_cold", "mean_wait")


DAY_LONG = (NO_WARM_UP, "horizon=1 day")
CALM = 2 * HOUR

CASES = [
    erlang_a_case("erlang-a-10-1-1-10", 10, 1, 1, 10, short=DAY_LONG, error=0.08, long=10),
    erlang_a_case("erlang-a-10-1-05-10", 10, 1, 0.5, 10, short=DAY_LONG, error=0.1, long=14),
    erlang_a_case("erlang-a-10-1-05-8", 10, 1, 0.5, 8, short=DAY_LONG, error=0.08, long=7),
    erlang_a_case(
        "erlang-a-50-1-2-50", 50, 1, 2, 50,
        short=(NO_WARM_UP, "horizon=4 h"), error=0.18, long=7,
    ),
    erlang_a_case(
        "erlang-a-2-05-01-3", 2, 0.5, 0.1, 3,
        short=(NO_WARM_UP, "horizon=3 days"), error=0.08, skip=CALM, tail=CALM, long=2,
    ),
    Case("fixed-10", impatient_truth(fixed_patience(10, 1, 10, 2)),
         DAY_LONG, 0.25, long=70),
    Case("fixed-12", impatient_truth(fixed_patience(12, 1, 10, 2)), DAY_LONG, 0.1, long=9),
    Case("weibull", impatient_truth(impatient(12, 1, 10, weibull_survival(2, 0.7))),
         DAY_LONG, 0.08, long=6),
    Case("bank-renege",
         impatient_truth(impatient(1 / 10, 1 / 12, 1, uniform_survival(1, 3), (1, 3))),
         (NO_WARM_UP, "horizon=30 days"), 0.05, CALM),
    Case("mm1-d6", {"share_cold": fixed_patience(0.9, 1, 1, 6)[1]},
         (NO_WARM_UP, "horizon=7 days"), 0.1, CALM, long=16),
    Case("mm1", {"mean_wait": erlang_c_wait(0.9, 1, 1), "mean_stay": 10},
         (NO_WARM_UP, "horizon=14 days"), 0.3, 10 * HOUR, 24, 0.05, tail=3 * HOUR),
    Case("mm2", {"mean_wait": erlang_c_wait(1.9, 1, 2)},
         (NO_WARM_UP, "horizon=7 days"), 0.3, 10 * HOUR, 30, 0.05, tail=3 * HOUR),
    Case("mm3", {"mean_wait": erlang_c_wait(0.2, 0.1, 3)},
         (NO_WARM_UP, "horizon=40 days"), 0.15, 10 * HOUR, 62, tail=5 * HOUR),
    Case("priority", {("mean_stay", FIRST_CALL): priority_stays(0.2, 0.6, 1)[0],
                      ("mean_stay", MEETING): priority_stays(0.2, 0.6, 1)[1]},
         (NO_WARM_UP, "horizon=14 days"), 0.16, 10 * HOUR, 12, tail=3 * HOUR),
    Case("mg1-cv05", {"mean_queue": pollaczek_khinchine(0.8, 0.5)},
         (NO_WARM_UP, "horizon=14 days"), 0.12, 10 * HOUR, 11, tail=3 * HOUR),
    Case("mg1-cv2", {"mean_queue": pollaczek_khinchine(0.8, 2)}, long=15, tail=3 * HOUR),
]  # fmt: skip

# Half the load: queues that settle soon, where a short run is sharp.
HALF_LOAD = [
    Case("mm1", {"mean_wait": erlang_c_wait(0.5, 1, 1), "mean_stay": 2},
         (NO_WARM_UP, "horizon=21 days", "channels.in.leads=0.5/min"), 0.06, CALM),
    Case("mm2", {"mean_wait": erlang_c_wait(1, 1, 2)},
         (NO_WARM_UP, "horizon=14 days", "channels.in.leads=1/min"), 0.06, CALM),
    Case("mg1-cv05", {"mean_queue": pollaczek_khinchine(0.4, 0.5)},
         (NO_WARM_UP, "horizon=21 days", "channels.in.leads=0.4/min"), 0.07, CALM),
    Case("mg1-cv2", {"mean_queue": pollaczek_khinchine(0.4, 2)},
         (NO_WARM_UP, "horizon=21 days", "channels.in.leads=0.4/min"), 0.12, CALM, tail=CALM),
]  # fmt: skip


def check(case, sums, span, error):
    for key, truth in case.truth.items():
        name, item = key if isinstance(key, tuple) else (key, MEETING)
        figure(name, sums[:, item], span).agrees_with(truth, error)


@pytest.mark.parametrize("case", [c for c in CASES if c.short], ids=lambda c: c.scenario)
def test_short(case, seed):
    model = compiled(case.scenario, case.short)
    check(case, *batches_of_items(model, seed, 1, 30, case.skip, case.tail), case.error)


@pytest.mark.parametrize("case", HALF_LOAD, ids=lambda c: c.scenario)
def test_at_half_the_load(case, seed):
    model = compiled(case.scenario, case.short)
    check(case, *batches_of_items(model, seed, 1, 30, case.skip, case.tail), case.error)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.scenario)
def test_as_the_file_says(case, seed):
    model = compiled(case.scenario)
    batches = -(-30 // case.long)
    check(case, *batches_of_items(model, seed, case.long, batches, 0, case.tail), case.long_error)
