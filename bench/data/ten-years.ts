import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WORK_DIR } from '../paths.ts';
import { correlatedNoise } from './noise.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(1981, 0, 1);
const DAYS = 3652;

export const TEN_YEARS = { timestamp: 'date', target: 'temp' } as const;

/** Daily lowest temperatures as they could have been, 1981 to 1990: a yearly course, a slow warming, and weather that lasts. */
export async function writeTenYears(): Promise<string> {
  const noise = correlatedNoise(1981, 0.65);
  const lines = Array.from({ length: DAYS }, (_, day) => {
    const course = 11 + (0.9 * day) / DAYS + 4.3 * Math.cos((2 * Math.PI * (day - 25)) / 365.25);
    const date = new Date(START_MS + day * DAY_MS).toISOString().slice(0, 10);
    return `${date},${(course + 2.6 * noise()).toFixed(1)}`;
  });
  const path = join(WORK_DIR, 'ten-years.csv');
  await writeFile(path, `${TEN_YEARS.timestamp},${TEN_YEARS.target}\n${lines.join('\n')}\n`);
  return path;
}
