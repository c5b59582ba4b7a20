"""Folds against walks through the rows of random lives, one row after the other."""

import numpy as np
import pytest

from funnelsim.model.codes import COLD_CAUSES, ItemClass, Row
from funnelsim.outcomes.ledger import ledger
from funnelsim.outcomes.spans import HOUR, NEVER
from funnelsim.outcomes.teams import queue_items
from funnelsim.outcomes.work import work_spells

SDR, AE = 0, 1
LEAD, MQL, SQL = 0, 1, 2


def walk(told):
    """Waits found by walking through each lead's rows, one after the other."""
    waits, open_waits = [], {}
    rows = sorted(told.rows, key=lambda row: (row[1], row[2]))
    for tick, lead, _, kind, _, a, _, c, _ in rows:
        now = open_waits.get(lead)
        if kind == Row.QUEUED or (kind == Row.ASSIGNED and now):
            item = c if kind == Row.QUEUED else now[1]
            if now and now[0] == a:
                continue
            if now:
                waits.append((*now, tick, kind))
            open_waits[lead] = (a, item, tick)
        elif now and kind in (Row.STARTED, Row.COLD, Row.LEFT, Row.COMPETITOR, Row.UNSUBSCRIBED):
            waits.append((*open_waits.pop(lead), tick, kind))
    return waits, list(open_waits.values())


@pytest.mark.parametrize("seed", range(10))
def test_sums_equal_a_walk_through_the_rows(wander, seed):
    told = wander(seed)
    end, stop = told.model.end, told.model.stop
    done, left = walk(told)
    found = told.fold().items
    for team in (SDR, AE):
        for item in ItemClass:
            mine = [w for w in done if w[:2] == (team, item)]
            open_ = [w for w in left if w[:2] == (team, item)]
            here = [w for w in mine if 0 <= w[2] < end]
            open_here = [w for w in open_ if 0 <= w[2] < end]
            row = found[team, item]
            assert row["items"] == len(here) + len(open_here)
            assert row["settled"] == len(here)
            assert row["cold"] == sum(w[4] == Row.COLD for w in here)
            on_time = sum(w[4] == Row.STARTED and w[3] == w[2] for w in here)
            assert row["waited"] == row["items"] - on_time
            so_far = sum(stop - w[2] for w in open_here)
            assert row["wait_ms"] == sum(w[3] - w[2] for w in here) + so_far
            spans = [w[2:4] for w in mine] + [(w[2], stop) for w in open_]
            cut = [max(0, min(e, end) - max(b, 0)) for b, e in spans]
            assert row["queue_ms"] == sum(cut)


def test_the_order_of_starts_links_items_to_what_was_finished(wander):
    told = wander(4)
    history = told.history()
    spells = work_spells(history)
    items = queue_items(history, spells)
    finishes = {(row[0], row[1]) for row in told.rows if row[3] == Row.FINISHED}
    known = {tick for tick, _ in finishes}
    done = items.finish[items.finish < NEVER]
    assert len(done) > 50
    assert set(done.tolist()) <= known
    assert (items.finish >= items.leaves).all()


@pytest.mark.parametrize("seed", range(5))
def test_busy_time_equals_a_walk_from_hour_to_hour(wander, seed, office):
    """Ticks rounded to hours, so that an hour is either worked or not."""
    told = wander(seed, weekly=office)
    told.rows = [
        (r[0] // HOUR * HOUR, *r[1:8], r[8] // HOUR * HOUR if r[3] == Row.FINISHED else r[8])
        for r in told.rows
    ]
    calendar = told.model.calendars[0]
    open_hours = set()
    for begin, end in zip(calendar.opens.tolist(), calendar.closes.tolist(), strict=True):
        open_hours |= set(range(begin // HOUR, end // HOUR))
    expected = np.zeros(2)
    started = {}
    for tick, lead, _, kind, _, a, _, _, value in sorted(told.rows, key=lambda r: (r[1], r[2])):
        if kind == Row.STARTED:
            started[lead] = (a, tick)
        elif kind == Row.FINISHED:
            team, begin = started.pop(lead)
            span = range(max(begin, 0) // HOUR, min(int(value), told.model.end) // HOUR)
            expected[team] += len(open_hours.intersection(span))
    for team, begin in started.values():
        span = range(max(begin, 0) // HOUR, told.model.end // HOUR)
        expected[team] += len(open_hours.intersection(span))
    assert (told.fold().teams["busy_ms"] / HOUR).tolist() == expected.tolist()


def entries(told):
    return ledger(told.history())


def recovered_by_walking(told):
    """Recoveries found by looking, for each loss, at all later rows of its lead."""
    level = {Row.REACTIVATED: LEAD, Row.RETURNED: LEAD, Row.MQL: MQL, Row.SQL: SQL, Row.WON: 99}
    lives = {}
    for row in sorted(told.rows, key=lambda row: (row[1], row[2])):
        lives.setdefault(row[1], []).append(row)
    found = {}
    for lead, rows in lives.items():
        for i, (tick, _, seq, kind, stage, *_) in enumerate(rows):
            if kind != Row.COLD:
                continue
            later = (
                after[0]
                for after in rows[i + 1 :]
                if level.get(after[3], after[5] if after[3] == Row.ADVANCED else -1) >= stage
            )
            found[lead, tick, seq] = next(later, NEVER)
    return found


@pytest.mark.parametrize("seed", range(10))
def test_recoveries_equal_a_walk_through_the_rows(wander, seed):
    told = wander(seed, n=300)
    losses = entries(told)
    cold = losses[np.isin(losses["cause"], COLD_CAUSES)]
    walked = recovered_by_walking(told)
    assert len(cold) == len(walked) > 40
    assert sorted(cold["recovered"].tolist()) == sorted(walked.values())
    assert 5 < np.count_nonzero(cold["recovered"] < NEVER) < len(cold)


@pytest.mark.parametrize("seed", range(5))
def test_cells_sums_and_scalars_agree(wander, seed):
    outcomes = wander(seed).fold()
    cells, losses = outcomes.loss_cells, outcomes.losses
    for name in losses.dtype.names:
        assert cells[name].sum() == pytest.approx(losses[name].sum())
    cold = losses[:, list(COLD_CAUSES)]
    assert cold["book"].sum() == pytest.approx(outcomes.sums["paper_gross"])
    assert cold["recovered"].sum() == pytest.approx(outcomes.sums["paper_recovered"])
    assert cold["leads"].sum() == outcomes.sums["cold"]
