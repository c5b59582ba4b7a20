import sys
import types
import zlib

import numpy as np
import pytest

from funnelsim import engines
from funnelsim.experiments.replicate import replicate
from funnelsim.model.compile import compile_model


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Random numbers seeded from the test's name: no test chooses its luck."""
    return np.random.default_rng(zlib.crc32(request.node.name.encode()))


@pytest.fixture(scope="session")
def model(tiny):
    return compile_model(tiny)


@pytest.fixture(scope="session")
def alone(model):
    """Six replications with seed 5, one after the other."""
    return replicate(model, 6, 5, threads=1)


@pytest.fixture
def engine(monkeypatch):
    """Make a function an engine by name."""

    def register(name, function, releases_gil=False):
        module = types.ModuleType(f"engine_{name}")
        module.simulate = function
        module.RELEASES_GIL = releases_gil
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(engines.ENGINES, name, module.__name__)
        return name

    return register
