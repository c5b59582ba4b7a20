# The codes of mechanisms.py for compiled modules; a test compares the two files.
cdef enum:
    REACH = 1
    INTENT = 2
    SHELF_BEFORE_CONTACT = 4
    SHELF_IN_PIPELINE = 8
    NURTURE = 16
    COMPETITOR = 32
    CONTACT_LEFT = 64
