import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { runCommand } from '../cli/run-command.ts';
import { commit, describeMachine, load } from './machine.ts';
import { WORK_DIR } from './paths.ts';
import { figureJson, figureLine, isMet, type Figure, type Section } from './report.ts';
import { type BenchResult, readResult, RESULT, withSections } from './result.ts';
import { accuracy } from './sections/accuracy.ts';
import { computing } from './sections/computing.ts';
import { daily } from './sections/daily.ts';
import { determinism } from './sections/determinism.ts';
import { innerLoop } from './sections/inner-loop.ts';
import { mutated } from './sections/mutated.ts';
import { pythonProphet } from './sections/python-prophet.ts';
import { silverToGold } from './sections/silver-to-gold.ts';
import { upkeep } from './sections/upkeep.ts';
import { truth } from './sections/truth.ts';
import { type MutatedOptions, mutatedOptions } from './mutated/options.ts';
import { isUsual, type TruthOptions, truthOptions } from './truth/options.ts';

const SECTIONS = {
  'python-prophet': pythonProphet,
  computing,
  'silver-to-gold': silverToGold,
  daily,
  upkeep,
  'inner-loop': innerLoop,
  accuracy,
  determinism,
  truth,
  mutated,
} satisfies Readonly<Record<string, Section>>;

const NAMES = Object.keys(SECTIONS);

const command = z
  .strictObject({
    only: z.array(z.enum(NAMES)).default(NAMES).meta({ placeholder: 'NAME,...', description: 'some of the sections' }),
    ...truthOptions,
    ...mutatedOptions,
  })
  .meta({
    title: 'bench',
    description:
      'Measures speed and accuracy against Python Prophet and statsforecast, side by side in one run, and writes bench.json, from which\n' +
      "'npm run figures' writes the README's table. Each section has its commit there: what is measured on a changed tree lies in .cache/bench instead.\n" +
      'The peers are installed from PyPI into .cache/venv on the first run. Whole processes are timed, their start included.',
  });

interface SectionResult {
  readonly section: string;
  readonly measuredAt: string;
  readonly commit: string;
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly figures: readonly Figure[];
  readonly error?: string;
}

await runCommand(command, async ({ only, ...options }) => {
  const wanted = Object.entries(SECTIONS).filter(([section]) => only.includes(section));
  await mkdir(WORK_DIR, { recursive: true });
  const machine = await describeMachine();
  const { node, python, cpu, cores, memoryGiB } = machine;
  write(`node ${node}, ${python}, ${cores} cores (${cpu}), ${memoryGiB} GiB, load ${load()}`);
  write(`peers: ${machine.pythonPackages.join(', ')}`);
  const results: SectionResult[] = [];
  for (const [section, run] of wanted)
    results.push(await measureSection(section, () => run({ truth: options, mutated: options, write })));
  const sections = results.map(({ figures, ...result }) => ({ ...result, figures: figures.map(figureJson) }));
  const file = await keep({ machine, sections }, options);
  const figures = results.flatMap((result) => result.figures);
  const [met, missed] = [true, false].map((verdict) => figures.filter((figure) => isMet(figure) === verdict).length);
  write(`\n${met} targets met, ${missed} not met; all figures are in ${file}`);
  if (results.some(({ error }) => error !== undefined)) process.exitCode = 1;
});

/**
 * Where the README's figures come from, beside what was measured before: of a commit, on the sets that everybody has, no section without a
 * figure. All else lies below .cache.
 */
async function keep(result: BenchResult, options: TruthOptions & MutatedOptions): Promise<string> {
  const isOfACommit = result.sections.every((section) => /^[0-9a-f]{40}$/.test(section.commit));
  const hasFigures = result.sections.every(({ figures }) => figures.length > 0);
  const isKept = isOfACommit && hasFigures && isUsual(options) && options['mutated-files'] === undefined;
  const file = isKept ? RESULT : join(WORK_DIR, RESULT);
  const known = isKept ? await readResult().catch(() => undefined) : undefined;
  await writeFile(file, `${JSON.stringify(withSections(known, result), null, 2)}\n`);
  return file;
}

/** A section that fails says so, and the others go on. */
async function measureSection(section: string, run: () => ReturnType<Section>): Promise<SectionResult> {
  const loadBefore = load();
  const at = { section, measuredAt: new Date().toISOString(), commit: await commit(), loadBefore };
  write(`\n${section} (load ${loadBefore})`);
  try {
    const figures = await run();
    for (const figure of figures) write(`  ${figureLine(figure)}`);
    return { ...at, loadAfter: load(), figures };
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : String(cause);
    write(`  FAILED: ${error}`);
    return { ...at, loadAfter: load(), figures: [], error };
  }
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
