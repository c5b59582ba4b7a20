"""Write replay.csv and cycles.csv from the CRM export in this folder; see README.md."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
YEAR_LATER = dt.timedelta(weeks=52)
"""A year of whole weeks: a deal of a Tuesday comes back on a Tuesday."""

FIRST, LAST = dt.date(2018, 1, 1), dt.date(2018, 6, 30)
"""The days that the scenario simulates."""

CLOSED = ("Won", "Lost")

Row = dict[str, str]


def rows_of(name: str, folder: Path = HERE) -> list[Row]:
    """Rows of one file of the export."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> dt.date:
    """A date as the export writes it, month/day/year."""
    return dt.datetime.strptime(text, "%m/%d/%Y").date()


def product_key(name: str) -> str:
    """Products are spelled with and without blanks: "GTXPro" is "GTX Pro"."""
    return name.replace(" ", "").casefold()


def list_prices(products: Iterable[Row]) -> dict[str, int]:
    """List price by product key."""
    return {product_key(row["product"]): int(row["sales_price"]) for row in products}


def replayed(deals: Iterable[Row], prices: dict[str, int]) -> list[tuple[str, str, str, int]]:
    """Time, id, product and list price of deals whose engagement, a year later, is simulated.

    The price stands for the value because ``close_value`` is 0 for lost deals.
    """
    found = []
    for deal in deals:
        if not deal["engage_date"]:
            continue
        time = day(deal["engage_date"]) + YEAR_LATER
        if FIRST <= time <= LAST:
            price = prices[product_key(deal["product"])]
            found.append((time.isoformat(), deal["opportunity_id"], deal["product"], price))
    return sorted(found)


def cycles(deals: Iterable[Row]) -> list[tuple[str, int]]:
    """Days from engagement to close, with the number of closed deals that took as long."""
    days = Counter(
        (day(deal["close_date"]) - day(deal["engage_date"])).days
        for deal in deals
        if deal["deal_stage"] in CLOSED
    )
    return [(f"{length} days", number) for length, number in sorted(days.items())]


def write(name: str, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write one file beside this script."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Write both files."""
    deals = rows_of("sales_pipeline.csv")
    prices = list_prices(rows_of("products.csv"))
    write("replay.csv", ("time", "id", "segment", "value"), replayed(deals, prices))
    write("cycles.csv", ("value", "weight"), cycles(deals))


if __name__ == "__main__":
    main()
