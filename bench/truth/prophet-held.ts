import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { prophetFits, PYTHON_PACKAGES } from '../peers/peers.ts';
import type { Window } from './in-force.ts';
import { contentOf, kept } from './kept.ts';
import { COLUMNS, isPanel, type TruthSet } from './sets.ts';

/** Python Prophet, fitted once at the start of every window to each series: its RMSE over all windows' rows. */
export async function prophetHeld(set: TruthSet, windows: readonly Window[]): Promise<number> {
  const ids = isPanel(set) ? await idsIn(set.csv) : [null];
  const jobs = windows.flatMap(({ train, evaluate }) =>
    ids.map((id) => {
      const job = { start: train.start, cutoff: train.end, end: evaluate.end };
      return { group: set.name, id, ...withoutZone(job) };
    }),
  );
  const columns = { timestamp: COLUMNS.timestamp, target: COLUMNS.target, id: isPanel(set) ? COLUMNS.id : null };
  const request = { csv: set.csv, ...columns, yearly: 'auto', predict: true, jobs } as const;
  const program = await contentOf('bench/peers/prophet_fits.py');
  const key = { packages: PYTHON_PACKAGES.prophet, program, request, content: await contentOf(set.csv) };
  return kept({ label: `${set.name}-prophet`, key, schema: z.number() }, async () => {
    return (await prophetFits(request)).answer.rmse[set.name];
  });
}

/** Of a file that has the id first and no quotes. */
async function idsIn(csv: string): Promise<readonly string[]> {
  const [, ...lines] = (await readFile(csv, 'utf8')).trimEnd().split('\n');
  return [...new Set(lines.map((line) => line.slice(0, line.indexOf(','))))];
}

/** pandas compares no instant of a zone with the files' own, which have none. */
function withoutZone<T extends Readonly<Record<string, string>>>(dates: T): { readonly [K in keyof T]: string } {
  const entries = Object.entries(dates).map(([name, date]) => [name, date.replace('Z', '')]);
  return Object.fromEntries(entries) as { readonly [K in keyof T]: string };
}
