import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { prophetFits, PYTHON_PACKAGES } from '../peers/peers.ts';
import { withoutZone } from './dates.ts';
import type { Window } from './in-force.ts';
import { contentOf, kept } from './kept.ts';
import { COLUMNS, isPanel, type TruthSet } from './sets.ts';

/** Python Prophet, fitted once at the start of every window to each series: its RMSE over all windows' rows. */
export async function prophetHeld(set: TruthSet, windows: readonly Window[]): Promise<number> {
  const ids = isPanel(set) ? await idsIn(set.csv) : [null];
  const jobs = windows.flatMap(({ train, evaluate }) =>
    // pandas compares no instant of a zone with the files' own.
    ids.map((id) => ({
      group: set.name,
      id,
      start: withoutZone(train.start),
      cutoff: withoutZone(train.end),
      end: withoutZone(evaluate.end),
    })),
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
