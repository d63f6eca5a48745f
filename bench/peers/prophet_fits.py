"""Python Prophet doing what the benchmark's replay asks of it, and nothing else: for every window 35 folds and one final fit.

Reads a request (JSON) from the file named by the first argument:
  {"csv", "timestamp", "target", "windows": [{"start", "end"}], "cutoffs": [[ISO dates of one window], ...],
   "horizon_days", "processes", "forecasts": [{"start", "end"}] or null}
Prints JSON: {"fits", "rmse": per window over all folds, "realised_rmse": per window or null}.

Its best settings: point forecasts only (uncertainty_samples=0: no simulation of intervals), logging off, one process a core,
fits handed out one by one.
"""

import json
import logging
import math
import sys
from multiprocessing import Pool

logging.disable(logging.CRITICAL)

import pandas as pd
from prophet import Prophet

FRAME = None


def load(request):
    global FRAME
    frame = pd.read_csv(request["csv"])
    FRAME = pd.DataFrame({"ds": pd.to_datetime(frame[request["timestamp"]]), "y": pd.to_numeric(frame[request["target"]])})


def fit_one(job):
    start, cutoff, end = (pd.Timestamp(job[name]) for name in ("start", "cutoff", "end"))
    history = FRAME[(FRAME.ds >= start) & (FRAME.ds <= cutoff)]
    actual = FRAME[(FRAME.ds > cutoff) & (FRAME.ds <= end)]
    model = Prophet(uncertainty_samples=0)
    model.fit(history)
    predicted = model.predict(actual[["ds"]])
    errors = predicted.yhat.to_numpy() - actual.y.to_numpy()
    return {"kind": job["kind"], "window": job["window"], "sse": float((errors**2).sum()), "n": len(errors)}


def jobs_of(request):
    horizon = pd.Timedelta(days=request["horizon_days"])
    for number, window in enumerate(request["windows"]):
        for cutoff in request["cutoffs"][number]:
            end = str(pd.Timestamp(cutoff) + horizon)
            yield {"kind": "fold", "window": number, "start": window["start"], "cutoff": cutoff, "end": end}
        forecast = request["forecasts"][number]
        yield {"kind": "final", "window": number, "start": window["start"], "cutoff": window["end"], "end": forecast["end"]}


def rmse_by_window(results, kind, windows):
    totals = []
    for number in range(windows):
        chosen = [r for r in results if r["kind"] == kind and r["window"] == number]
        totals.append(math.sqrt(sum(r["sse"] for r in chosen) / sum(r["n"] for r in chosen)))
    return totals


def main():
    request = json.load(open(sys.argv[1]))
    jobs = list(jobs_of(request))
    with Pool(request["processes"], initializer=load, initargs=(request,)) as pool:
        results = list(pool.imap_unordered(fit_one, jobs, chunksize=1))
    windows = len(request["windows"])
    print(json.dumps({"fits": len(jobs), "rmse": rmse_by_window(results, "fold", windows), "realised_rmse": rmse_by_window(results, "final", windows)}))


if __name__ == "__main__":
    main()
