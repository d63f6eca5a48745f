"""Fits Python's Prophet to the cases on standard input (JSON) and prints parameters, log posterior and forecasts as JSON.

Each case is fitted as a user would, and once more with tolerances so tight that the optimiser goes on as long as it can.
"""

import json
import logging
import sys

import pandas as pd
from prophet import Prophet

logging.disable(logging.CRITICAL)

TIGHT = {
    "algorithm": "LBFGS",
    "tol_obj": 1e-16,
    "tol_rel_obj": 1e-8,
    "tol_grad": 1e-14,
    "tol_rel_grad": 1e-8,
    "tol_param": 1e-16,
    "iter": 60000,
    "history_size": 60,
}


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


def tight_fit(case):
    """Newton is the more exact one, but its Hessian by differences is slow on long series. Either optimiser may give up early."""
    newton = [{"algorithm": "Newton"}] if len(case["ds"]) <= 250 else []
    runs = []
    for options in [TIGHT, *newton]:
        try:
            runs.append(fit(case, **options))
        except (RuntimeError, ValueError):  # ValueError: the fallback to Newton knows no tolerances
            continue
    return max(runs, key=lambda run: run["logPosterior"] or 0, default=None)


json.dump([{"name": c["name"], "usual": fit(c), "tight": tight_fit(c)} for c in json.load(sys.stdin)], sys.stdout)
