"""Codes of the families of distributions; their parameters are described in distributions."""

from __future__ import annotations

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
