"""Tables of marketing: qualification, interest, own behaviour, programmes, touches."""

from __future__ import annotations

from typing import Any

import numpy as np

from funnelsim.model.axes import Axes
from funnelsim.model.codes import SIGNAL_NAMES, Signal, State
from funnelsim.model.dtypes import PROGRAMME, RESPONSE, SIGNAL, TOUCH
from funnelsim.model.encode import Encoder
from funnelsim.scenario.schema import Scenario

SIGNALS = {name: code for code, name in enumerate(SIGNAL_NAMES)}
STATES = {"new": State.FRESH, "recycled": State.RECYCLED, "cold": State.COLD}


def lead_cells(
    lead: np.ndarray, enc: Encoder, s: Scenario, at: tuple[int, int], day: float
) -> None:
    """What marketing reads of a lead's row; `day` is a business day of the calling team in ms."""

    def put(field: str, number: Any, path: str, none: float = 0.0) -> None:
        lead[field][at] = enc.number(number, path, ("lead", at, field), none=none)

    q = s.qualification
    put("threshold", q.threshold, "qualification.threshold")
    put("score_half_life", q.score_half_life, "qualification.score_half_life")
    lead["ignored_after"][at] = q.ignored_after
    put("good_fit_passes", q.good_fit_passes, "qualification.good_fit_passes")
    put("bad_fit_passes", q.bad_fit_passes, "qualification.bad_fit_passes")
    put("after_recycle", q.after_recycle, "qualification.after_recycle")
    lead["at_once"][at] = sum(1 << SIGNALS[name] for name in q.hand_over_at_once)
    put("interest_half_life", s.interest.half_life, "interest.half_life")
    put("interest_floor", s.interest.floor, "interest.floor")
    cancels = s.behaviour.cancels
    lead["cancel_kind"][at] = -1 if cancels is None else SIGNALS[cancels.of]
    if cancels is not None:
        put("cancel_share", cancels.share, "behaviour.cancels.share")
        cell = ("lead", at, "cancel_after")
        lead["cancel_after"][at] = enc.dist(cancels.after, "behaviour.cancels.after", cell, day)


def signal_table(axes: Axes, enc: Encoder) -> np.ndarray:
    table = np.zeros((len(axes.epochs), len(axes.classes), len(Signal)), dtype=SIGNAL)
    for epoch, cls, s in axes.cells():
        enc.lead_class = axes.classes[cls]
        for name, code in SIGNALS.items():
            at = (epoch, cls, code)
            points = getattr(s.qualification.points, name)
            path = f"qualification.points.{name}"
            table["points"][at] = enc.number(points, path, ("signal", at, "points"))
            rate = s.behaviour.rates.get(name)
            table["rate"][at] = enc.number(rate, f"behaviour.{name}", ("signal", at, "rate"))
    return table


class Programmes:
    """Programmes, their touches and responses, and who is enrolled in what."""

    def __init__(self, axes: Axes, enc: Encoder) -> None:
        shape = (len(axes.epochs), len(axes.classes))
        self.axes = axes
        self.enc = enc
        self.touch_index = {pair: i for i, pair in enumerate(axes.touches)}
        self.programme = np.zeros((*shape, len(axes.programmes)), dtype=PROGRAMME)
        self.enrols = np.full((*shape, len(State)), -1, dtype=np.int32)
        self.touch = np.zeros((*shape, len(axes.touches)), dtype=TOUCH)
        self.touch_order = np.zeros((*shape, len(axes.touches)), dtype=np.int32)
        widest = max(
            (
                sum(len(t.responses) for p in s.nurture.values() for t in p.touches.values())
                for _, _, s in axes.cells()
            ),
            default=0,
        )
        self.response = np.zeros((*shape, widest), dtype=RESPONSE)
        for epoch, cls, s in axes.cells():
            enc.lead_class = axes.classes[cls]
            self._fill((epoch, cls), s)

    def _fill(self, at: tuple[int, int], s: Scenario) -> None:
        next_touch = next_response = 0
        for name, block in s.nurture.items():
            place = (*at, self.axes.programmes.index(name))
            row, path = self.programme[place], f"nurture.{name}"
            row["active"] = 1
            row["after"] = self._number(block.after, f"{path}.after", "programme", place, "after")
            row["max_times"] = block.max_times or 0
            row["response"] = self._number(
                block.response, f"{path}.response", "programme", place, "response"
            )
            if block.repeat is not None:
                row["repeat_last"] = block.repeat.last
                row["repeat_every"] = self._number(
                    block.repeat.every, f"{path}.repeat.every", "programme", place, "repeat_every"
                )
            offsets: list[tuple[float, int, int]] = []
            for touch_name, touch in block.touches.items():
                index = self.touch_index[name, touch_name]
                next_response = self._touch(
                    (*at, index), touch, f"{path}.touches.{touch_name}", next_response
                )
                offsets.append((float(self.touch["offset"][(*at, index)]), len(offsets), index))
            row["touch_start"], row["touch_size"] = next_touch, len(offsets)
            for _, _, index in sorted(offsets):
                self.touch_order[(*at, next_touch)] = index
                next_touch += 1
            self.programme[place] = row
        for state in State:
            self.enrols[(*at, state)] = self._first_match(at, s, state)

    def _touch(self, place: tuple[int, ...], touch: Any, path: str, first: int) -> int:
        row = self.touch[place]
        row["offset"] = self._number(touch.after, f"{path}.after", "touch", place, "offset")
        row["cost"] = self._number(touch.cost, f"{path}.cost", "touch", place, "cost")
        row["any_time"] = touch.any_time
        row["ignored"] = -1 if touch.otherwise is None else SIGNALS[touch.otherwise]
        row["response_start"], row["response_size"] = first, len(touch.responses)
        self.touch[place] = row
        for signal, response in touch.responses.items():
            spot = (*place[:2], first)
            given = -1 if response.given is None else SIGNALS[response.given]
            key = f"{path}.responses.{signal}"
            chance = self._number(response.chance, key, "response", spot, "chance")
            self.response[spot] = (SIGNALS[signal], chance, given)
            first += 1
        return first

    def _number(
        self, number: Any, path: str, table: str, place: tuple[int, ...], field: str
    ) -> float:
        return self.enc.number(number, path, (table, place, field))

    def _first_match(self, at: tuple[int, int], s: Scenario, state: State) -> int:
        """The first programme that takes such a lead; one that names the state goes first."""
        channel, segment, region = self.axes.classes[at[1]]
        takes = [
            name
            for name, block in s.nurture.items()
            if (block.for_.channels is None or channel in block.for_.channels)
            and (block.for_.segments is None or segment in block.for_.segments)
            and (block.for_.regions is None or region in block.for_.regions)
            and (block.for_.state is None or state in {STATES[x] for x in block.for_.state})
        ]
        if state != State.FRESH:
            named = [name for name in takes if s.nurture[name].for_.state is not None]
            takes = named or takes
        return self.axes.programmes.index(takes[0]) if takes else -1
