"""What the loops over a log read and add to: columns of a model, cells of sums.

Everything added up is an integer or exact money, so the parts of a log may come in any order; and
there are as many cells as the model has spans, channels, classes, teams, stages: none per lead.
Tables by epoch (or anything) and something else are flat: ``[epoch * n_something + something]``.
"""

from __future__ import annotations

from funnelsim.outcomes.columns import Floats, Ints


class Frame:
    """Columns of one model; `frames.frame_of` fills them.

    Attributes
    ----------
    end
        The horizon is [0, end).
    weekday
        Of tick 0, Monday 0.
    epochs
        First tick of each epoch.
    last_calendar
        The scenario's own calendar: that of visits without a team.
    cal_first, opens, closes, before
        Open hours of all calendars one after the other; those of calendar k are
        ``[cal_first[k], cal_first[k + 1])``; ``before`` is the open time before in the calendar.
    rep_first, rep_opens, rep_closes, rep_before
        Working hours of the reps in the horizon, likewise.
    replayed, deals
        Identities in ascending order; ``deal_age`` and ``deal_status`` belong to the deals.
    edges, last_edge, span_of_day
        Edges of the elementary spans: every month, week and window is made of some of them. And
        in which of them each day, counted from the first edge, begins.
    month_of
        Month of each day of the horizon.
    window_begin, window_end
        Windows of the targets.
    """

    end: int
    weekday: int
    n_channels: int
    n_classes: int
    n_statuses: int
    n_teams: int
    n_groups: int
    n_segments: int
    n_months: int
    n_epochs: int
    last_edge: int
    last_calendar: int
    n_targets: int
    stop: int
    epochs: Ints
    class_channel: Ints
    class_segment: Ints
    class_region: Ints
    margin: Floats
    book: Floats
    calls_team: Ints
    first_stage: Ints
    has_sla: Ints
    team_calendar: Ints
    per_lead: Floats
    per_visitor: Floats
    cal_first: Ints
    opens: Ints
    closes: Ints
    before: Ints
    rep_group: Ints
    rep_first: Ints
    rep_opens: Ints
    rep_closes: Ints
    rep_before: Ints
    replayed: Ints
    deals: Ints
    deal_age: Ints
    deal_status: Ints
    edges: Ints
    span_of_day: Ints
    month_of: Ints
    window_begin: Ints
    window_end: Ints
    duration_edges: Floats


class Money:
    """Sums of money, numbered.

    Attributes
    ----------
    whole, part
        Whole units, and the fraction [0, 2^62) in steps of 2^-62.
    beyond
        Amounts of more than a (million) million units and what is not finite: added as they are,
        so that they neither overflow nor vanish.
    """

    whole: Ints
    part: Ints
    beyond: Floats


class Tally:
    """Sums of one replication; `tallies.new_tally` makes an empty one.

    Attributes
    ----------
    by_span
        Counts ``[elementary span, channel, SPAN_COUNTS]``.
    span_money
        ``[elementary span, channel + 1, SPAN_MONEY]``; the last channel is nobody.
    by_class
        Counts ``[class, CLASS_COUNTS]``.
    class_money
        ``[class, CLASS_MONEY]``.
    rates
        ``[rate, reading, (hits, of)]``, without ``opt_in``.
    scalars
        ``[SCALARS]``.
    arrives
        ``[visits.ARRIVES, (visits, called, wall ms, working ms)]``.
    teams
        ``[team, TEAM_COUNTS]``.
    items
        ``[team, ItemClass, teams.ITEMS]``.
    hours
        ``[team, HOUR_SUMS, hour of the week, EDGE_SUMS]``, see `hour_counting`.
    groups
        Counts ``[rep group, GROUP_COUNTS]``; ``group_money`` revenue and gross profit of each.
    seen
        Which lead (by its number among all) each rep group met last.
    counted
        1 for each channel that counts visitors.
    places
        Lead-ms in each Place.
    flows
        ``[entry, furthest, ends]``, see `flows`.
    durations
        ``[histogram, bin]``.
    cell_of
        Number of the cell of each (stage, cause, channel, segment, month), -1 if not in use.
    cells
        ``[cell, (key, losses, recovered losses)]``; ``cell_money`` their book value and what of it
        was recovered.
    paper
        ``[target, (gone cold, recovered)]``.
    """

    by_span: Ints
    span_money: Money
    by_class: Ints
    class_money: Money
    rates: Ints
    scalars: Ints
    arrives: Ints
    teams: Ints
    items: Ints
    hours: Ints
    groups: Ints
    group_money: Money
    seen: Ints
    counted: Ints
    places: Ints
    flows: Ints
    durations: Ints
    cell_of: Ints
    cells: Ints
    cell_money: Money
    n_cells: int
    n_leads: int
    paper: Money
