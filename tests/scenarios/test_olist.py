"""Eight thousand real leads, each on its day in its channel; skipped where the data are not."""

import csv
import importlib.util
import os
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from funnelsim.model.codes import Row
from funnelsim.model.compile import compile_model
from funnelsim.scenario.load import load
from two_engines import quick as simulate

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("FUNNELSIM_OLIST", ROOT.parent / "shared" / "data" / "olist"))
LEADS = FOLDER / "olist_marketing_qualified_leads_dataset.csv"

needs_olist = pytest.mark.skipif(
    not LEADS.is_file(),
    reason=f"no Olist data in {FOLDER}; they are CC BY-NC-SA and not shipped: name your copy in "
    "FUNNELSIM_OLIST",
)


def script():
    spec = importlib.util.spec_from_file_location("olist", ROOT / "scripts" / "replay_olist.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def arrived(path):
    """Leads by channel and month, as the log has them."""
    model = compile_model(load(path))
    log = simulate(model, 7, 0)
    rows = log[log["kind"] == Row.ARRIVED]
    days = (model.origin + timedelta(milliseconds=int(tick)) for tick in rows["tick"])
    names = (model.names.channels[channel] for channel in rows["a"])
    return Counter((name, f"{day:%Y-%m}") for name, day in zip(names, days, strict=True))


@needs_olist
def test_every_lead_arrives_in_its_month_and_channel(tmp_path):
    with LEADS.open(encoding="utf-8", newline="") as file:
        leads = list(csv.DictReader(file))
    told = Counter((row["origin"] or "unknown", row["first_contact_date"][:7]) for row in leads)

    replayed = arrived(script().write(FOLDER, tmp_path))

    assert replayed == told
    assert replayed.total() == 8000
    assert len({name for name, _ in replayed}) == 10


def test_leads_without_origin_are_unknown(tmp_path):
    """The same way on three invented rows, so that the script is tested everywhere."""
    (tmp_path / LEADS.name).write_text(
        "mql_id,first_contact_date,landing_page_id,origin\n"
        "a,2018-02-01,x,social\n"
        "b,2017-10-20,x,\n"
        "c,2018-02-28,x,social\n"
    )
    path = script().write(tmp_path, tmp_path / "out")

    assert arrived(path) == {("social", "2018-02"): 2, ("unknown", "2017-10"): 1}
