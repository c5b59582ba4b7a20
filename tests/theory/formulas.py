"""Queueing theory, written without any of the code under test.

Rates are per unit of time, times in the same unit.
"""

from itertools import pairwise
from math import erf, exp, expm1, fsum, gamma, log, sqrt

from scipy.integrate import quad


def erlang_c_wait(arrivals, service, servers):
    """Mean wait in M/M/c: the recursion of Erlang B, then C, then C / (c mu - lambda)."""
    offered = arrivals / service
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    waits = blocked / (1 - offered / servers * (1 - blocked))
    return waits / (servers * service - arrivals)


def erlang_a(arrivals, service, impatience, servers):
    """(P(wait), P(cold), E[queue]) of M/M/c+M from the stationary birth-death chain.

    In state n leads leave at rate min(n, c) mu + max(n - c, 0) theta; the weights of the states
    are products of ratios, added up until they no longer count.
    """
    weights = [1.0]
    while len(weights) <= servers or weights[-1] > 1e-25 * max(weights):
        n = len(weights)
        leave = min(n, servers) * service + max(n - servers, 0) * impatience
        weights.append(weights[-1] * arrivals / leave)
    total = fsum(weights)
    queue = fsum((n - servers) * w for n, w in enumerate(weights) if n > servers) / total
    return fsum(weights[servers:]) / total, impatience * queue / arrivals, queue


def impatient(arrivals, service, servers, survival, knots=()):
    """(P(wait), P(cold), E[wait]) of M/M/c+G, wait counted until start or going cold.

    Baccelli and Hebuterne 1981: the wait that a lead with endless patience would have has the
    density proportional to exp(lambda H(x) - c mu x), H the integral of the survival function.

    Parameters
    ----------
    survival
        P(shelf life > x).
    knots
        Points at which the survival function is not smooth.
    """
    capacity = servers * service
    borders = sorted({0.0, *knots})

    def lasted(x):
        inner = [*(b for b in borders if b < x), x]
        return fsum(quad(survival, a, b, epsabs=1e-13)[0] for a, b in pairwise(inner))

    def density(x):
        return exp(arrivals * lasted(x) - capacity * x)

    def integral(f):
        reach = 0.5
        while density(reach) > 1e-16:
            reach *= 1.5
        parts = [*(b for b in borders if b < reach), reach]
        return fsum(
            quad(f, a, b, epsabs=1e-12, epsrel=1e-11, limit=200)[0] for a, b in pairwise(parts)
        )

    mass = integral(density)
    weighted = integral(lambda x: lasted(x) * density(x))
    empty, term = 0.0, 1.0
    for free in range(servers):  # sum over j of (c-1)!/j! (mu/lambda)^(c-1-j)
        empty += term
        term *= (servers - 1 - free) * service / arrivals
    norm = empty + arrivals * mass
    cold = (1 + (arrivals - capacity) * mass) / norm
    return arrivals * mass / norm, cold, arrivals * weighted / norm


def fixed_patience(arrivals, service, servers, patience):
    """The same for a fixed shelf life, in closed form."""
    capacity = servers * service
    slope = arrivals - capacity
    before = patience if slope == 0 else expm1(slope * patience) / slope
    after = exp(slope * patience) / capacity
    weighted_before = (
        patience**2 / 2
        if slope == 0
        else (patience * exp(slope * patience) - expm1(slope * patience) / slope) / slope
    )
    mass, weighted = before + after, weighted_before + patience * after
    empty, term = 0.0, 1.0
    for free in range(servers):
        empty += term
        term *= (servers - 1 - free) * service / arrivals
    norm = empty + arrivals * mass
    return arrivals * mass / norm, (1 + slope * mass) / norm, arrivals * weighted / norm


def weibull_survival(mean, shape):
    """P(X > x) of the Weibull distribution with this mean."""
    scale = mean / gamma(1 + 1 / shape)
    return lambda x: exp(-((x / scale) ** shape))


def uniform_survival(low, high):
    """P(X > x) of the uniform distribution."""
    return lambda x: min(1.0, max(0.0, (high - x) / (high - low)))


def pollaczek_khinchine(load, cv):
    """Mean number waiting in M/G/1."""
    return load**2 * (1 + cv**2) / (2 * (1 - load))


def priority_stays(urgent, other, service):
    """Mean time in system of two classes, non-preemptive M/M/1 (Cobham 1954)."""
    load = (urgent + other) / service
    left_over = load / service
    first = left_over / (1 - urgent / service)
    second = left_over / ((1 - urgent / service) * (1 - load))
    return first + 1 / service, second + 1 / service


def lognormal_cdf(mean, cv):
    """Distribution function of the lognormal with this mean and coefficient of variation."""
    variance = log(1 + cv * cv)
    location = log(mean) - variance / 2
    scale = sqrt(2 * variance)
    return lambda x: 0.0 if x <= 0 else (1 + erf((log(x) - location) / scale)) / 2


def delayed_poisson_mean(rate, chance, delay_cdf, begin, end):
    """Mean number of events in [begin, end) of a Poisson process from 0, thinned and displaced."""

    def share(s):
        return rate(s) * chance * (delay_cdf(end - s) - delay_cdf(begin - s))

    first = quad(share, 0, begin, epsabs=1e-11, limit=400)[0] if begin > 0 else 0.0
    return first + quad(share, begin, end, epsabs=1e-11, limit=400)[0]
