"""Where capacity is unlimited, leads do not know of each other."""

import pytest
from engine_runs import looked_into, written
from test_addresses import TEXT, lives

from funnelsim.engines.reference import simulate

ROWS = [f"{h} h,{name}" for h, name in enumerate(("ann", "bob", "cy", "dee", "eve", "flo"), 9)]
REPLAYED = ["channels.web=off", "channels.ads=off", "channels.fair=off"]


def with_leads(folder, rows, sets=()):
    (folder / "leads.csv").write_text("\n".join(["time,id", *rows]) + "\n")
    path = folder / "scenario.yaml"
    path.write_text(
        TEXT.replace("channels:", "channels:\n  list: {replay: leads.csv, enters: mql}")
    )
    return written(None, [*REPLAYED, *sets], path=path)


@pytest.mark.parametrize("absent", range(len(ROWS)))
def test_removing_one_lead_leaves_the_others_unchanged(tmp_path, absent):
    model = with_leads(tmp_path, ROWS)
    everybody = lives(simulate(model, 5, 0), model)
    model = with_leads(tmp_path, ROWS[:absent] + ROWS[absent + 1 :])
    rest = lives(simulate(model, 5, 0), model)
    assert len(everybody) == len(rest) + 1 == len(ROWS)
    assert {lead: everybody[lead] for lead in rest} == rest


@pytest.mark.parametrize("seed", range(5))
def test_a_smaller_batch_lacks_its_last_leads_only(seed):
    large, small = (written(TEXT, [f"channels.fair.batches.spring.leads={n}"]) for n in (20, 13))
    everybody, rest = (lives(simulate(model, seed, 0), model) for model in (large, small))
    assert len(everybody) == len(rest) + 7
    assert {lead: everybody[lead] for lead in rest} == rest


def test_one_seller_less_is_felt_by_others(tmp_path):
    """The test above can fail: with one busy rep a lead less changes the waits of the others."""
    one_rep = ["teams.sdr.reps=1", "teams.ae.reps=1", "calls.takes=9 h", "teams.sdr.habits=off"]
    model = with_leads(tmp_path, ROWS, one_rep)
    everybody = lives(simulate(model, 5, 0), model)
    model = with_leads(tmp_path, ROWS[1:], one_rep)
    rest = lives(looked_into(model, 5).log, model)
    assert {lead: everybody[lead] for lead in rest} != rest
