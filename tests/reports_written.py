"""Folders of results, for tests of what is made from them."""

import datetime as dt

from funnelsim.experiments.forecast import Forecast
from funnelsim.reports.manifest import beginning
from funnelsim.reports.run_folder import write_run, write_study

NOW = dt.datetime(2027, 1, 2, 3, 4, 5)


def written(made, folder, command):
    """Write a result; its folder."""
    write = write_run if isinstance(made, Forecast) else write_study
    write(made, folder, beginning(made, NOW, command), {})
    return folder
