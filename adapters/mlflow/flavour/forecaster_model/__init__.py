"""Forecasts of a registered version in Python: `mlflow.pyfunc.load_model(...)` with what the platform itself forecasts by, `model.jsonl`."""

from .model import ForecasterModel


def _load_pyfunc(path):
    """What MLflow calls. `path` is the model file."""
    return ForecasterModel(path)
