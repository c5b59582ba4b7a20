# The codes of work_orders.py for compiled modules; a test compares the two files.
cdef enum:
    OLDEST = 0
    NEWEST = 1
    HIGHEST_SCORE = 2
    HIGHEST_VALUE = 3
    MOST_PERISHABLE = 4
    EARLIEST_DEADLINE = 5
