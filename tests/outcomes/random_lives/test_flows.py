"""Ways through the funnel: every new lead once, every stage in balance."""

from collections import Counter

import numpy as np
import pytest

from funnelsim.model.codes import Cause, Status
from funnelsim.model.tables import OpenDeal
from funnelsim.outcomes.flows import AXES, COLD_ENDS, ENDS
from funnelsim.outcomes.spans import DAY, HOUR
from ways_of_leads import ways_of


def found(outcomes):
    cells = np.argwhere(outcomes.flows).tolist()
    return Counter({(e, f, ENDS[i]): int(outcomes.flows[e, f, i]) for e, f, i in cells})


def named(told):
    return {(AXES[0][e], AXES[1][f], end): n for (e, f, end), n in found(told.fold()).items()}


def test_each_lead_stands_where_it_got_and_how_it_ended(story):
    told = story(days=10)
    told.arrives()
    told.arrives().cold(DAY)
    told.arrives().mql(HOUR).recycled(DAY).unsubscribed(2 * DAY)
    told.arrives(entry=Status.MQL).mql(0).assigned(0, "anna").cold(DAY, Cause.FORGOTTEN)
    told.arrives(entry=Status.SQL).sql(0).meeting(0, HOUR, 2 * HOUR).lost(DAY)
    lead = told.arrives().mql(HOUR).sql(2 * HOUR).meeting(2 * HOUR, 3 * HOUR, 4 * HOUR)
    lead.wins(DAY, 5.0)
    assert named(told) == {
        ("lead", "lead", "open"): 1,
        ("lead", "lead", "nurture"): 1,
        ("lead", "mql", "unsubscribed"): 1,
        ("mql", "mql", "forgotten"): 1,
        ("sql", "opportunity", "lost_deal"): 1,
        ("lead", "opportunity", "won"): 1,
    }


def test_who_comes_back_is_where_it_ended_at_the_furthest_stage_ever_reached(story):
    told = story(days=10)
    told.arrives().mql(HOUR).sql(2 * HOUR).cold(DAY, Cause.STALLED).reactivated(2 * DAY)
    told.arrives().mql(HOUR).recycled(2 * HOUR).mql(DAY).cold(2 * DAY, Cause.UNWORKED)
    told.arrives().to_competitor(HOUR, returns=True).returned(DAY)
    told.arrives().mql(HOUR).recycled(2 * HOUR, Cause.UNREACHED, dropped=True)
    assert named(told) == {
        ("lead", "sql", "open"): 1,
        ("lead", "mql", "unworked"): 1,
        ("lead", "lead", "open"): 1,
        ("lead", "mql", "unreached"): 1,
    }


def test_only_new_leads_count_and_only_until_the_last_day(story):
    told = story(days=10, run_off=10, warm_up=5, pipeline=[OpenDeal(0, 5, "crm.csv", 2, DAY)])
    told.arrives(at=-DAY).mql(DAY)
    told.arrives(identity=5, entry=Status.SQL).wins(HOUR, 1.0)
    told.arrives(at=11 * DAY).cold(12 * DAY)
    told.arrives(at=9 * DAY).mql(11 * DAY).sql(12 * DAY)
    told.arrives(at=9 * DAY).cold(10 * DAY)
    assert named(told) == {("lead", "lead", "open"): 2}


@pytest.mark.parametrize("seed", range(15))
def test_random_lives_end_where_their_rows_say(wander, seed):
    told = wander(seed)
    outcomes = told.fold()
    assert found(outcomes) == ways_of(told.log(), told.model.end)
    flows, sums = outcomes.flows, outcomes.sums
    assert flows.sum() == sums["cohort"]
    assert flows[..., ENDS.index("won")].sum() == sums["lead_to_customer_cohort_hits"]
    assert flows.sum(axis=(1, 2)).tolist() == [sums[f"entered_{name}"] for name in AXES[0]]


def test_the_cold_ends_are_those_whose_shelf_life_ran_out():
    assert COLD_ENDS == ("forgotten", "unworked", "late", "stalled", "nurture")
