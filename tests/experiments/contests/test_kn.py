import numpy as np
import pytest

from covering import acceptance, count, revenue
from funnelsim.experiments.contests import kn
from funnelsim.experiments.contests.kn import KimNelson, Selection


def normal(r: np.random.Generator, means: list[float], n: int = 4000) -> list[np.ndarray]:
    return [mean + r.normal(size=n) + common for mean in means for common in [r.normal(size=n)]]


def by_the_book(batches: np.ndarray, zone: float, level: float = 0.95) -> tuple[int, int]:
    """Procedure KN as in the paper, one batch at a time: who is chosen, after how many."""
    k, first = batches.shape[0], 20
    eta = ((2 * (1 - level) / (k - 1)) ** (-2 / (first - 1)) - 1) / 2
    h2 = 2 * eta * (first - 1)
    contenders, r = set(range(k)), first
    s2 = {
        (i, j): np.var(batches[i, :first] - batches[j, :first], ddof=1)
        for i in range(k)
        for j in range(k)
    }
    while True:
        mean = batches[:, :r].mean(axis=1)
        contenders = {
            i
            for i in contenders
            if all(
                mean[i] >= mean[j] - max(0, zone / (2 * r) * (h2 * s2[i, j] / zone**2 - r))
                for j in contenders
                if j != i
            )
        }
        if len(contenders) == 1:
            return contenders.pop(), r
        r += 1


def drive(rule: KimNelson, figures: list[np.ndarray]) -> tuple[Selection, list[int]]:
    """Simulate what is asked for and nothing else, until a policy is chosen."""
    done = [0] * len(figures)
    while True:
        found = rule.decide([x[:n] for x, n in zip(figures, done, strict=True)])
        if found.selected is not None:
            return found, done
        assert sum(found.more) > 0
        done = [n + more for n, more in zip(done, found.more, strict=True)]


def test_it_is_the_procedure_of_the_paper(rng: np.random.Generator) -> None:
    for _ in range(20):
        figures = normal(rng, [0.0, 0.3, 0.2, 0.0])
        found = KimNelson(0.15).decide(figures)
        if found.batch != 10:
            continue
        batches = np.stack([x.reshape(-1, 10).mean(axis=1) for x in figures])
        chosen, rounds = by_the_book(batches, 0.15)
        assert found.selected == chosen
        assert max(each or 0 for each in found.dropped_at) == 10 * rounds
    assert found.guarantee is not None
    assert "95 %" in found.guarantee


def test_what_is_asked_for_suffices_and_surplus_changes_nothing(rng: np.random.Generator) -> None:
    for _ in range(10):
        figures = normal(rng, [0.0, 0.4, 0.3, -0.5])
        found, done = drive(KimNelson(0.2), figures)
        assert found == KimNelson(0.2).decide(figures)
        assert found.selected is not None
        spent = [at or max(done) for at in found.dropped_at]
        assert done == spent


def test_the_first_request_is_the_first_stage() -> None:
    found = KimNelson(1.0).decide([[1.0] * 7, []])
    assert (found.selected, found.more) == (None, (193, 200))


def test_smaller_is_better_on_demand(rng: np.random.Generator) -> None:
    figures = normal(rng, [0.0, 1.0, 2.0])
    assert KimNelson(0.5).decide(figures).selected == 2
    assert KimNelson(0.5, larger=False).decide(figures).selected == 0


def test_skewed_differences_need_larger_batches(rng: np.random.Generator) -> None:
    common = revenue(rng, 20000, 4.0)
    figures = [common, common + revenue(rng, 20000, 0.1)]
    found = KimNelson(0.05).decide(figures)
    assert found.batch > 10
    assert found.selected == 1


def test_differences_that_are_never_seen_often_enough(rng: np.random.Generator) -> None:
    base = rng.normal(size=2000)
    rare = base.copy()
    rare[::100] += 50.0
    found, done = drive(KimNelson(0.1, maximum=2000), [base, rare])
    assert (found.selected, found.guarantee) == (1, None)
    assert "too rarely" in str(found.reason)
    assert max(done) <= 2000


def test_the_maximum_ends_without_guarantee(rng: np.random.Generator) -> None:
    found, done = drive(KimNelson(0.01, maximum=400), normal(rng, [0.0, 0.0, 9.0, 9.0]))
    assert found.guarantee is None
    assert "2 policies remained" in str(found.reason)
    assert found.dropped_at[:2] == (200, 200)
    assert max(done) == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": 0.0},
        {"batch": 9},
        {"first": 19},
        {"maximum": 199},
        {"zone": float("nan")},
        {"level": 0.5},
    ],
)
def test_constants_without_meaning(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"zone|batches|first stage|level"):
        KimNelson(**{"zone": 1.0, **wrong})  # type: ignore[arg-type]


def test_one_policy_is_no_contest() -> None:
    with pytest.raises(ValueError, match="two policies"):
        KimNelson(1.0).decide([[1.0]])
    with pytest.raises(ValueError, match="every replication"):
        KimNelson(1.0).decide([[1.0], [np.nan]])


SKEWED = (1.2, 1.0, 1.0, 1.0)
"""Deals per future that policies do not share, beside four which they do."""

RARE = (0.2, 0.1, 0.1, 0.1)
"""As SKEWED, but so rare and uneven that raw figures mislead."""


def right(r: np.random.Generator, deals: tuple[float, ...], repeat: int = 1) -> bool:
    """Whether the best policy, ahead by exactly the indifference zone, is chosen."""
    n = 8000
    common = revenue(r, n, 4.0, 0.8)
    figures = [common + revenue(r, n, each, 1.2) for each in deals]
    rule = KimNelson(deals[0] - deals[1], maximum=n * repeat)
    return rule.decide([np.repeat(x, repeat) for x in figures]).selected == 0


@pytest.mark.parametrize("deals", [SKEWED, RARE])
def test_the_best_is_chosen_as_announced(
    deals: tuple[float, ...], rng: np.random.Generator
) -> None:
    assert count(lambda r: right(r, deals), rng, 200) >= acceptance(size=200)[0]


@pytest.mark.slow
@pytest.mark.parametrize("deals", [SKEWED, RARE])
def test_the_best_is_chosen_in_many_contests(
    deals: tuple[float, ...], rng: np.random.Generator
) -> None:
    assert count(lambda r: right(r, deals), rng) >= acceptance()[0]


def test_normal_figures_in_the_least_favourable_case(rng: np.random.Generator) -> None:
    def experiment(r: np.random.Generator) -> bool:
        return KimNelson(0.2).decide(normal(r, [0.2, 0.0, 0.0])).selected == 0

    assert count(experiment, rng, 500) >= acceptance(size=500)[0]


def test_raw_skewed_figures_would_mislead(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ten copies of each figure are a batch whose mean is that one raw figure.
    monkeypatch.setattr(kn, "_normal_enough", lambda *_: True)
    assert count(lambda r: right(r, RARE, repeat=10), rng, 200) < acceptance(size=200)[0]
