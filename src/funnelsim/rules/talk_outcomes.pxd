# The codes of talk_outcomes.py for compiled modules; a test compares the two files.
cdef enum:
    ACCEPTED = 0
    NOT_READY = 1
    NOT_INTERESTED = 2
    BAD_FIT = 3
