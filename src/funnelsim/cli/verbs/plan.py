"""``funnelsim plan``: from the target backwards."""

from __future__ import annotations

import json

import typer

from funnelsim.cli.console import results
from funnelsim.cli.options import File, Json, Sets, With

EXAMPLE = "funnelsim plan plan.yaml --set plan.win_rate=25%"


def plan(file: File, sets: Sets = None, with_: With = None, as_json: Json = False) -> None:
    """Walk back from the target: customers, SQL, MQL, leads, budget; and SQL for 80 to 95 %."""
    from funnelsim.experiments.plan import plan as plan_of
    from funnelsim.scenario.load import load

    bundle = load(file, sets or (), with_ or ())
    made = plan_of(bundle)
    if as_json:
        typer.echo(json.dumps(made.data, indent=2, ensure_ascii=False, allow_nan=False))
        return
    from funnelsim.reports.plan_text import print_plan

    print_plan(results(), made, bundle.scenario.words)


VERB = plan
