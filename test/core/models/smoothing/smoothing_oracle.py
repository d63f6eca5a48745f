"""Reads cases from standard input (JSON), each a series z with the parameters that were found for it; prints what statsforecast's
standard theta and statsmodels' damped Holt make of them."""

import json
import sys
import warnings

import numpy as np
from statsforecast.theta import auto_theta, forecast_theta
from statsmodels.tsa.holtwinters import Holt

warnings.simplefilter("ignore")


def theta(z, alpha, steps):
    model = auto_theta(z, m=1, model="STM", alpha=alpha, initial_smoothed=float(z[0]))
    return list(map(float, forecast_theta(model, h=steps)["mean"]))


def damped(z, phi, beta, alpha, steps):
    model = Holt(z, damped_trend=True, initialization_method="known", initial_level=float(z[0]), initial_trend=0.0)
    # In statsmodels the trend is smoothed by smoothing_trend times the change of level: beta in our words.
    fit = model.fit(smoothing_level=alpha, smoothing_trend=beta, damping_trend=phi, optimized=False)
    return {"sse": float(fit.sse), "yhat": list(map(float, fit.forecast(steps)))}


answers = []
for case in json.load(sys.stdin):
    z = np.array(case["z"], dtype=float)
    steps = case["steps"]
    answers.append({"theta": theta(z, case["theta"]["alpha"], steps), "damped": damped(z, **case["damped"], steps=steps)})
json.dump(answers, sys.stdout)
