"""Traces of routing: who gets a lead."""

from math import log

import numpy as np
import pytest
from meetings import DEMO, TWO_SELLERS, comes, done, held, meets, won
from told import TWO_REPS, lines, outdent, traced

from funnelsim.rules.addresses import name_code, occasion, row_code, row_identity
from funnelsim.rules.purposes import ROUTE


def test_the_pool_gives_work_to_who_has_been_idle_longest(tmp_path):
    """ann is free again at 10:00 and 11:00, bob at 10:10: he takes the fourth lead."""
    text = TWO_REPS.replace("reps:", "assign: pool, reps:") + "calls: {takes: 1 h}"
    told = traced(tmp_path, "one,9 h\ntwo,9 h 10 min\nthree,9 h 20 min\nfour,11.5 h", text)
    starts = [line for line in told if "starts" in line or "goes to" in line]
    assert starts == lines("""
        04 09:00 one goes to the pool of sdr
        04 09:00 one ann starts first_call 1
        04 09:10 two goes to the pool of sdr
        04 09:10 two bob starts first_call 1
        04 09:20 three goes to the pool of sdr
        04 10:00 three ann starts first_call 1
        04 11:30 four goes to the pool of sdr
        04 11:30 four bob starts first_call 1
    """)


def test_unlimited_reps_never_let_wait(tmp_path):
    text = "teams: {sdr: {reps: unlimited}}\ncalls: {takes: 1 h}\n"
    told = traced(tmp_path, "one,9 h\ntwo,9 h\nthree,9.5 h", text)
    assert [line for line in told if "starts" in line or "finishes" in line] == lines("""
        04 09:00 one core starts first_call 1
        04 09:00 two core starts first_call 1
        04 09:30 three core starts first_call 1
        04 10:00 one core finishes first_call, free at 04 10:00
        04 10:00 two core finishes first_call, free at 04 10:00
        04 10:30 three core finishes first_call, free at 04 10:30
    """)


def test_round_robin_and_least_loaded(tmp_path):
    """Round robin goes on with bob although he owns a lead; least-loaded looks at that."""
    leads = "id,time,work\none,9 h,1 h\ntwo,9.1 h,9 h\nthree,11 h,1 h\nfour,12.5 h,1 h"
    for mode, third, fourth in (("round-robin", "ann", "bob"), ("least-loaded", "ann", "ann")):
        text = TWO_SELLERS.replace("reps:", f"assign: {mode}, reps:") + DEMO
        told = traced(tmp_path, leads, text, "sql")
        owners = [line.split(" ", 2)[2] for line in told if "goes to" in line]
        assert owners == [
            "one goes to ann",
            "two goes to bob",
            f"three goes to {third}",
            f"four goes to {fourth}",
        ]


def test_the_next_rule_after_a_waiting_time(tmp_path):
    """Top leads are ann's; after two hours unstarted the least loaded takes over: bob."""
    text = (
        DEMO
        + """
    segments: {any: {tags: {tier: top}}}
    teams:
      ae:
        assign: {rules: [{when: {tier: top}, to: [ann], wait: 2 h}, {otherwise: least-loaded}]}
        reps: {ann: {}, bob: {}}
    """
    )
    leads = "id,time,work\none,9 h,5 h\ntwo,9.5 h,1 h\nthree,13 h,1 h"
    assert traced(tmp_path, leads, outdent(text), "sql") == [
        *comes("04 09:00", "one", "ann"),
        *meets("04 09:00", "one", "ann"),
        *comes("04 09:30", "two", "ann"),
        "04 11:30 two goes to bob",
        *meets("04 11:30", "two", "bob"),
        *won("04 12:30", "two", "bob"),
        *comes("04 13:00", "three", "ann"),
        *won("04 14:00", "one", "ann"),
        *meets("04 14:00", "three", "ann"),
        *won("04 15:00", "three", "ann"),
    ]


def test_rules_match_tags_of_the_lead(tmp_path):
    text = (
        TWO_SELLERS
        + DEMO
        + """
    segments: {big: {share: 50%, tags: {tier: top}}, small: {share: 50%}}
    """
    )
    rules = "{rules: [{when: {tier: top}, to: [bob]}, {otherwise: round-robin}]}"
    text = text.replace("reps:", f"assign: {rules}, reps:")
    leads = "id,time,segment\none,9 h,small\ntwo,10 h,big\nthree,11 h,big\nfour,12 h,small"
    told = traced(tmp_path, leads, outdent(text), "sql")
    assert [line for line in told if "goes to" in line] == lines("""
        04 09:00 one goes to ann
        04 10:00 two goes to bob
        04 11:00 three goes to bob
        04 12:00 four goes to bob
    """)


def philox(seed, purpose, who, what):
    """First uniform of an address, from numpy's own generator."""
    word = np.random.Philox(key=[seed, 0], counter=[what, purpose, who, 0]).random_raw()
    return ((int(word) >> 12) + 0.5) * 2.0**-52


@pytest.mark.parametrize("more", ["", "cap: 2, ", "look_back: 30 h, "])
def test_recent_winners_get_more(tmp_path, more):
    """A race for each lead: the smallest -ln(u) / w wins, w = 1 + wins in the window (at most cap).

    Twelve leads, one every ten hours, each won on the spot.
    """
    seed, reps = 5, {"ae ann": [], "ae bob": []}
    text = TWO_SELLERS.replace("reps:", f"assign: performance, {more}reps:")
    text += "stages: {demo: {by: ae}}\n"
    leads = "\n".join(f"l{n},{10 * n} h" for n in range(12))
    told = traced(tmp_path, leads, text, "sql", seed=seed)
    expected = []
    for n in range(12):
        lead = row_identity(name_code("in"), row_code(f"l{n}"))
        race = {}
        for rep, wins in reps.items():
            since = 10 * n - (30 if "look_back" in more else 90 * 24)
            weight = 1 + sum(hour > since for hour in wins)
            weight = min(weight, 2) if "cap" in more else weight
            what = occasion(0, 0, name_code(rep), name_code("demo"))
            race[rep] = -log(philox(seed, ROUTE, lead, what)) / weight
        winner = min(race, key=race.get)
        reps[winner].append(10 * n)
        expected.append(f"l{n} goes to {winner.removeprefix('ae ')}")
    assert [line.split(" ", 2)[2] for line in told if "goes to" in line] == expected
    assert all(reps.values()), "both get some"


def test_beyond_the_limit_of_open_deals_leads_are_held(tmp_path):
    """One deal at a time; `two` gets its owner when the buyer of `one` has decided."""
    text = "teams: {ae: {open_deals: 1, reps: {ann: {}}}}\n"
    text += "stages: {demo: {by: ae, rep_time: 1 h, buyer_takes: 1 day, converts: 0%}}\n"
    told = traced(tmp_path, "one,9 h\ntwo,9.5 h", text, "sql")
    assert told == [
        *comes("04 09:00", "one", "ann"),
        *meets("04 09:00", "one", "ann"),
        *held("04 09:30", "two"),
        *done("04 10:00", "one", "ann"),
        "05 10:00 one is lost: lost_deal (lost)",
        "05 10:00 two goes to ann",
        *meets("05 10:00", "two", "ann"),
        *done("05 11:00", "two", "ann"),
        "06 11:00 two is lost: lost_deal (lost)",
    ]


def test_a_held_lead_goes_cold_like_any_other(tmp_path):
    """At 10:00 on Tuesday `three` arrives before the decision on `one` makes room: it is held, and
    released within the tick."""
    text = "teams: {ae: {open_deals: 1, reps: {ann: {}}}}\nshelf_life: {sql: 5 h}\n"
    text += "stages: {demo: {by: ae, rep_time: 1 h, buyer_takes: 1 day}}\n"
    told = traced(tmp_path, "one,9 h\ntwo,9.5 h\nthree,34 h", text, "sql")
    assert told == [
        *comes("04 09:00", "one", "ann"),
        *meets("04 09:00", "one", "ann"),
        *held("04 09:30", "two"),
        *done("04 10:00", "one", "ann"),
        "04 14:30 two goes cold in sql: stalled",
        "05 10:00 one is won: 1000",
        *held("05 10:00", "three"),
        "05 10:00 three goes to ann",
        *meets("05 10:00", "three", "ann"),
        *done("05 11:00", "three", "ann"),
        "06 11:00 three is won: 1000",
    ]
