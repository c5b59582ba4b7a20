"""Cards of teams, sources and money against the logs of the replications."""

import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

import pytest

import by_hour
from card_checks import by_id
from funnelsim.experiments.business_days import more_per_day
from funnelsim.experiments.forecast import forecast
from funnelsim.experiments.trace import trace
from funnelsim.model.codes import ItemClass, Row
from funnelsim.reports.cards.forecast import money, sources, teams
from funnelsim.scenario.load import load
from small_funnels import FLOW, batch, flow

HOUR, DAY = 3_600_000, 86_400_000
N = 6
TINY = Path(__file__).parents[2] / "tiny.yaml"
HOSTILE = "</script <img src \N{ROCKET} \u05e9\u05dc\u05d5\u05dd " + "n" * 150


@pytest.fixture(scope="module")
def made(tiny):
    return forecast(tiny, N, threads=1)


@pytest.fixture(scope="module")
def told(made):
    return by_id(made)


@pytest.fixture(scope="module")
def traces(tiny, made):
    return [trace(tiny, i, made.seed) for i in range(N)]


def cells(card):
    """Values of a heat map by weekday and hour."""
    picture = card.picture
    return {
        (day, int(hour)): value
        for day, row in zip(picture["rows"], picture["values"], strict=True)
        for hour, value in zip(picture["columns"], row, strict=True)
    }


def test_the_heat_map_is_the_mean_queue_of_the_logs(made, told, traces):
    waited = Counter()
    for one in traces:
        waited.update(by_hour.queues(one.log, one.model))
    weeks = made.model.end / (7 * DAY)  # from a Monday to a Sunday
    assert weeks == 8
    days = ("Mon", "Tue", "Wed", "Thu", "Fri")
    for team in (0, 1):
        card = told[f"hours-{team + 1}"]
        found = cells(card)
        assert set(found) == {(day, hour) for day in days for hour in range(9, 17)}
        if card.picture["value"]["unit"] == "count":
            for (day, hour), value in found.items():
                ms = waited[team, 24 * days.index(day) + hour]
                assert value == pytest.approx(ms / (N * weeks * HOUR))


def test_the_finding_names_the_longest_queue(told):
    names = {"Mon": "Monday", "Tue": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday",
             "Fri": "Friday"}  # fmt: skip
    for card in (told["hours-1"], told["hours-2"]):
        found = cells(card)
        day, hour = max(found, key=found.get)
        assert f"on {names[day]} {hour} to {hour + 1}" in card.finding


def responses(one):
    """Ticks of each hand-over in the horizon and of its first call, where there is one."""
    found = []
    for rows in by_hour.lives(one.log):
        begun = None
        for tick, _, _, kind, _, _, _, c, _ in rows:
            if kind == Row.MQL:
                begun = len(found) if 0 <= tick < one.model.end else None
                if begun is not None:
                    found.append([tick, None])
            elif kind == Row.STARTED and c != ItemClass.MEETING and begun is not None:
                found[begun][1] = tick if found[begun][1] is None else found[begun][1]
    return [(begin, call) for begin, call in found if call is not None]


def open_ms(begin, call):
    """Ms from Monday to Friday, 9 to 17 o'clock; tick 0 is a Monday."""
    days = [day for day in range(begin // DAY, call // DAY + 1) if day % 7 < 5]
    return sum(
        max(0, min(call, day * DAY + 17 * HOUR) - max(begin, day * DAY + 9 * HOUR)) for day in days
    )


def agrees(card, waits):
    """Whether the bars are the shares of waits in hours; the first one holds what is sooner."""
    edges, [series] = card.picture["edges"], card.picture["series"]
    assert sum(series["shares"]) == pytest.approx(1)
    assert edges[-1] > max(waits)
    for i, share in enumerate(series["shares"]):
        low = edges[i] if i else 0.0
        inside = sum(low <= wait < edges[i + 1] for wait in waits)
        assert share == pytest.approx(inside / len(waits))


def test_first_calls_are_those_of_the_logs_in_open_hours_where_these_are_agreed(told, traces):
    card = told["first-calls"]
    agrees(card, [open_ms(*each) / HOUR for one in traces for each in responses(one)])
    assert [mark["at"] for mark in card.picture["marks"]] == [4.0]
    kept = r"the agreed 4.0 h is kept for \d+ % of the leads that were called or whose time ran out"
    assert re.search(kept, card.finding)
    assert card.finding.endswith("Times are in open hours.")


def test_first_calls_are_those_of_the_logs_in_wall_time_where_nothing_is_agreed():
    bundle = load(TINY, ["sla=off"])
    card = by_id(forecast(bundle, 3, threads=1))["first-calls"]
    logs = [trace(bundle, i, 5) for i in range(3)]
    agrees(card, [(call - begin) / HOUR for one in logs for begin, call in responses(one)])
    assert card.picture["marks"] == []
    assert card.finding.endswith("no response time is agreed.")


def test_leads_per_business_day_are_those_of_the_logs(made, told, traces):
    arrived = Counter()
    for one in traces:
        ticks = one.log["tick"][one.log["kind"] == Row.ARRIVED]
        for tick in ticks[(ticks >= 0) & (ticks < made.model.end)].tolist():
            arrived[(made.first_day + dt.timedelta(days=tick // DAY)).month] += 1
    weekdays = Counter(
        day.month for i in range(56)
        if (day := made.first_day + dt.timedelta(days=i)).weekday() < 5
    )  # fmt: skip
    assert weekdays == {1: 20, 2: 20}
    [series] = told["leads-per-business-day"].picture["series"]
    assert series["values"] == pytest.approx([arrived[m] / N / weekdays[m] for m in (1, 2)])
    assert told["leads-per-business-day"].picture["categories"] == ["Jan 2027*", "Feb 2027"]


def test_the_volume_of_a_longer_month_takes_more_leads_a_day():
    assert more_per_day(23, 20) == pytest.approx(0.15)
    text = FLOW.replace("2027-01-04", "2028-03-01").replace("horizon: 10 days", "until: 2028-04-30")
    text = text.replace("calendar: {hours: 24/7}", "calendar: {hours: mon-fri 09:00-17:00}")
    card = by_id(forecast(load(text=text, name="spring.yaml"), 3, threads=1))[
        "leads-per-business-day"
    ]
    assert [row[2] for row in card.grid["rows"]] == [23, 20]
    assert card.notes == [
        "Apr 2028 has 20 business days after 23 in Mar 2028: keeping the volume takes +15 % leads "
        "per business day."
    ]


def test_open_opportunities_are_those_of_the_logs(made, told, traces):
    held = Counter()
    for one in traces:
        held.update(by_hour.open_deals(one.log, one.model))
    card = told["open-opportunities"]
    [[name, reps, opened, per_rep, *_]] = card.grid["rows"]
    group = made.model.names.groups.index(name)
    assert reps == 1
    assert opened == per_rep == pytest.approx(held[group] / N / made.model.end)
    assert set(held) == {group}


def test_the_shares_of_sources_are_those_of_the_logs(made, told, traces):
    end, names = made.model.end, made.model.names
    leads, won = Counter(), Counter()
    for one in traces:
        for rows in by_hour.lives(one.log):
            cls = rows[0][6]
            places = (names.channels[rows[0][5]], names.segments[one.model.class_segment[cls]])
            for tick, kind, *_ in [(row[0], row[3]) for row in rows]:
                if 0 <= tick < end:
                    leads.update(places if kind == Row.ARRIVED else ())
                    won.update(places if kind == Row.WON else ())
    for dimension in ("channel", "segment"):
        picture = told[f"by-{dimension}"].picture
        shares = {series["name"]: dict(zip(picture["categories"], series["values"], strict=True))
                  for series in picture["series"]}  # fmt: skip
        for kind, counted in (("leads", leads), ("customers", won)):
            total = sum(counted[name] for name in picture["categories"])
            assert total
            for name in picture["categories"]:
                assert shares[kind][name] == pytest.approx(counted[name] / total)


WRONG = {
    "kind": "blank", "name": "Audiences", "from": "2027-01-04", "horizon": "60 days",
    "warm_up": "none", "run_off": "30 days", "currency": "EUR", "deal": "10k",
    "run": {"replications": 20, "seed": 3},
    "segments": {"buyer": {"share": "50%"}, "student": {"share": "50%"}},
    "channels": {
        "gifts": {"visitors": "40/day", "opt_in": "30%", "enters": "sql",
                  "segments": {"buyer": "5%", "student": "95%"}, "cost": "1k/month"},
        "search": {"visitors": "60/day", "opt_in": "4%", "enters": "sql",
                   "segments": {"buyer": "100%", "student": "0%"}, "cost": "2k/month"},
        "blog": {"visitors": "60/day", "opt_in": "5%", "enters": "sql",
                 "segments": {"buyer": "95%", "student": "5%"}},
    },
    "teams": {"sales": {"reps": "unlimited"}},
    "stages": {"offer": {"by": "sales", "converts": {"buyer": "40%", "student": "0%"}}},
}  # fmt: skip


def test_high_opt_in_with_low_conversion_is_the_wrong_audience():
    made = forecast(load(text=json.dumps(WRONG), name="wrong.yaml"), 20, threads=1)
    told = by_id(made)
    card = told["audiences"]
    assert card.finding.startswith("Gifts attracts the wrong audience: 30 % of its visitors opt in")
    assert [row[-1] for row in card.grid["rows"]] == [
        "wrong audience", "few opt in, many buy", "few opt in, many buy",
    ]  # fmt: skip
    roles = {point["label"]: point["role"] for point in card.picture["points"]}
    assert roles == {"gifts": "bad", "search": "main", "blog": "main"}
    [sentence] = told["by-channel"].notes
    assert sentence.startswith("Channel gifts brings")
    assert told["by-segment"].notes[0].startswith("Segment student brings")
    names = {row[0] for row in told["channel-economics"].grid["rows"]}
    assert names == {"gifts", "search", "blog"}
    assert told["channel-economics"].picture["categories"] == ["search", "gifts"]


def test_the_waterfall_comes_from_revenue_to_profit(made, told, traces):
    steps = {step["label"]: step for step in told["profit"].picture["steps"]}
    end = made.model.end
    won = sum(
        float(one.log["value"][(one.log["kind"] == Row.WON) & (one.log["tick"] >= 0)
                               & (one.log["tick"] < end)].sum())
        for one in traces
    )  # fmt: skip
    assert steps["revenue"]["value"] == pytest.approx(won / N)
    assert steps["gross profit"]["value"] == pytest.approx(0.6 * won / N)
    level = 0.0
    for step in told["profit"].picture["steps"]:
        if step["total"]:
            assert step["value"] == pytest.approx(level or step["value"])
            level = step["value"]
        else:
            level += step["value"]
    # Pay of two reps and technology from 4 January to 28 February: 28 / 31 of a month and one.
    months = 1 + 28 / 31
    assert steps["pay of reps"]["value"] == pytest.approx(-10_000 * months)
    assert steps["other costs"]["value"] == pytest.approx(-500 * months)
    assert steps["channels"]["value"] == pytest.approx(-(3_000 * months + 4_000))


def own(made):
    return [card for part in (teams, sources, money) for card in part.cards(made)]


def changed(*pairs, text=FLOW):
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return load(text=text, name="changed.yaml")


def test_without_costs_roi_is_undefined_and_said_so():
    told = by_id(forecast(flow(), 5, threads=1))
    assert "no costs are stated, so ROI is undefined" in told["profit"].finding
    rows = {row[0]: row for row in told["unit-economics"].grid["rows"]}
    assert rows["ROI, all costs"][1] is None
    assert rows["ROI, all costs"][-1].startswith("undefined: ")
    assert rows["customer brings"][1] == "$100k"
    assert "channel-economics" not in told


def test_nobody_buys_where_money_is_spent():
    made = forecast(changed(("leads: 4/day", "leads: 4/day, cost: 1k/month"),
                            ("converts: 25%", "converts: 0%")), 5, threads=1)  # fmt: skip
    told = by_id(made)
    assert "a loss of" in told["profit"].finding
    assert told["unit-economics"].finding.startswith("No customer in any simulated future")
    reasons = [row.get("reason") for row in told["unit-economics"].picture["rows"]]
    assert reasons.count("undefined") == 3  # cost and worth of a customer, the average deal


def test_no_money_no_cards_of_it():
    made = forecast(changed(("deal: 100k", "deal: 0"), ("targets: [{customers: 10}]\n", "")), 3)
    assert not {"profit", "unit-economics"} & set(by_id(made))


def test_a_team_without_a_limit_has_no_bar():
    slow = changed(("converts: 25%", "buyer_takes: 2 days, converts: 25%"))
    told = by_id(forecast(slow, 5, threads=1))
    assert told["team-load"].picture is None
    assert told["team-load"].finding == "Team sales has no limit of reps."
    assert not any(name.startswith("hours-") for name in told)
    assert told["open-opportunities"].picture is None
    assert told["open-opportunities"].finding.startswith("No limit of reps is stated")


@pytest.mark.parametrize("n", [1, 2])
def test_few_futures(tiny, n):
    made = forecast(tiny, n, threads=1)
    told = by_id(made)
    assert {"team-load", "profit", "unit-economics"} <= set(told)
    if n == 1:
        assert all(row["ends"] is None for row in told["unit-economics"].picture["rows"])


def test_a_week_has_no_months_to_compare(tiny):
    made = forecast(load(TINY, ["until=2027-01-10", "targets=[]",
                                             "channels.fair=off"]), 3, threads=1)  # fmt: skip
    told = by_id(made)
    assert "leads-per-business-day" not in told
    assert "team-load" in told


def test_yen_for_five_years_and_a_batch_of_a_day():
    long = changed(("USD", "JPY"), ("10 days", "60 months"), ("4/day", "4/month"))
    told = by_id(forecast(long, 3, threads=1))
    assert len(told["leads-per-business-day"].picture["categories"]) == 61
    assert "¥" in told["profit"].finding
    assert own(forecast(batch(), 3, threads=1))


def test_many_teams_show_the_busiest_four_and_the_peaks_of_all():
    teams_of = {f"team {i}": {"reps": 1} for i in range(6)}
    stages = {f"stage {i}": {"by": f"team {i}", "rep_time": f"{i + 1} h", "converts": "90%"}
              for i in range(6)}  # fmt: skip
    bundle = load(text=json.dumps({
        "kind": "blank", "name": "Many", "from": "2027-01-04", "horizon": "20 days",
        "warm_up": "none", "run_off": "none", "currency": "EUR", "deal": "10k",
        "run": {"replications": 4, "seed": 1}, "calendar": {"hours": "mon-fri 09:00-17:00"},
        "channels": {"in": {"enters": "sql", "leads": "2/day"}},
        "teams": teams_of, "stages": stages,
    }), name="many.yaml")  # fmt: skip
    made = forecast(bundle, 4, threads=1)
    told = by_id(made)
    load_of = {name: team["utilisation"]["mean"] for name, team in made.data["teams"].items()}
    busiest = sorted(load_of, key=lambda name: -load_of[name])[:4]
    shown = [name for name in told if name.startswith("hours-")]
    assert shown == [f"hours-{int(name.split()[1]) + 1}" for name in busiest]
    peaks = told["peak-hours"]
    assert peaks.picture is None
    assert {row[0] for row in peaks.grid["rows"]} == set(load_of)


def test_names_of_the_planner_are_plain_text():
    bundle = load(text=json.dumps({
        "kind": "blank", "name": "Names", "from": "2027-01-04", "horizon": "60 days",
        "warm_up": "none", "run_off": "none", "currency": "EUR", "deal": "10k",
        "run": {"replications": 4, "seed": 1}, "calendar": {"hours": "mon-fri 09:00-17:00"},
        "segments": {"<b big": {"share": "50%"}, "small": {"share": "50%"}},
        "channels": {HOSTILE: {"enters": "sql", "leads": "2/day", "cost": "1k/month"},
                     "other": {"enters": "sql", "leads": "2/day", "cost": "1k/month"}},
        "teams": {"a <team": {"reps": 1}},
        "stages": {"offer": {"by": "a <team", "rep_time": "1 h", "converts": "25%"}},
    }, ensure_ascii=False), name="names.yaml")  # fmt: skip
    told = by_id(forecast(bundle, 4, threads=1))
    assert HOSTILE in told["by-channel"].picture["categories"]
    assert "<b big" in told["by-segment"].picture["categories"]
    assert "a <team" in told["hours-1"].finding
