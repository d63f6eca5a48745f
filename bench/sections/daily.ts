import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { bundleProgram } from '../bundle.ts';
import { measure, node } from '../measure.ts';
import { WORK_DIR } from '../paths.ts';
import type { Figure } from '../report.ts';

const ROOT = join(WORK_DIR, 'daily');

const costSchema = z.object({
  cpuMs: z.number(),
  reads: z.number(),
  readBytes: z.number(),
  writes: z.number(),
  writtenBytes: z.number(),
});
const costsSchema = z.object({ ingest: costSchema, transform: costSchema });
type Costs = z.infer<typeof costsSchema>;

interface History {
  readonly series: number;
  readonly days: number;
  readonly files: number;
}

const FIVE_YEARS: History = { series: 1_000, days: 1_825, files: 1 };
const QUARTER: History = { series: 10_000, days: 92, files: 1 };
const HALF_A_YEAR: History = { ...QUARTER, days: 184 };
const DAILY_FILES: History = { series: 100, days: 365, files: 365 };

/** What a day costs the steps before a look, and what a day without anything new: each in a process of its own, as functions are. */
export async function daily(): Promise<readonly Figure[]> {
  const program = await bundleProgram('daily');
  const live = async ({ series, days, files }: History) => {
    await rm(ROOT, { recursive: true, force: true });
    const play = async (task: string): Promise<Costs> => {
      const { stdout } = await measure(node(program, task, ROOT, ...[series, days, files].map(String)));
      return costsSchema.parse(JSON.parse(stdout));
    };
    await play('prepare');
    return { day: await play('day'), nothing: await play('nothing') };
  };
  const [long, quarter] = [await live(FIVE_YEARS), await live(QUARTER)];
  const [half, many] = [await live(HALF_A_YEAR), await live(DAILY_FILES)];
  await rm(ROOT, { recursive: true, force: true });
  return [
    ...newDay(long.day, [quarter.day, half.day]),
    ...nothingNew('1,000 series of five years', long.nothing),
    ...nothingNew('10,000 series', half.nothing),
    ...nothingNew('100 series in 365 files', many.nothing),
  ];
}

/** @param doubled of a history, and of one twice as long */
function newDay(long: Costs, [one, two]: readonly [one: Costs, two: Costs]): readonly Figure[] {
  const limitedBy = 'something reads more than the parts that the day lies in, or the machine was busier';
  const doubled = 'a new day, 10,000 series, the history doubled';
  return [
    { name: 'a new day, 1,000 series of five years, transform', value: long.transform.cpuMs, unit: 'ms of CPU' },
    { name: 'a new day, 1,000 series of five years, transform reads and writes', value: megabytes(long), unit: 'MB' },
    {
      name: 'a new day, 10,000 series, ingest and transform against ingest alone',
      value: cpu(one) / one.ingest.cpuMs,
      unit: 'x',
      note: 'without the look',
    },
    { name: `${doubled}: CPU`, value: cpu(two) / cpu(one), unit: 'x', target: { atMost: 1.1 }, limitedBy },
    {
      name: `${doubled}: bytes`,
      value: megabytes(two) / megabytes(one),
      unit: 'x',
      target: { atMost: 1.05 },
      limitedBy,
    },
  ];
}

function nothingNew(what: string, costs: Costs): readonly Figure[] {
  const limitedBy =
    'up to nine commits behind the last checkpoint of each of two logs, and the formats of three buckets';
  return [
    {
      name: `nothing new, ${what}: ingest and transform`,
      value: cpu(costs),
      unit: 'ms of CPU',
      target: { atMost: 100 },
      limitedBy: 'a process that has just started compiles what it runs',
    },
    {
      name: `nothing new, ${what}: objects read`,
      value: costs.ingest.reads + costs.transform.reads,
      unit: 'reads',
      target: { atMost: 12 },
      limitedBy,
    },
  ];
}

function cpu({ ingest, transform }: Costs): number {
  return ingest.cpuMs + transform.cpuMs;
}

/** Of the transform. */
function megabytes({ transform: { readBytes, writtenBytes } }: Costs): number {
  return (readBytes + writtenBytes) / 1e6;
}
