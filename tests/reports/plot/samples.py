"""A picture of every kind, made by hand, and nasty ones."""

import math

MONTHS = [f"{m} 2027" for m in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
                                 "Oct", "Nov", "Dec")]  # fmt: skip
NASTY = "<script>alert('$x_1$ & $y$')</script> \u202eabc \U0001f680 \x07 " + "x" * 200


def axis(label, unit, **more):
    return {"label": label, "unit": unit, **more}


def fan():
    middle = [i * 95_000.0 for i in range(1, 13)]
    bands = [
        {"label": "8 of 10 futures", "low": [v * 0.7 for v in middle],
         "high": [v * 1.35 for v in middle]},
        {"label": "5 of 10 futures", "low": [v * 0.85 for v in middle],
         "high": [v * 1.15 for v in middle]},
    ]  # fmt: skip
    return {
        "kind": "curves", "x": axis("month", "text"), "at": MONTHS,
        "y": axis("revenue so far", "money"),
        "lines": [{"name": "half of the futures", "role": "main", "values": middle,
                   "bands": bands}],
        "marks": [{"axis": "y", "at": 1_000_000.0, "label": "target $1M"},
                  {"axis": "x", "at": "Oct 2027", "label": "end of the target"}],
    }  # fmt: skip


def delay():
    hours = [1 / 12, 0.25, 1.0, 4.0, 24.0, 48.0, 120.0]
    cost = [900.0, 2_500.0, 8_000.0, 19_000.0, 60_000.0, 85_000.0, 130_000.0]
    return {
        "kind": "curves", "x": axis("hours added before the first call", "hours", log=True),
        "at": hours, "y": axis("revenue lost", "money"),
        "lines": [{"name": "revenue", "role": "cold", "values": cost,
                   "ends": [[c * 0.6, c * 1.4] for c in cost]}],
        "marks": [{"axis": "x", "at": 0.5, "to": 2.0, "label": "where the team is now"}],
    }  # fmt: skip


def sweep():
    at = [float(n) for n in range(1, 10)]
    return {
        "kind": "curves", "x": axis("reps", "count"), "at": at, "y": axis("chance", "chance"),
        "lines": [
            {"name": "at least 10 customers", "role": "main",
             "values": [1 / (1 + math.exp(4 - n)) for n in at],
             "ends": [[max(0, 1 / (1 + math.exp(4 - n)) - 0.05),
                       min(1, 1 / (1 + math.exp(4 - n)) + 0.05)] for n in at]},
            {"name": "at least $1M", "role": "other",
             "values": [None, *[1 / (1 + math.exp(6 - n)) for n in at[1:]]], "steps": True},
        ],
        "marks": [{"axis": "y", "at": 0.8, "label": "wanted: 80 %"},
                  {"axis": "x", "at": 5.0, "to": 6.0, "label": "best set", "role": "good"}],
    }  # fmt: skip


def histogram(several=False):
    edges = [float(n) for n in range(21)]
    one = [math.exp(-((n - 9.5) ** 2) / 18) for n in range(20)]
    other = [math.exp(-((n - 12.5) ** 2) / 12) for n in range(20)]
    series = [{"name": "customers", "role": "main", "shares": [v / sum(one) for v in one]}]
    if several:
        series.append(
            {"name": "more-leads", "role": "other", "shares": [v / sum(other) for v in other]}
        )
        series.append(
            {"name": "fast", "role": "other", "shares": [v / sum(other) for v in reversed(other)]}
        )
    return {
        "kind": "histogram", "x": axis("customers", "count"),
        "y": axis("share of futures", "share"), "edges": edges, "series": series,
        "marks": [{"axis": "x", "at": 10.0, "label": "target: 10"},
                  {"axis": "x", "at": 7.0, "to": 13.0, "label": "8 of 10 futures",
                   "role": "muted"}],
    }  # fmt: skip


def flow():
    def node(name, label, role, column):
        return {"name": name, "label": label, "role": role, "column": column}

    def link(source, target, value, role):
        return {"source": source, "target": target, "value": value, "role": role}

    return {
        "kind": "flow", "unit": "count",
        "nodes": [
            node("leads", "leads", "main", 0), node("mql", "MQL", "main", 1),
            node("faded", "interest faded", "cold", 1), node("sql", "SQL", "main", 2),
            node("unworked", "waiting for first call", "cold", 2),
            node("bad", "not interested", "muted", 2), node("opp", "opportunities", "main", 3),
            node("won", "customers", "good", 4), node("lost", "deal lost", "bad", 4),
            node("stalled", "waiting for a meeting", "cold", 4),
        ],
        "links": [
            link("leads", "mql", 420.0, "main"), link("leads", "faded", 580.0, "cold"),
            link("mql", "sql", 210.0, "main"), link("mql", "unworked", 130.0, "cold"),
            link("mql", "bad", 80.0, "muted"), link("sql", "opp", 210.0, "main"),
            link("opp", "won", 60.5, "good"), link("opp", "lost", 90.0, "bad"),
            link("opp", "stalled", 59.5, "cold"),
        ],
    }  # fmt: skip


def waterfall(large=False):
    base = 12_000_000.0 if large else 1_900_000.0
    parts = [("reach: nobody answers the phone any more", -320_000.0),
             ("interest fades", -210_000.0), ("waiting in the pipeline", -150_000.0),
             ("bought elsewhere", -90_000.0), ("contact left the firm", 20_000.0)]  # fmt: skip
    steps = [{"label": "no lead goes cold", "value": base, "total": True, "role": "good",
              "ends": None}]  # fmt: skip
    steps += [{"label": n, "value": v, "total": False, "role": "cold" if v < 0 else "good",
               "ends": [v - 40_000, v + 40_000]} for n, v in parts]  # fmt: skip
    steps.append({"label": "as it is", "value": base + sum(v for _, v in parts), "total": True,
                  "role": "main", "ends": [base - 900_000, base - 600_000]})  # fmt: skip
    return {"kind": "waterfall", "y": axis("revenue", "money"), "steps": steps}


def forest(rows=5):
    found = [
        {"label": f"policy-{i}", "value": 30_000.0 * (i - 1), "role": "good" if i > 1 else "bad",
         "ends": [30_000.0 * (i - 1) - 22_000, 30_000.0 * (i - 1) + 22_000]}
        for i in range(rows - 2)
    ]  # fmt: skip
    found.append({"label": "idle", "value": 0.0, "ends": None, "role": "muted",
                  "reason": "identical: reps has no effect"})  # fmt: skip
    found.append({"label": "rare", "value": None, "ends": None, "role": "muted",
                  "reason": "too rare"})  # fmt: skip
    return {"kind": "forest", "x": axis("profit against the baseline", "money"), "zero": 0.0,
            "rows": found}  # fmt: skip


def tornado():
    def swing(label, low, high, one, other):
        return {"label": label, "low": low, "high": high, "low_label": one, "high_label": other}

    return {
        "kind": "tornado", "x": axis("revenue against the base", "money"),
        "rows": [
            swing("win_rate", -240_000.0, 260_000.0, "18 %", "32 %"),
            swing("shelf_life.mql", -120_000.0, 90_000.0, "10 days", "45 days"),
            swing("deal", -80_000.0, 85_000.0, "$80k", "$120k"),
            swing("teams.sdr.reps", 10_000.0, 40_000.0, "2", "4"),
        ],
    }  # fmt: skip


def heat():
    return {
        "kind": "heat", "x": axis("hour", "text"), "y": axis("weekday", "text"),
        "columns": [f"{h}:00" for h in range(8, 19)],
        "rows": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        "value": axis("leads waiting", "count"),
        "values": [[None if d > 5 else round(12 / (1 + abs(h - 2) + d), 2) for h in range(11)]
                   for d in range(7)],
        "best": [[2, 0]],
    }  # fmt: skip


def points():
    def point(label, x, y, role):
        return {"label": label, "x": x, "y": y, "role": role}

    return {
        "kind": "points", "x": axis("chance of a loss", "chance"), "y": axis("profit", "money"),
        "points": [point("baseline", 0.2, 300_000.0, "muted"),
                   point("fast", 0.1, 350_000.0, "good"),
                   point("more-leads", 0.35, 420_000.0, "main"),
                   point("more-leads+fast", 0.34, 423_000.0, "main")],
        "frontier": [[0.1, 350_000.0], [0.34, 423_000.0]],
    }  # fmt: skip


def bars(lying=False, stacked=False, several=True):
    series = [{"name": "leads", "role": "main", "values": [0.5, 0.3, 0.15, 0.05]}]
    if several:
        series.append({"name": "customers", "role": "good", "values": [0.1, 0.25, 0.65, None]})
    return {
        "kind": "bars", "lying": lying, "stacked": stacked, "value": axis("share", "share"),
        "categories": ["search-ads", "trade-show", "referral by partners", "old list"],
        "series": series,
        "marks": [{"axis": "x" if lying else "y", "at": 0.4, "label": "a mark"}],
    }  # fmt: skip


def life():
    def span(begin, end, label, role):
        return {"begin": begin, "end": end, "label": label, "role": role}

    def thing(at, label, role):
        return {"at": at, "label": label, "role": role}

    return {
        "kind": "life", "x": axis("days since the lead arrived", "days"),
        "lanes": [
            {"name": "as it is",
             "spans": [span(0.0, 41.0, "marketing", "muted"), span(41.0, 47.5, "waits", "cold")],
             "happenings": [thing(3.0, "touch", "muted"), thing(12.0, "touch", "muted"),
                            thing(41.0, "MQL", "main"), thing(47.5, "goes cold", "bad")]},
            {"name": "if no lead went cold",
             "spans": [span(0.0, 41.0, "marketing", "muted"), span(41.0, 47.5, "waits", "cold"),
                       span(47.5, 92.0, "pipeline", "main")],
             "happenings": [thing(3.0, "touch", "muted"), thing(41.0, "MQL", "main"),
                            thing(48.0, "call", "main"), thing(92.0, "won", "good")]},
        ],
    }  # fmt: skip


def nasty():
    """Pictures whose names are the worst that a planner may write."""
    found = [fan(), histogram(True), flow(), waterfall(), forest(), tornado(), heat(), points(),
             bars(), bars(lying=True), life()]  # fmt: skip
    return [_renamed(picture) for picture in found]


def _renamed(thing, key=""):
    if isinstance(thing, dict):
        return {k: _renamed(v, k) for k, v in thing.items()}
    if isinstance(thing, list):
        return [_renamed(one, key) for one in thing]
    told = {"label", "low_label", "high_label", "reason"}
    return NASTY if key in told and isinstance(thing, str) else thing


EVERY = {
    "fan": fan(), "delay": delay(), "sweep": sweep(), "histogram": histogram(),
    "histograms": histogram(True), "flow": flow(), "waterfall": waterfall(),
    "waterfall-large": waterfall(True), "forest": forest(), "forest-long": forest(30),
    "tornado": tornado(), "heat": heat(), "points": points(), "bars": bars(),
    "bars-lying": bars(lying=True), "bars-stacked": bars(stacked=True),
    "bars-alone": bars(several=False), "life": life(),
}  # fmt: skip
