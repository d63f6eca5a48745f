"""Changes Delta tables as their own engines do, one command a line of standard input, and answers each with the rows that are then there.

Usage: delta_writers.py deltalake | delta_writers.py spark IVY_FOLDER PACKAGE
A command is {"path", "do", ...}; the answer {"rows": [[id, day, value], ...], "files": live ones}, or {"refused": why}.
"""

import datetime
import decimal
import json
import os
import sys

DAY0 = datetime.date(1970, 1, 1)


def day(number):
    return DAY0 + datetime.timedelta(days=number)


def days_of(date):
    return ((date.date() if isinstance(date, datetime.datetime) else date) - DAY0).days


class Deltalake:
    """https://delta-io.github.io/delta-rs/"""

    def __init__(self):
        import pyarrow
        import deltalake

        self.pa, self.dl = pyarrow, deltalake

    def table(self, rows):
        pa = self.pa
        schema = pa.schema([("station", pa.string()), ("date", pa.date32()), ("temp", pa.float64())])
        return pa.Table.from_pydict(
            {"station": [r[0] for r in rows], "date": [day(r[1]) for r in rows], "temp": [float(r[2]) for r in rows]},
            schema=schema,
        )

    def types(self, rows):
        """Columns of every type that can be written beside a decimal value and a timestamp without a zone."""
        pa, n = self.pa, len(rows)
        midnight = datetime.time()
        beside = {
            "flag": pa.array([True] * n),
            "tags": pa.array([[1, None], []] * n, pa.list_(pa.int64())).slice(0, n),
            "struct": pa.array([{"x": 1, "y": {"z": [True]}}] * n),
            "map": pa.array([[("k", 1.5)]] * n, pa.map_(pa.string(), pa.float64())),
            "deep": pa.array([[{"m": [("k", [b"raw"])]}]] * n, pa.list_(pa.struct([("m", pa.map_(pa.string(), pa.list_(pa.binary())))]))),
            "raw": pa.array([b"\x00\xff"] * n),
            "fixed": pa.array([b"four"] * n, pa.binary(4)),
            "i8": pa.array([1] * n, pa.int8()),
            "i16": pa.array([1] * n, pa.int16()),
            "u32": pa.array([1] * n, pa.uint32()),
            "f32": pa.array([0.5] * n, pa.float32()),
            "words": pa.array(["a"] * n).dictionary_encode(),
            "large": pa.array(["a"] * n, pa.large_string()),
            "instant": pa.array([datetime.datetime(2020, 1, 1)] * n, pa.timestamp("us", tz="UTC")),
        }
        return pa.table({
            **beside,
            "station": [r[0] for r in rows],
            "date": pa.array([datetime.datetime.combine(day(r[1]), midnight) for r in rows], pa.timestamp("us")),
            "temp": pa.array([decimal.Decimal(f"{r[2]:.6f}") for r in rows], pa.decimal128(38, 10)),
        })

    def run(self, path, command):
        do, dl = command["do"], self.dl
        if do in ("append", "overwrite"):
            dl.write_deltalake(path, self.table(command["rows"]), mode=do)
        elif do == "types":
            dl.write_deltalake(path, self.types(command["rows"]))
        elif do == "overwrite-where":
            dl.write_deltalake(path, self.table(command["rows"]), mode="overwrite", predicate=command["where"])
        elif do == "delete":
            dl.DeltaTable(path).delete(command["where"])
        elif do == "update":
            dl.DeltaTable(path).update(updates={"temp": command["set"]}, predicate=command["where"])
        elif do == "merge":
            merger = dl.DeltaTable(path).merge(
                self.table(command["rows"]), "t.station = s.station and t.date = s.date", source_alias="s", target_alias="t"
            )
            merger.when_matched_update_all().when_not_matched_insert_all().execute()
        elif do == "optimize":
            dl.DeltaTable(path).optimize.compact()
        elif do == "z-order":
            dl.DeltaTable(path).optimize.z_order(["date"])
        elif do == "restore":
            table = dl.DeltaTable(path)
            table.restore(max(0, table.version() - command["back"]), ignore_missing_files=False)
        elif do == "vacuum":
            dl.DeltaTable(path).vacuum(0, dry_run=False, enforce_retention_duration=False)
        elif do == "checkpoint":
            dl.DeltaTable(path).create_checkpoint()
        elif do == "clean-log":
            table = dl.DeltaTable(path)
            table.create_checkpoint()
            for version in range(table.version()):
                name = os.path.join(path, "_delta_log", f"{version:020}.json")
                if os.path.exists(name):
                    os.remove(name)
        else:
            raise ValueError(do)

    def read(self, path):
        table = self.dl.DeltaTable(path)
        data = table.to_pyarrow_table().to_pylist()
        rows = [[r["station"], days_of(r["date"]), float(r["temp"])] for r in data]
        return {"rows": rows, "files": len(table.file_uris())}


class Spark:
    def __init__(self, ivy, package):
        sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "tables"))
        from spark_oracle import session

        self.spark = session(ivy, package)

    def frame(self, rows):
        values = ", ".join(f"('{r[0]}', DATE '{day(r[1])}', {float(r[2])}D)" for r in rows)
        return f"SELECT * FROM VALUES {values} AS v(station, date, temp)"

    def statement(self, path, command):
        do, table = command["do"], f"delta.`{path}`"
        if do == "create":
            vectors = str(command["vectors"]).lower()
            return (
                f"CREATE TABLE {table} (station STRING, date DATE, temp DOUBLE) USING delta "
                f"TBLPROPERTIES ('delta.enableDeletionVectors' = '{vectors}')"
            )
        if do == "types":
            return (
                f"CREATE TABLE {table} USING delta AS SELECT true AS flag, array(1, null) AS tags, named_struct('x', map('k', array(1))) AS deep, "
                "X'00ff' AS raw, parse_json('[1]') AS any, 1Y AS i8, 2S AS i16, 0.5F AS f32, TIMESTAMP '2020-01-01' AS instant, station, "
                f"CAST(date AS TIMESTAMP_NTZ) AS date, CAST(temp AS DECIMAL(38, 10)) AS temp FROM ({self.frame(command['rows'])})"
            )
        if do == "replace":
            return f"CREATE OR REPLACE TABLE {table} USING delta AS {self.frame(command['rows'])}"
        if do == "append":
            return f"INSERT INTO {table} {self.frame(command['rows'])}"
        if do == "delete":
            return f"DELETE FROM {table} WHERE {command['where']}"
        if do == "update":
            return f"UPDATE {table} SET temp = {command['set']} WHERE {command['where']}"
        if do == "merge":
            return (
                f"MERGE INTO {table} t USING ({self.frame(command['rows'])}) s ON t.station = s.station AND t.date = s.date "
                "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"
            )
        if do == "optimize":
            return f"OPTIMIZE {table}"
        if do == "purge":
            return f"REORG TABLE {table} APPLY (PURGE)"
        if do == "vacuum":
            return f"VACUUM {table} RETAIN 0 HOURS"
        if do == "restore":
            version = self.spark.sql(f"DESCRIBE HISTORY {table}").first()["version"]
            return f"RESTORE TABLE {table} TO VERSION AS OF {max(1, version - command['back'])}"
        raise ValueError(do)

    def run(self, path, command):
        self.spark.sql(self.statement(path, command)).collect()

    def read(self, path):
        frame = self.spark.read.format("delta").load(path)
        rows = [[r["station"], days_of(r["date"]), float(r["temp"])] for r in frame.select("station", "date", "temp").collect()]
        return {"rows": rows, "files": len(frame.inputFiles())}


def main():
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever else an engine says is no answer.
    os.dup2(2, 1)
    engine = Spark(*sys.argv[2:]) if sys.argv[1] == "spark" else Deltalake()
    for line in sys.stdin:
        command = json.loads(line)
        try:
            engine.run(command["path"], command)
            answer = engine.read(command["path"])
        except Exception as error:
            answer = {"refused": f"{type(error).__name__}: {error}"}
        out.write(json.dumps(answer) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
