"""A scenario run on compiled rules and on interpreted ones leaves the same log, bit for bit."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from funnelsim import rules
from funnelsim.engines.reference import simulate
from funnelsim.model.compile import compile_model
from funnelsim.outcomes.log import first_difference
from funnelsim.scenario.load import load

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"
SHORT = ["warm_up=30 days", "run_off=0 days"]

INTERPRETED = """
import sys
from from_source import FromSource
sys.meta_path.insert(0, FromSource("funnelsim.rules"))
import numpy as np
from test_logs import log_of
from funnelsim import rules
assert not rules.compiled()
np.save(sys.argv[1], log_of(sys.argv[2], sys.argv[3:]))
"""


def log_of(name, sets):
    model = compile_model(load(SCENARIOS / f"{name}.yaml", sets=sets))
    return simulate(model, seed=11, replication=3)


@pytest.mark.skipif(not rules.compiled(), reason="the rules are not compiled here")
@pytest.mark.parametrize(
    ("name", "sets"),
    [("industrial-b2b", SHORT), ("theory/golden", []), ("consumer-afternoon", [])],
)
def test_logs_are_the_same(tmp_path, name, sets):
    file = tmp_path / "log.npy"
    command = [sys.executable, "-c", INTERPRETED, str(file), name, *sets]
    path = os.pathsep.join(
        [str(HERE), str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": path})
    compiled = log_of(name, sets)
    assert len(compiled) > 100
    assert first_difference(compiled, np.load(file)) is None
