"""The sheet of what was lost: the price of cold leads, or the losses of a forecast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from funnelsim.experiments.cold.data import BY
from funnelsim.model.codes import COLD_CAUSES
from funnelsim.reports import numbers
from funnelsim.reports.cold import CAUSES
from funnelsim.reports.cold_tables import HABITS, MECHANISMS, STEPS
from funnelsim.reports.excel.book import Book, Sheet
from funnelsim.reports.excel.measure import Cell
from funnelsim.reports.excel.source import Source
from funnelsim.reports.excel.summary import ends, quantile
from funnelsim.reports.excel.tables import Column
from funnelsim.reports.pictures import Unit
from funnelsim.reports.sentences import span_word

SURE: tuple[tuple[str, Unit], ...] = (("95 % sure from", "money"), ("to", "money"))
ENTRY: tuple[tuple[str, Unit], ...] = (
    ("leads", "count"), ("revenue", "money"), *SURE, ("gross profit", "money"),
)  # fmt: skip
_COLD = {cause.name.lower() for cause in COLD_CAUSES}

Rows = Sequence[Mapping[str, Any]]


def losses(book: Book, source: Source) -> None:
    """Add the sheet of a forecast: what was lost by stage and cause."""
    rows: Rows = source.result["losses"]
    if not rows:
        return
    sheet = book.sheet("Ledger")
    sheet.title("What is lost, and why")
    sheet.caption(
        "Leads lost in the period by stage and cause, the largest book value first. Book value: "
        "what went cold was worth, less what came back; it is not the money that faster work would "
        "bring (funnelsim cold). Ranges: 8 of 10 futures."
    )
    sheet.gap()
    heads = _columns(
        ("why", "text"), ("as", "text"), ("gone cold", "text"), ("leads", "count"),
        ("from", "count"), ("to", "count"), ("book value", "money"), ("from", "money"),
        ("to", "money"),
    )  # fmt: skip
    cells: list[list[Cell]] = [
        [CAUSES[row["cause"]], source.label(row["stage"]), row["cause"] in _COLD,
         *_spread(row["leads"]), *_spread(row["paper"])]
        for row in rows
    ]  # fmt: skip
    sheet.table(heads, cells, main=True)


def _spread(found: Mapping[str, Any]) -> Iterator[Cell]:
    yield from (found["mean"], quantile(found, "0.1"), quantile(found, "0.9"))


def cold(book: Book, source: Source) -> None:
    """Add the sheet of the price of cold leads."""
    result = source.result
    sheet = book.sheet("Ledger")
    sheet.title("What cold leads cost, lead by lead")
    sheet.caption(
        f"What became of the leads that only the {_span(source)} without decay wins; adds up to "
        "the real loss. Crowded out: won as it is, not won there, because the reps were busy with "
        "those."
    )
    sheet.gap()
    sheet.table(
        _columns(("why", "text"), ("as", "text"), *ENTRY),
        [[CAUSES[row["cause"]], source.label(row["stage"]), *_entry(row)]
         for row in result["ledger"]],
        main=True,
    )  # fmt: skip
    _losses(sheet, result)
    _fair(sheet, result["attribution"])
    _money(sheet, "Capacity chain", "step", [
        (STEPS[step], result["capacity"][step], result["capacity"]["ci95"][step]) for step in STEPS
    ], "Each step on top of the one before; never a split of the real loss.")  # fmt: skip
    _delay(sheet, result["delay_price"])
    _money(sheet, "What ways of working cost", "habit", [
        *([("hand-over", *_pair(result["handoff"]["revenue"]))]
          if result["handoff"]["mean_days"] else []),
        *((HABITS[row["habit"]], *_pair(row["revenue"])) for row in result["habits"]),
    ])  # fmt: skip
    _policies(sheet, result["recoverable"])
    _reps(source, sheet, result["reps"])
    for name in BY:
        _by(source, sheet, name, result["ledger_by"][name])


def _span(source: Source) -> str:
    """A period, where the length is not known any more."""
    return "period" if source.bundle is None else span_word(source.bundle.scenario.horizon_ms)


def _losses(sheet: Sheet, result: Mapping[str, Any]) -> None:
    real, cohort, paper = (result[name] for name in ("real_loss", "cohort_loss", "paper_loss"))
    _money(sheet, "The loss in other readings", "reading", [
        ("real loss of the period, revenue", *_pair(real["revenue"])),
        ("real loss of the period, gross profit", *_pair(real["gross_profit"])),
        ("new leads to the end of the run-off, revenue", *_pair(cohort["revenue"])),
        ("open deals, revenue", *_pair(cohort["open_pipeline"]["revenue"])),
        ("paper loss, book value gone cold", paper["net"], paper["ci95"]["net"]),
    ])  # fmt: skip


def _fair(sheet: Sheet, rows: Rows) -> None:
    sheet.title("Who bears it", 12)
    sheet.caption(
        "Fair parts add up to the real loss. Alone: what it costs when all others are cured. Cured "
        "alone: what curing nothing but this would bring."
    )
    heads = _columns(
        ("mechanism", "text"), ("share", "share"), ("fair part", "money"), *SURE,
        ("alone", "money"), ("cured alone", "money"), ("that is", "text"),
    )  # fmt: skip
    sheet.table(heads, [
        [MECHANISMS[row["mechanism"]], row["share"], row["fair"]["mean"], *ends(row["fair"]),
         row["alone"]["mean"], row["recoverable"]["mean"], row["says"]]
        for row in rows
    ])  # fmt: skip


def _delay(sheet: Sheet, rows: Rows) -> None:
    sheet.title("The price of delay", 12)
    heads = _columns(("first call later by", "text"), ("", "text"), ("costs", "money"), *SURE,
                     ("per hour", "money"))  # fmt: skip
    sheet.table(heads, [
        [numbers.hours(row["hours"]), None, row["revenue"]["mean"], *ends(row["revenue"]),
         row["per_hour"]["mean"]]
        for row in rows
    ])  # fmt: skip


def _policies(sheet: Sheet, rows: Rows) -> None:
    if not rows:
        return
    sheet.title("What policies recover", 12)
    heads = _columns(("policy", "text"), ("", "text"), ("revenue", "money"), *SURE,
                     ("of the loss", "share"))  # fmt: skip
    sheet.table(heads, [
        [row["policy"], None, row["revenue"]["mean"], *ends(row["revenue"]), row["share"]]
        for row in rows
    ])  # fmt: skip


def _reps(source: Source, sheet: Sheet, rows: Rows) -> None:
    if not rows:
        return
    sheet.title("A rep more", 12)
    sheet.caption("Brings: gross profit of the period. Returns: that over what she is paid.")
    heads = _columns(("rep", "text"), ("", "text"), ("brings", "money"), *SURE, ("paid", "money"),
                     ("returns", "ratio"))  # fmt: skip
    sheet.table(heads, [
        [f"{source.label(row['team'])} no. {row['number']}", None, row["gross_profit"]["mean"],
         *ends(row["gross_profit"]), row["cost"], row["return"]["mean"]]
        for row in rows
    ])  # fmt: skip


def _by(source: Source, sheet: Sheet, name: str, rows: Rows) -> None:
    if len(rows) < 2:
        return
    sheet.title(f"Lead by lead, by {name}", 12)
    heads = _columns((name, "text"), ("", "text"), *ENTRY)
    sheet.table(heads, [[source.label(row[name]), None, *_entry(row)] for row in rows])


def _entry(row: Mapping[str, Any]) -> Iterator[Cell]:
    yield from (row["leads"], row["revenue"], *ends(row), row["gross_profit"])


def _pair(found: Mapping[str, Any]) -> tuple[float | None, Sequence[float] | None]:
    return found["mean"], found["ci95"]


def _money(
    sheet: Sheet,
    title: str,
    head: str,
    rows: Sequence[tuple[str, float | None, Sequence[float] | None]],
    *captions: str,
) -> None:
    """Named amounts with their intervals."""
    if not rows:
        return
    sheet.title(title, 12)
    sheet.caption(*captions)
    heads = _columns((head, "text"), ("", "text"), ("money", "money"), *SURE)
    sheet.table(heads, [[name, None, mean, *(both or (None, None))] for name, mean, both in rows])


def _columns(*heads: tuple[str, Unit]) -> list[Column]:
    return [Column(name, unit) for name, unit in heads]
