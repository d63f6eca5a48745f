"""Fits Python's Prophet to the cases on standard input (JSON) and prints parameters, log posterior and forecasts as JSON.

Each case is fitted as a user would, and once more closer to the optimum.
"""

import json
import logging
import sys
import time

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
    given = dict(case["prophet"])
    limits = given.pop("limits", {})
    model = Prophet(holidays=holidays_frame(case["holidays"]), **given)
    frame = pd.DataFrame({"ds": pd.to_datetime(case["ds"]), "y": case["y"]})
    future = pd.DataFrame({"ds": pd.to_datetime(case["ds"] + case["future"])})
    for name, value in limits.items():
        frame[name] = future[name] = value
    for regressor in case["regressors"]:
        model.add_regressor(
            regressor["name"], standardize=regressor.get("standardize", "auto"), mode=regressor.get("mode")
        )
        values = {pd.Timestamp(date): value for date, value in regressor["values"].items()}
        frame[regressor["name"]] = frame["ds"].map(values)
        future[regressor["name"]] = future["ds"].map(values)
    started = time.perf_counter()
    model.fit(frame, **stan_options)
    seconds = time.perf_counter() - started
    np.random.seed(1)
    prediction = model.predict(future)
    optimum = getattr(model, "stan_fit", None)
    # The likelihood multiplies the trend above the floor; Prophet's forecast multiplies the floor, too.
    floor = limits.get("floor", 0) * prediction["multiplicative_terms"]
    return {
        "seconds": seconds,
        "logPosterior": None if optimum is None else float(optimum.optimized_params_dict["lp__"]),
        "k": float(model.params["k"].ravel()[0]),
        "m": float(model.params["m"].ravel()[0]),
        "delta": model.params["delta"].ravel().tolist(),
        "beta": model.params["beta"].ravel().tolist(),
        "priorScales": model.make_all_seasonality_features(model.history)[1],
        "sigma": float(model.params["sigma_obs"].ravel()[0]),
        "changepoints": [str(date) for date in model.changepoints],
        "yScale": float(model.y_scale),
        "yhat": (prediction["yhat"] - floor).tolist(),
        "lower": (prediction["yhat_lower"] - floor).tolist(),
        "upper": (prediction["yhat_upper"] - floor).tolist(),
    }


TIGHT = {"tol_obj": 1e-14, "tol_rel_obj": 1.0, "tol_grad": 1e-12, "tol_rel_grad": 1.0, "tol_param": 1e-14, "iter": 100000}


def closer_fit(case):
    """Newton's method, or L-BFGS with tight tolerances where that takes many seconds; None where Stan gives up."""
    try:
        return fit(case, algorithm="Newton") if len(case["ds"]) <= 500 else fit(case, algorithm="LBFGS", **TIGHT)
    except (RuntimeError, ValueError):  # the latter where the fallback to Newton refuses the tolerances
        return None


json.dump([{"name": c["name"], "usual": fit(c), "closer": closer_fit(c)} for c in json.load(sys.stdin)], sys.stdout)
