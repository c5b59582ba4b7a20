"""A small scenario with everything in it, and its forecast, for tests above the engine."""

import signal
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# Helpers that tests of several folders share; importlib mode puts nothing on the path.
sys.path.insert(0, str(Path(__file__).parent))

# A shell starts jobs in the background deaf to Ctrl-C, which some tests send.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine fails no test, and a run says today what it said yesterday; to look further:
# pytest --hypothesis-profile=default
settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("steady")

TINY = Path(__file__).with_name("tiny.yaml")


@pytest.fixture(scope="session")
def tiny():
    """The scenario, loaded."""
    from funnelsim.scenario.load import load

    return load(TINY)


@pytest.fixture(scope="session")
def tiny_forecast(tiny):
    """Twelve replications of it."""
    from funnelsim.experiments.forecast import forecast

    return forecast(tiny, threads=1)


@pytest.fixture(scope="session")
def tiny_cold(tiny):
    """What cold leads cost in twelve replications of it."""
    from funnelsim.experiments.cold.price import cold

    return cold(tiny, 12, threads=1)


@pytest.fixture(scope="session")
def tiny_contest(tiny):
    """Its policies compared in forty replications."""
    from funnelsim.experiments.compare.contest import compare

    return compare(tiny, ["quick", "idle", "quick+idle"], 40, threads=1)
