"""Figures for slides and notebooks, drawn with matplotlib (``pip install 'funnelsim[plot]'``).

>>> import funnelsim as fs
>>> forecast = fs.run(fs.load("plan.yaml"))           # doctest: +SKIP
>>> fs.plot.fan(forecast)                             # doctest: +SKIP

Every function returns the matplotlib Axes that it drew on: a figure of its own with the finding
above it, or the axes that it is given. Nothing is shown and no state is kept; notebooks show the
figure (``ax.figure``) by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from funnelsim.errors import UsageError
from funnelsim.reports.pictures import Picture

if TYPE_CHECKING:
    from types import ModuleType

    from matplotlib.axes import Axes

FORMATS = ("png", "svg", "pdf")


def draw(
    picture: Picture, ax: Axes | None = None, currency: str = "", finding: str = "", title: str = ""
) -> Axes:
    """Draw any picture of `reports.pictures`.

    Parameters
    ----------
    picture
        What is shown.
    ax
        Where; by default in a new figure.
    currency
        Of money: ``EUR``.
    finding
        Sentence above a new figure.
    title
        A few words above axes of the caller's.

    Raises
    ------
    UsageError
        matplotlib is not installed.
    """
    return _drawing().drawn(picture, ax, currency, finding, title)  # type: ignore[no-any-return]


def save(
    report: Mapping[str, Any], folder: str | Path, formats: Sequence[str] = ("png",)
) -> list[Path]:
    """Write every picture of a report as a file named after its card: the same bytes every time.

    Parameters
    ----------
    report
        The object ``funnelsim.report/1`` of ``report.json``.
    folder
        Where to; made if it is not there.
    formats
        Of `FORMATS`.

    Returns
    -------
    list of Path
        The files in the order of the cards.

    Raises
    ------
    UsageError
        matplotlib is not installed, or a format is not known.
    OutputError
        A file cannot be written.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise UsageError(f"figures are no '{unknown[0]}'; choose of {', '.join(FORMATS)}")
    return _drawing().files(report, Path(folder), formats)  # type: ignore[no-any-return]


def _drawing() -> ModuleType:
    """The module that needs matplotlib."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise UsageError(
            "figures are drawn by matplotlib, which is not installed; "
            "pip install 'funnelsim[plot]' brings it"
        ) from None
    from funnelsim.reports.plot import drawing

    return drawing
