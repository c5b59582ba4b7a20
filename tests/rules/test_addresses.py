"""Packing of occasions and identities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelsim.rules import addresses
from funnelsim.rules.addresses import (
    lead_identity,
    name_code,
    occasion,
    packed_lead,
    packed_occasion,
    row_code,
    row_identity,
    text_code,
)

PURPOSES = """MARKET PARAMETER DISPERSION VISITORS ARRIVAL SEGMENT REGION FIT VALUE VERDICT CONTACT
VALID CHURN RIVALS COMPETITOR RETURN RESPONSE OWN_SIGNAL CANCEL TRIAL HANDOFF HABIT ROUTE CONNECT
TAKES KEPT TALK OUTCOME WORK DELAY ADVANCE SHELF_LIFE ENTRY PIPELINE""".split()


def bits(width):
    return st.integers(0, 2**width - 1)


def test_purposes_are_numbered_in_the_documented_order():
    assert [getattr(addresses, name) for name in PURPOSES] == list(range(1, len(PURPOSES) + 1))


@given(bits(7), bits(12), bits(20), bits(24))
def test_an_occasion_can_be_taken_apart_again(what, a, b, c):
    packed = occasion(what, a, b, c)
    assert packed == packed_occasion(what, a, b, c)
    assert (packed >> 56, packed >> 44 & 0xFFF, packed >> 24 & 0xFFFFF, packed & 0xFFFFFF) == (
        what,
        a,
        b,
        c,
    )


@given(bits(20), bits(16), bits(8), bits(19))
def test_an_identity_can_be_taken_apart_again_and_fits_63_bits(channel, day, layer, n):
    packed = lead_identity(channel, day, layer, n)
    assert packed == packed_lead(channel, day, layer, n)
    assert 0 <= packed < 2**63
    assert (packed >> 43, packed >> 27 & 0xFFFF, packed >> 19 & 0xFF, packed & 0x7FFFF) == (
        channel,
        day,
        layer,
        n,
    )


@pytest.mark.parametrize(
    ("position", "name", "width"), [(0, "what", 8), (1, "a", 12), (2, "b", 20), (3, "c", 24)]
)
def test_a_part_too_wide_for_its_field_of_an_occasion_is_named(position, name, width):
    for value in (1 << width, -1):
        parts = [1, 2, 3, 4]
        parts[position] = value
        with pytest.raises(OverflowError, match=rf"occasion: {name} = {value} .*{2**width - 1}"):
            occasion(*parts)
        assert packed_occasion(*parts) == 2**64 - 1


@pytest.mark.parametrize(
    ("position", "name", "width"),
    [(0, "channel", 20), (1, "day", 16), (2, "layer", 8), (3, "n", 19)],
)
def test_a_part_too_wide_for_its_field_of_an_identity_is_named(position, name, width):
    for value in (1 << width, -1):
        parts = [1, 2, 3, 4]
        parts[position] = value
        with pytest.raises(OverflowError, match=rf"identity: {name} = {value} "):
            lead_identity(*parts)
        assert packed_lead(*parts) == -1


def test_the_flag_of_a_refused_occasion_is_itself_refused():
    with pytest.raises(OverflowError, match="reserved"):
        occasion(0xFF, 0xFFF, 0xFFFFF, 0xFFFFFF)


def test_row_identity_holds_channel_and_row():
    assert row_identity(0xABCDE, 2**43 - 1) == 0xABCDE << 43 | 2**43 - 1
    with pytest.raises(OverflowError, match="row = "):
        row_identity(1, 2**43)


def test_codes_are_leading_bits_of_the_digest_of_the_name():
    # printf website | b2sum -l 64
    digest = int(DIGEST_OF_WEBSITE, 16)
    assert name_code("website") == digest >> 44
    assert row_code("website") == digest >> 21
    assert text_code("website") == digest >> 1


def test_codes_of_text_beyond_ascii_are_those_of_its_utf8():
    assert name_code("Münchén") != name_code("Munchen")
    assert 0 <= text_code("Ω") < 2**63


DIGEST_OF_WEBSITE = "d187a6204b73579c"
