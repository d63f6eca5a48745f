"""Where Prophet's future can go: changes of slope come as a Poisson process, their sizes are Laplace, and noise is added.

With u for the time since the history's end (its span being 1), the characteristic function of trend and noise is
exp(-sigma^2 w^2 / 2 + rate u (arctan(x) / x - 1)), x = scale u w; its inversion gives the quantiles of infinitely many draws.
"""

import math

import numpy as np

from .normal import half_width

MILD_KURTOSIS = 0.1
GRID_RATIO = 1.1
MAX_TERMS = 1000
LAST_FREQUENCY = 5


class Paths:
    def __init__(self, state, level):
        count = state["changepointCount"]
        self.sigma, self.rate, self.level, self.z = state["sigma"], count, level, half_width(level)
        self.scale = sum(abs(size) for size in state["delta"]) / max(count, 1) + 1e-8
        self._known = {}

    def half_width(self, u, gain=1.0):
        if u <= 0 or gain == 0:
            return self.z * self.sigma
        deviation, kurtosis = self._moments(u, gain)
        if kurtosis < MILD_KURTOSIS:
            return deviation * (self.z + (kurtosis * (self.z**3 - 3 * self.z)) / 24)
        if gain == 1:
            return math.exp(self._log_width_at(u, 0))
        left, share = _grid(gain)
        return math.exp((1 - share) * self._log_width_at(u, left) + share * self._log_width_at(u, left + 1))

    def trend_half_width(self, u):
        """Of the trend without the noise, taken as normal."""
        return self.z * math.sqrt((self.rate * u**3 * 2 * self.scale**2) / 3)

    def _log_width_at(self, u, gain_point):
        left, share = _grid(u)
        return (1 - share) * self._log_width(left, gain_point) + share * self._log_width(left + 1, gain_point)

    def _log_width(self, point, gain_point):
        key = (point, gain_point)
        if key not in self._known:
            self._known[key] = math.log(self._invert(GRID_RATIO**point, self.scale * GRID_RATIO**gain_point))
        return self._known[key]

    def _moments(self, u, gain=1.0, scale=None):
        square = ((self.scale if scale is None else scale) * u * gain) ** 2
        variance = self.sigma**2 + (self.rate * u * 2 * square) / 3
        fourth = (self.rate * u * 24 * square * square) / 5
        return math.sqrt(variance), fourth / variance**2

    def _invert(self, u, scale):
        """The q with P(|X| <= q) = level, from the Fourier series of the distribution on [-span, span], by Newton's steps within a bracket."""
        deviation, _ = self._moments(u, scale=scale)
        span = 6 * deviation + 6 * scale * u
        sigma = max(self.sigma, (LAST_FREQUENCY * span) / (math.pi * MAX_TERMS))
        k = np.arange(1, math.ceil((LAST_FREQUENCY * span) / (math.pi * sigma)) + 1)
        w = math.pi * k / span
        x = scale * u * w
        terms = (2 / math.pi) * np.exp(-0.5 * (sigma * w) ** 2 + self.rate * u * (np.arctan(x) / x - 1))
        low, high, q = 0.0, span, deviation
        for _ in range(60):
            inside = q / span + float(np.sum(terms / k * np.sin(w * q)))
            density = 1 / span + float(np.sum(terms * (math.pi / span) * np.cos(w * q)))
            low, high = (low, q) if inside > self.level else (q, high)
            ahead = q - (inside - self.level) / density
            settled = abs(ahead - q) < 1e-7 * q
            q = ahead if low < ahead < high else (low + high) / 2
            if settled or high - low <= 1e-9 * span:
                break
        return q


def _grid(value):
    position = math.log(value) / math.log(GRID_RATIO)
    left = math.floor(position)
    return left, position - left
