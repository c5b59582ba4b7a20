"""Reports of runs as one page that needs nothing but a browser: no network, no files beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from funnelsim.reports import numbers
from funnelsim.reports.cards.beside import cards as beside_cards
from funnelsim.reports.cards.card import SECTIONS
from funnelsim.reports.html.options import options
from funnelsim.reports.layout import glued
from funnelsim.reports.written import written

GENERATOR = "funnelsim report"
"""How a page of ours is known from another."""

WIDE = {"flow", "heat", "life"}
"""Pictures that want the whole width."""

MANY_ROWS = 12
TALL = 24
"""With more rows than that a table scrolls; without a picture it is folded from `MANY_ROWS` on."""

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Controls of direction: a name that holds one would turn the text after it around."""

MOST_ROWS = 600
"""A page with more of them in one table would be slow on a phone."""

Data = dict[str, Any]


def render(reports: Sequence[Mapping[str, Any]]) -> str:
    """The page of one report, or of several side by side.

    Parameters
    ----------
    reports
        As in ``report.json``. Cards with the same id stand beside each other.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    charts: dict[str, Data] = {}
    sections = list(_sections(reports, charts))
    data = {"signs": numbers.SIGNS, "charts": charts}
    text = Environment(autoescape=True).from_string(_file("template/page.html.j2")).render(
        generator=GENERATOR,
        title=" | ".join(dict.fromkeys(report["run"]["name"] for report in reports)),
        runs=[_run(report) for report in reports],
        sections=sections,
        footer=list(dict.fromkeys(s for report in reports for s in report["footer"])),
        style=Markup(_file("template/style.css")),
        echarts=Markup(_file("vendored/echarts.min.js")),
        script=Markup(_file("template/page.js")),
        charts=Markup(_json(data)),
    )  # fmt: skip
    return _TURNING.sub("", text) + "\n"


@cache
def _file(name: str) -> str:
    return files("funnelsim.reports.html").joinpath(*name.split("/")).read_text(encoding="utf-8")


def _json(data: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _run(report: Mapping[str, Any]) -> Data:
    return {
        "name": report["run"]["name"],
        "says": report["run"]["says"],
        **{key: list(map(glued, report[key])) for key in ("headline", "sentences", "looked")},
    }


def _sections(reports: Sequence[Mapping[str, Any]], charts: dict[str, Data]) -> Iterator[Data]:
    several = len(reports) > 1
    beside = [card.plain() for card in beside_cards(reports)]
    for key, title in SECTIONS.items():
        groups: dict[str, list[Data]] = {
            card["id"]: [_card(card, reports[0]["run"], None, charts)]
            for card in beside if card["section"] == key
        }  # fmt: skip
        for name, cards in _by_name(reports, key).items():
            currency = reports[cards[0][0]]["run"]["currency"]
            # What runs say in the same words, such as one scenario, is said once.
            alike = len(cards) > 1 and all(
                card == cards[0][1] and reports[number]["run"]["currency"] == currency
                for number, card in cards
            )
            for number, card in cards[:1] if alike else cards:
                own = number if several and not alike else None
                made = _card(card, reports[number]["run"], own, charts, MOST_ROWS // len(reports))
                groups.setdefault(name, []).append(made)
        if groups:
            yield {"id": key, "title": title, "groups": list(groups.values())}


def _by_name(
    reports: Sequence[Mapping[str, Any]], section: str
) -> dict[str, list[tuple[int, Mapping[str, Any]]]]:
    """Cards of a section by their id, each with the number of its report."""
    found: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for number, report in enumerate(reports):
        for card in report["cards"]:
            if card["section"] == section:
                found.setdefault(card["id"], []).append((number, card))
    return found


def _card(
    card: Mapping[str, Any],
    run: Mapping[str, Any],
    number: int | None,
    charts: dict[str, Data],
    most: int = MOST_ROWS,
) -> Data:
    own = card["id"] if number is None else f"{card['id']}-{number + 1}"
    picture, grid, currency = card["picture"], card["grid"], run["currency"]
    height, keys = 0, []
    if picture is not None:
        option = options(picture, currency)
        keys = [(name, colour.lstrip("@")) for name, colour in option.pop("keys", ())]
        charts[f"{own}-chart"] = {"option": option, "currency": currency}
        height = option["height"]
    listed = [] if grid is None else grid["rows"]
    rows = [_row(row, grid["head"], currency) for row in listed[:most]]
    columns = 0 if grid is None else len(grid["head"])
    return {
        "id": own,
        "run": None if number is None else run["label"],
        "title": card["title"],
        "finding": glued(card["finding"]),
        "caption": glued(card["caption"]),
        "notes": list(map(glued, card["notes"])),
        "chart": None if picture is None else f"{own}-chart",
        "height": height,
        "legend": keys,
        "alt": f"{card['title']}. {card['finding']} The numbers are in the table below.",
        "wide": (picture or {}).get("kind") in WIDE or (picture is None and columns > 4),
        "tall": len(rows) > (MANY_ROWS if picture is None else TALL),
        "head": [] if grid is None else [
            {"name": head["name"], "text": i == 0 or head["unit"] == "text"}
            for i, head in enumerate(grid["head"])
        ],
        "rows": rows,
        "left_out": len(listed) - len(rows),
    }  # fmt: skip


def _row(row: Sequence[Any], heads: Sequence[Mapping[str, Any]], currency: str) -> Data:
    cells = [
        {
            "number": head["unit"] != "text" and not isinstance(cell, str),
            "raw": "" if cell is None else json.dumps(cell),
            "text": written(cell, head["unit"], currency),
        }
        for cell, head in zip(row, heads, strict=True)
    ]
    return {"cells": cells, "changed": bool(row) and row[-1] == "changed"}
