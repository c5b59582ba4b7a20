"""The price of cold leads as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from funnelsim.experiments.cold.data import BY
from funnelsim.experiments.cold.price import UNSETTLED, Cold
from funnelsim.experiments.intervals import Interval
from funnelsim.reports import numbers
from funnelsim.reports.cold import CAUSES
from funnelsim.reports.layout import Block, headed, table
from funnelsim.reports.sentences import between, span_word

SURE = "95 % sure"
MOST_CELLS = 10
STEPS = {
    "congestion": "unlimited reps",
    "policy": "and no delay of ours",
    "impermanence": "and nobody goes cold",
    "total": "together",
}
MECHANISMS = {
    "reach": "late first calls",
    "intent": "late conversations",
    "shelf_before_contact": "waiting for contact",
    "shelf_in_pipeline": "waiting in the pipeline",
    "nurture": "interest fades",
    "competitor": "quicker competitors",
    "contact_left": "contacts leave",
}
HABITS = {"forgetting": "forgetting", "late_noticing": "noticing late", "giving_up": "giving up"}


class Tables:
    """The tables of one price, in its currency and words."""

    def __init__(self, cold: Cold) -> None:
        self.cold = cold
        self._words = cold.bundle.scenario.words

    def blocks(self, detail: int) -> Iterator[Block | None]:
        """All of them; `detail` above 0 also by channel, segment, team and month."""
        yield self.losses()
        yield self.attribution()
        yield self.ledger()
        yield self.delay()
        yield self.policies()
        yield self.ways()
        yield self.reps()
        yield self.capacity()
        if detail > 0:
            yield from (self.ledger_by(dimension) for dimension in BY)

    def money(self, value: float | None) -> str:
        """An amount in the currency of the scenario."""
        return numbers.money(value, self.cold.model.currency)

    def losses(self) -> Block:
        """Real loss of the period and of the cohort; paper loss and ROI below it."""
        cold = self.cold
        made = table("What cold leads cost", "revenue", SURE, headed("gross profit"), SURE)
        period = [cold.real_loss(money) for money in ("revenue", "gross_profit")]
        cohort = [cold.cohort_loss(money) for money in ("revenue", "gross_profit")]
        made.add_row("real loss of the period", *self._cells(period))
        unresolved = cold.unresolved.value or 0.0
        mark = ", not settled" if unresolved > UNSETTLED else ""
        made.add_row(f"of new leads{mark}", *self._cells([new for new, _ in cohort]))
        if any(old.value for _, old in cohort):
            made.add_row(f"of open deals{mark}", *self._cells([old for _, old in cohort]))
        captions = [
            f"Real loss: what the same {span_word(cold.model.end)} would bring more if no lead "
            "went cold, same leads, same reps. Of new leads: they are followed to the end of the "
            "run-off"
            + (f", when {numbers.share(unresolved, 0)} of them are still open." if mark else "."),
            self.paper(),
        ]
        roi = [cold.roi(world).value for world in ("actual", "twin")]
        if None not in roi:
            now, full = map(numbers.ratio, roi)
            captions.append(
                f"ROI, all costs: {now} as it is, {full} in the "
                f"{span_word(cold.model.end)} in which no lead goes cold."
            )
        return Block(made, captions)

    def paper(self) -> str:
        """The paper loss, which is no real one."""
        gross, recovered, net = (
            self.money(self.cold.paper(part).value) for part in ("gross", "recovered", "loss")
        )
        came_back = bool(self.cold.paper("recovered").value)
        back = f", less {recovered} that came back: {net}" if came_back else ""
        return f"Paper loss, another thing: the book value of what went cold, {gross}{back}."

    def attribution(self) -> Block:
        """The real loss by mechanism."""
        players = self.cold.attribution()
        made = table("Who bears it", "fair part", SURE, "share", "alone", headed("cured alone"))
        for player in players:
            made.add_row(
                MECHANISMS[player.mechanism],
                self.money(player.fair.value),
                between(player.fair, self.money),
                "" if player.share is None else numbers.share(player.share, 0),
                self.money(player.alone.value),
                self.money(player.recoverable.value),
            )
        captions = [
            "Fair parts add up to the real loss. Alone: what it costs when all others are cured. "
            "Cured alone: what curing nothing but this would bring."
        ]
        if any((player.fair.value or 0.0) < 0 for player in players):
            captions.append(
                "Negative: leads that go cold by it leave the reps to others that pay better."
            )
        return Block(made, captions)

    def ledger(self) -> Block:
        """The real loss lead by lead, by what became of them."""
        rows = self.cold.data["ledger"]
        made = table("Lead by lead", "stage", "leads", "revenue", SURE)
        made.columns[1].justify = "left"
        for row in _largest(rows):
            made.add_row(CAUSES[row["cause"]], self._stage(row["stage"]), *self._entry(row))
        rest = len(rows) - MOST_CELLS
        captions = [
            f"What became of the leads that only the {span_word(self.cold.model.end)} without "
            "decay wins; adds up to the real loss. Crowded out: won as it is, not won there, "
            "because the reps were busy with those."
        ]
        if rest > 0:
            left_out = sum(row["revenue"] for row in rows) - sum(
                row["revenue"] for row in _largest(rows)
            )
            captions.append(
                f"{rest} smaller entries, {self.money(left_out)} together, are in the tables."
            )
        return Block(made, captions)

    def ledger_by(self, dimension: str) -> Block | None:
        """The same by channel, segment, team or month."""
        rows = self.cold.data["ledger_by"][dimension]
        if len(rows) < 2:
            return None
        made = table(f"Lead by lead, by {dimension}", "leads", "revenue", SURE)
        for row in rows:
            made.add_row(numbers.label(row[dimension], self._words), *self._entry(row))
        return Block(made)

    def capacity(self) -> Block:
        """The chain from the actual world to one without any waiting."""
        made = table("Capacity chain", "brings", SURE)
        for step, found in self.cold.capacity().items():
            made.add_row(STEPS[step], self.money(found.value), between(found, self.money))
        return Block(made, [
            "Each step on top of the one before, with a total of its own; never a split of the "
            "real loss, whose reps are those there are."
        ])  # fmt: skip

    def delay(self) -> Block:
        """The price of delay."""
        made = table("First call later by", "costs", SURE, "per hour", SURE)
        for hours, cost, slope in self.cold.delay_price():
            made.add_row(numbers.hours(hours), *self._cells([cost, slope]))
        return Block(made, [
            "The intervals hold all at once. Per hour: between this line and the one above it."
        ])  # fmt: skip

    def ways(self) -> Block:
        """The hand-over and the habits."""
        cold = self.cold
        made = table("What ways of working cost", "revenue", SURE)
        lag = cold.mean_handoff_days
        captions = []
        if lag:
            made.add_row(f"hand-over after {numbers.days(lag)}", *self._cells([cold.handoff()]))
            captions += self.handoff()
        for name, found in cold.habits().items():
            made.add_row(HABITS[name], *self._cells([found]))
        return Block(made, captions)

    def handoff(self) -> list[str]:
        """``The hand-over of 2.0 h costs €2.6k (95 % sure: …), €1.3k for each hour of it.``

        Never for more time than it takes.
        """
        days, cost = self.cold.mean_handoff_days, self.cold.handoff()
        if not cost.value:
            return []
        doubt = f"{SURE}: {between(cost, self.money)}" if cost.ends else cost.reason
        told = f"The hand-over of {numbers.days(days)} costs {self.money(cost.value)}"
        for unit, times in (("day", days), ("hour", days * 24)):
            if times >= 1:
                rate = f", {self.money(cost.value / times)} for each {unit} of it"
                return [f"{told} ({doubt}){rate}."]
        return [f"{told} ({doubt})."]

    def reps(self) -> Block | None:
        """What one rep more would bring."""
        hired = self.cold.hired()
        made = table("A rep more", "brings", SURE, "paid", "returns", SURE)
        for more in hired:
            made.add_row(
                f"{numbers.label(more.team, self._words)} no. {more.number}",
                *self._cells([more.brings]),
                self.money(more.paid),
                times(more.times.value),
                between(more.times, times),
            )
        captions = [
            "Brings: gross profit of the period; what she starts now may be won later. Returns: "
            "that over what she is paid."
        ]
        return Block(made, captions) if hired else None

    def policies(self) -> Block | None:
        """What named policies recover."""
        found = self.cold.policies()
        made = table("Policies recover", "revenue", SURE, "of the loss", SURE)
        for name, (gain, part) in found.items():
            made.add_row(
                name,
                *self._cells([gain]),
                numbers.share(part.value, 0),
                between(part, lambda value: numbers.share(value, 0)),
            )
        return Block(made) if found else None

    def _cells(self, found: list[Interval]) -> list[str]:
        """Value and interval of each."""
        return [cell for one in found for cell in (self.money(one.value), between(one, self.money))]

    def _entry(self, row: dict[str, Any]) -> list[str]:
        ends = row["ci95"] or (None, None)
        sure = between(Interval(row["revenue"], *ends), self.money)
        return [numbers.count(row["leads"]), self.money(row["revenue"]), sure]

    def _stage(self, name: str) -> str:
        return numbers.label(name, self._words)


def times(value: float | None) -> str:
    """``2.3x``: a return as a multiple of what was paid."""
    return numbers.UNKNOWN if value is None else f"{round(value, 1) + 0.0:.1f}x"


def _largest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries with the most money, whatever its sign, in their order."""
    chosen = sorted(rows, key=lambda row: -abs(row["revenue"]))[:MOST_CELLS]
    return [row for row in rows if row in chosen]
