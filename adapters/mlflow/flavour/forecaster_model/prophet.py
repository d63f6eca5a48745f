"""prophet: Prophet's model in its own parameters (y divided by yScale, t from 0 to 1 over the history)."""

import math

import numpy as np

from .member import Unknown
from .normal import half_width
from .paths import Paths
from .periods import DAY_MS, instant_of, parse, text_of

SEASON_DAYS = {"yearly": 365.25, "weekly": 7, "daily": 1}


def prophet(setting, options, state, periods, known):
    days = np.array([instant_of(setting.frequency, setting.phase, period) / DAY_MS for period in periods])
    start, end = (instant_of(setting.frequency, setting.phase, state[name]) / DAY_MS for name in ("start", "end"))
    floor, scale = options.get("floor", 0), state["yScale"]
    trend = _Trend(options, state, [_time(setting, one, start, end) for one in state["changepoints"]])
    added, shares = _effects(setting, options, state, (periods, days), known)
    paths = Paths(state, setting.level)
    yhat, lower, upper = (np.empty(len(periods)) for _ in range(3))
    for i, day in enumerate(days):
        t, factor = (day - start) / (end - start), 1 + shares[i]
        yhat[i] = (trend.at(t) * factor + added[i]) * scale + floor
        up, down = _reach(paths, trend, t, factor)
        lower[i], upper[i] = yhat[i] - down * scale, yhat[i] + up * scale
    return yhat, (upper - lower) / 2


def _time(setting, period, start, end):
    return (instant_of(setting.frequency, setting.phase, period) / DAY_MS - start) / (end - start)


class _Trend:
    def __init__(self, options, state, breaks):
        self.saturates = options.get("growth", "linear") == "logistic"
        self.ceiling = (options["cap"] - options.get("floor", 0)) / state["yScale"] if self.saturates else None
        self.k, self.breaks = state["k"], list(zip(breaks, state["delta"]))
        self.start = -state["k"] * state["m"] if self.saturates else state["m"]

    def at(self, t):
        return self._saturated(self._line(t)) if self.saturates else self._line(t)

    def gain(self, t, by):
        """By how much a trend that saturates moves for each unit that the line below it is moved by."""
        eta = self._line(t)
        return (self._saturated(eta + by) - self._saturated(eta)) / by

    def _line(self, t):
        return self.start + self.k * t + sum(delta * (t - at) for at, delta in self.breaks if t > at)

    def _saturated(self, eta):
        return self.ceiling / (1 + math.exp(-eta)) if eta > -700 else 0.0


def _reach(paths, trend, t, factor):
    """From the forecast to the upper and the lower end, in the scale of the state."""
    u = t - 1
    if not trend.saturates:
        both = paths.half_width(u, abs(factor))
        return both, both
    if u <= 0:
        both = paths.half_width(u)
        return both, both
    line = paths.trend_half_width(u)
    ends = ((1 if factor > 0 else -1) * towards * line for towards in (1, -1))
    return tuple(paths.half_width(u, abs(factor) * trend.gain(t, end)) for end in ends)


def _effects(setting, options, state, asked, known):
    """Sums of what is added to the trend, and of what are shares of it."""
    columns = [*_season_columns(options, state, asked), *_holiday_columns(options, asked), *_regressor_columns(setting, options, state, asked, known)]
    sums = {False: np.zeros(len(asked[0])), True: np.zeros(len(asked[0]))}
    for beta, (multiplies, values) in zip(state["beta"], columns):
        sums[multiplies] += beta * values
    return sums[False], sums[True]


def _multiplies(mode):
    return mode == "multiplicative"


def _season_columns(options, state, asked):
    multiplies = _multiplies(options.get("seasonalityMode"))
    for name, length in SEASON_DAYS.items():
        for k in range(1, state["seasons"][name] + 1):
            angle = (k / length) * (math.pi * 2 * asked[1])
            yield multiplies, np.sin(angle)
            yield multiplies, np.cos(angle)


def _holiday_columns(options, asked):
    multiplies = _multiplies(options.get("holidaysMode", options.get("seasonalityMode")))
    days = np.floor(asked[1])
    for holiday in options.get("holidays", []):
        dates = np.array([parse(text) // DAY_MS for text in holiday["dates"]])
        for shift in range(holiday.get("lowerWindow", 0), holiday.get("upperWindow", 0) + 1):
            yield multiplies, np.isin(days, dates + shift).astype(float)


def _regressor_columns(setting, options, state, asked, known):
    """Those whose values stand in the options first, then the data set's."""
    ours = () if known is None else known.names
    listed = {one["name"]: one for one in options.get("regressors", [])}
    ordered = [name for name in listed if name not in ours] + list(ours)
    for name, standard in zip(ordered, state["standardisations"]):
        own = listed.get(name, {})
        mode = own.get("mode", options.get("seasonalityMode"))
        values = np.array([_value(setting, own, name, period, known if name in ours else None) for period in asked[0]])
        yield _multiplies(mode), (values - standard["mean"]) / standard["deviation"]


def _value(setting, own, name, period, known):
    if known is None:
        value = own.get("values", {}).get(text_of(setting.frequency, setting.phase, period))
    else:
        value = known.at(name, period)
    if value is None:
        raise Unknown(name)
    return value
