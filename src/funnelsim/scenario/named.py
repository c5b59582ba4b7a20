"""Named forms: `gamma(mean=9 days; cv=0.8)`, `~ beta(90; 4410)`, `empirical(FILE; value)`."""

from __future__ import annotations

import math
from collections.abc import Callable

from funnelsim.scenario import families, units
from funnelsim.scenario.families import Dist
from funnelsim.scenario.faults import BadValue, Fault
from funnelsim.scenario.forms import KINDS, Quantity
from funnelsim.scenario.tables import read_column

Reader = Callable[[str], float]
Make = Callable[..., Dist]

_PLAIN = {"cv", "shape", "sigma", "mu", "a", "b"}
"""Parameters without the unit of the value; all others carry it."""

SIGNATURES: dict[str, list[tuple[tuple[str, ...], Make]]] = {
    "exponential": [(("mean",), families.exponential)],
    "gamma": [
        (("mean", "cv"), families.gamma_mean_cv),
        (("shape", "scale"), lambda shape, scale: Dist("gamma", shape, scale)),
    ],
    "weibull": [
        (("mean", "shape"), families.weibull_mean_shape),
        (("shape", "scale"), lambda shape, scale: Dist("weibull", shape, scale)),
    ],
    "lognormal": [
        (("mean", "cv"), families.lognormal_mean_cv),
        (("median", "sigma"), lambda median, sigma: Dist("lognormal", math.log(median), sigma)),
        (
            ("mean", "sigma"),
            lambda mean, sigma: Dist("lognormal", math.log(mean) - sigma * sigma / 2, sigma),
        ),
        (("p10", "p90"), families.lognormal_range),
    ],
    "loglogistic": [
        (("median", "shape"), lambda median, shape: Dist("loglogistic", median, shape)),
    ],
    "normal": [
        (("mean", "sd"), lambda mean, sd: Dist("normal", mean, sd)),
        (("mean", "cv"), lambda mean, cv: Dist("normal", mean, abs(mean) * cv)),
    ],
    "uniform": [(("low", "high"), lambda low, high: Dist("uniform", low, high))],
    "triangular": [
        (("low", "mode", "high"), lambda low, mode, high: Dist("triangular", low, high, mode)),
    ],
    "beta": [
        (("a", "b"), lambda a, b: Dist("beta", a, b)),
        (("mean", "cv"), families.beta_mean_cv),
    ],
    "logitnormal": [
        (("mu", "sigma"), lambda mu, sigma: Dist("logitnormal", mu, sigma)),
        (("p10", "p90"), families.logitnormal_range),
        (
            ("median", "sigma"),
            lambda median, sigma: Dist("logitnormal", families.logit(median), sigma),
        ),
    ],
}
_MAY_BE_ZERO = {"low", "mode", "mu"}


def read_named(
    name: str, body: str, text: str, quantity: Quantity, scalar: Reader
) -> tuple[Dist, tuple[str, str] | None]:
    """Return the distribution of a named form and, for `draws`, its file and column."""
    arguments = [part.strip() for part in body.split(";")] if body.strip() else []
    if name == "empirical":
        return _empirical(arguments, text, scalar), None
    if name == "draws":
        return _draws(arguments, text, scalar)
    if name not in SIGNATURES:
        cure = f"use one of {', '.join(sorted([*SIGNATURES, 'empirical', 'draws']))}"
        raise BadValue(text, "a known distribution", cure, Fault.NAMED_FORM)
    if quantity is Quantity.HAZARD and name == "exponential":
        quantity, scalar = Quantity.DURATION, KINDS[Quantity.DURATION].scalar
        dist = _fill(name, arguments, text, quantity, scalar)
        return families.constant(1 / dist.a), None
    return _fill(name, arguments, text, quantity, scalar), None


def _fill(name: str, arguments: list[str], text: str, quantity: Quantity, scalar: Reader) -> Dist:
    names, make = _match(name, arguments, text, quantity)
    given: list[float] = []
    for wanted, argument in zip(names, _bodies(names, arguments), strict=True):
        value = float(units.factor(argument)) if wanted in _PLAIN else scalar(argument)
        signed = wanted in _MAY_BE_ZERO or quantity in (Quantity.NUMBER, Quantity.GROWTH)
        if math.isinf(value) or (value <= 0 and not (signed and wanted not in _PLAIN - {"mu"})):
            cure = f"{wanted} must be above zero and finite, e.g. {example_of(name, quantity)}"
            raise BadValue(text, "a distribution", cure, Fault.OUT_OF_RANGE)
        given.append(value)
    _refuse_disorder(names, given, text, name, quantity)
    try:
        return make(*given)
    except (ValueError, OverflowError, ZeroDivisionError) as reason:
        cure = f"write e.g. {example_of(name, quantity)}"
        raise BadValue(text, "a possible distribution", cure, Fault.OUT_OF_RANGE) from reason


def _match(
    name: str, arguments: list[str], text: str, quantity: Quantity
) -> tuple[tuple[str, ...], Make]:
    keys = [part.partition("=")[0].strip() for part in arguments if "=" in part]
    for names, make in SIGNATURES[name]:
        positional = not keys and len(arguments) == len(names)
        if positional or (len(keys) == len(arguments) and sorted(keys) == sorted(names)):
            return names, make
    ways = " or ".join(f"{name}({'; '.join(names)})" for names, _ in SIGNATURES[name])
    cure = f"write {ways}, e.g. {example_of(name, quantity)}"
    raise BadValue(text, "a distribution with its parameters", cure, Fault.NAMED_FORM)


def _bodies(names: tuple[str, ...], arguments: list[str]) -> list[str]:
    if all("=" not in part for part in arguments):
        return arguments
    pairs = {key.strip(): body.strip() for key, _, body in (a.partition("=") for a in arguments)}
    return [pairs[name] for name in names]


def _refuse_disorder(
    names: tuple[str, ...], given: list[float], text: str, name: str, quantity: Quantity
) -> None:
    ordered = names in (("low", "high"), ("low", "mode", "high"), ("p10", "p90"))
    if ordered and (given != sorted(given) or given[0] == given[-1]):
        cure = f"write the parameters from low to high, e.g. {example_of(name, quantity)}"
        raise BadValue(text, "a range from low to high", cure, Fault.OUT_OF_RANGE)


def example_of(name: str, quantity: Quantity) -> str:
    """Return a right example of a named form for a quantity."""
    one = KINDS[quantity].example
    samples = {
        "cv": "0.8", "shape": "1.5", "sigma": "0.5", "mu": "0.5", "a": "90", "b": "4410",
    }  # fmt: skip
    names = SIGNATURES[name][0][0]
    return f"{name}({'; '.join(f'{n}={samples.get(n, one)}' for n in names)})"


def _empirical(arguments: list[str], text: str, scalar: Reader) -> Dist:
    if len(arguments) not in (2, 3) or not all(arguments):
        cure = "write e.g. empirical(days.csv; value; weight); the weight may be left out"
        raise BadValue(text, "a table of values", cure, Fault.NAMED_FORM)
    values = read_column(text, arguments[0], arguments[1], scalar)
    weights = (1.0,) * len(values)
    if len(arguments) == 3:
        weights = read_column(text, arguments[0], arguments[2], _weight)
    if not sum(weights) > 0:
        cure = "give at least one row a weight above zero"
        raise BadValue(text, "a table of values", cure, Fault.FILE)
    if any(math.isinf(value) for value in values):
        raise BadValue(text, "a table of finite values", "leave `never` out", Fault.FILE)
    return Dist("empirical", table=tuple(zip(values, weights, strict=True)))


def _weight(cell: str) -> float:
    value = units.factor(cell)
    if value < 0:
        raise BadValue(cell, "a weight", "write zero or more", Fault.OUT_OF_RANGE)
    return value


def _draws(arguments: list[str], text: str, scalar: Reader) -> tuple[Dist, tuple[str, str]]:
    if len(arguments) != 2 or not all(arguments):
        cure = "write e.g. ~ draws(fit.csv; opt_in)"
        raise BadValue(text, "a column of joint draws", cure, Fault.NAMED_FORM)
    file, column = arguments
    values = read_column(text, file, column, scalar)
    return Dist("empirical", table=tuple((value, 1.0) for value in values)), (file, column)
