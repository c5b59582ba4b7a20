"""Scenarios nobody thought of, over the whole schema: one log from both engines."""

from collections import Counter

import pytest
from drawn_scenarios import scenarios
from hypothesis import HealthCheck, Phase, given, seed, settings
from pair import FEWER, same_log, written
from seen import EVERYTHING, seen

from funnelsim.errors import RunError, ScenarioError

PARTS, SEEDS, EXAMPLES = 2, 5, 8 if FEWER else 50
AT_LEAST = 2
"""Examples of each part in which each thing happens."""
REFUSED = "refused"
CHANCES = ({"seed": 1}, {"seed": 2, "replication": 7, "world": 3})


def run_both(number, examples):
    """Counts of what the examples exercised; a failing one is shrunk and shown as a file."""
    counts = Counter()

    @seed(number)
    @settings(max_examples=examples, deadline=None, database=None,
              phases=(Phase.generate, Phase.shrink),  # to explain would trace every line
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(scenarios())
    def both(scenario):
        text, with_ = scenario
        try:
            model = written(text, with_)
        except ScenarioError:
            counts[REFUSED] += 1  # numbers that do not fit together; the loader's tests have them
            return
        try:
            for chance in CHANCES:
                counts.update(seen(model, same_log(model, **chance), with_))
        except RunError:
            counts[REFUSED] += 1  # more leads than a file allows for: both engines say so
        except Exception as fault:
            raise AssertionError(f"with policies {with_}: {fault}\n\n{text}") from fault

    both()
    assert counts.pop(REFUSED, 0) <= examples / 100
    return counts


@pytest.mark.parametrize("part", range(PARTS))
def test_generated_scenarios(part):
    """Several seeds: of one alone the examples are too much alike."""
    counts = Counter()
    for number in range(SEEDS):
        counts += run_both(part * SEEDS + number, EXAMPLES)
    if FEWER:
        return
    assert counts.keys() == EVERYTHING
    rare = {name: count for name, count in counts.items() if count < AT_LEAST}
    assert not rare


@pytest.mark.slow
@pytest.mark.parametrize("part", range(100, 116))
def test_twenty_thousand_generated_scenarios(part):
    assert run_both(part, 1250).keys() == EVERYTHING
