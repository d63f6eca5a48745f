class CannotForecast(Exception):
    """What was asked for, and why this version says nothing to it."""
