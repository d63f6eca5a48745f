import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { RunFailed } from '../cli/errors.ts';

/** Where the newest result of each section lies, committed. */
export const RESULT = 'bench.json';

const targetSchema = z.union([
  z.strictObject({ atLeast: z.number() }),
  z.strictObject({ atMost: z.number() }),
  z.strictObject({ between: z.tuple([z.number(), z.number()]).readonly() }),
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

const sectionSchema = z.looseObject({
  section: z.string(),
  measuredAt: z.iso.datetime(),
  commit: z.string(),
  figures: z.array(figureSchema),
});

/** As `npm run bench` writes it; of machine and sections, what the README does not need is let through. */
const resultSchema = z.object({
  machine: z.looseObject({ cpu: z.string(), cores: z.number(), node: z.string() }),
  sections: z.array(sectionSchema),
});
export type SectionRecord = z.infer<typeof sectionSchema>;
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

/** The sections that are known already, with these in their place; of another machine, none is: its figures do not stand beside these. */
export function withSections(known: BenchResult | undefined, { machine, sections }: BenchResult): BenchResult {
  const isTheSame = (['cpu', 'cores', 'node'] as const).every((key) => known?.machine[key] === machine[key]);
  const kept = isTheSame ? (known?.sections ?? []) : [];
  const isMeasured = ({ section }: SectionRecord) => sections.some((measured) => measured.section === section);
  return { machine, sections: [...kept.filter((section) => !isMeasured(section)), ...sections] };
}
