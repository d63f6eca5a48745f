import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { missing } from './missing.ts';
import { pythonVenv } from './python.ts';

const run = promisify(execFile);
const IVY = resolve('.cache', 'ivy');
const JAR = 'io.delta_delta-spark_4.2_2.13-4.4.0.jar';

/** Of the programs that start Spark: where its jars lie, and which. */
export const SPARK_ARGUMENTS = [IVY, 'io.delta:delta-spark_4.2_2.13:4.4.0'];

/** Spark runs for half a minute: the second compiler would take longer than what it saves (27 instead of 53 CPU-seconds). */
export const SPARK_SETTINGS = {
  maxBuffer: 1e8,
  env: { ...process.env, JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' },
};

/** A Python with Spark, and Delta's jars beside it; undefined where something is missing. */
export async function sparkPython(): Promise<string | undefined> {
  try {
    await run('java', ['-version']);
    const python = await pythonVenv('spark', ['pyspark==4.2.0', 'delta-spark==4.4.0']);
    if (python !== undefined && !(await exists(join(IVY, 'jars', JAR))))
      await run(python, ['test/tables/spark_oracle.py', ...SPARK_ARGUMENTS], SPARK_SETTINGS);
    return python;
  } catch (cause) {
    return missing('java', cause);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
