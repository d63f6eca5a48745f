import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { runCommand } from '../cli/run-command.ts';
import { describeMachine, load } from './machine.ts';
import { WORK_DIR } from './paths.ts';
import { figureJson, figureLine, isMet, type Figure, type Section } from './report.ts';
import { RESULT } from './result.ts';
import { accuracy } from './sections/accuracy.ts';
import { computing } from './sections/computing.ts';
import { determinism } from './sections/determinism.ts';
import { innerLoop } from './sections/inner-loop.ts';
import { mutated } from './sections/mutated.ts';
import { pythonProphet } from './sections/python-prophet.ts';
import { silverToGold } from './sections/silver-to-gold.ts';
import { truth } from './sections/truth.ts';
import { mutatedOptions } from './mutated/options.ts';
import { truthOptions } from './truth/options.ts';

const SECTIONS = {
  'python-prophet': pythonProphet,
  computing,
  'silver-to-gold': silverToGold,
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
      "'npm run figures' writes the README's table; some sections alone write .cache/bench/bench.json instead.\n" +
      'The peers are installed from PyPI into .cache/venv on the first run. Whole processes are timed, their start included.',
  });

interface SectionResult {
  readonly section: string;
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
  // A part must not stand where the README's figures come from.
  const file = wanted.length === NAMES.length ? RESULT : join(WORK_DIR, RESULT);
  await writeFile(file, `${JSON.stringify({ machine, sections }, null, 2)}\n`);
  const figures = results.flatMap((result) => result.figures);
  const [met, missed] = [true, false].map((verdict) => figures.filter((figure) => isMet(figure) === verdict).length);
  write(`\n${met} targets met, ${missed} not met; all figures are in ${file}`);
  if (results.some(({ error }) => error !== undefined)) process.exitCode = 1;
});

/** A section that fails says so, and the others go on. */
async function measureSection(section: string, run: () => ReturnType<Section>): Promise<SectionResult> {
  const loadBefore = load();
  write(`\n${section} (load ${loadBefore})`);
  try {
    const figures = await run();
    for (const figure of figures) write(`  ${figureLine(figure)}`);
    return { section, loadBefore, loadAfter: load(), figures };
  } catch (cause) {
    const error = cause instanceof Error ? cause.message : String(cause);
    write(`  FAILED: ${error}`);
    return { section, loadBefore, loadAfter: load(), figures: [], error };
  }
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
