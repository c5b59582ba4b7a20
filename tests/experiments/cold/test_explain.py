"""The leads behind the price are those of the ledger, and their lives those of the logs."""

import numpy as np
import pytest

from funnelsim.errors import UsageError
from funnelsim.experiments.trace import trace


@pytest.fixture(scope="module")
def dearest(tiny_cold):
    """A future with several leads of each kind."""
    number = int(np.argmax(tiny_cold.loss()))
    return tiny_cold.explain(100, number)


def test_its_leads_are_all_that_the_ledger_books(tiny_cold, dearest):
    ledger = tiny_cold.records["ledger"][dearest.replication]
    crowded = tiny_cold.explain(100, dearest.replication, ["crowded_out"])
    found = [*dearest.leads, *crowded.leads]
    assert dearest.found == len(dearest.leads) > 0
    assert sum(lead.revenue for lead in found) == pytest.approx(ledger[..., 1].sum(), rel=1e-9)
    assert all(lead.revenue > 0 for lead in dearest.leads)
    assert all(lead.revenue < 0 and lead.cause == "crowded_out" for lead in crowded.leads)


def test_the_dearest_come_first_and_no_more_than_asked_for(tiny_cold, dearest):
    revenues = [lead.revenue for lead in dearest.leads]
    assert revenues == sorted(revenues, reverse=True)
    first = tiny_cold.explain(1, dearest.replication)
    assert [lead.lead for lead in first.leads] == [dearest.leads[0].lead]
    assert (first.found, first.revenue) == (dearest.found, dearest.revenue)


def test_both_lives_are_whole_and_part_where_they_first_differ(tiny, tiny_cold, dearest):
    now = trace(tiny, dearest.replication, tiny_cold.seed)
    for lead in dearest.leads:
        assert np.array_equal(lead.actual.log, now.of_lead(lead.lead))
        n = lead.common
        for name in ("tick", "kind", "value"):
            assert np.array_equal(lead.actual.log[name][:n], lead.twin.log[name][:n])
        rest = [log[n:][["tick", "kind", "a", "b", "c", "value"]][:1].tolist()
                for log in (lead.actual.log, lead.twin.log)]  # fmt: skip
        assert rest[0] != rest[1]


def test_before_the_start_of_the_horizon_nothing_differs(dearest):
    for lead in dearest.leads:
        parted = [log["tick"][lead.common] for log in (lead.actual.log, lead.twin.log)
                  if len(log) > lead.common]  # fmt: skip
        assert min(parted) >= 0


def test_words_choose_leads_by_where_they_are_booked(tiny_cold, dearest):
    one = dearest.leads[0]
    for word in (one.cause, f"stage={one.stage}", f"channel={one.channel}", one.segment,
                 f"team={one.team}", f"month={one.month}"):  # fmt: skip
        found = tiny_cold.explain(100, dearest.replication, [word])
        assert one.lead in {lead.lead for lead in found.leads}
    others = tiny_cold.explain(100, dearest.replication, ["zombie"])
    assert (others.found, others.leads) == (0, ())


def test_without_a_number_it_is_the_future_nearest_the_mean(tiny_cold):
    found = tiny_cold.explain()
    loss = tiny_cold.loss()
    with_leads = [i for i in np.argsort(np.abs(loss - loss.mean()), kind="stable")
                  if tiny_cold.explain(1, int(i)).found]  # fmt: skip
    assert found.replication == with_leads[0]


@pytest.mark.parametrize(
    ("word", "says"),
    [("forgottn", "did you mean 'forgotten'?"), ("chanel=web", "did you mean 'channel'?"),
     ("channel=wep", "did you mean 'web'?")],
)  # fmt: skip
def test_a_slip_is_told(tiny_cold, word, says):
    with pytest.raises(UsageError, match="no") as caught:
        tiny_cold.explain(only=[word])
    assert says in str(caught.value)


def test_no_lead_explains_nothing(tiny_cold):
    with pytest.raises(UsageError, match="0 leads explain nothing"):
        tiny_cold.explain(0)
