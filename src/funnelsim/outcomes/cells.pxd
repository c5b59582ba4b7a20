cdef class Frame:
    cdef public long long end, stop, last_edge
    cdef public Py_ssize_t weekday, n_channels, n_classes, n_statuses, n_teams, n_groups
    cdef public Py_ssize_t n_segments, n_months, n_epochs, n_targets, last_calendar
    cdef public const long long[::1] epochs, class_channel, class_segment, class_region
    cdef public const double[::1] margin, book
    cdef public const long long[::1] calls_team, first_stage, has_sla, team_calendar
    cdef public const double[::1] per_lead, per_visitor
    cdef public const long long[::1] cal_first, opens, closes, before
    cdef public const long long[::1] rep_group, rep_first, rep_opens, rep_closes, rep_before
    cdef public const long long[::1] replayed, deals, deal_age, deal_status
    cdef public const long long[::1] edges, span_of_day, month_of, window_begin, window_end
    cdef public const double[::1] duration_edges

cdef class Money:
    cdef public long long[::1] whole, part
    cdef public double[::1] beyond

cdef class Tally:
    cdef public long long[::1] by_span, by_class, rates, scalars, arrives, teams, items, hours
    cdef public long long[::1] groups, seen, counted, places, flows, durations, cell_of, cells
    cdef public Money span_money, class_money, group_money, cell_money, paper
    cdef public Py_ssize_t n_cells, n_leads
