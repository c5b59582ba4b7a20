"""Compiled and interpreted rules give the same bits, and C can call what the .pxd promises."""

import importlib
import math
import struct
import zlib
from random import Random

import numpy as np
import pytest
from twins import CODES, PREFIX, RULES, constants, declared, interpreted, is_compiled

from funnelsim import rules
from funnelsim.rules.philox import block

KNOTS = np.array([1e3, 3e5, 6e5, 1.8e6, 3.6e6])
CHANCES = np.array([0.76, 0.62, 0.46, 0.43, 0.42])
SHARES = np.array([0.1, 0.3, 0.65, 0.9, 1.0])
OPENS = np.array([9, 33, 57, 129, 153], dtype=np.int64) * 3_600_000
CLOSES = OPENS + 8 * 3_600_000
BEFORE = np.arange(5, dtype=np.int64) * 8 * 3_600_000
FAMILIES = [
    (0, 5e6, 0.0, 0.0),
    (1, 0.0, 0.0, 0.0),
    (2, 3e6, 0.0, 0.0),
    (3, 0.4, 2e6, 0.0),
    (3, 7.0, 3e5, 0.0),
    (4, 0.6, 1e6, 0.0),
    (4, 2.5, 1e6, 0.0),
    (5, 15.0, 0.7, 0.0),
    (6, 4e6, 2.5, 0.0),
    (7, 3e6, 1e6, 0.0),
    (8, 1e5, 9e6, 0.0),
    (9, 1e5, 9e6, 2e6),
    (10, 10.5, 30.5, 0.0),
    (11, -1.2, 0.8, 0.0),
    (12, 0.0, 0.0, 0.0),
]


class Draw(Random):
    """Arguments of the kinds that rules take."""

    def u(self):
        tail = self.random() ** self.choice([1, 1, 8, 30])
        return min(max(self.choice([tail, 1.0 - tail]), 2.0**-53), 1.0 - 2.0**-53)

    def ms(self):
        return self.choice([0.0, math.inf, self.random() * 10.0 ** self.uniform(0, 12)])

    def share(self):
        return self.choice([0.0, 1.0, self.random(), self.random()])

    def tick(self):
        return self.choice([self.randint(-(10**9), 10**9), self.choice(OPENS.tolist()), 0])

    def ms_of_run(self):
        return self.uniform(-1e9, 9e9)

    def flag(self):
        return self.random() < 0.5

    def byte(self):
        return self.getrandbits(8)

    def visit(self):
        return self.getrandbits(12)

    def code(self):
        return self.getrandbits(20)

    def word(self):
        return self.getrandbits(64)

    def small(self):
        return self.randint(-2, 2**25)

    def family(self):
        return self.choice(FAMILIES)


ARGUMENTS = {
    "packed_occasion": lambda d: (d.randint(-1, 256), d.small(), d.small(), d.small()),
    "packed_lead": lambda d: (d.small(), d.randint(-1, 2**17), d.randint(-1, 256), d.small()),
    "occasion": lambda d: (d.byte(), d.visit(), d.code(), d.code()),
    "lead_identity": lambda d: (d.code(), d.randint(0, 2**16 - 1), d.byte(), d.randint(0, 9)),
    "once": lambda _: (),
    "numbered": lambda d: (d.code(),),
    "month_of": lambda d: (d.code(),),
    "of_name": lambda d: (d.code(),),
    "of_visit": lambda d: (d.visit(),),
    "of_attempt": lambda d: (d.visit(), d.byte()),
    "of_stage": lambda d: (d.visit(), d.code()),
    "of_response": lambda d: (d.visit(), d.code(), d.randint(0, 2**16 - 2), d.byte()),
    "of_signal": lambda d: (d.byte(), d.code()),
    "of_route": lambda d: (d.visit(), d.code(), d.code() * 16),
    "renewing": lambda d: (d.randint(1, 255), d.getrandbits(56)),
    "gap": lambda d: (d.u(), d.share() * 1e-6),
    "reaches_layer": lambda d: (d.share() * 1e-5, d.choice([0.0, 2e-6]), d.randint(0, 5)),
    "is_lead": lambda d: (d.u(), d.share() * 1e-5, 2e-6, d.randint(0, 5)),
    "growth_factor": lambda d: (d.uniform(-0.3, 0.3), d.uniform(-1e11, 1e11)),
    "step_rate": lambda d: (OPENS, KNOTS, d.choice([0, 168 * 3_600_000]), d.tick()),
    "poisson_quantile": lambda d: (
        d.choice([d.random(), 50 * d.random(), 1e4 * d.random()]),
        d.u(),
    ),
    "saturating": lambda d: (d.share() * 1e5, d.choice([0.0, math.inf, 3e4])),
    "lead_rate": lambda d: (*(d.share() for _ in range(4)), d.choice([math.inf, 0.2]), d.share()),
    "clicks": lambda d: (d.share(), d.share(), d.choice([math.inf, 0.2])),
    "rate_at": lambda d: (*(d.random() for _ in range(3)), d.uniform(-0.3, 0.3), d.tick() * 1.0),
    "highest_rate": lambda d: (*(d.random() for _ in range(3)), d.uniform(-0.3, 0.3), -1e9, 1e10),
    "growth_integral": lambda d: (d.choice([0.0, d.uniform(-0.3, 0.3)]), d.ms_of_run(), 1e10),
    "first_call_reach": lambda d: (KNOTS, CHANCES, 1, d.randint(0, 4), 0.35, d.ms()),
    "later_call_reach": lambda d: (CHANCES, 1, d.randint(0, 4), d.randint(2, 9)),
    "accepted_at": lambda d: (KNOTS, CHANCES, 1, d.randint(0, 4), d.ms()),
    "eagerness": lambda d: (d.ms(), d.choice([0.0, math.inf, 4e8]), d.share()),
    "accept_chance": lambda d: (d.share(), d.uniform(0.5, 2), d.share(), d.uniform(0.5, 2)),
    "other_outcome": lambda d: (d.share(), d.share(), d.share(), d.u()),
    "outcome": lambda d: (d.share(), d.share(), d.share(), d.share(), d.u(), d.u()),
    "annoyed": lambda d: (d.share(), d.u()),
    "tries_again": lambda d: (d.randint(1, 5), d.randint(0, 4), d.share(), d.u()),
    "advances": lambda d: (d.share(), d.flag(), d.flag(), d.u()),
    "advance_chance": lambda d: (d.share(), d.choice([0.0, d.uniform(0.3, 2)]), d.randint(1, 5)),
    "race": lambda d: (d.u(), d.share()),
    "pick": lambda d: (np.array([0.2, 0.3, 0.1, 0.4]), 0, d.randint(0, 4), d.u()),
    "work_first_key": lambda d: (d.randint(0, 5), d.tick(), d.ms(), d.ms(), d.tick(), d.ms()),
    "is_judged": lambda d: (d.randint(0, 3) * 10.0, 20.0, d.getrandbits(11), d.randint(-1, 10)),
    "pass_chance": lambda d: (d.flag(), d.share(), d.share()),
    "may_serve": lambda d: (d.choice([-1, d.getrandbits(8)]), d.randint(0, 7)),
    "has_room": lambda d: (d.randint(0, 5), d.randint(0, 5)),
    "turn_place": lambda d: (d.randint(-1, 9), d.randint(0, 9), 10),
    "load_key": lambda d: (d.byte(), d.code()),
    "performance_weight": lambda d: (d.randint(0, 9), d.choice([math.inf, 3.0, 0.5])),
    "cold_cause": lambda d: (d.flag(), d.flag(), d.flag(), d.randint(0, 2)),
    "in_daytime": lambda d: (d.tick(),),
    "touch_delay": lambda d: (d.ms(), d.randint(0, 50), d.random() * 1e9),
    "repeats_from": lambda d: (d.randint(0, 4), d.randint(0, 5)),
    "may_enrol": lambda d: (d.randint(0, 4), d.randint(0, 4)),
    "answer_chance": lambda d: (d.share(), d.flag(), d.share(), d.uniform(0, 4)),
    "counts_as_ignored": lambda d: (d.randint(1, 9), d.randint(0, 4)),
    "busy_time": lambda d: (d.ms(), d.uniform(0.1, 3), d.uniform(0.1, 1)),
    "ramp_factor": lambda d: (SHARES, d.randint(0, 2), d.randint(0, 3), d.uniform(-3e9, 2e10)),
    "perishable_key": lambda d: (d.share() * 1e5, d.share()),
    "overhead": lambda d: (d.random() * 1e7, d.uniform(0.1, 1)),
    "interest": lambda d: (d.ms(), d.choice([0.0, math.inf, 1e9]), d.share()),
    "interest_integral": lambda d: (d.random() * 1e9, 2e9, d.choice([0.0, 3e8]), d.share()),
    "interest_time": lambda d: (
        d.random() * 1e9,
        d.random() * 1e9,
        d.choice([0.0, math.inf, 3e8]),
        d.share(),
    ),
    "next_signal": lambda d: (
        d.random() * 1e9,
        d.random(),
        d.share() * 1e-9,
        d.choice([0.0, math.inf, 3e8]),
        d.share(),
    ),
    "budget_left": lambda d: (d.share(), d.share()),
    "score_after": lambda d: (d.random() * 90, d.ms(), d.choice([0.0, math.inf, 1e9])),
    "score_add": lambda d: (d.random() * 90, d.uniform(-50, 50)),
    "exponential_budget": lambda d: (d.u(),),
    "hazard_time": lambda d: (d.choice([0.0, d.expovariate(1.0)]), d.share() * 1e-9),
    "hazard_spent": lambda d: (d.share() * 1e-9, d.ms()),
    "quantile": lambda d: (*d.family(), d.u()),
    "mean": lambda d: d.family(),
    "to_ticks": lambda d: (d.choice([d.ms(), d.uniform(-9, 9), 2.5, 3e18]),),
    "settled": lambda d: (d.randint(0, 12), d.choice([0.0, 2.0]), d.choice([0.0, 2.0]), 1.5),
    "gamma_from_mean_cv": lambda d: (d.random() * 1e9, d.uniform(0.1, 3)),
    "acts": lambda d: (d.randint(0, 127), 1 << d.randint(0, 6)),
    "shelf_mechanism": lambda d: (d.randint(0, 5), d.randint(0, 2)),
    "felt_delay": lambda d: (d.randint(0, 127), 1 << d.randint(0, 6), d.random() * 1e9),
    "day_integral": lambda d: (
        np.array([d.random() for _ in range(24)]),
        d.choice([0.0, d.uniform(-0.5, 0.5)]),
        d.randint(0, 86_400_000),
    ),
    "fit_share": lambda d: (
        d.choice([0.0, 1.0, d.random()]),
        d.choice([0.0, math.inf, 3 * d.random()]),
    ),
    "gamma_shape": lambda d: (d.uniform(0.1, 3),),
    "gamma_scale": lambda d: (d.random() * 1e9, d.uniform(0.1, 3)),
    "weibull_from_mean_shape": lambda d: (d.random() * 1e9, d.uniform(0.3, 4)),
    "lognormal_from_mean_cv": lambda d: (d.random() * 1e9, d.uniform(0.1, 3)),
    "lognormal_from_p10_p90": lambda d: (d.random(), 1.0 + d.random()),
    "logitnormal_from_p10_p90": lambda d: (0.5 * d.random(), 0.5 + 0.5 * d.random()),
    "empirical_quantile": lambda d: (KNOTS, SHARES, 0, d.randint(0, 5), d.u()),
    "empirical_given_survival": lambda d: (KNOTS, SHARES, 0, 5, d.ms(), d.u()),
    "empirical_share_at_most": lambda d: (KNOTS, SHARES, 0, d.randint(0, 5), d.ms()),
    "empirical_mean": lambda d: (KNOTS, SHARES, 0, d.randint(0, 5)),
    "accrued": lambda d: (d.random() * 1e4, d.tick(), d.tick(), OPENS),
    "before": lambda d: tuple(d.randint(-1, 1) for _ in range(8)),
    "uniform": lambda d: (*(d.word() for _ in range(5)), d.randint(0, 3)),
    "survival": lambda d: (*d.family(), d.ms()),
    "log_survival": lambda d: (*d.family(), d.ms()),
    "quantile_given_survival": lambda d: (*d.family(), d.ms(), d.u()),
    "expires_within": lambda d: (*d.family(), d.ms(), 8.64e7),
    "log_survival_gamma": lambda d: (10.0 ** d.uniform(-2, 3), 10.0 ** d.uniform(-6, 4)),
    "last_at_or_before": lambda d: (OPENS, d.tick()),
    "open_before": lambda d: (OPENS, CLOSES, BEFORE, d.tick()),
    "is_open": lambda d: (OPENS, CLOSES, d.tick()),
    "next_open": lambda d: (OPENS, CLOSES, d.tick()),
    "add_working": lambda d: (OPENS, CLOSES, BEFORE, d.tick(), abs(d.tick()) // 9),
    "subtract_working": lambda d: (OPENS, CLOSES, BEFORE, d.tick(), abs(d.tick()) // 9),
    "working_between": lambda d: (OPENS, CLOSES, BEFORE, d.tick(), d.tick()),
}
FUNCTIONS = [(module, name) for module in RULES for name in declared(module)]
needs_compiled = pytest.mark.skipif(
    not all(is_compiled(module) for module in RULES), reason="the rules are not compiled here"
)


def test_every_declared_function_is_compared():
    assert sorted(ARGUMENTS) == sorted(name for _, name in FUNCTIONS)


@pytest.fixture(scope="module")
def twins():
    return interpreted()


def bits(answer):
    """Exact form: a float by its bits, NaN included, a tuple by its parts, else an int."""
    if isinstance(answer, tuple):
        return tuple(bits(part) for part in answer)
    if isinstance(answer, float):
        return struct.pack("<d", answer) if not math.isnan(answer) else "nan"
    return int(answer)


@needs_compiled
@pytest.mark.parametrize(("module", "name"), FUNCTIONS)
def test_compiled_and_interpreted_answers_have_the_same_bits(twins, module, name):
    compiled = getattr(importlib.import_module(PREFIX + module), name)
    plain = getattr(twins[module], name)
    assert compiled is not plain
    draw = Draw(zlib.crc32(name.encode()))
    for _ in range(400):
        arguments = ARGUMENTS[name](draw)
        assert bits(compiled(*arguments)) == bits(plain(*arguments)), arguments


TOO_WIDE = [
    ("occasion", (256, 0, 0, 0)),
    ("occasion", (255, 4095, 2**20 - 1, 2**24 - 1)),
    ("lead_identity", (0, 0, 256, 0)),
    ("of_response", (4096, 0, 0, 0)),
    ("of_response", (0, 0, 0, 256)),
    ("of_attempt", (-1, 0)),
    ("renewing", (0, 5)),
    ("renewing", (3, 2**56)),
]


@pytest.mark.parametrize(("name", "arguments"), TOO_WIDE)
def test_refusals_have_the_same_words(twins, name, arguments):
    module = next(m for m, n in FUNCTIONS if n == name)
    messages = set()
    for rule in (
        getattr(importlib.import_module(PREFIX + module), name),
        getattr(twins[module], name),
    ):
        with pytest.raises(OverflowError) as refusal:
            rule(*arguments)
        messages.add(str(refusal.value))
    assert len(messages) == 1


def test_rules_are_compiled_together_or_not_at_all():
    assert {is_compiled(module) for module in RULES} == {rules.compiled()}


@needs_compiled
def test_blocks_have_the_same_words(twins):
    draw = Draw(1)
    for _ in range(400):
        address = tuple(draw.word() for _ in range(5))
        assert block(*address) == twins["philox"].block(*address)


@needs_compiled
@pytest.mark.parametrize("module", RULES)
def test_c_can_call_every_declared_function(module):
    offered = importlib.import_module(PREFIX + module).__pyx_capi__
    assert set(declared(module)) <= set(offered)


@pytest.mark.parametrize("module", CODES)
def test_codes_are_the_same_for_c_and_python(module):
    names = vars(importlib.import_module(PREFIX + module))
    assert constants(module) == {name: value for name, value in names.items() if name.isupper()}
