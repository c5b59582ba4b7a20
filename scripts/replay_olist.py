"""Turn a copy of the Olist marketing funnel into arrivals of a scenario: see docs/olist.md.

    python scripts/replay_olist.py FOLDER OUT

reads ``olist_marketing_qualified_leads_dataset.csv`` in FOLDER and writes into OUT one CSV per
channel and the scenario ``olist.yaml`` that replays them.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

LEADS = "olist_marketing_qualified_leads_dataset.csv"
NO_ORIGIN = "unknown"
"""Sixty leads state no origin; 1,099 others state this one."""

SCENARIO = """\
# 8,000 real leads, each on its day and in its channel; what becomes of them is assumed.
name: Olist arrivals
from: 2017-06-01
until: 2018-05-31
warm_up: none
run_off: none
currency: BRL
run: {{replications: 1, seed: 7}}
channels:
{channels}
teams: {{sales: {{reps: unlimited}}}}
conversation: {{fit: {{accepted: 100%}}}}
stages:
  sale: {{by: sales, buyer_takes: lognormal(median=17 days; sigma=1.6), converts: 14%}}
"""


def by_channel(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Day and identity of each lead, by origin."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with (folder / LEADS).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            origin = row["origin"] or NO_ORIGIN
            found[origin].append((row["first_contact_date"], row["mql_id"]))
    return {origin: sorted(found[origin]) for origin in sorted(found)}


def write(folder: Path, out: Path) -> Path:
    """Write the files of arrivals and their scenario; return the scenario's path."""
    out.mkdir(parents=True, exist_ok=True)
    channels = []
    for origin, leads in by_channel(folder).items():
        name = f"{origin}.csv"
        with (out / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("time", "id"))
            writer.writerows(leads)
        channels.append(f"  {origin}: {{replay: {name}, enters: mql}}")
    scenario = out / "olist.yaml"
    scenario.write_text(SCENARIO.format(channels="\n".join(channels)), encoding="utf-8")
    return scenario


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python scripts/replay_olist.py FOLDER OUT")
    print(write(Path(sys.argv[1]), Path(sys.argv[2])))
