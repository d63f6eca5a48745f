"""theta and damped: a level that follows the series without its seasons, and how it goes on."""

import math

import numpy as np

from .normal import half_width


def theta(setting, options, state, periods, known):
    def ahead(curve, steps, seen):
        level, trend, alpha = curve["level"], curve["trend"], curve["alpha"]
        return level + (trend / 2) * (steps - 1 + (1 - (1 - alpha) ** seen) / alpha)

    return _smoothed(setting, state, periods, ahead)


def damped(setting, options, state, periods, known):
    def ahead(curve, steps, seen):
        phi = curve["phi"]
        return curve["level"] + (curve["trend"] * phi * (1 - phi**steps)) / (1 - phi)

    return _smoothed(setting, state, periods, ahead)


def _smoothed(setting, state, periods, ahead):
    curve, multiplies = state["curve"], state["form"] == "log"
    width = half_width(setting.level) * state["sigma"]
    yhat, half = np.empty(len(periods)), np.empty(len(periods))
    for i, period in enumerate(periods):
        steps = period - state["last"]
        season = sum(index[(state["periods"] + steps - 1) % len(index)] for index in state["seasons"])
        level = ahead(curve, steps, state["periods"])
        yhat[i] = level * math.exp(season) if multiplies else level + season
        half[i] = width * math.sqrt(1 + (steps - 1) * curve["alpha"] ** 2) * (math.exp(season) if multiplies else 1)
    return yhat, half
