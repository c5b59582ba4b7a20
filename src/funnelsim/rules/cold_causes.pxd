# The codes of cold_causes.py for compiled modules; a test compares the two files.
cdef enum:
    FORGOTTEN = 0
    UNWORKED = 1
    LATE = 2
    STALLED = 3
    NURTURE = 4
