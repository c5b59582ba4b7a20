"""One card of each kind of picture, with names that would break a careless page."""

from __future__ import annotations

import math
from typing import Any

from funnelsim.reports.cards.card import Card, grid
from funnelsim.reports.pictures import Line, Picture

SCRIPT = "<script>alert('x')</script>"
LONG = "a very long name " * 12
RIGHT = "קמפיין חורף"
NASTY = (SCRIPT, f"\"quoted\" & '{RIGHT}'", "🚀 rocket", LONG, "{a|b} {c}", "</script><b>")


def fan(n: int = 12) -> Picture:
    middle = [100_000.0 * (i + 1) for i in range(n)]
    line: Line = {
        "name": "revenue", "role": "main", "values": list(middle),
        "bands": [
            {"label": "8 of 10 futures", "low": [0.6 * v for v in middle],
             "high": [1.5 * v for v in middle]},
            {"label": "every second future", "low": [0.8 * v for v in middle],
             "high": [1.2 * v for v in middle]},
        ],
    }  # fmt: skip
    return {
        "kind": "curves",
        "x": {"label": "month", "unit": "text"},
        "at": [f"M{i + 1}" for i in range(n)],
        "y": {"label": "revenue so far", "unit": "money"},
        "lines": [line],
        "marks": [{"axis": "y", "at": 1_000_000, "label": "target $1M", "role": "target"}],
    }


def delay() -> Picture:
    hours = [0.0, 0.083, 0.25, 1, 4, 24, 48, 120]
    lost = [0.0, -900, -2500, -8000, -20000, -60000, -80000, -120000]
    return {
        "kind": "curves", "x": {"label": "hours of delay", "unit": "hours"}, "at": hours,
        "y": {"label": "revenue against no delay", "unit": "money"},
        "lines": [
            {"name": "price of delay", "role": "bad", "values": lost,
             "ends": [[v - 4000, v + 4000] if v else None for v in lost]},
            {"name": "as it is", "role": "muted", "values": [-50000.0] * 8},
        ],
        "marks": [{"axis": "x", "at": 24, "to": 48, "label": "best set", "role": "good"},
                  {"axis": "x", "at": 4, "label": "agreed: 4 h"}],
    }  # fmt: skip


def bells() -> Picture:
    edges = [float(x) for x in range(21)]

    def bell(at: float) -> list[float]:
        weights = [math.exp(-((x + 0.5 - at) ** 2) / 18) for x in edges[:-1]]
        return [w / sum(weights) for w in weights]

    return {
        "kind": "histogram", "x": {"label": "customers", "unit": "count"},
        "y": {"label": "futures", "unit": "share"}, "edges": edges,
        "series": [{"name": name, "role": "other" if i else "main", "shares": bell(7 + 2 * i)}
                   for i, name in enumerate(("as it is", *NASTY[:3]))],
        "marks": [{"axis": "x", "at": 10, "label": "target 10"},
                  {"axis": "x", "at": 9, "label": "half of the futures", "role": "main"}],
    }  # fmt: skip


def flow() -> Picture:
    labels = {"leads": "1,650 leads", "mql": "280 MQL", "sql": "58 SQL", "won": "11 won <b>",
              "cold1": "1,370 never warm enough", "cold2": "180 went cold: late call",
              "cold3": f"40 {RIGHT}", "open": "42 open"}  # fmt: skip
    columns = {"leads": 0, "mql": 1, "sql": 2}
    return {
        "kind": "flow", "unit": "count",
        "nodes": [{"name": name, "label": label, "role": "cold" if "cold" in name else "main",
                   "column": columns.get(name, 3)} for name, label in labels.items()],
        "links": [{"source": a, "target": b, "value": v, "role": "cold" if "cold" in b else "main"}
                  for a, b, v in (("leads", "mql", 280), ("leads", "cold1", 1370),
                                  ("mql", "sql", 58), ("mql", "cold2", 180), ("mql", "open", 42),
                                  ("sql", "won", 18), ("sql", "cold3", 40))],
    }  # fmt: skip


def steps() -> Picture:
    parts = [("slow first call", -200_000), (LONG, -120_000), (SCRIPT, 30_000), ("left", -90_000)]
    return {
        "kind": "waterfall", "y": {"label": "revenue in the year", "unit": "money"},
        "steps": [
            {"label": "no lead goes cold", "value": 900_000, "total": True, "role": "good",
             "ends": None},
            *({"label": name, "value": v, "total": False, "role": "bad" if v < 0 else "good",
               "ends": [v - 9000, v + 9000]} for name, v in parts),
            {"label": "as it is", "value": 520_000, "total": True, "role": "main", "ends": None},
        ],
    }  # fmt: skip


def rows() -> Picture:
    found = [{"label": name, "value": 50_000.0 * (i - 2), "role": "main",
              "ends": [50_000.0 * (i - 2) - 40_000, 50_000.0 * (i - 2) + 60_000]}
             for i, name in enumerate(NASTY)]  # fmt: skip
    found.append({"label": "idle", "value": 0.0, "role": "muted", "ends": None,
                  "reason": "identical"})  # fmt: skip
    return {"kind": "forest", "x": {"label": "difference to the baseline", "unit": "money"},
            "zero": 0, "rows": found}  # type: ignore[typeddict-item]  # fmt: skip


def swings() -> Picture:
    return {"kind": "tornado", "x": {"label": "change of revenue", "unit": "money"},
            "rows": [{"label": name, "low": -90_000.0 / (i + 1), "high": 70_000.0 / (i + 1),
                      "low_label": "8 h", "high_label": "2 h"}
                     for i, name in enumerate(NASTY)]}  # fmt: skip


def week() -> Picture:
    return {
        "kind": "heat", "x": {"label": "hour of the day", "unit": "text"},
        "y": {"label": "", "unit": "text"},
        "columns": [f"{h}:00" for h in range(7, 19)], "rows": ["Mon", "Tue", "Wed", "Thu", "Fri"],
        "value": {"label": "waiting leads", "unit": "number"},
        "values": [[None if h == 0 else 6 * math.sin(h / 4) + d for h in range(12)]
                   for d in range(5)],
        "best": [[3, 2]],
    }  # fmt: skip


def dots() -> Picture:
    return {
        "kind": "points", "x": {"label": "spread of profit", "unit": "money"},
        "y": {"label": "profit", "unit": "money"},
        "points": [{"label": name, "x": 1e5 + 2e4 * i, "y": 3e5 + 4e4 * math.sqrt(i),
                    "role": "main" if i else "muted"} for i, name in enumerate(NASTY)],
        "frontier": [[1e5, 3e5], [1.6e5, 3e5 + 4e4 * math.sqrt(3)]],
    }  # fmt: skip


def columns(lying: bool, stacked: bool) -> Picture:
    return {
        "kind": "bars", "categories": list(NASTY), "value": {"label": "share", "unit": "share"},
        "series": [{"name": "of leads", "role": "main", "values": [0.3, 0.2, 0.1, 0.2, 0.1, None]},
                   {"name": "of customers", "role": "other", "values": [0.1, 0.3, 0.2, 0, 0, 0]}],
        "stacked": stacked, "lying": lying,
        "marks": [],
    }  # fmt: skip


def life() -> Picture:
    return {
        "kind": "life", "x": {"label": "days since the lead arrived", "unit": "days"},
        "lanes": [
            {"name": name, "spans": [{"begin": 0, "end": 9, "label": "nurture", "role": "muted"},
                                     {"begin": 9, "end": end, "label": SCRIPT, "role": role}],
             "happenings": [{"at": 9, "label": "becomes MQL", "role": "main"},
                            {"at": end, "label": "won" if end > 20 else "cold", "role": role}]}
            for name, end, role in (("as it is", 14, "cold"), ("no lead goes cold", 40, "good"))
        ],
    }  # type: ignore[typeddict-item]  # fmt: skip


PICTURES = {
    "fan": fan(), "fan60": fan(60), "delay": delay(), "bells": bells(), "flow": flow(),
    "steps": steps(), "rows": rows(), "swings": swings(), "week": week(), "dots": dots(),
    "lying": columns(True, False), "standing": columns(False, True), "life": life(),
}  # fmt: skip


def report(name: str = f"Plan {SCRIPT} {RIGHT} 🚀", currency: str = "USD") -> dict[str, Any]:
    """A report with a card of every kind of picture, and one that is a table alone."""
    cards = [
        Card(key, "answer", f"About {key}", f"80 % chance of 7 to 13 customers; {SCRIPT}.",
             "The band holds 8 of 10 futures.", picture,
             grid([("name", "text"), ("money", "money"), ("share", "share")],
                  [(word, 12345.678 * i, i / 7) for i, word in enumerate(NASTY)]), [LONG])
        for key, picture in PICTURES.items()
    ]  # fmt: skip
    cards.append(Card("scenario", "provenance", "Scenario", "All keys.", "", None, grid(
        [("key", "text"), ("value", "text"), ("", "text")],
        [("teams.sdr", "=1+1", ""), ("shelf_life", SCRIPT, "changed")])))  # fmt: skip
    return {
        "schema": "funnelsim.report/1",
        "run": {"name": name, "says": "1 Jan to 31 Dec 2027", "label": name, "currency": currency},
        "headline": ["80 % chance of 7 to 13 customers."], "sentences": ["From 100 futures."],
        "figures": [], "looked": [f"Channel {SCRIPT} brings nothing."],
        "footer": ["funnelsim 0.1.0"],
        "cards": [card.plain() for card in cards],
    }  # fmt: skip
