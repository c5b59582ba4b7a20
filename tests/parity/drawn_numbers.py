"""Numbers of every kind as planners write them: all families, spreads, doubts, tables by class."""

from dataclasses import dataclass

from hypothesis import strategies as st

MAYBE = st.booleans()
SELDOM = st.sampled_from((False,) * 4 + (True,))


def some(**keys):
    """A mapping in which each key may be missing."""
    return st.fixed_dictionaries({}, optional=keys)


def one(*values):
    return st.sampled_from(values)


@dataclass(frozen=True)
class Cast:
    """The names of a scenario that its numbers may mention."""

    channels: tuple
    segments: tuple
    regions: tuple
    teams: tuple
    stages: tuple

    @property
    def classes(self):
        return (*self.segments, *self.channels, *self.regions)

    def by_class(self, values):
        """One number, or now and then a table by class."""
        entry = st.sampled_from(self.classes)
        table = st.builds(lambda n, v, o: {n: v, "otherwise": o}, entry, values, values)
        return st.one_of(values, values, values, values, table)


FAMILIES = (
    "exponential(mean=1 day)",
    "gamma(mean=10 h; cv=1.3)",
    "weibull(mean=8 h; shape=0.7)",
    "1 h..3 days",
    "about 5 h",
    "lognormal(median=4 h; sigma=1.1)",
    "loglogistic(median=6 h; shape=1.8)",
    "normal(mean=4 h; sd=3 h)",
    "uniform(low=0 h; high=2 days)",
    "triangular(low=1 h; mode=2 h; high=1 day)",
    "empirical(lags.csv; value; weight)",
)
DOUBTFUL = ("~ 2..30 h", "~ exponential(mean=5 h)", "~ draws(together.csv; lag)")
PLAIN = ("0 min", "10 min", "3 h", "1 day")
WALL = one(*PLAIN, *FAMILIES, *DOUBTFUL)
DURATION = one(*PLAIN, *FAMILIES, *DOUBTFUL, "2 business h", "1 business day", "1..6 business h")
WORK = one("0 min", "20 min", "2 h", "10 h", "1 business day", "gamma(mean=3 h; cv=1.2)",
           "5 wall h", "exponential(mean=90 min)", "~ 1..4 h")  # fmt: skip
LIFE = one("never", "9 days", "3 h", "2 days", "0 h", "weibull(mean=3 days; shape=0.8)", *FAMILIES,
           "gamma(mean=2 days; cv=0.6)", "~ 1..5 days")  # fmt: skip
STEADY = one("never", "5 days", "12 h", "~ 1..9 days")
RISK = one("90%/month", "never", "exponential(mean=6 days)", "exponential(mean=40 h)",
           "~ 20%/month..90%/month")  # fmt: skip
OWN_RATE = one("3/month", "1/week", "~ 2/month..20/month", "0.5/week")
FACTOR = one(1, "x0.5", "x2", "~ 0.8..1.4")
DEAL = one("exactly 2k", "5k..40k", "lognormal(mean=9k; cv=0.8)", "gamma(mean=9k; cv=0.5)",
           "weibull(mean=3k; shape=1.5)", "normal(mean=1k; sd=1k)", "empirical(prices.csv; value)",
           "triangular(low=1k; mode=2k; high=9k)", "uniform(low=0; high=5k)", "~ 2k..9k",
           "loglogistic(median=4k; shape=2)", "exponential(mean=3k)", 0)  # fmt: skip
SHARE = one("50%", "0%", "100%", "20%", "90%", "3 of 10", "~ 20%..60%", "~ beta(4; 3)",
            "~ uniform(low=10%; high=80%)", "~ logitnormal(median=40%; sigma=0.6)",
            "~ draws(together.csv; share)", "~ triangular(low=10%; mode=20%; high=70%)",
            "~ beta(mean=30%; cv=0.4)", "about 40%")  # fmt: skip
SHARE_LOW = one("0%", "10%", "40%", "~ 5%..30%")
SHARE_HIGH = one("100%", "70%", "~ 60%..95%")
HOURS = one(
    "24/7",
    "mon-fri 09:00-17:00",
    "mon-fri 09:00-12:00, 13:00-17:00",
    "sat-sun 10:00-18:00",
    "mon-sun 00:00-06:00, 22:00-24:00",
    "wed 09:00-17:00",
)
DAYS = one("2027-01-05", "2027-01-09", "2027-01-11", "2027-01-13")
ZONE = one("-6 h", "2 h", "30 min")
