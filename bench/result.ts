import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { RunFailed } from '../cli/errors.ts';

/** Where the whole benchmark's result lies, committed; a run of some sections leaves it alone. */
export const RESULT = 'bench.json';

const targetSchema = z.union([
  z.strictObject({ atLeast: z.number() }),
  z.strictObject({ atMost: z.number() }),
  z.strictObject({ between: z.tuple([z.number(), z.number()]) }),
]);

const figureSchema = z.strictObject({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  target: targetSchema.optional(),
  met: z.boolean().optional(),
  limitedBy: z.string().optional(),
  note: z.string().optional(),
});

/** As `npm run bench` writes it; of machine and sections, what the README does not need is let through. */
const resultSchema = z.object({
  machine: z.looseObject({
    measuredAt: z.iso.datetime(),
    commit: z.string(),
    cpu: z.string(),
    cores: z.number(),
    node: z.string(),
  }),
  sections: z.array(z.looseObject({ section: z.string(), figures: z.array(figureSchema) })),
});
export type BenchResult = z.infer<typeof resultSchema>;

/** @throws RunFailed when there is no result, or another program's */
export async function readResult(): Promise<BenchResult> {
  const text = await readFile(RESULT, 'utf8').catch(() => undefined);
  if (text === undefined) throw new RunFailed('FiguresMissing', `${RESULT} is not there; 'npm run bench' writes it`);
  const { success, data, error } = resultSchema.safeParse(JSON.parse(text));
  if (success) return data;
  const [{ path, message }] = error.issues;
  const problem = `${RESULT} is no result of 'npm run bench': ${path.join('.')}: ${message}`;
  throw new RunFailed('FiguresInvalid', `${problem}; run it again`);
}
