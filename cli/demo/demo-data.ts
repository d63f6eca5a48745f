import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';

const weatherRow = z.object({ location: z.string(), date: z.string(), temp_max: z.string(), temp_min: z.string() });

/**
 * Daily highest and lowest temperatures of Seattle and New York, 2012 to 2015, as one long CSV (series, date, value): four
 * series, from the vega-datasets package (BSD-3-Clause).
 */
export async function writeDemoData(path: string): Promise<void> {
  // The package exports its entry point only; its data files lie beside it.
  const entry = createRequire(import.meta.url).resolve('vega-datasets');
  const source = join(dirname(entry), '..', 'data', 'weather.csv');
  const rows = z.array(weatherRow).parse(parse(await readFile(source), { columns: true }));
  const lines = rows.flatMap((row) => [
    `${row.location} high,${row.date},${row.temp_max}`,
    `${row.location} low,${row.date},${row.temp_min}`,
  ]);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `series,date,value\n${lines.join('\n')}\n`);
}
