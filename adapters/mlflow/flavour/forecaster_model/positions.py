"""Positions of the calendar at which a series never occurs, by their names in the model file: no forecast is made for them."""

import re
from datetime import timedelta

from .errors import CannotForecast
from .periods import DAY_MS, EPOCH, instant_of, number_of, parse

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = tuple(f"{hour:02d}:00" for hour in range(24))
DAYS = tuple(f"day {day} of the month" for day in range(1, 32))
KNOWN = {*MONTHS, *WEEKDAYS, *HOURS, *DAYS, *(f"{weekday} {hour}" for weekday in WEEKDAYS for hour in HOURS)}
#: What lies between the rows of a series that has one every so many periods.
BETWEEN = re.compile(r"\w+ other than one in (\d+) from (.+)")


def lies_at(frequency, phase, names):
    """Whether a period lies at one of the positions. Raises CannotForecast where a name says nothing to this code."""
    strides = [BETWEEN.fullmatch(name) for name in names]
    unknown = [name for name, stride in zip(names, strides) if stride is None and name not in KNOWN]
    if unknown:
        raise CannotForecast(f"the series has no forecast at '{unknown[0]}', which this code does not know")
    every = [(int(found[1]), number_of(frequency, parse(found[2]))) for found in strides if found is not None]
    named = set(names)
    return lambda period: (
        not named.isdisjoint(_names_of(frequency, phase, period)) or any((period - first) % stride for stride, first in every)
    )


def _names_of(frequency, phase, period):
    day = EPOCH + timedelta(days=instant_of(frequency, phase, period) // DAY_MS)
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    if frequency == "hour":
        hour = HOURS[period % 24]
        return (month, weekday, hour, f"{weekday} {hour}")
    if frequency == "day":
        return (month, weekday, DAYS[day.day - 1])
    return () if frequency == "year" else (month,)
