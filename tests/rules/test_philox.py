"""Addressed random numbers: known answers of numpy.random.Philox and the uniform's definition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelsim.rules.philox import block, uniform

WORD = st.integers(0, 2**64 - 1)
LAST = 2**64 - 1


def numpy_block(seed, purpose, who, occasion, replication):
    generator = np.random.Philox(
        key=np.array([seed, 0], dtype=np.uint64),
        counter=np.array([occasion, purpose, who, replication], dtype=np.uint64),
    )
    return tuple(int(word) for word in generator.random_raw(4))


@given(WORD, WORD, WORD, WORD, WORD)
def test_block_is_the_one_of_numpy(seed, purpose, who, occasion, replication):
    address = (seed, purpose, who, occasion, replication)
    assert block(*address) == numpy_block(*address)


@pytest.mark.parametrize(
    "address",
    [
        (0, 0, 0, 0, 0),
        (1, 0, 0, LAST, 0),  # carry into purpose
        (1, LAST, 7, LAST, 3),  # carry into who
        (1, LAST, LAST, LAST, 3),  # carry into replication
        (LAST, LAST, LAST, LAST, LAST),  # wraps to counter zero
    ],
)
def test_the_counter_plus_one_carries_over_256_bits(address):
    assert block(*address) == numpy_block(*address)


def test_a_published_known_answer():
    # Random123, kat_vectors: philox4x64-10 of the all-ones counter wrapped to zero, key zero.
    assert block(0, LAST, LAST, LAST, LAST) == (
        0x16554D9ECA36314C,
        0xDB20FE9D672D0FDC,
        0xD7E772CEE186176B,
        0x7E68B68AEC7BA23B,
    )


@given(WORD, st.integers(0, 3))
def test_uniform_is_the_upper_52_bits_and_a_half(who, word):
    bits = block(7, 3, who, 11, 2)[word] >> 12
    u = uniform(7, 3, who, 11, 2, word)
    assert u == math.ldexp(2 * bits + 1, -53)
    assert 0.0 < u < 1.0


def test_uniforms_of_neighbouring_addresses_fill_the_interval_evenly():
    n = 4000
    counts, _ = np.histogram(
        [uniform(1, 9, who, 5, 0, word) for who in range(n // 4) for word in range(4)],
        bins=20,
        range=(0, 1),
    )
    # 99.99 % quantile of chi-square with 19 degrees of freedom.
    assert ((counts - n / 20) ** 2 / (n / 20)).sum() < 51.0


@pytest.mark.parametrize("bad", [-1, 2**64])
def test_parts_that_are_no_unsigned_64_bit_number_are_refused(bad):
    with pytest.raises(OverflowError):
        block(1, 2, bad, 3, 4)
    with pytest.raises(OverflowError):
        uniform(1, 2, 3, bad, 4, 0)
