"""What a forecast points at without being asked."""

import pytest
from stories import BASE

from funnelsim.experiments.forecast import forecast
from funnelsim.reports.findings import findings
from funnelsim.scenario.load import load


def said(*sets, text=BASE, n=2):
    bundle = load(text=text, name="story.yaml", sets=sets)
    return findings(forecast(bundle, n, 1, threads=1))


def one(sentences, *words):
    """The one sentence that holds all the words."""
    found = [s for s in sentences if all(word in s for word in words)]
    assert len(found) == 1, sentences
    return found[0]


def test_rates_outside_published_bands():
    sentences = said("segments.any={share: 100%, fit: 5%}", "qualification.bad_fit_passes=0%")
    assert "below what is usually published, 10 % to 40 %" in one(sentences, "leads to MQL")
    assert "above" in one(said(), "leads to MQL")


AUDIENCE = (
    "segments={buyer: {share: 60%, fit: 40%}, student: {share: 40%, fit: 0%}}",
    "conversation.unfit={accepted: 0%, bad_fit: 100%}",
)


def test_a_barren_segment():
    assert one(said(*AUDIENCE), "Segment student brings", "0 % of the customers")


def test_the_wrong_audience_opts_in_and_does_not_buy():
    crowd = ("channels.quiz={visitors: 600/week, opt_in: 20%, entry_score: 10,"
             " segments: {buyer: 0%, student: 100%}}")  # fmt: skip
    assert one(said(*AUDIENCE, crowd), "Channel quiz", "of the leads", "of the customers")


def test_a_lead_dearer_than_a_deal_and_a_customer_dearer_than_its_profit():
    costs = "channels.web={leads: 100/week, entry_score: 10, cost: {per_lead: 300}}"
    sentences = said(costs, "deal=200")
    assert one(sentences, "A lead costs $300", "more than the average deal")
    assert one(sentences, "loses money")


def test_overload_and_neglect():
    busy = said("teams.sales={reps: 1}", "calls.takes=3 h", "shelf_life.mql=2 days")
    assert one(busy, "sales is busy", "go cold")
    sentences = said("teams.sales.habits={never_worked: 30%}", "shelf_life.mql=5 days")
    assert "get no call" in one(sentences, "% of the leads handed to sales")
    assert one(sentences, "largest part of the paper loss", "never taken up")


def test_a_stated_rate_that_the_simulation_contradicts():
    sentences = said("plan.win_rate=50%", "stages.deal={by: sales, converts: 20%}")
    assert one(sentences, "plan.win_rate states 50 %", "produces")


@pytest.mark.parametrize(("run_off", "unsettled"), [("none", True), ("12 weeks", False)])
def test_a_run_off_too_short_to_tell_the_end(run_off, unsettled):
    sentences = said("stages.deal={by: sales, buyer_takes: 30 days}", f"run_off={run_off}")
    assert any("not settled" in s for s in sentences) == unsettled
