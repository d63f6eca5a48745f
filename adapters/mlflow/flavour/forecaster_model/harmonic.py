"""harmonic: a line, waves around it, holidays and regressors beside them, and what is left of the last deviation."""

import math

import numpy as np

from .member import Unknown
from .normal import half_width
from .periods import DAY_MS, instant_of, parse

WEEK, YEAR_DAYS = 7, 365.25
NATURAL = {
    "hour": (("daily", 24), ("weekly", 24 * WEEK), ("yearly", 24 * YEAR_DAYS)),
    "day": (("weekly", WEEK), ("yearly", YEAR_DAYS)),
    "week": (("yearly", YEAR_DAYS / WEEK),),
    "month": (("yearly", 12),),
    "quarter": (("yearly", 4),),
    "year": (),
}
DEFAULT_PAIRS = {"daily": 4, "weekly": 3, "season": 3}


def harmonic(setting, options, state, periods, known):
    curve = state["curve"]
    at = np.asarray(periods, dtype=float)
    yhat = curve["level"] + curve["slope"] * (at - curve["origin"])
    waves = curve["fourier"]
    for omega, sine, cosine in zip(_angular(setting, options), waves[0::2], waves[1::2]):
        yhat = yhat + (sine * np.sin(omega * at) + cosine * np.cos(omega * at))
    yhat = yhat + _beside(setting, options, state, periods, known)
    memory = np.array([state["autocorrelation"] ** (period - state["last"]) for period in periods])
    line = state["levelVariance"] + state["lineVariance"] * (at - state["centre"]) ** 2
    variance = state["noiseVariance"] * (1 - memory * memory) + line
    return yhat + state["deviation"] * memory, half_width(setting.level) * np.sqrt(variance)


def _seasons(setting):
    """Those of clock and calendar, and the data set's own where it is none of them; shortest first."""
    natural, length = NATURAL[setting.frequency], setting.season_length
    if length < 2 or any(abs(length / steps - 1) < 0.01 for _, steps in natural):
        return natural
    return tuple(sorted((*natural, ("season", length)), key=lambda season: season[1]))


def _angular(setting, options):
    """Radians a step, of every frequency once."""
    found = []
    for name, steps in _seasons(setting):
        default = DEFAULT_PAIRS.get(name, 4 if steps > 53 else 6)
        for k in range(1, min(options.get(name, default), math.floor(steps / 2)) + 1):
            omega = (2 * math.pi * k) / steps
            if not any(abs(other - omega) < 1e-9 for other in found):
                found.append(omega)
    return found


def _beside(setting, options, state, periods, known):
    """Regressors less their centres first, then 1 on the days of each holiday."""
    effects = state.get("effects", [])
    total = np.zeros(len(periods))
    if not effects:
        return total
    names = () if known is None else known.names
    days = [instant_of(setting.frequency, setting.phase, period) // DAY_MS for period in periods]
    for name, effect, centre in zip(names, effects, state.get("regressorCentres", [])):
        for i, period in enumerate(periods):
            value = known.at(name, period)
            if value is None:
                raise Unknown(name)
            total[i] += effect * (value - centre)
    for holiday, effect in zip(options.get("holidays", []), effects[len(names) :]):
        dates = {parse(text) // DAY_MS for text in holiday["dates"]}
        total += [effect if day in dates else 0.0 for day in days]
    return total
