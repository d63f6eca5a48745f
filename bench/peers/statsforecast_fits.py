"""Nixtla's statsforecast: fit and 365-day forecast of a sample of series, without cross-validation and without intervals.

Arguments: CSV (unique_id, ds, y), horizon, processes. Prints JSON: {"MFLES": {"series", "seconds"}, "AutoETS": ...}.

Its best settings: a first call on two series compiles what has to be compiled before the clock starts, one process a core. MFLES takes
the yearly season; AutoETS cannot take one of 365 steps (24 at most), so it gets the week.
"""

import json
import os
import sys
import time

os.environ.setdefault("NIXTLA_ID_AS_COL", "1")

import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import MFLES, AutoETS

MODELS = {"MFLES": MFLES(season_length=[7, 365]), "AutoETS": AutoETS(season_length=7)}


def main():
    path, horizon, processes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    frame = pd.read_csv(path, parse_dates=["ds"])
    ids = frame.unique_id.unique()
    result = {}
    for name, model in MODELS.items():
        StatsForecast(models=[model], freq="D").forecast(df=frame[frame.unique_id.isin(ids[:2])], h=horizon)
        started = time.perf_counter()
        StatsForecast(models=[model], freq="D", n_jobs=processes).forecast(df=frame, h=horizon)
        result[name] = {"series": len(ids), "seconds": time.perf_counter() - started}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
