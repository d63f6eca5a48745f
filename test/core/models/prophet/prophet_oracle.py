"""Fits Python's Prophet to the cases on standard input (JSON) and prints parameters, log posterior and forecasts as JSON.

Each case is fitted as a user would, and once more by Newton's method.
"""

import json
import logging
import sys

import numpy as np
import pandas as pd
from prophet import Prophet

logging.disable(logging.CRITICAL)

def holidays_frame(holidays):
    rows = [
        {
            "holiday": h["name"],
            "ds": date,
            "lower_window": h.get("lowerWindow", 0),
            "upper_window": h.get("upperWindow", 0),
            "prior_scale": h.get("priorScale", 10.0),
        }
        for h in holidays
        for date in h["dates"]
    ]
    return pd.DataFrame(rows) if rows else None


def fit(case, **stan_options):
    model = Prophet(holidays=holidays_frame(case["holidays"]), **case["prophet"])
    frame = pd.DataFrame({"ds": pd.to_datetime(case["ds"]), "y": case["y"]})
    future = pd.DataFrame({"ds": pd.to_datetime(case["ds"] + case["future"])})
    for regressor in case["regressors"]:
        model.add_regressor(regressor["name"], standardize=regressor.get("standardize", "auto"))
        values = {pd.Timestamp(date): value for date, value in regressor["values"].items()}
        frame[regressor["name"]] = frame["ds"].map(values)
        future[regressor["name"]] = future["ds"].map(values)
    model.fit(frame, **stan_options)
    np.random.seed(1)
    prediction = model.predict(future)
    optimum = getattr(model, "stan_fit", None)
    return {
        "logPosterior": None if optimum is None else float(optimum.optimized_params_dict["lp__"]),
        "k": float(model.params["k"].ravel()[0]),
        "m": float(model.params["m"].ravel()[0]),
        "delta": model.params["delta"].ravel().tolist(),
        "beta": model.params["beta"].ravel().tolist(),
        "priorScales": model.make_all_seasonality_features(model.history)[1],
        "sigma": float(model.params["sigma_obs"].ravel()[0]),
        "changepoints": [str(date) for date in model.changepoints],
        "yScale": float(model.y_scale),
        "yhat": prediction["yhat"].tolist(),
        "lower": prediction["yhat_lower"].tolist(),
        "upper": prediction["yhat_upper"].tolist(),
    }


def newton_fit(case):
    """Stops closer to the optimum than the usual L-BFGS; None where it gives up, or would take many seconds."""
    if len(case["ds"]) > 1000:
        return None
    try:
        return fit(case, algorithm="Newton")
    except RuntimeError:
        return None


json.dump([{"name": c["name"], "usual": fit(c), "newton": newton_fit(c)} for c in json.load(sys.stdin)], sys.stdout)
