"""A thing keeps its random numbers when other things of the scenario come, go or move.

Every (purpose, who, occasion, word) asked for in both runs gives the same number, which is only
worth something if the runs ask for the same things: the share in common is bounded from below.
"""

from io import StringIO

import pytest
import ruamel.yaml
from engine_runs import looked_into, written

from funnelsim.model.codes import Row
from funnelsim.rules.addresses import name_code
from funnelsim.rules.purposes import ARRIVAL

TEXT = """
kind: blank
name: Addresses
from: 2027-01-04
horizon: 40 days
warm_up: none
run_off: 10 days
segments:
  big: {share: 30%, fit: 70%, deal: 20k..90k}
  small: {share: 70%, fit: 50%, deal: 2k..9k}
channels:
  web: {leads: 2/day, entry_score: 10, growth: 2%/month, lumpiness: {day: 0.5, month: 0.3}}
  ads: {visitors: 30/day, opt_in: 5%, entry_score: 5, season: {weekday: {sat: 0.2}}}
  fair: {batches: {spring: {date: 2027-01-20, leads: 20}}, enters: mql}
qualification: {threshold: 30, score_half_life: 20 days, bad_fit_passes: 40%}
interest: {half_life: 10 days, floor: 20%}
behaviour: {pricing_visit: 2/month, book_call: 0.5/month, cancels: 30% of book_call after 1..3 days}
nurture:
  welcome:
    for: {state: [new]}
    touches:
      hello:
        after: 1 day
        responses: {email_open: 50%, email_click: 40% given email_open, unsubscribe: 1%}
        otherwise: ignored_email
      story:
        after: 4 days
        responses: {email_open: 40%, reply: 10% given email_open}
        otherwise: ignored_email
  win-back:
    for: {state: [cold, recycled]}
    after: 5 days
    touches: {mail: {responses: {email_open: 30%, reply: 20% given email_open}}}
shelf_life: {lead: weibull(mean=20 days; shape=0.9), mql: exponential(mean=6 days), sql: 15 days}
hazards: {changes_job: 5%/month, competitor: {lead: 9%/month, mql: 9%/month, sql: 9%/month}}
handoff: {delay: 1 h..1 day}
teams:
  sdr:
    reps: unlimited
    assign: pool
    habits: {never_worked: 10%, notices_after: 10 min..1 day, calls_kept: 80%}
  ae: {reps: unlimited, assign: pool}
calls:
  by: sdr
  first_call_reaches: 60%
  later_calls_reach: [30%]
  gaps: [4 h, 1 day]
  takes: 5 min
conversation:
  takes: 15..40 min
  fit: {accepted: 60%, not_ready: 40%}
  unfit: {accepted: 10%, bad_fit: 90%}
stages:
  demo: {by: ae, rep_time: 2 h, buyer_takes: 1..9 days, converts: 70%}
  offer: {by: ae, rep_time: 3 h, buyer_takes: 2..9 days, converts: 50%}
"""
BASE = written(TEXT)


def base():
    return looked_into(BASE, seed=8)


def in_common(one, other, least):
    """Shares of the base's addresses that the other run asks for too; all with equal numbers."""
    common = one.draws.keys() & other.draws.keys()
    assert all(one.draws[address] == other.draws[address] for address in common)
    assert len(common) >= least * len(one.draws), f"{len(common) / len(one.draws):.1%} in common"
    return common


def arrivals(log, begin=None, end=None):
    """(tick, lead, value, fit) of arrivals in a span."""
    rows = log[log["kind"] == Row.ARRIVED]
    if begin is not None:
        rows = rows[(rows["tick"] >= begin) & (rows["tick"] < end)]
    return list(zip(rows["tick"].tolist(), rows["lead"].tolist(), rows["value"].tolist(),
                    rows["c"].tolist(), strict=True))  # fmt: skip


def lives(log, model):
    """What happened to each lead, in names instead of positions."""
    found = {}
    for row in log[log["lead"] >= 0]:
        kind = Row(int(row["kind"]))
        told = [int(row["tick"]), kind.name, model.names.status(int(row["stage"])), row["value"]]
        if kind == Row.TOUCHED:
            told.append(model.names.touches[row["a"]])
        found.setdefault(int(row["lead"]), []).append(tuple(told))
    return found


def test_the_story_has_everything():
    kinds = {Row(int(k)) for k in base().log["kind"]}
    unused = {Row.BREACHED, Row.RETURNED, Row.ZOMBIE}
    assert kinds == set(Row) - unused


@pytest.mark.parametrize(
    ("drop", "least"),
    [
        ("nurture.welcome.touches.story=off", 0.8),
        ("nurture.win-back=off", 0.8),
        ("stages.demo=off", 0.85),
        ("stages.offer=off", 0.85),
        ("hazards.competitor=off", 0.85),
        ("handoff.delay=0 min", 0.8),
        ("teams.sdr.habits=off", 0.8),
    ],
)
def test_dropping_a_thing_moves_no_other_draw(drop, least):
    other = looked_into(written(TEXT, [drop]), seed=8)
    in_common(base(), other, least)
    assert arrivals(base().log) == arrivals(other.log)


@pytest.mark.parametrize("channel", ["web", "ads", "fair"])
def test_dropping_a_channel_leaves_the_leads_of_the_others_as_they_were(channel):
    model = written(TEXT, [f"channels.{channel}=off"])
    other = looked_into(model, seed=8)
    in_common(base(), other, 0.3)
    everybody, rest = lives(base().log, BASE), lives(other.log, model)
    gone = {lead for lead in everybody if lead >> 43 == name_code(channel)}
    assert gone
    assert {lead: life for lead, life in everybody.items() if lead not in gone} == rest


def reordered(text):
    """The same scenario with every mapping the other way round, but stages and answers."""
    yaml = ruamel.yaml.YAML(typ="safe", pure=True)
    yaml.sort_base_mapping_type_on_output = False
    kept = ("stages", "responses", "rules")

    def turned(value):
        if isinstance(value, dict):
            return {k: v if k in kept else turned(v) for k, v in reversed(value.items())}
        return value

    out = StringIO()
    yaml.dump(turned(yaml.load(text)), out)
    return out.getvalue()


def test_the_order_of_the_file_means_nothing():
    model = written(reordered(TEXT))
    assert model.names.channels == ("fair", "ads", "web")
    other = looked_into(model, seed=8)
    assert base().draws == other.draws
    assert lives(base().log, BASE) == lives(other.log, model)


@pytest.mark.parametrize(
    "more", ["channels.web.leads=x2", "channels.web.growth=10%/month", "channels.ads.opt_in=9%",
             "channels.ads.visitors=80/day", "channels.web.lumpiness=off"],
)  # fmt: skip
def test_another_volume_keeps_the_layers(more):
    """The rate of a layer is fixed by the file: more traffic adds leads and moves none."""
    model = written(TEXT, [more])
    assert model.layer_rates.tolist() == BASE.layer_rates.tolist()
    other = looked_into(model, seed=8)
    in_common(base(), other, 0.6)
    before, after = set(arrivals(base().log)), set(arrivals(other.log))
    kept = before & after
    assert len(kept) > 0.5 * len(before)
    if "lumpiness" not in more:
        assert before <= after
        assert before != after


@pytest.mark.parametrize("longer", ["warm_up=20 days", "horizon=60 days", "run_off=40 days"])
def test_longer_windows_keep_what_lies_in_the_shorter(longer):
    model = written(TEXT, [longer])
    other = looked_into(model, seed=8)
    in_common(base(), other, 0.99 if "warm_up" not in longer else 0.95)
    shorter = arrivals(base().log)
    assert shorter == arrivals(other.log, 0, BASE.stop)
    assert len(shorter) < len(arrivals(other.log))
    lives_before, lives_after = lives(base().log, BASE), lives(other.log, model)
    assert all(lives_after[lead][: len(life)] == life for lead, life in lives_before.items())


def test_candidates_of_a_day_do_not_depend_on_other_days():
    """The walk of a channel-day restarts at 00:00 with the day in its addresses."""
    days = {who >> 27 & 0xFFFF for purpose, who, _, _ in base().draws if purpose == ARRIVAL}
    assert len(days) == 50
