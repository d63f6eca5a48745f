"""Python Prophet doing what a benchmark asks of it, and nothing else.

Reads a request (JSON) from the file named by the first argument:
  {"csv", "timestamp", "target", "id": column or null, "processes", "yearly": "auto" (Prophet's default) or true,
   "predict": whether to forecast and score too,
   "jobs": [{"group", "id": series or null, "start", "cutoff", "end"}, ...]}
A job learns from start..cutoff and is held against the days after it up to end (ISO dates, all inclusive).
Prints JSON: {"fits", "rmse": by group, over all points of its jobs; empty without predict}.

Its best settings: point forecasts only (uncertainty_samples=0: no simulation of intervals), logging off, one process a core with one
thread each, ujson installed (halves the way of the data to Stan), the file read once, fits handed out one by one.
"""

import json
import logging
import math
import os
import sys
from multiprocessing import Pool

# One process a core already: threads of the linear algebra would only fight over them.
os.environ["OMP_NUM_THREADS"] = "1"
logging.disable(logging.CRITICAL)

import pandas as pd
from prophet import Prophet

SERIES = {}


def load(request):
    # Ids that look like numbers stay the texts that the jobs name them by.
    frame = pd.read_csv(request["csv"], dtype={} if request["id"] is None else {request["id"]: str})
    columns = {"ds": pd.to_datetime(frame[request["timestamp"]]), "y": pd.to_numeric(frame[request["target"]])}
    long = pd.DataFrame(columns)
    if request["id"] is None:
        SERIES[None] = long
    else:
        SERIES.update(dict(tuple(long.groupby(frame[request["id"]]))))


def fit_one(task):
    job, yearly, predict = task
    start, cutoff, end = (pd.Timestamp(job[name]) for name in ("start", "cutoff", "end"))
    series = SERIES[job["id"]]
    model = Prophet(uncertainty_samples=0, yearly_seasonality=yearly)
    model.fit(series[(series.ds >= start) & (series.ds <= cutoff)])
    if not predict:
        return job["group"], 0.0, 0
    actual = series[(series.ds > cutoff) & (series.ds <= end)]
    errors = model.predict(actual[["ds"]]).yhat.to_numpy() - actual.y.to_numpy()
    return job["group"], float((errors**2).sum()), len(errors)


def main():
    with open(sys.argv[1]) as file:
        request = json.load(file)
    # Before the processes fork: they share what was read.
    load(request)
    tasks = [(job, request["yearly"], request["predict"]) for job in request["jobs"]]
    squared, points = {}, {}
    with Pool(request["processes"]) as pool:
        # In the order of the jobs, so that the sums do not depend on which process was faster.
        for group, sse, n in pool.imap(fit_one, tasks, chunksize=1):
            squared[group] = squared.get(group, 0.0) + sse
            points[group] = points.get(group, 0) + n
    rmse = {group: math.sqrt(squared[group] / points[group]) for group in points if points[group] > 0}
    print(json.dumps({"fits": len(tasks), "rmse": rmse}))


if __name__ == "__main__":
    main()
