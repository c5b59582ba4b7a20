"""Both engines, and any room for the log, give the same bytes of outcomes."""

import pickle

import pytest
from engine_runs import shipped

from funnelsim.engines.fill import fill
from funnelsim.engines.reference import simulate
from funnelsim.outcomes.fold import Fold, fold
from funnelsim.rules import compiled

if not compiled():
    pytest.skip("without a compiler there is no compiled engine", allow_module_level=True)

from funnelsim.engines.compiled import stream


@pytest.mark.parametrize("name", ["industrial-b2b", "overload", "real-pipeline", "theory/golden"])
def test_outcomes_do_not_depend_on_the_parts_of_the_log(name):
    model = shipped(name)
    world, _ = fill(model, 3, 0)
    expected = pickle.dumps(fold(simulate(model, 3, 0), world))
    for rows in (1, 64, 1000, 400_000):
        folding = Fold(world)
        stream(model, 3, 0, take=folding.add, rows=rows)
        assert pickle.dumps(folding.outcomes()) == expected
