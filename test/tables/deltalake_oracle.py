"""Reads the tables of a request with deltalake, and writes one of its own: the independent side of deltalake.test.ts.

Usage: deltalake_oracle.py REQUEST.json; the answer is JSON on standard output.
"""

import datetime
import json
import math
import os
import sys

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def plain(value):
    """Days for dates, milliseconds for timestamps: as RowBatch has them."""
    if isinstance(value, datetime.datetime):
        return (value - EPOCH) / datetime.timedelta(milliseconds=1)
    if isinstance(value, datetime.date):
        return (value - EPOCH.date()).days
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    return value


def rows(table):
    return [[plain(value) for value in row.values()] for row in table.to_pylist()]


def describe(path, version):
    table = DeltaTable(path, version=version)
    data = table.to_pyarrow_table()
    return {
        "version": table.version(),
        "schema": json.loads(table.schema().to_json()),
        "partitionBy": table.metadata().partition_columns,
        "name": table.metadata().name,
        "description": table.metadata().description,
        "arrow": [str(field.type) for field in data.schema],
        "rows": rows(data),
        "history": [
            {"version": entry["version"], "operation": entry["operation"], "timestamp": entry["timestamp"],
             "rows": entry.get("operationMetrics", {}).get("numOutputRows"), "step": entry.get("userMetadata"),
             "parameters": entry.get("operationParameters"), "engine": entry.get("engineInfo")}
            for entry in reversed(table.history())
        ],
    }


def garbage(path):
    """What a vacuum of all that is older than now would delete, by the log and by a listing."""
    table = DeltaTable(path)
    found = [table.vacuum(0, dry_run=True, enforce_retention_duration=False, full=full) for full in (False, True)]
    return [sorted(paths) for paths in found]


def expired(path):
    """What a vacuum would delete by the usual retention of a week."""
    return sorted(DeltaTable(path).vacuum(dry_run=True))


def instants(path):
    """The versions that are found half a minute after their commits, of which one is made a minute."""
    versions = range(DeltaTable(path).version() + 1)
    made = [1_600_000_000 + 60 * version for version in versions]
    for version in versions:
        os.utime(os.path.join(path, "_delta_log", f"{version:020}.json"), (made[version], made[version]))
    table = DeltaTable(path)
    found = []
    for at in made:
        table.load_as_version(datetime.datetime.fromtimestamp(at + 30, tz=datetime.timezone.utc))
        found.append(table.version())
    return found


def filtered(path, filters):
    """What deltalake finds with the help of our statistics."""
    return rows(DeltaTable(path).to_pyarrow_table(filters=filters))


def write_own(path):
    """Appends, an overwrite of one partition and a checkpoint; returns the rows that are then there."""
    schema = pa.schema([
        ("p", pa.string()), ("s", pa.string()), ("l", pa.int64()), ("i", pa.int32()),
        ("d", pa.float64()), ("day", pa.date32()), ("at", pa.timestamp("us", tz="UTC")),
    ])

    def batch(partition, start):
        at = [EPOCH + datetime.timedelta(days=start + k, microseconds=1500 * k) for k in range(3)]
        return pa.Table.from_pydict({
            "p": [partition] * 3,
            "s": ["x", None, "ü😀"],
            "l": [start, -start, None],
            "i": [start, None, -1],
            "d": [0.5, None, float(start)],
            "day": [at[0].date(), None, at[2].date()],
            "at": [at[0], at[1], None],
        }, schema=schema)

    for start, partition in enumerate(["a", "a b/c=d%e:f", None, "ü"] * 3):
        write_deltalake(path, batch(partition, start), mode="append", partition_by=["p"])
    write_deltalake(path, batch("a", 100), mode="overwrite", predicate="p = 'a'")
    DeltaTable(path).create_checkpoint()
    write_deltalake(path, batch("late", 200), mode="append")
    table = DeltaTable(path)
    return {"version": table.version(), "rows": rows(table.to_pyarrow_table().select(schema.names))}


def merge(path):
    """Appends rows of more columns to a table of ours, evolving its schema; returns the rows and the columns before and after a checkpoint."""
    def batch(run, n):
        return pa.table({
            "run": [run], "n": pa.array([n], pa.int64()), "late": pa.array([n + 0.5], pa.float64()), "word": [f"w{n}"],
        }, schema=pa.schema([
            pa.field("run", pa.string()), pa.field("n", pa.int64(), nullable=False), pa.field("late", pa.float64()),
            pa.field("word", pa.string()),
        ]))

    def state():
        table = DeltaTable(path)
        columns = [field.name for field in table.schema().fields]
        return {"version": table.version(), "columns": columns, "rows": rows(table.to_pyarrow_table().select(columns))}

    write_deltalake(path, batch("a", 10), mode="append", schema_mode="merge")
    found = [state()]
    DeltaTable(path).create_checkpoint()
    write_deltalake(path, batch("c", 11), mode="append", schema_mode="merge")
    return [*found, state()]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    answer = {
        "tables": [describe(item["path"], item.get("version")) for item in request["tables"]],
        "filtered": [filtered(item["path"], [tuple(f) for f in item["filters"]]) for item in request["filters"]],
        "garbage": [garbage(path) for path in request["garbage"]],
        "expired": [expired(path) for path in request["expired"]],
        "instants": instants(request["dated"]),
        "merged": merge(request["merged"]),
        "own": write_own(request["own"]),
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
