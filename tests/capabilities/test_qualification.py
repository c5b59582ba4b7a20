"""What makes a lead an MQL or an SQL, and what mistakes cost."""

from stories import Story, near

from funnelsim.model.codes import Row


def test_visitors_are_only_counted_a_lead_exists_once_identified():
    story = Story(
        "channels.web.leads=off", "channels.web.visitors=2000/week", "channels.web.opt_in=10%"
    )
    visitors = story.rows(Row.VISITORS)
    assert (visitors["lead"] == -1).all()
    assert near(story.sums["leads"], story.sums["visitors"], 0.1)
    assert story.sums["leads"] == len(story.leads(Row.ARRIVED) - late(story))


def late(story):
    """Leads that arrive in the run-off."""
    rows = story.arrivals()
    return set(rows["lead"][rows["tick"] >= story.model.end].tolist())


def test_leads_enter_as_lead_mql_or_sql_and_are_counted_by_type():
    story = Story("channels.web.enters={lead: 50%, mql: 30%, sql: 20%}")
    counts = [story.sums[f"entered_{status}"] for status in ("lead", "mql", "sql")]
    total = story.sums["leads"]
    assert sum(counts) == total
    assert all(near(n, total, p) for n, p in zip(counts, (0.5, 0.3, 0.2), strict=True))


def test_an_mql_is_engaged_and_judged_to_fit():
    fit = ("segments.any={share: 100%, fit: 50%}", "qualification.good_fit_passes=90%",
           "qualification.bad_fit_passes=25%")  # fmt: skip
    story = Story(*fit)
    leads = story.sums["leads"]
    assert near(story.sums["mql"], leads, 0.5 * 0.9 + 0.5 * 0.25)
    assert story.sums["mql"] + story.causes()["disqualified"] == leads
    assert Story(*fit, "qualification.threshold=11").sums["mql"] == 0


def test_passing_leads_that_do_not_fit_costs_rep_hours():
    work = ("segments.any={share: 100%, fit: 50%}", "calls.takes=30 min",
            "teams.sales={reps: 20, cost_each: 4k/month}")  # fmt: skip
    strict = Story(*work, "qualification.bad_fit_passes=0%")
    lax = Story(*work, "qualification.bad_fit_passes=100%")
    assert strict.sums["unfit_ms"] == strict.sums["unfit_cost"] == 0
    assert lax.sums["unfit_ms"] > 0
    # Half of the calls go to leads that do not fit, at the price of a rep's hour.
    assert near(lax.sums["unfit_ms"] / 1.8e6, lax.sums["busy_ms"] / 1.8e6, 0.5)
    price = lax.sums["unfit_cost"] / lax.sums["unfit_ms"]
    paid = lax.by("rep_group", "cost").sum()
    assert abs(price - paid / lax.sums["available_ms"]) < 1e-9 * price


def test_rejecting_leads_that_fit_costs_wins():
    right = Story("qualification.good_fit_passes=100%")
    wrong = Story("qualification.good_fit_passes=50%")
    assert right.sums["customers"] == right.sums["leads"]
    assert near(wrong.sums["customers"], right.sums["customers"], 0.5)


def test_sales_may_say_no_send_back_or_find_no_fit():
    story = Story(
        "segments.any={share: 100%, fit: 60%}",
        "conversation.fit={accepted: 50%, not_ready: 60% of rest, not_interested: 40% of rest}",
        "conversation.unfit={accepted: 0%, bad_fit: 100%}",
        "calls.then=drop",
    )
    mql, causes = story.sums["mql"], story.causes()
    assert near(causes["bad_fit"], mql, 0.4)
    assert near(causes["not_ready"], mql, 0.6 * 0.5 * 0.6)
    assert near(causes["not_interested"], mql, 0.6 * 0.5 * 0.4)
    assert near(story.sums["sql"], mql, 0.6 * 0.5)


def test_a_lead_sent_back_is_nurtured_and_may_be_handed_over_again():
    story = Story(
        "conversation.fit={accepted: 50%, not_ready: 100% of rest}",
        "behaviour.book_call=4/month",
        "qualification.hand_over_at_once=[book_call]",
    )
    again = story.rows(Row.MQL)
    again = set(again["lead"][again["a"] == 2].tolist())
    assert again
    assert again <= story.leads(Row.RECYCLED)


def test_calling_too_early_annoys():
    calm, annoyed = (
        Story("conversation.fit={accepted: 50%, not_ready: 100% of rest}",
              f"conversation.annoyed={share}")
        for share in ("0%", "20%")
    )  # fmt: skip
    assert calm.causes()["unsubscribed"] == 0
    not_ready = len(annoyed.rows(Row.MQL)) - len(annoyed.rows(Row.SQL))
    assert near(len(annoyed.leads(Row.UNSUBSCRIBED)), not_ready, 0.2)


def test_a_status_lost_when_its_shelf_life_ends_differs_by_segment():
    story = Story(
        "segments={industry: {share: 50%}, consumer: {share: 50%}}",
        "channels.web.enters=sql",
        "shelf_life.sql={industry: 30 days, consumer: 1 day}",
        "teams.sales={reps: unlimited, calendar: {hours: mon 09:00-09:01}}",
    )
    industry, consumer = story.by("segment", "cold")
    # Everybody is met on the next Monday: only who was in for less than a day survives.
    assert industry == 0
    leads = story.by("segment", "leads")[1]
    assert 0.75 * leads < consumer < leads


def test_people_who_leave_their_firm_stay_in_the_database():
    story = Story("qualification.threshold=1000", "hazards.changes_job=20%/month")
    gone = story.causes()["contact_left"]
    assert gone > 0
    assert story.sums["phantoms"] == gone
    assert story.sums["database"] == story.sums["leads"]
