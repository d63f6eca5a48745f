"""What every family gives for a state: forecasts and their half widths, aligned with the periods."""

from dataclasses import dataclass
from typing import Mapping, Optional

import numpy as np


@dataclass(frozen=True)
class Setting:
    """What all series share."""

    frequency: str
    phase: int
    season_length: int
    level: float


@dataclass(frozen=True)
class Known:
    """Values of the regressors: by name, then by period."""

    names: tuple
    values: Mapping[str, Mapping[int, float]]

    def at(self, name: str, period: int) -> Optional[float]:
        value = self.values[name].get(period)
        return None if value is None or np.isnan(value) else value


class Unknown(Exception):
    """A regressor without a value: the member has nothing to say, the others go on."""
