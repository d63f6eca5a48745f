"""What Spark makes of our tables: the independent side of spark.test.ts.

Usage: spark_oracle.py IVY_FOLDER PACKAGE [REQUEST.json]; the answer is JSON in the file ANSWER.json beside the request. Without a
request, only the jars are brought into the folder, from where later runs take them without a network.
"""

import json
import os
import sys

from pyspark.sql import SparkSession


def session(ivy, package):
    settings = {
        "spark.jars.packages": package,
        "spark.jars.ivy": ivy,
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        # Files of this very minute may go.
        "spark.databricks.delta.retentionDurationCheck.enabled": "false",
        # Thousands of tasks over ten files otherwise.
        "spark.databricks.delta.snapshotPartitions": "1",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.sources.parallelPartitionDiscovery.parallelism": "1",
        "spark.ui.enabled": "false",
        # Beside the jars: else a folder of this name appears in the checkout.
        "spark.sql.warehouse.dir": os.path.join(os.path.dirname(ivy), "spark-warehouse"),
    }
    builder = SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def describe(spark, path, modes):
    """The rows, and how many of the live files each kind of VACUUM would delete."""
    table = spark.read.format("delta").load(path)
    live = set(table.inputFiles())
    deleted = {}
    for mode in modes:
        found = spark.sql(f"VACUUM delta.`{path}` {mode} RETAIN 0 HOURS DRY RUN").collect()
        deleted[mode] = sum(row[0] in live for row in found)
    return {"rows": [list(row) for row in table.collect()], "live": len(live), "deleted": deleted}


def evolve(spark, path):
    """The rows of a table that gained columns, in the order of n; then adds a row with one more column, evolving the schema further."""
    table = spark.read.format("delta").load(path)
    found = {"columns": table.columns, "rows": [list(row) for row in table.orderBy("n").collect()]}
    row = spark.sql("SELECT 'b' AS run, 100L AS n, 'Spark' AS recipe, 7.5D AS more")
    row.write.format("delta").mode("append").option("mergeSchema", "true").save(path)
    return found


def main():
    spark = session(sys.argv[1], sys.argv[2])
    if len(sys.argv) > 3:
        with open(sys.argv[3], encoding="utf-8") as file:
            request = json.load(file)
        path_of = spark._jvm.org.apache.hadoop.fs.Path
        answer = {
            "spelled": [path_of(key).toUri().toString() for key in request["keys"]],
            "evolved": [evolve(spark, path) for path in request["evolved"]],
            "tables": [describe(spark, item["path"], item["modes"]) for item in request["tables"]],
        }
        with open(os.path.join(os.path.dirname(sys.argv[3]), "answer.json"), "w", encoding="utf-8") as file:
            json.dump(answer, file)
    spark.stop()


if __name__ == "__main__":
    main()
