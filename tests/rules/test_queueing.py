"""The order in which items are worked, and which perish first."""

import math

import pytest

from funnelsim.model.codes import WorkFirst
from funnelsim.rules import work_orders
from funnelsim.rules.families import EXPONENTIAL
from funnelsim.rules.numerics import NEVER_TICK
from funnelsim.rules.queueing import perishable_key, work_first_key
from funnelsim.rules.survival import expires_within

# item: ready, score, value, deadline, perishable
ITEMS = {
    "first": (100, 40.0, 5e4, 900, 10.0),
    "scored": (200, 90.0, 6e4, NEVER_TICK, 20.0),
    "big": (300, 41.0, 9e5, 800, 30.0),
    "fading": (400, 42.0, 7e4, 700, 99.0),
    "urgent": (500, 43.0, 8e4, 600, 40.0),
    "last": (600, 44.0, 5e3, 901, 50.0),
}


@pytest.mark.parametrize(
    ("work_first", "taken"),
    [
        (WorkFirst.OLDEST, "first"),
        (WorkFirst.NEWEST, "last"),
        (WorkFirst.HIGHEST_SCORE, "scored"),
        (WorkFirst.HIGHEST_VALUE, "big"),
        (WorkFirst.MOST_PERISHABLE, "fading"),
        (WorkFirst.EARLIEST_DEADLINE, "urgent"),
    ],
)
def test_the_smallest_key_is_the_item_the_order_names(work_first, taken):
    assert min(ITEMS, key=lambda name: work_first_key(int(work_first), *ITEMS[name])) == taken


def test_an_item_without_a_deadline_waits_for_all_that_have_one():
    keys = {name: work_first_key(WorkFirst.EARLIEST_DEADLINE, *i) for name, i in ITEMS.items()}
    assert max(keys, key=keys.__getitem__) == "scored"


def test_orders_have_one_code_each():
    codes = {name: code for name, code in vars(work_orders).items() if name.isupper()}
    assert codes == {order.name: order.value for order in WorkFirst}


def test_perishable_key_is_the_book_value_expected_to_expire():
    chance = expires_within(EXPONENTIAL, 10.0, 0, 0, 500.0, 10.0)
    assert perishable_key(1000.0, chance) == pytest.approx(1000 * (1 - math.exp(-1)))
