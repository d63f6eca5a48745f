"""Positions of the calendar at which a series never occurs, by their English names: no forecast is made for them."""

from datetime import timedelta

from .periods import DAY_MS, EPOCH, instant_of

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def names_at(frequency, phase, period):
    """All positions that a period lies at, coarse ones first."""
    day = EPOCH + timedelta(days=instant_of(frequency, phase, period) // DAY_MS)
    month, weekday = MONTH_NAMES[day.month - 1], WEEKDAY_NAMES[day.weekday()]
    if frequency == "hour":
        hour = f"{period % 24:02d}:00"
        return (month, weekday, hour, f"{weekday} {hour}")
    if frequency == "day":
        return (month, weekday)
    return () if frequency == "year" else (month,)
