"""Weights, choice, intervals and guard of a fitted recipe, computed with numpy from the specification's text alone.

In: series with their points by candidate (rows of cutoff, ds, y, yhat, half), looks (newest first) and the members' forecasts of the
horizon. Out: everything that a line of the model and its recorded forecasts hold of it."""

import json
import math
import sys

import numpy as np

given = json.load(sys.stdin)
K, H0, LEVELS = given["candidates"], given["near"], given["levels"]
SHARE, BOUNDS, LOOKS = given["share"], given["bounds"], given["looks"]
NAMES = sorted(given["series"])
FLOOR = 1e-12


def clip(x):
    low, high = BOUNDS.get("min"), BOUNDS.get("max")
    return x if low is None and high is None else np.clip(x, low, high)


def squares(points):
    return (points[:, 2] - points[:, 3]) ** 2


def cross_validation(name, near):
    """Mean squares by candidate (None without points) and how many points they are of."""
    errors, count = [], 0
    for rows in given["series"][name]["points"]:
        if not rows:
            errors.append(None)
            continue
        points = np.array(rows, float)
        h = points[:, 1] - points[:, 0]
        used = points[h <= H0] if near and (h <= H0).any() else points
        errors.append(float(np.mean(squares(used))))
        count = len(used)
    return errors, count


def actuals(name):
    for rows in given["series"][name]["points"]:
        if rows:
            return float(np.mean(np.array(rows, float)[:, 2] ** 2))
    return 0.0


def recent(name):
    """M_sk and n_s."""
    first, count = cross_validation(name, near=True)
    top = [0.0 if e is None else e for e in first]
    bottom = [0.0 if e is None else 1.0 for e in first]
    for j, look in enumerate(LOOKS[:50]):
        line = look.get(name)
        if line is None:
            continue
        if any(e is not None for e in line["mse"]):
            count += line["rows"]
        for k, e in enumerate(line["mse"]):
            if e is not None:
                top[k] += 0.9**j * e
                bottom[k] += 0.9**j
    least = max(1e-9 * actuals(name), FLOOR)
    return [max(t / b, least) if b > 0 else None for t, b in zip(top, bottom)], count


def choice_errors(name):
    least = max(1e-9 * actuals(name), FLOOR)
    return [None if e is None else max(e, least) for e in cross_validation(name, near=False)[0]]


def mean_size(errors):
    known = [e for e in errors if e is not None]
    return float(np.mean(known)) if known else None


def size_above_floor(name, errors):
    """The one departure from the specification: a series whose errors all lie at the floor has no size (decision 0015)."""
    least = max(1e-9 * actuals(name), FLOOR)
    return mean_size(errors) if any(e is not None and e > least for e in errors) else None


def pooled(by_series):
    result = []
    for k in range(K):
        shares = [e[k] / mean_size(e) for e in by_series if e[k] is not None]
        result.append(float(np.mean(shares)) if shares else None)
    return result


def log_over_least(errors):
    known = [e for e in errors if e is not None]
    if not known:
        return [0.0] * K
    return [None if e is None else math.log(e / min(known)) for e in errors]


def loss(own, pool, c):
    own_terms, pool_terms = log_over_least(own), log_over_least(pool)
    if all(e is None for e in own):
        return pool_terms
    return [
        None if a is None or b is None else 0.5 * c * a + 0.5 * (2 - c) * b for a, b in zip(own_terms, pool_terms)
    ]


ALL = sorted(set(NAMES) | set(given.get("before", [])) | {name for look in LOOKS for name in look})
for absent in set(ALL) - set(NAMES):
    given["series"][absent] = {"points": [[] for _ in range(K)]}
M = {name: recent(name) for name in ALL}
POOLED = pooled([M[name][0] for name in ALL])
C = {name: choice_errors(name) for name in ALL}
POOLED_C = pooled([C[name] for name in ALL])


def mixed(values, weights, choice):
    """values: an array by candidate, None where it has none."""
    total = sum(w for v, w in zip(values, weights) if v is not None)
    if total == 0:
        return values[choice]
    average = sum(w / total * v for v, w in zip(values, weights) if v is not None)
    if values[choice] is None:
        return average
    return SHARE * average + (1 - SHARE) * values[choice]


def near_scale(own, looks, level):
    entries = [(r, 4 / len(own)) for r in own] + [(r, 1 / len(l)) for l in looks for r in l]
    if not entries:
        return 1.0
    entries.sort()
    total = sum(w for _, w in entries)
    limit = level * (1 + 1 / len(entries)) * total - 1e-9 * total
    running = 0.0
    for ratio, weight in entries:
        running += weight
        if running >= limit:
            return ratio
    return entries[-1][0]


def far_scale(own, everything, level, near):
    if not own:
        return max(1.0, near)
    ratios = sorted(own if len(own) >= 20 else everything)
    return ratios[min(math.ceil((len(ratios) + 1) * level), len(ratios)) - 1]


def of_series(name):
    series = given["series"][name]
    members = [None if m is None else np.array(m, float) for m in series["members"]]
    has = [m is not None for m in members]
    errors, count = M[name]
    found = loss(errors, POOLED, count / (count + 10))
    raw = [0.0 if l is None or not h else math.exp(-3 * l) for l, h in zip(found, has)]
    if sum(raw) == 0:
        raw = [float(h) for h in has]
    weights = [w / sum(raw) for w in raw]
    losses = [l if h else None for l, h in zip(loss(C[name], POOLED_C, 1), has)]
    choice = None
    for k, l in enumerate(losses):
        if l is not None and (choice is None or l < losses[choice] - 1e-12):
            choice = k
    if choice is None:
        choice = has.index(True)
    points = [np.array(rows, float) if rows else None for rows in series["points"]]
    ref = next((p for p in points if p is not None), None)
    floor_of = float(np.std(series["y"], ddof=1)) if len(series["y"]) > 1 else 0.0
    near, far, rows, squared = [], [], [], []
    if ref is not None:
        yhat = mixed([None if p is None else p[:, 3] for p in points], weights, choice)
        half = mixed([None if p is None else p[:, 4] for p in points], weights, choice)
        error = np.abs(ref[:, 2] - yhat)
        floor_of = math.sqrt(np.mean(error**2))
        h = ref[:, 1] - ref[:, 0]
        squared = list(error[h <= H0] ** 2)
        rows = [(hh, e, max(w, 0.01 * floor_of)) for hh, e, w in zip(h, error, half)]
        near = [e / w for hh, e, w in rows if hh <= H0 and w > 0]
        far = [e / w for hh, e, w in rows if hh > H0 and w > 0]
    floor = 0.01 * floor_of
    looks = [look[name]["ratios"] for look in LOOKS[:12] if name in look and look[name]["ratios"]]
    nears = [near_scale(near, looks, level) for level in LEVELS]
    fars = [far_scale(far, near + far, level, n) for level, n in zip(LEVELS, nears)]
    ds = np.array(given["horizon"]) - series["last"]
    yhat = mixed([None if m is None else clip(m[0]) for m in members], weights, choice)
    half = np.maximum(mixed([None if m is None else (m[2] - m[1]) / 2 for m in members], weights, choice), floor)
    tested = given["tested"]
    scales = [
        [max(1.0, n if h <= H0 else f) if h > tested else (n if h <= H0 else f) for h in ds]
        for n, f in zip(nears, fars)
    ]
    return {
        "weights": weights,
        "choice": choice,
        "floor": floor,
        "near": nears,
        "far": fars,
        "ratios": len(near) + sum(len(l) for l in looks),
        "size": size_above_floor(name, errors),
        "yhat": list(yhat),
        "lower": [list(clip(yhat - np.array(s) * half)) for s in scales],
        "upper": [list(clip(yhat + np.array(s) * half)) for s in scales],
        "squared": squared,
    }


lines = {name: of_series(name) for name in NAMES}
every = [e for name in NAMES for e in lines[name].pop("squared")]
print(json.dumps({"series": lines, "allowed": 5 * math.sqrt(np.mean(every)) if every else None}))
