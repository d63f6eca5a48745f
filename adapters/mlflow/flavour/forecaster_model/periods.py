"""Dates as period numbers: hours, days or weeks since 1970-01-01, calendar months, quarters or years since 1970.

A phase says which date of a period names it: of weeks the weekday, as days since 1970-01-01 mod 7; of months, quarters and years the day of
a month (0 the first, 1 the last, 2 the last weekday, 3 the first weekday, 4 to 30 the days 2 to 28) + 64 x how many months that month lies
behind the calendar's.
"""

from datetime import date, timedelta

from .errors import CannotForecast

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
MONTHS = {"month": 1, "quarter": 3, "year": 12}
EPOCH = date(1970, 1, 1)
FRIDAY = 4
CLOSING_DAYS = (1, 2)


def instant_of(frequency, phase, period):
    """Milliseconds since 1970 of the date that names the period."""
    if frequency == "hour":
        return period * HOUR_MS
    if frequency == "day":
        return period * DAY_MS
    if frequency == "week":
        return (period * 7 + phase) * DAY_MS
    return _date_of(frequency, phase, period)


def period_of(frequency, phase, epoch_ms):
    """@raises CannotForecast where the date names no period of the series."""
    period = number_of(frequency, epoch_ms)
    if instant_of(frequency, phase, period) != epoch_ms:
        before, after = (text_of(frequency, phase, period + step) for step in (0, 1))
        raise CannotForecast(f"{_iso(epoch_ms)} is no date of the series, whose frequency is '{frequency}': near it are {before} and {after}")
    return period


def last_period_of(frequency, phase, text):
    """The latest period whose date is not after the text's."""
    epoch_ms = parse(text)
    period = number_of(frequency, epoch_ms)
    return period if instant_of(frequency, phase, period) <= epoch_ms else period - 1


def text_of(frequency, phase, period):
    text = _iso(instant_of(frequency, phase, period))
    return text if frequency == "hour" else text[:10]


def parse(text):
    """Of '1981-01-31' or '1981-01-31T05:00:00Z'."""
    hours = int(text[11:13]) if len(text) > 10 else 0
    return (date.fromisoformat(text[:10]) - EPOCH).days * DAY_MS + hours * HOUR_MS


def _iso(epoch_ms):
    days, rest = divmod(epoch_ms, DAY_MS)
    seconds = rest // 1000
    day = EPOCH + timedelta(days=days)
    return f"{day.isoformat()}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}Z"


def number_of(frequency, epoch_ms):
    if frequency == "hour":
        return epoch_ms // HOUR_MS
    if frequency == "day":
        return epoch_ms // DAY_MS
    if frequency == "week":
        return epoch_ms // (7 * DAY_MS)
    day = EPOCH + timedelta(days=epoch_ms // DAY_MS)
    return ((day.year - 1970) * 12 + day.month - 1) // MONTHS[frequency]


def _date_of(frequency, phase, period):
    months = MONTHS[frequency]
    day, shift = phase % 64, phase // 64
    month = ((months - 1 if day in CLOSING_DAYS else 0) + shift) % months
    return (_day_in(period * months + month, day) - EPOCH).days * DAY_MS


def _day_in(month, day):
    """`month` since 1970."""
    first = _first_of(month)
    if day == 0:
        return first
    if day in CLOSING_DAYS:
        last = _first_of(month + 1) - timedelta(days=1)
        return last - timedelta(days=max(0, last.weekday() - FRIDAY)) if day == 2 else last
    if day == 3:
        return first + timedelta(days=7 - first.weekday() if first.weekday() > FRIDAY else 0)
    return first + timedelta(days=day - 3)


def _first_of(month):
    year, of_year = divmod(month, 12)
    return date(1970 + year, of_year + 1, 1)
