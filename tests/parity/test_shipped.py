"""Every shipped scenario, with and without its policies: one log from both engines."""

from functools import cache

import pytest
from engine_runs import SCENARIOS, SHORT
from pair import FEWER, same_log

from funnelsim.model.compile import compile_model
from funnelsim.scenario.load import load

FILES = {
    str(path.relative_to(SCENARIOS).with_suffix("")): path
    for path in sorted(SCENARIOS.rglob("*.yaml"))
}
SEEDS = 1 if FEWER else 20

MINUTES = ("horizon=20 min", "warm_up=none")
HOURS = ("horizon=5 h", "warm_up=none")
SHORTER = SHORT | {
    "theory/discipline-invariance": MINUTES,
    "theory/erlang-a-10-1-05-10": MINUTES,
    "theory/erlang-a-10-1-1-10": MINUTES,
    "theory/erlang-a-2-05-01-3": ("horizon=100 min", "warm_up=none"),
    "theory/erlang-a-50-1-2-50": ("horizon=4 min", "warm_up=none"),
    "theory/fixed-10": MINUTES,
    "theory/fixed-12": MINUTES,
    "theory/mg1-cv05": HOURS,
    "theory/mg1-cv2": HOURS,
    "theory/mm1": HOURS,
    "theory/mm1-d6": HOURS,
    "theory/mm2": ("horizon=3 h", "warm_up=none"),
    "theory/mm3": ("horizon=1 day", "warm_up=none"),
    "theory/plan-10M": (*MINUTES, "targets=[]"),
    "theory/poisson-wins": ("horizon=2 months",),
    "industrial-b2b": ("until=2027-02-28", *SHORT["industrial-b2b"][1:]),
}
"""A tenth of a second each in the reference engine; the other files are short as they are."""


def policies(name):
    return [(), *((policy,) for policy in load(FILES[name]).scenario.policies)]


RUNS = [(name, with_) for name in FILES for with_ in policies(name)]


def called(run):
    name, with_ = run
    return "+".join((name, *with_))


@cache
def model_of(run, shortened=True):
    name, with_ = run
    sets = SHORTER.get(name, ()) if shortened else ()
    return compile_model(load(FILES[name], sets=sets, with_=with_))


@pytest.mark.parametrize("run", RUNS, ids=called)
def test_shipped_scenarios(run):
    rows = [len(same_log(model_of(run), seed, seed % 3)) for seed in range(SEEDS)]
    assert min(rows) > 5


def test_a_world_of_its_own():
    """The uncertain numbers of one replication may be those of another."""
    model = model_of(("industrial-b2b", ()))
    assert model.parameters
    for world in range(5):
        same_log(model, 3, 1, world)


@pytest.mark.slow
@pytest.mark.parametrize("run", RUNS, ids=called)
def test_shipped_scenarios_at_full_length(run):
    for seed in range(3):
        assert len(same_log(model_of(run, shortened=False), seed, seed))
