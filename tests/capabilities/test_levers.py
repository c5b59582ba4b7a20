"""Process levers: each changes what it should and leaves the rest."""

import pytest
from stories import BASE, Story, near

from funnelsim.model.codes import Row


def test_traffic_arrives_by_visitors_clicks_batches_and_plain_rates():
    story = Story(
        "channels.ads={budget: 8k/month, cost_per_click: 2, opt_in: 5%}",
        "channels.fair={batches: [{date: 2027-01-12, leads: 60}]}",
        "channels.social={visitors: 900/week, opt_in: 4%}",
    )
    by_channel = dict(zip(story.model.names.channels, story.by("channel", "leads"), strict=True))
    assert by_channel["fair"] == 60
    clicks = 8000 * story.model.end / 86_400_000 / 30.4375 / 2
    assert abs(by_channel["ads"] - 0.05 * clicks) < 4 * (0.05 * clicks) ** 0.5
    assert by_channel["social"] > 0
    assert by_channel["web"] > 0


def test_magnets_of_different_depth_have_entry_scores_and_mixes_of_their_own():
    story = Story(
        "segments={buyer: {share: 50%}, student: {share: 50%}}",
        "channels={web: off, checklist: {leads: 60/week, entry_score: 5,"
        " segments: {buyer: 20%, student: 80%}}, price-guide: {leads: 60/week, entry_score: 30,"
        " segments: {buyer: 90%, student: 10%}}}",
        "qualification.threshold=20",
    )
    names = story.model.names
    mql = dict(zip(names.channels, story.by("channel", "mql"), strict=True))
    leads = dict(zip(names.channels, story.by("channel", "leads"), strict=True))
    assert mql["checklist"] == 0
    assert mql["price-guide"] == leads["price-guide"]
    buyers = dict(zip(names.segments, story.by("segment", "mql"), strict=True))["buyer"]
    assert near(buyers, mql["price-guide"], 0.9)


FAR_AND_NEAR = """
regions:
  near: {share: 60%}
  far:
    share: 40%
    set: {conversation.fit: {accepted: 0%, not_interested: 100% of rest}}
policies: {near-only: {set: {channels.web: {leads: x0.6, regions: {near: 100%, far: 0%}}}}}
"""


def test_dropping_a_region_with_little_affinity_saves_its_cost():
    text = BASE.replace("entry_score: 10}", "entry_score: 10, cost: {per_lead: 50}}")
    text += FAR_AND_NEAR
    everywhere, near_only = Story(text=text), Story(text=text, with_=["near-only"])
    assert near(everywhere.by("region", "leads")[1], everywhere.sums["leads"], 0.4)
    assert near_only.by("region", "leads")[1] == 0
    assert everywhere.by("region", "customers")[1] == 0
    cac = [story.sums["cost"] / story.sums["customers"] for story in (everywhere, near_only)]
    assert cac[1] < 0.75 * cac[0]


def test_segments_and_tags_decide_who_is_routed_where():
    story = Story(
        "segments={shop: {share: 50%, tags: {tier: smb}}, plant: {share: 50%, tags: {tier: big}}}",
        "teams.sales={assign: {rules: [{when: {tier: big}, to: [expert]}, {to: [others]}]},"
        " reps: {core: off, expert: {count: unlimited}, others: {count: unlimited}}}",
    )
    groups = dict(zip(story.model.names.groups, story.by("rep_group", "leads"), strict=True))
    leads = dict(zip(story.model.names.segments, story.by("segment", "leads"), strict=True))
    experts = next(n for name, n in groups.items() if "expert" in str(name))
    assert experts == leads["plant"]


def test_a_lower_threshold_hands_over_more_and_earlier():
    scoring = ("channels.web.entry_score=0", "behaviour.pricing_visit=2/month")
    low, high = (Story(*scoring, f"qualification.threshold={n}") for n in (10, 30))
    assert low.sums["mql"] > 1.2 * high.sums["mql"]
    # The same leads, only later.
    assert high.leads(Row.MQL) <= low.leads(Row.MQL)


def test_a_threshold_too_high_loses_leads_to_competitors():
    scoring = ("channels.web.entry_score=0", "behaviour.pricing_visit=2/month",
               "hazards.competitor={lead: 20%/month}")  # fmt: skip
    low, high = (Story(*scoring, f"qualification.threshold={n}") for n in (10, 40))
    assert high.causes()["competitor"] > 1.5 * low.causes()["competitor"]


MAIL = "responses: {email_open: 20%, unsubscribe: 5%}"


def test_nurture_goes_to_whom_it_is_for():
    story = Story(
        "segments={shop: {share: 50%}, plant: {share: 50%}}",
        "qualification.threshold=1000",
        f"nurture.welcome={{for: {{segments: [plant]}}, touches: {{a: {{after: 1 day, {MAIL}}}}}}}",
    )
    touched = story.leads(Row.TOUCHED)
    rows = story.arrivals()
    segment = story.model.class_segment[rows["b"]]
    plants = set(rows["lead"][segment == story.model.names.segments.index("plant")].tolist())
    assert touched
    assert touched <= plants


def test_over_mailing_costs_unsubscribes():
    def mailed(every):
        repeat = f"{{last: 1, every: {every}}}"
        programme = f"{{touches: {{a: {{after: 1 day, {MAIL}}}}}, repeat: {repeat}}}"
        return Story("qualification.threshold=1000", f"nurture.news={programme}")

    monthly, weekly = mailed("30 days"), mailed("7 days")
    assert weekly.causes()["unsubscribed"] > 1.5 * monthly.causes()["unsubscribed"]
    assert near(len(weekly.leads(Row.UNSUBSCRIBED)), len(weekly.rows(Row.TOUCHED)), 0.05)


def test_a_nudge_meets_those_who_went_cold():
    story = Story(
        "qualification.threshold=1000",
        "shelf_life.lead=10 days",
        "nurture.win-back={for: {state: [cold]}, after: 5 days,"
        " touches: {a: {after: 0 days, responses: {email_open: 50%}}}}",
    )
    touched = story.leads(Row.TOUCHED)
    assert touched
    assert touched <= story.leads(Row.COLD)
    # All who open are alive again; interest fades, so fewer than half do.
    assert story.leads(Row.REACTIVATED) == story.leads(Row.SIGNAL)


def test_a_booked_call_goes_to_sales_at_any_score():
    booking = ("channels.web.entry_score=0", "qualification.threshold=1000",
               "behaviour.book_call=1/month")  # fmt: skip
    at_once = Story(*booking, "qualification.hand_over_at_once=[book_call]")
    by_score = Story(*booking, "qualification.hand_over_at_once=[]")
    assert at_once.leads(Row.MQL) == at_once.leads(Row.SIGNAL) != set()
    assert not by_score.leads(Row.MQL)


def test_a_slow_handover_is_paid_in_cold_leads():
    slow = Story("handoff.delay=5 days", "shelf_life.mql=exponential(mean=5 days)")
    fast = Story("handoff.delay=0 days", "shelf_life.mql=exponential(mean=5 days)")
    assert fast.sums["cold"] == 0
    # exp(-1) survive the delay.
    assert near(slow.sums["sql"] + 0.0, slow.sums["mql"] - waiting(slow), 0.36788)


def waiting(story):
    """MQL of the horizon whose fate falls into the run-off."""
    end, mql = story.model.end, story.rows(Row.MQL)
    inside = set(mql["lead"][mql["tick"] < end].tolist())
    done = story.log[(story.log["tick"] < end) & (story.log["kind"] >= Row.ASSIGNED)]
    return len(inside - set(done["lead"].tolist()))


def test_recent_winners_get_more_leads():
    team = ("segments.any={share: 100%}", "stages.deal={by: sales, converts: 50%}",
            "teams.sales.reps={core: off, ace: {count: unlimited, close: x1.6},"
            " rookie: {count: unlimited, close: x0.2}}")  # fmt: skip
    shares = {}
    for rule in ("round-robin", "performance"):
        story = Story(*team, f"teams.sales.assign={rule}")
        leads = story.by("rep_group", "leads")
        ace = next(i for i, name in enumerate(story.model.names.groups) if "ace" in str(name))
        shares[rule] = leads[ace] / leads.sum()
    assert abs(shares["round-robin"] - 0.5) < 0.01
    assert shares["performance"] > 0.7


def test_those_who_bought_elsewhere_come_back_after_years():
    story = Story(
        "run_off=3 months",
        "qualification.threshold=1000",
        "hazards={competitor: {lead: 50%/month}, return_after: 30 days}",
    )
    lost, back = story.leads(Row.COMPETITOR), story.leads(Row.RETURNED)
    assert back
    assert back <= lost


def test_a_claim_is_a_policy_with_its_grade():
    text = BASE + "policies: {vendor: {evidence: D, set: {deal: x1.47}}}\n"
    plain, vendor = Story(text=text), Story(text=text, with_=["vendor"])
    assert vendor.bundle.scenario.policies["vendor"].evidence == "D"
    assert vendor.sums["revenue"] == pytest.approx(1.47 * plain.sums["revenue"])
