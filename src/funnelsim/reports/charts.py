"""Small charts of text: an estimate with its interval, a distribution, bars, shades of a map."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from funnelsim.experiments.intervals import Interval

WIDTH = 24
"""Columns of a chart."""

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = " ▁▂▃▄▅▆▇█"
_HALF = 0.5


def whisker(found: Interval, low: float, high: float, mark: float | None = None) -> Text:
    """``▏  ├──●───┤   ▕`` on an axis from `low` to `high`, a `mark` on it as ``┊``."""
    cells = [" "] * WIDTH
    if mark is not None:
        cells[_at(mark, low, high)] = "┊"
    if found.value is None:
        return _framed(cells)
    if found.lo is not None and found.hi is not None:
        left, right = _at(found.lo, low, high), _at(found.hi, low, high)
        for i in range(left + 1, right):
            cells[i] = "─" if cells[i] == " " else "┼"
        if left < right:
            cells[left], cells[right] = "├", "┤"
    cells[_at(found.value, low, high)] = "●"
    return _framed(cells)


def spark(counts: Sequence[int], mark: int | None = None) -> Text:
    """``▏▁▃▆█┊▇▅▂▁ ▁   ▕``: a bar for each count, the largest one full, with a `mark` before one.

    What is not 0 is seen, however rare. Bars are as wide as there is room for all.
    """
    most, wide = max(counts), (WIDTH - 1) // len(counts)
    cells = [_HEIGHTS[-(-8 * count // most)] for count in counts for _ in range(wide)]
    if mark is not None:
        cells.insert(mark * wide, "┊")
    return _framed(cells + [" "] * (WIDTH - len(cells)))


def axis(low: str, high: str) -> str:
    """The head of a column of charts: its ends."""
    return f"{low}{' ' * max(2, WIDTH + 2 - len(low) - len(high))}{high}"


def _framed(cells: list[str]) -> Text:
    """With an edge on both sides: a table strips the spaces at the end of what stands right."""
    return Text(f"▏{''.join(cells)}▕")


def _at(value: float, low: float, high: float) -> int:
    share = (value - low) / (high - low) if high > low else _HALF
    return min(WIDTH - 1, max(0, round(share * (WIDTH - 1))))


def two_sided(low: float, high: float, most: float) -> Text:
    """Bars to the left and right of a middle line: the outcome of a number moved down and up.

    The one of the number moved down is light (``░``), that of the number moved up full (``█``);
    where both go the same way the longer one shows behind the other.
    """
    half = WIDTH // 4
    cells = [" "] * (2 * half)
    for value, sign in sorted(((low, "░"), (high, "█")), key=lambda pair: -abs(pair[0])):
        length = round(min(1.0, abs(value) / most) * half) if most > 0 else 0
        for i in range(length):
            cells[half + i if value > 0 else half - 1 - i] = sign
    return Text(f"▏{''.join(cells[:half])}│{''.join(cells[half:])}▕")


def bar(share: float) -> Text:
    """A bar for a share 0..1, to an eighth of a column."""
    eighths = round(min(1.0, max(0.0, share)) * WIDTH * 8)
    whole, part = divmod(eighths, 8)
    return _framed(list(("█" * whole + (_EIGHTHS[part] if part else "")).ljust(WIDTH)))


def shaded(text: str, share: float) -> Text:
    """A cell of a heat map: the darker the nearer `share` is to 1."""
    pale, dark = (236, 242, 250), (21, 76, 140)
    mixed = (round(a + (b - a) * share) for a, b in zip(pale, dark, strict=True))
    ink = "white" if share > _HALF else "black"
    return Text(f" {text} ", style=f"{ink} on rgb({','.join(map(str, mixed))})")
