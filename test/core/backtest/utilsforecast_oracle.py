"""The losses of utilsforecast on a panel: the independent side of utilsforecast.test.ts.

The request, JSON on standard input: columns of the panel and of its training data by name, levels in percent, the season. The answer,
JSON on standard output: loss -> unique_id -> value.
"""

import json
import sys
import warnings

import numpy as np
import pandas as pd
from utilsforecast import losses

warnings.filterwarnings("ignore")


def main():
    request = json.load(sys.stdin)
    panel, train = pd.DataFrame(request["panel"]), pd.DataFrame(request["train"])
    levels = request["levels"]
    columns = {0.5: "m"}
    for level in levels:
        columns[(100 - level) / 200] = f"m-lo-{level}"
        columns[(100 + level) / 200] = f"m-hi-{level}"
    quantiles = np.array(list(columns))
    names = {"m": list(columns.values())}
    scaled = {"seasonality": request["season"], "train_df": train}
    low, end = (100 - levels[0]) / 200, f"m-lo-{levels[0]}"
    found = {
        "mse": losses.mse(panel, ["m"]),
        "rmse": losses.rmse(panel, ["m"]),
        "mae": losses.mae(panel, ["m"]),
        "bias": losses.bias(panel, ["m"]),
        "smape": losses.smape(panel, ["m"]),
        "mape": losses.mape(panel, ["m"]),
        "mase": losses.mase(panel, ["m"], **scaled),
        "coverage": losses.coverage(panel, ["m"], level=levels[0]),
        "winkler": losses.winkler_score(panel, ["m"], level=levels[0]),
        "quantileLoss": losses.quantile_loss(panel, {"m": end}, q=low),
        "scaledQuantileLoss": losses.scaled_quantile_loss(panel, {"m": end}, q=low, **scaled),
        "mqloss": losses.mqloss(panel, names, quantiles),
        "scaledMqloss": losses.scaled_mqloss(panel, names, quantiles, **scaled),
        "scaledCrps": losses.scaled_crps(panel, names, quantiles),
    }
    json.dump({name: dict(zip(frame["unique_id"], frame["m"])) for name, frame in found.items()}, sys.stdout)


if __name__ == "__main__":
    main()
