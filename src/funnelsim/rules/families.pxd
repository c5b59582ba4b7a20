# The codes of families.py for compiled modules; a test compares the two files.
cdef enum:
    CONSTANT = 0
    NEVER = 1
    EXPONENTIAL = 2
    GAMMA = 3
    WEIBULL = 4
    LOGNORMAL = 5
    LOGLOGISTIC = 6
    NORMAL = 7
    UNIFORM = 8
    TRIANGULAR = 9
    BETA = 10
    LOGITNORMAL = 11
    EMPIRICAL = 12
