"""Scenarios in which leads go cold, each shortened to a second or so."""

from pathlib import Path

from funnelsim.scenario.load import load

FOLDER = Path(__file__).parents[3] / "scenarios"
TINY = Path(__file__).parents[2] / "tiny.yaml"

SPRING = ("until=2027-04-10", "run_off=20 days", "warm_up=none", "targets=[]")
SHORT = {
    "tiny": (),
    "consumer-afternoon": (),
    "industrial-b2b": ("channels.trade-show=off", "nurture.welcome.for.channels=off", *SPRING),
    "overload": ("horizon=30 days", "until=off", "warm_up=3 days", "targets=[]"),
    "vendor-claims": SPRING,
    "theory/golden": ("channels.in.batches.start.leads=60",),
}


def short(name, *sets):
    """One of them as loaded."""
    path = TINY if name == "tiny" else FOLDER / f"{name}.yaml"
    return load(path, sets=[*SHORT[name], *sets])


def theory(name, *sets):
    """A scenario of queueing theory, as it is but for `sets`."""
    return load(FOLDER / "theory" / f"{name}.yaml", sets=sets)
