"""What must not change, or only in one direction, when a policy does."""

import numpy as np
import pytest
from formulas import erlang_a
from runs import MINUTE, batches_of_items, compiled, figure, ratio
from scipy import stats

from funnelsim.model.codes import ItemClass

MEETING = int(ItemClass.MEETING)
SHORT = ("warm_up=none", "horizon=14 h")


def batches(seed, policies=(), sets=SHORT, replications=1, per_run=30, skip=20 * MINUTE):
    model = compiled("discipline-invariance", sets, policies)
    sums, span = batches_of_items(model, seed, replications, per_run, skip, 20 * MINUTE)
    return sums[:, MEETING], span


def disciplines_agree(oldest, newest, error):
    """Both shares are the truth; and as the same leads come, few differ in number."""
    truth = erlang_a(10, 1, 0.5, 10)[1]
    for sums, span in (oldest, newest):
        figure("share_cold", sums, span).agrees_with(truth, error)
        figure("mean_queue", sums, span).agrees_with(2 * 10 * truth, 1.5 * error)
    assert (oldest[0]["items"] == newest[0]["items"]).all()
    assert (oldest[0]["wait_ms"] != newest[0]["wait_ms"]).any(), "the order did change"


def another_rep_never_hurts(fewer, more):
    """Paired over the same leads: the 99.9 % interval of the difference lies below 0."""
    (before, _), (after, _) = fewer, more
    assert (before["items"] == after["items"]).all()
    gained = (after["cold"] - before["cold"]) / before["items"]
    n = len(gained)
    half = stats.t.ppf(0.9995, n - 1) * np.std(gained, ddof=1) / np.sqrt(n)
    assert np.mean(gained) + half < 0
    truth = erlang_a(10, 1, 0.5, 11)[1] - erlang_a(10, 1, 0.5, 10)[1]
    found = ratio(after["cold"] - before["cold"], before["items"])
    assert abs(found.value - truth) < 4 * found.error


def test_disciplines(seed):
    disciplines_agree(batches(seed), batches(seed, ["lifo"]), 0.12)


def test_another_rep(seed):
    another_rep_never_hurts(batches(seed), batches(seed, ["one-more"]))


@pytest.mark.slow
def test_disciplines_as_the_file_says(seed):
    runs = [batches(seed, p, (), 14, 3, 0) for p in ([], ["lifo"])]
    disciplines_agree(*runs, 0.02)


@pytest.mark.slow
def test_another_rep_as_the_file_says(seed):
    runs = [batches(seed, p, (), 10, 3, 0) for p in ([], ["one-more"])]
    another_rep_never_hurts(*runs)
