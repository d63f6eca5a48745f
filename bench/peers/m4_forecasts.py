"""Nixtla's statsforecast on a panel of M4: fit and forecast of every series by five models, point forecasts only.

Reads {"panel": {id: {"y", "t"}}, "seasons": [the main one, ...], "freq"} from the file named by the argument. Prints JSON, by model:
  {"seconds": CPU seconds of fit and forecast, "yhat": {id: [...]}}

Its best settings: one process, so that its CPU seconds are all there are; a first call on two series compiles what has to be compiled before the
clock starts. AutoETS takes no season above 24, AutoCES and AutoTheta fall back by themselves where a series is too short for one.
"""

import json
import os
import sys
import time
import warnings

# Threads of the linear algebra would count as CPU seconds without making anything faster here.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ.setdefault("NIXTLA_ID_AS_COL", "1")
warnings.filterwarnings("ignore")

import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import MFLES, MSTL, AutoCES, AutoETS, AutoTheta, SeasonalNaive

MODELS = {"AutoETS": AutoETS, "AutoTheta": AutoTheta, "AutoCES": AutoCES, "MSTL": MSTL, "MFLES": MFLES}
# They take several seasons; with all of them they stand beside the five as they are with the main one.
OF_SEASONS = ("MSTL", "MFLES")


def models(seasons):
    main = {name: model(season_length=seasons[0]) for name, model in MODELS.items()}
    if len(seasons) == 1:
        return main
    label = ", ".join(str(season) for season in seasons)
    return {**main, **{f"{name} of {label}": MODELS[name](season_length=seasons) for name in OF_SEASONS}}


def main():
    with open(sys.argv[1]) as file:
        request = json.load(file)
    seasons, freq = request["seasons"], request["freq"]
    frames = [
        pd.DataFrame({"unique_id": uid, "ds": pd.date_range("2000-01-02", periods=len(one["y"]), freq=freq), "y": one["y"]})
        for uid, one in request["panel"].items()
    ]
    horizon = len(next(iter(request["panel"].values()))["t"])
    frame, sample = pd.concat(frames), pd.concat(frames[:2])
    result = {}
    for name, model in models(seasons).items():
        # What a model cannot fit, the naive forecasts: a peer that leaves a series out would not be comparable.
        forecaster = StatsForecast(models=[model], freq=freq, fallback_model=SeasonalNaive(season_length=1))
        forecaster.forecast(df=sample, h=horizon)
        started = time.process_time()
        forecast = forecaster.forecast(df=frame, h=horizon)
        seconds = time.process_time() - started
        column = [found for found in forecast.columns if found not in ("unique_id", "ds")][0]
        yhat = {uid: part[column].tolist() for uid, part in forecast.groupby("unique_id", sort=False)}
        result[name] = {"seconds": seconds, "yhat": yhat}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
