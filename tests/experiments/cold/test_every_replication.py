"""Each number of one replication, against a plain reading of the logs of all its worlds."""

from functools import cache
from itertools import permutations

import numpy as np
import pytest
from small_years import SHORT, short
from told_plainly import entries, leads_of, money, wins

from funnelsim.engines import engine
from funnelsim.engines.fill import fill
from funnelsim.experiments.cold.players import MECHANISMS
from funnelsim.experiments.cold.price import cold
from funnelsim.experiments.cold.shares import order
from funnelsim.model.worlds import twin
from funnelsim.outcomes.fates import FATES
from funnelsim.outcomes.spans import month_edges
from two_engines import ALL

SEED = 11
BOTH = [(name, engine) for name in SHORT for engine in ALL
        if engine == "compiled" or name in ("overload", "theory/golden")]  # fmt: skip


@cache
def priced(name, engine_name):
    n = {"tiny": 4, "overload": 2, "theory/golden": 2}.get(name, 1)
    return cold(short(name), n, SEED, engine=engine_name, threads=1)


@pytest.fixture(params=BOTH, ids=lambda both: "-".join(both).replace("theory/", ""))
def both(request):
    """What was found, and the plain reader of the same worlds."""
    name, engine_name = request.param
    return priced(name, engine_name), Plainly(name, engine_name)


class Plainly:
    """Worlds of a scenario, each simulated by itself and read row by row."""

    def __init__(self, name, engine_name):
        self.simulate, self.model = engine(engine_name), priced(name, engine_name).model

    @cache  # noqa: B019 - lives as long as one test
    def leads(self, replication, mask):
        log = self.simulate(twin(self.model, mask), SEED, replication)
        return leads_of(log)

    def filled(self, replication):
        return fill(self.model, SEED, replication)[0]

    @cache  # noqa: B019
    def worth(self, replication, off):
        mask = sum(MECHANISMS[name] for name in off)
        return np.array(money(self.filled(replication), self.leads(replication, mask)))


def close(left, right, scale):
    np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-9 * max(1.0, scale))


def test_the_real_loss_is_the_money_of_the_twin_less_that_of_the_actual_world(both):
    found, plainly = both
    for r in range(found.n):
        for world, mask in (("actual", 0), ("twin", 127)):
            told = money(plainly.filled(r), plainly.leads(r, mask))
            figures = found.figures(world).sums
            close([figures[name][r] for name in ("revenue", "gross_profit")], told, max(told))
        loss = [found.loss(name)[r] for name in ("revenue", "gross_profit")]
        players = frozenset(found.worlds.players)
        twins = plainly.worth(r, players) - plainly.worth(r, frozenset())
        close(loss, twins, np.abs(twins).max())  # the mechanisms that are absent change nothing


def test_parts_are_steps_along_one_order_and_back_and_add_up(both):
    found, plainly = both
    players = found.worlds.players
    for r in range(found.n):
        drawn = [players[i] for i in order([MECHANISMS[name] for name in players], SEED, r)]
        orders = permutations(players) if len(players) <= 4 else (drawn, drawn[::-1])
        steps = {name: [] for name in players}
        for one in orders:
            for i, name in enumerate(one):
                with_it, before = frozenset(one[: i + 1]), frozenset(one[:i])
                steps[name].append(plainly.worth(r, with_it) - plainly.worth(r, before))
        everyone, scale = frozenset(players), float(np.abs(plainly.worth(r, frozenset())).max())
        for i, name in enumerate(players):
            close(found.records["fair"][r, i], np.mean(steps[name], axis=0), scale)
            alone = plainly.worth(r, everyone) - plainly.worth(r, everyone - {name})
            close(found.records["alone"][r, i], alone, scale)
            only = plainly.worth(r, frozenset([name])) - plainly.worth(r, frozenset())
            close(found.records["only"][r, i], only, scale)
        loss = [found.loss(name)[r] for name in ("revenue", "gross_profit")]
        close(found.records["fair"][r].sum(axis=0), loss, np.abs(loss).max())


def test_the_ledger_is_the_loss_lead_by_lead(both):
    found, plainly = both
    for r in range(found.n):
        model, names = plainly.filled(r), plainly.model.names
        actual, twins = plainly.leads(r, 0), plainly.leads(r, 127)
        told = {name: np.zeros(found.records[name].shape[1:]) for name in
                ("ledger", "by_channel", "by_segment", "by_team", "by_month")}  # fmt: skip
        edges = month_edges(model.origin, model.end).tolist()
        for entry in entries(model, actual, twins):
            assert entry["fate"] != "never_came"  # worlds share their leads
            worth = np.array(entry["worth"])
            told["ledger"][FATES.index(entry["fate"]), entry["stage"]] += worth
            told["by_channel"][model.class_channel[entry["class"]]] += worth
            if len(names.segments):
                told["by_segment"][model.class_segment[entry["class"]]] += worth
            told["by_team"][entry["team"]] += worth
            month = sum(edge <= max(entry["tick"], 0) for edge in edges[:-1]) - 1
            told["by_month"][month] += worth
        loss = np.array([found.loss(name)[r] for name in ("revenue", "gross_profit")])
        scale = float(np.abs(plainly.worth(r, frozenset())).max())
        for name, table in told.items():
            close(found.records[name][r], table, scale)
            summed = found.records[name][r].reshape(-1, 3).sum(axis=0)
            if name != "by_segment" or len(names.segments):
                close(summed[1:], loss, scale)
                assert summed[0] == len(wins(model, twins)) - len(wins(model, actual))


def test_these_years_lose_something_by_many_fates():
    """Else the tests above would say nothing."""
    booked = {fate for name, one in BOTH for row in priced(name, one).data["ledger"]
              for fate in [row["cause"]]}  # fmt: skip
    assert booked >= {"crowded_out", "open", "unworked", "stalled", "nurture", "contact_left"}
    parts = [priced(name, one).records[part] for name, one in BOTH for part in ("alone", "only")]
    assert any((part < 0).any() for part in parts)
    assert any((part > 0).any() for part in parts)
