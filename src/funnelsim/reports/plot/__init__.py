"""Figures for slides and notebooks, drawn with matplotlib (``pip install 'funnelsim[plot]'``).

>>> import funnelsim as fs
>>> forecast = fs.run(fs.load("plan.yaml"))           # doctest: +SKIP
>>> fs.plot.fan(forecast)                             # doctest: +SKIP

Every function returns the matplotlib Axes that it drew on: a figure of its own with the finding
above it, or the axes that it is given. A notebook shows the figure as the value of a cell;
elsewhere call ``savefig`` of the ``figure`` of the axes. No window opens and no state is kept.

The pictures are those of the report's cards: `card` draws any of them by its name. Errors are the
same everywhere: `UsageError` where matplotlib is not installed, or the result has no such picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from funnelsim.errors import UsageError

if TYPE_CHECKING:
    from types import ModuleType

    from matplotlib.axes import Axes

    from funnelsim.experiments.cold.price import Cold
    from funnelsim.experiments.compare.contest import Contest
    from funnelsim.experiments.drivers.result import Drivers
    from funnelsim.experiments.forecast import Forecast
    from funnelsim.experiments.sweep import Sweep
    from funnelsim.experiments.trace import Trace
    from funnelsim.reports.pictures import Picture
    from funnelsim.reports.said import Result

FORMATS = ("png", "svg", "pdf")


def fan(forecast: Forecast, ax: Axes | None = None, of: str = "revenue") -> Axes:
    """What has come in by the end of each month, with the ranges of 8 and 5 of 10 futures.

    Parameters
    ----------
    forecast
        From `run`.
    ax
        Where; by default in a new figure.
    of
        ``revenue`` or ``customers``.
    """
    return card(forecast, f"{of}-fan", ax)


def distribution(forecast: Forecast, ax: Axes | None = None, of: str = "revenue") -> Axes:
    """How often the futures end where, with the target; parameters as in `fan`."""
    return card(forecast, f"{of}-distribution", ax)


def funnel(forecast: Forecast, ax: Axes | None = None, of: str = "lead") -> Axes:
    """Where the new leads go, and by what cause they end.

    Parameters
    ----------
    of
        ``lead`` for all of them, ``sales`` for those that sales gets.
    """
    return card(forecast, f"{of}-flow", ax)


def hours(forecast: Forecast, ax: Axes | None = None, team: str | None = None) -> Axes:
    """Where work waits in a mean week of a team, by weekday and hour; else how busy it is.

    Parameters
    ----------
    team
        Its name in the scenario; by default the busiest one. The busiest four are shown.

    Raises
    ------
    UsageError
        There is no such team.
    """
    teams = forecast.model.names.teams
    if team is not None and team not in teams:
        raise UsageError(f"there is no team '{team}'; choose one of {', '.join(teams)}")
    return card(forecast, "hours-" if team is None else f"hours-{teams.index(team) + 1}", ax)


def waterfall(cold: Cold, ax: Axes | None = None) -> Axes:
    """Revenue if no lead went cold, less the fair part of each mechanism: revenue as it is."""
    return card(cold, "cold-loss", ax)


def delay(cold: Cold, ax: Axes | None = None) -> Axes:
    """What hours of delay before the first call cost."""
    return card(cold, "cold-delay", ax)


def forest(contest: Contest, ax: Axes | None = None, of: str | None = None) -> Axes:
    """Policies against the baseline on the same leads, with intervals that hold all at once.

    Parameters
    ----------
    of
        A figure that is reported for each policy (``revenue``); by default the objective.
    """
    return card(contest, "compare-differences" if of is None else f"compare-{_named(of)}", ax)


def threshold(sweep: Sweep, ax: Axes | None = None, of: str | None = None) -> Axes:
    """An outcome over the values of a lever, with those of which none is surely worse.

    Parameters
    ----------
    of
        ``customers``, or ``chance-1`` for the chance of the first target; by default the
        objective.
    """
    return card(sweep, "sweep-" if of is None else f"sweep-{_named(of)}", ax)


def tornado(drivers: Drivers, ax: Axes | None = None, of: str | None = None) -> Axes:
    """What moves an outcome, the widest swing first.

    Parameters
    ----------
    of
        ``ranges``: each uncertain number over the range in which it lies with 80 %; ``moved``: each
        stated number a fifth down and up; by default the former, where anything is uncertain.
    """
    if of is not None:
        return card(drivers, f"drivers-{_named(of)}", ax)
    return card(drivers, "drivers-ranges" if drivers.ranges else "drivers-moved", ax)


def life(result: Cold | Trace, lead: int | str | None = None, ax: Axes | None = None) -> Axes:
    """One lead as it is, and in the same market if no lead went cold.

    Parameters
    ----------
    result
        From `cold` or `trace`.
    lead
        Of a trace its number, or a word such as ``cold`` or ``won`` for the first such lead, by
        default ``cold``; of a price what to look for (``forgotten``, ``stage=mql``: see
        `Cold.explain`), by default the dearest lead.
    """
    drawing = _drawing()
    from funnelsim.reports.plot.chosen import life_of_lead

    found, currency = life_of_lead(result, lead)
    return drawing.drawn_card(found, ax, currency)  # type: ignore[no-any-return]


def card(result: Result, name: str, ax: Axes | None = None) -> Axes:
    """The picture of a card of the report by the card's name: ``revenue-fan``.

    Parameters
    ----------
    result
        Of any study.
    name
        As in ``report.json``; with a dash at its end how it begins, for the first such card.
    ax
        Where; by default in a new figure.
    """
    drawing = _drawing()
    from funnelsim.reports.plot.chosen import card_of

    currency = result.bundle.scenario.currency
    return drawing.drawn_card(card_of(result, name), ax, currency)  # type: ignore[no-any-return]


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


def _named(figure: str) -> str:
    """A figure as cards are named."""
    return figure.replace("_", "-")


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
