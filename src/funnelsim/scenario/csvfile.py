"""CSV files with the line number of every row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 50_000_000


class DataFault(Exception):  # noqa: N818 - reads as what it is
    """A data file, or one row of it, that cannot be used.

    Attributes
    ----------
    code, message, cure : str
        As in `Problem`.
    line : int or None
        Line of the file; the header is line 1.
    """

    def __init__(self, code: str, message: str, line: int | None = None, cure: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.line, self.cure = code, message, line, cure


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it ends on, and its cells by column, without blanks around them."""

    line: int
    cells: dict[str, str]


def read_csv(path: Path, needed: Sequence[str] = ()) -> tuple[list[str], list[Row]]:
    """Read a CSV file with a header.

    Parameters
    ----------
    path : Path
        At most `MAX_BYTES` of UTF-8 text.
    needed : sequence of str
        Columns that must be there.

    Returns
    -------
    (list of str, list of Row)
        Columns and rows; empty lines are left out.

    Raises
    ------
    DataFault
        If the file cannot be read, lacks a column, or a row has more cells than the header.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DataFault(
                "FS501",
                f"larger than {MAX_BYTES // 1_000_000} MB",
                cure="cut the file to the rows of the simulated time",
            )
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            lines = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except OSError as error:
        raise DataFault(
            "FS501",
            (error.strerror or "it cannot be opened").lower(),
            cure="the name is relative to the scenario file",
        ) from None
    except UnicodeDecodeError:
        raise DataFault(
            "FS501", "it is not UTF-8 text", cure="save the file with the encoding UTF-8"
        ) from None
    except csv.Error as error:
        raise DataFault("FS501", f"it is not a CSV file: {error}") from None
    return _table(lines, needed)


def _table(
    lines: list[tuple[int, list[str]]], needed: Sequence[str]
) -> tuple[list[str], list[Row]]:
    if not lines:
        raise DataFault("FS504", "it is empty", cure="the first line names the columns")
    header = [name.strip() for name in lines[0][1]]
    for name in header:
        if header.count(name) > 1:
            raise DataFault("FS502", f"two columns are named '{name}'", 1)
    for name in needed:
        if name not in header:
            raise DataFault(
                "FS502",
                f"there is no column '{name}'",
                1,
                f"its columns are {', '.join(header[:12])}",
            )
    rows = []
    for number, cells in lines[1:]:
        if len(cells) > len(header):
            raise DataFault(
                "FS503",
                f"{len(cells)} cells under {len(header)} columns",
                number,
                "put cells that hold commas into quotes",
            )
        padded = [cell.strip() for cell in cells] + [""] * (len(header) - len(cells))
        rows.append(Row(number, dict(zip(header, padded, strict=True))))
    if not rows:
        raise DataFault("FS504", "there is a header and no row")
    return header, rows
