"""A model file's series, and the blend of their members, by period."""

import json
import warnings

import numpy as np
import pandas as pd

from .errors import CannotForecast
from .harmonic import harmonic
from .member import Known, Setting, Unknown
from .periods import instant_of, last_period_of, period_of, text_of
from .positions import lies_at
from .prophet import prophet
from .simple import climatology, last_value, seasonal_naive
from .smoothing import damped, theta

FORMAT = ("forecaster-model", 2)
#: By name, with the version of its states that this code reads.
FAMILIES = {
    "seasonal-naive": (1, seasonal_naive),
    "climatology": (1, climatology),
    "harmonic": (1, harmonic),
    "prophet": (1, prophet),
    "theta": (1, theta),
    "damped": (1, damped),
}


class ForecasterModel:
    def __init__(self, path):
        with open(path, encoding="utf-8") as lines:
            self.header = json.loads(next(lines))
            self._lines = {_id_of(line): line for line in lines if line.strip()}
        _require_known(self.header)
        recipe = self.header["recipe"]
        self._setting = Setting(self.header["frequency"], self.header["phase"], recipe["seasonLength"], recipe["level"])

    def predict(self, model_input, params=None):
        """Rows of `unique_id` and `ds` (a date after the training window; by the hour, UTC), with values of the recipe's regressors where those
        of the training are not to be used.

        Returns the rows in their order with `yhat`, `yhat_lower`, `yhat_upper` and, of further levels, `yhat_lower_95`, ...; NaN where the
        series never occurs at the date's weekday, month or hour. Raises CannotForecast for a series or a date that the version does not know.
        """
        frame = _framed(model_input)
        columns = ["yhat", *self._interval_columns()]
        out = pd.DataFrame(np.nan, index=frame.index, columns=columns)
        for unique_id, rows in frame.groupby("unique_id", sort=True):
            out.loc[rows.index, columns] = self._rows_of(str(unique_id), rows)
        return pd.concat([frame[["unique_id", "ds"]], out], axis=1)

    def _interval_columns(self):
        further = [format(round(level * 100, 1), "g").replace(".", "_") for level in self.header["recipe"]["furtherLevels"]]
        return ["yhat_lower", "yhat_upper", *(f"yhat_{side}_{name}" for name in further for side in ("lower", "upper"))]

    def _rows_of(self, unique_id, rows):
        if unique_id not in self._lines:
            raise CannotForecast(f"'{unique_id}' is no series of the version, which has {len(self._lines)}")
        line = json.loads(self._lines[unique_id])
        asked = [self._period_of(line, at) for at in rows["ds"]]
        unobserved = line.get("unobserved", [])
        is_absent = lies_at(self._setting.frequency, self._setting.phase, unobserved)
        here = [period for period in sorted(set(asked)) if not is_absent(period)]
        if len(here) < len(set(asked)):
            warnings.warn(f"no forecast of '{unique_id}' at {', '.join(unobserved)}: never observed in training", stacklevel=4)
        forecasts = dict(zip(here, self._forecast(line, here, self._known(line, rows, asked))))
        nothing = [np.nan] * (1 + len(self._interval_columns()))
        return np.array([forecasts.get(period, nothing) for period in asked])

    def _period_of(self, line, at):
        frequency, phase = self._setting.frequency, line.get("phase", self._setting.phase)
        period = period_of(frequency, phase, int(at.value // 1_000_000))
        last = last_period_of(frequency, self._setting.phase, self.header["training"]["end"])
        if period <= last:
            day = text_of(frequency, phase, period)
            raise CannotForecast(f"{day} of '{line['unique_id']}' is not after the training window, which ends at {self.header['training']['end']}")
        return period

    def _known(self, line, rows, asked):
        """What the version knows of the regressors, and over it what the caller gives."""
        names = tuple(self.header["recipe"].get("regressors", []))
        # A series that knew none was fitted without.
        if not names or "regressors" not in line:
            return None
        own = line["regressors"]
        values = {name: {} for name in names}
        for at, value in enumerate(own["values"]):
            if value is not None:
                values[names[at % len(names)]][own["first"] + at // len(names)] = value
        for name in names:
            if name in rows:
                given = zip(asked, rows[name])
                values[name].update((period, float(value)) for period, value in given if pd.notna(value))
        return Known(names, values)

    def _forecast(self, line, periods, known):
        if not periods:
            return []
        yhat, half = self._blended(line, periods, known)
        half = np.maximum(half, line["floor"])
        columns = [yhat]
        for near, far in zip(line["scales"]["near"], line["scales"]["far"]):
            scale = np.array([self._scale_at(period - line["last"], near, far) for period in periods])
            columns += [self._clip(yhat - scale * half), self._clip(yhat + scale * half)]
        return np.column_stack(columns)

    def _blended(self, line, periods, known):
        recipe = self.header["recipe"]
        if "simplest" in line:
            yhat, half = last_value(line["simplest"], periods, recipe["level"])
            return self._clip(yhat), half
        members = [self._member(candidate, state, periods, known) for candidate, state in zip(recipe["candidates"], line["states"])]
        learned = line.get("share", self.header["share"]["average"])
        share = {"choice": 0, "average": 1}.get(recipe["kind"], learned)
        mixed = [_blend([member and member[at] for member in members], line, share) for at in (0, 1)]
        if mixed[0] is None:
            raise CannotForecast(f"no candidate forecasts '{line['unique_id']}' that far ahead: all learn from regressors, which are not known there")
        return mixed

    def _member(self, candidate, state, periods, known):
        """A member's forecast is clipped, its half width is not; None where it has no state, or does not know its regressors."""
        if state is None:
            return None
        try:
            yhat, half = FAMILIES[candidate["family"]][1](self._setting, candidate["options"], state, periods, known)
        except Unknown:
            return None
        return self._clip(yhat), half

    def _clip(self, values):
        bounds = self.header["bounds"]
        return np.minimum(np.maximum(values, bounds.get("min", -np.inf)), bounds.get("max", np.inf))

    def _scale_at(self, steps, near, far):
        scale = near if steps <= self.header["nearPeriods"] else far
        return max(1, scale) if steps > self.header["testedPeriods"] else scale


def _blend(members, line, share):
    """The average by weights and the choice; the one alone where the other is missing."""
    present = [(weight, member) for weight, member in zip(line["weights"], members) if member is not None]
    total = sum(weight for weight, _ in present)
    average = sum((weight / total) * member for weight, member in present if weight != 0) if total > 0 else None
    choice = members[line["choice"]] if line["choice"] >= 0 else None
    if average is None or choice is None:
        return choice if average is None else average
    return share * average + (1 - share) * choice


def _id_of(line):
    """The id stands first: the rest of a long line need not be read for it."""
    beginning = '{"unique_id":'
    if not line.startswith(beginning):
        raise CannotForecast(f"a line of the model file begins with {line[:40]!r}, not with its series")
    return json.JSONDecoder().raw_decode(line, len(beginning))[0]


def _require_known(header):
    found = (header.get("format"), header.get("version"))
    if found != FORMAT:
        raise CannotForecast(f"the model file is {found}; this code reads {FORMAT}")
    for candidate, version in zip(header["recipe"]["candidates"], header["stateVersions"]):
        family = candidate["family"]
        if family not in FAMILIES:
            raise CannotForecast(f"candidate '{candidate['name']}' is of the family '{family}', which has no forecast in Python")
        if FAMILIES[family][0] != version:
            raise CannotForecast(f"the states of '{candidate['name']}' are of version {version}; this code reads {FAMILIES[family][0]}")


def _framed(model_input):
    frame = pd.DataFrame(model_input).reset_index(drop=True)
    missing = [name for name in ("unique_id", "ds") if name not in frame]
    if missing:
        raise CannotForecast(f"the rows have no column {' and '.join(missing)}; allowed: unique_id and ds, and values of the regressors")
    ds = pd.to_datetime(frame["ds"], utc=True).dt.tz_localize(None).astype("datetime64[ns]")
    empty = frame["unique_id"].isna() | ds.isna()
    if empty.any():
        raise CannotForecast(f"{int(empty.sum())} rows have no unique_id or no ds, the first is row {int(empty.idxmax())}")
    return frame.assign(ds=ds)
