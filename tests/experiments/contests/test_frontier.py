from itertools import product

import numpy as np
import pytest

from funnelsim.experiments.contests.frontier import frontier


def test_profit_against_risk() -> None:
    found = frontier([5.0, 3.0, 4.0, 4.0, None], [9.0, 1.0, 3.0, 4.0, 0.0])
    assert found.policies == (1, 2, 0)
    assert found.dominated_by == (None, None, None, 2, None)
    assert found.undefined == (4,)


def test_equal_points_stand_together() -> None:
    assert frontier([1.0, 1.0, 1.0], [2.0, 2.0, 3.0]).policies == (0, 1)


@pytest.mark.parametrize("larger", list(product([True, False], repeat=2)))
def test_nobody_beats_the_efficient(larger: tuple[bool, bool], rng: np.random.Generator) -> None:
    def beats(i: int, j: int) -> bool:
        one, other = signed[i], signed[j]
        return bool((one >= other).all() and (one > other).any())

    for _ in range(50):
        points = rng.integers(0, 6, size=(12, 2)).astype(float)
        signed = points * [1 if each else -1 for each in larger]
        found = frontier(*points.T.tolist(), *larger)
        efficient = {i for i in range(12) if not any(beats(j, i) for j in range(12))}
        assert set(found.policies) == efficient
        assert all(points[i, 0] <= points[j, 0] for i, j in zip(found.policies, found.policies[1:],
                                                                strict=False))  # fmt: skip
        for i, by in enumerate(found.dominated_by):
            assert (by is None) == (i in efficient)
            assert by is None or (by in efficient and beats(by, i))
