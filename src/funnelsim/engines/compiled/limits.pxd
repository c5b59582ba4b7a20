# Facts that a lead may expect, kinds of work, stand-ins for reps, and sizes.
cdef enum:
    # Facts that a lead may expect, in the order of their event kind and sub.
    CONTACT_FACT = 0
    COMPETITOR_FACT = 1
    SHELF_FACT = 2
    BACK_FACT = 3
    DECISION_FACT = 4
    TOUCH_FACT = 5
    SIGNAL_FACT = 6  # the first of its own signals
    CANCEL_FACT = 7
    HANDOFF_FACT = 8
    ATTEMPT_FACT = 9  # and NOTICED
    SLA_FACT = 10
    RULE_FACT = 11  # an assignment rule has waited long enough
    FACTS = 12

cdef enum:
    # What a rep is doing with a lead until FINISH.
    WORK_MISSED = 0
    WORK_CALL = 1
    WORK_TALK = 2
    WORK_MEETING = 3

cdef enum:
    # Instead of a rep in ASSIGNED rows.
    POOL = -1
    HELD = -2

cdef enum:
    UNORDERED = -1  # instead of the discipline that the keys of a queue follow
    REASSIGNED = 1048576  # apart from stage codes in the address of a route
    LEADS_PER_BLOCK = 256
    MOST_AT_ONE_TICK = 1000000
    SOON = 16  # more events than these of one tick wait in the heap
