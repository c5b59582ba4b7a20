"""Cases take turns, so that a busy neighbour meets all of them; the quickest turn counts."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time


@dataclass(frozen=True)
class Case:
    """Something that is done a number of times in a second."""

    name: str
    run: Callable[[int], int]  # seed -> how many units were done


def quickest(cases: Sequence[Case], rounds: int) -> dict[str, float]:
    """Units per CPU second in each case's quickest round."""
    found = {case.name: 0.0 for case in cases}
    for seed in range(rounds):
        for case in cases:
            gc.collect()
            begin = process_time()
            done = case.run(seed)
            found[case.name] = max(found[case.name], done / (process_time() - begin))
    return found
