"""How the work of many settings goes: its progress as a whole, and where it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from funnelsim.errors import RunError
from funnelsim.experiments.replicate import Means, Study
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Replications, Status, Step
from funnelsim.experiments.task import attempted


class IncompleteError(RunError):
    """Replications of a setting are missing.

    Parameters
    ----------
    message, details
        As in `RunError`.
    interrupted
        Whether the user stopped it; otherwise some failed.
    """

    def __init__(self, message: str = "", details: str = "", interrupted: bool = False) -> None:
        self.interrupted = interrupted
        super().__init__(message, details)

    @classmethod
    def of(cls, done: Replications, words: str) -> IncompleteError:
        """What became of a setting."""
        if done.interrupted:
            return cls(f"interrupted at {words}", interrupted=True)
        errors = dict.fromkeys(status.error for status in done.status if status.error)
        details = dict.fromkeys(status.details for status in done.status if status.details)
        return cls(f"replications failed at {words}: {'; '.join(errors)}", "\n".join(details))


@dataclass
class Work:
    """The work of many settings.

    Attributes
    ----------
    expected
        Replications of all settings together, as far as that is known beforehand.
    done
        Those of the settings that are complete.
    settings
        How many settings are complete.
    ended
        Why not everything was done; None if all was.
    status
        As in `Replications`, of all settings in their order.
    """

    expected: int = 0
    done: int = 0
    settings: int = 0
    ended: IncompleteError | None = None
    status: list[Status] = field(default_factory=list)

    def expect(self, replications: int) -> None:
        """So many more are coming."""
        self.expected += replications

    def studied(
        self,
        matter: Any,
        study: Study,
        numbers: Sequence[int],
        seed: int,
        engine: str,
        means: Means,
        words: str,
    ) -> Stack:
        """Study all replications of one setting.

        Raises
        ------
        IncompleteError
            Some are missing; from then on the work has `ended`.
        """
        done = attempted(matter, study, numbers, seed, engine, self._watched(means, words))
        self.status += done.status
        if done.missing or done.outcomes is None:
            self.ended = IncompleteError.of(done, words)
            raise self.ended
        self.done += len(numbers)
        self.settings += 1
        return done.outcomes

    def replications(self, numbers: Sequence[int]) -> Replications:
        """How all of it went; `numbers` are those of every setting."""
        interrupted = self.ended is not None and self.ended.interrupted
        return Replications(numbers, None, tuple(self.status), interrupted)

    def _watched(self, means: Means, words: str) -> Means:
        """Means whose progress is that of the whole."""
        report = means.progress
        if report is None:
            return means

        setting = f"setting {self.settings + 1}, {words}"

        def tell(step: Step) -> None:
            wanted = max(self.expected, self.done + step.wanted)
            report(replace(step, done=self.done + step.done, wanted=wanted, setting=setting))

        return replace(means, progress=tell)
