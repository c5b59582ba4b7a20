"""From a resolved scenario to the typed tables: the only gate between words and numbers."""

from __future__ import annotations

import numpy as np

from funnelsim.model.axes import Axes, lay_out, touch_name
from funnelsim.model.codes import SIGNAL_NAMES
from funnelsim.model.dtypes import LEAD
from funnelsim.model.encode import DAY, Encoder
from funnelsim.model.given import first_stated, open_deals, origins, replayed
from funnelsim.model.marketing import Programmes, lead_cells, signal_table
from funnelsim.model.money import COST_ITEMS, Book, Streams, margin_table
from funnelsim.model.people import People
from funnelsim.model.sales import BusinessDays, Sales
from funnelsim.model.span import begin_of, month_starts
from funnelsim.model.tables import Model, Names, Target
from funnelsim.model.teams import Teams, rule_table
from funnelsim.rules.addresses import name_code
from funnelsim.scenario.load import Bundle
from funnelsim.scenario.resolve import resolve
from funnelsim.scenario.schema import Scenario


def compile_model(bundle: Bundle) -> Model:
    """Compile a loaded scenario with the policies it was loaded `with_`.

    Returns
    -------
    Model
        Tables at nominal values, and the slots that a world fills.

    Raises
    ------
    ScenarioError
        What only shows when all epochs and classes are laid out: settings that do not fit
        together, numbers missing for a class, names with equal codes, faulty data rows.
    """
    resolved = resolve(bundle)
    s = bundle.scenario
    axes, enc = lay_out(resolved), Encoder()
    begin, end = begin_of(s, first_stated(axes)), s.horizon_ms
    stop = end + s.run_off_ms
    teams = Teams(axes, enc, begin, stop)
    lead = _lead_table(axes, enc, teams.business_days)
    programmes = Programmes(axes, enc)
    sales = Sales(axes, enc, lead, teams.business_days)
    people = People(axes, enc)
    streams = Streams(axes, enc, begin, stop, teams.rep)
    signal, margin = signal_table(axes, enc), margin_table(axes, enc)
    book = Book(axes, enc)
    return Model(
        origin=s.from_,
        begin=begin,
        end=end,
        stop=stop,
        epoch_ticks=np.array(axes.epochs, dtype=np.int64),
        class_channel=_places(axes, 0, axes.channels),
        class_segment=_places(axes, 1, axes.segments),
        class_region=_places(axes, 2, axes.regions),
        channel_codes=_codes(axes.channels),
        segment_codes=_codes(axes.segments),
        region_codes=_codes(axes.regions),
        stage_codes=_codes(axes.stages),
        team_codes=_codes(axes.teams),
        rep_codes=_codes(axes.rep_names),
        touch_codes=_codes([touch_name(*t) for t in axes.touches]),
        layer_rates=people.layer_rates,
        lead=lead,
        clock=sales.clock,
        stage=sales.stage,
        signal=signal,
        programme=programmes.programme,
        enrols=programmes.enrols,
        touch=programmes.touch,
        touch_order=programmes.touch_order,
        response=programmes.response,
        habit=sales.habit,
        team=teams.team,
        rule=rule_table(teams.rules),
        rule_match=np.array(teams.rule_match, dtype=bool).reshape(
            len(teams.rules), len(axes.classes)
        ),
        rep=teams.rep,
        rep_team=teams.rep_team,
        rep_group=teams.rep_group,
        rep_calendar=teams.rep_calendar,
        absences=teams.absences,
        team_unlimited=teams.unlimited,
        channel=people.channel,
        segment_share=people.segment_share,
        region_share=people.region_share,
        unit_cost=people.unit_cost,
        streams=streams.table,
        policy_once=streams.once,
        margin=margin,
        book=book.table,
        unfit_odds=book.unfit_odds,
        batches=people.batches,
        campaigns=people.campaigns,
        step_offsets=np.array(people.step_offsets, dtype=np.int64),
        step_rates=np.array(people.step_rates, dtype=np.float64),
        pool=np.array(enc.pool, dtype=np.float64),
        pool_cumulative=np.array(enc.pool_cumulative, dtype=np.float64),
        calendars=tuple(teams.calendars),
        month_starts=month_starts(s.from_, begin, stop),
        replay=replayed(axes, teams.business_days),
        pipeline=open_deals(axes, sales, people, enc),
        parameters=tuple(enc.parameters),
        slots=tuple(enc.slots),
        targets=_targets(s, axes),
        names=_names(axes),
        holidays=tuple((c, d, n) for (c, d), n in sorted(teams.holidays.items())),
        currency=s.currency,
        words=dict(s.words),
    )


def _lead_table(axes: Axes, enc: Encoder, days: BusinessDays) -> np.ndarray:
    table = np.zeros((len(axes.epochs), len(axes.classes)), dtype=LEAD)
    for epoch, cls, s in axes.cells():
        channel, segment, _ = enc.lead_class = axes.classes[cls]
        at = (epoch, cls)
        if segment in s.segments:
            fit, path = s.segments[segment].fit, f"segments.{segment}"
            table["fit"][at] = enc.number(fit, f"{path}.fit", ("lead", at, "fit"))
            deal = s.deal_of(segment)
            path = "deal" if s.segments[segment].deal is None else f"{path}.deal"
            table["deal"][at] = enc.dist(deal, path, ("lead", at, "deal"))
        if channel in s.channels:
            score, path = s.channels[channel].entry_score, f"channels.{channel}.entry_score"
            cell = ("lead", at, "entry_score")
            table["entry_score"][at] = enc.number(score, path, cell)
        lead_cells(table, enc, s, at, days.get((epoch, s.calls_by or ""), DAY))
    return table


def _places(axes: Axes, part: int, names: list[str]) -> np.ndarray:
    return np.array([names.index(c[part]) for c in axes.classes], dtype=np.int32)


def _codes(names: list[str]) -> np.ndarray:
    return np.array([name_code(name) for name in names], dtype=np.int64)


def _targets(s: Scenario, axes: Axes) -> tuple[Target, ...]:
    found = []
    for target in s.targets:
        begin, end = 0, s.horizon_ms
        if target.in_ is not None:
            begin, end = axes.tick(target.in_.first), axes.tick(target.in_.last) + 86_400_000
            words = f"in {target.in_.text}"
        elif target.by is not None:
            end = axes.tick(target.by) + 86_400_000
            words = f"by {target.by.isoformat()}"
        else:
            words = "by the end"
        begin, end = max(0, begin), min(end, s.horizon_ms)  # targets count the horizon alone
        share = 0.0 if target.with_ is None else target.with_.nominal
        at_least = target.direction == "at_least"
        found.append(Target(target.metric, target.amount, at_least, begin, end, share, words))
    return tuple(found)


def _names(axes: Axes) -> Names:
    return Names(
        channels=tuple(axes.channels),
        segments=tuple(axes.segments),
        regions=tuple(axes.regions),
        origins=origins(axes),
        stages=tuple(axes.stages),
        teams=tuple(axes.teams),
        groups=tuple(f"{team}.{group}" for team, group in axes.groups),
        reps=tuple(axes.rep_names),
        programmes=tuple(axes.programmes),
        touches=tuple(touch_name(*t) for t in axes.touches),
        signals=SIGNAL_NAMES,
        classes=tuple(axes.classes),
        reasons=tuple(axes.reasons),
        cost_items=COST_ITEMS,
        epochs=tuple("; ".join(e.names) for e in axes.resolved.epochs),
    )
