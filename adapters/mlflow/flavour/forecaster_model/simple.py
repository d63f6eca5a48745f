"""The families whose forecasts are values that they have seen: seasonal-naive, climatology, last-value."""

import math

import numpy as np

from .normal import half_width
from .periods import DAY_MS, instant_of

STEPS_IN_YEAR = {"hour": 365.25 * 24, "day": 365.25, "week": 365.25 / 7, "month": 12, "quarter": 4, "year": 1}


def seasonal_naive(setting, options, state, periods, known):
    season = state["season"]
    width = half_width(setting.level) * state["sigma"]
    ahead = [period - state["last"] - 1 for period in periods]
    yhat = np.array([season[steps % len(season)] for steps in ahead], dtype=float)
    half = np.array([width * math.sqrt(steps // len(season) + 1) for steps in ahead], dtype=float)
    return yhat, half


def climatology(setting, options, state, periods, known):
    at = [_season_position(setting, period) for period in periods]
    width = half_width(setting.level)
    yhat = np.array([state["mean"][position] for position in at], dtype=float)
    return yhat, np.array([width * state["sigma"][position] for position in at], dtype=float)


def last_value(state, periods, level):
    """For a series that no candidate could be fitted to."""
    width = half_width(level) * state["sigma"]
    steps = [max(1, period - state["last"]) for period in periods]
    half = [width * math.sqrt(one) if state["grows"] else width for one in steps]
    return np.full(len(periods), float(state["value"])), np.array(half, dtype=float)


def _season_position(setting, period):
    """A season of about a year follows the calendar, and 29 February shares the position of the 28th; any other is counted from 1970."""
    frequency, length = setting.frequency, setting.season_length
    is_year = abs(length / STEPS_IN_YEAR[frequency] - 1) < 0.01
    if is_year and frequency == "hour":
        return _day_of_year(period // 24) * 24 + period % 24
    if is_year and frequency == "day":
        return _day_of_year(period)
    if is_year and frequency == "week":
        return min(_day_of_year(instant_of(frequency, setting.phase, period) // DAY_MS) // 7, 51)
    return period % length


def _day_of_year(days):
    """0 to 364, counted from 1 March, when the leap day is the last of its year; 2000-03-01 begins a cycle of 400 years."""
    day = (days - 11_017) % 146_097
    in_century = day - min(day // 36_524, 3) * 36_524
    in_four_years = in_century % 1461
    from_march = in_four_years - min(in_four_years // 365, 3) * 365
    return (min(from_march, 364) + 59) % 365
