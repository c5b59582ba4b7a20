import zlib

import numpy as np
import pytest


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Random numbers seeded from the test's name: no test chooses its luck."""
    return np.random.default_rng(zlib.crc32(request.node.name.encode()))
