import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { bundleProgram } from '../bundle.ts';
import { measure, node } from '../measure.ts';
import { WORK_DIR } from '../paths.ts';
import type { Figure } from '../report.ts';

const ROOT = join(WORK_DIR, 'upkeep');

const openings = z.array(z.object({ commits: z.number(), listed: z.number(), reads: z.number(), cpuMs: z.number() }));
const openSchema = z.object({ replaced: openings, appended: openings });
const liveSchema = z.object({ stored: z.number(), deleted: z.number(), newest: z.number(), log: z.number() });

const YEAR = { series: 200, days: 365, keepDays: 8 };

/** What a table costs to open the more often it was written, and what a year of days leaves behind. */
export async function upkeep(): Promise<readonly Figure[]> {
  const program = await bundleProgram('upkeep');
  const play = async (...args: readonly (string | number)[]): Promise<unknown> => {
    await rm(ROOT, { recursive: true, force: true });
    const { stdout } = await measure(node(program, ...args.map(String)));
    return JSON.parse(stdout);
  };
  const { replaced, appended } = openSchema.parse(await play('open', ROOT));
  const live = liveSchema.parse(await play('live', ROOT, YEAR.series, YEAR.days, YEAR.keepDays));
  await rm(ROOT, { recursive: true, force: true });
  return [
    ...opened('partitions are replaced', replaced),
    ...opened('a file is added each time', appended),
    ...left(live),
  ];
}

function opened(how: string, costs: z.infer<typeof openings>): readonly Figure[] {
  const [first] = costs;
  const last = costs.at(-1) ?? first;
  const isGrowing = how.startsWith('a file');
  return [
    ...costs.map(({ commits, listed }) => ({
      name: `a table after ${commits} commits, where ${how}: keys listed`,
      value: listed,
      unit: 'keys',
      target: { atMost: 12 },
    })),
    {
      name: `opening it after ${last.commits} commits over after ${first.commits}, where ${how}`,
      value: last.cpuMs / first.cpuMs,
      unit: 'times the CPU',
      ...(isGrowing ? {} : { target: { atMost: 1.2 } }),
      note: isGrowing
        ? `${first.cpuMs} and ${last.cpuMs} ms: each live file and each transaction of a delivery is an action of the checkpoint`
        : `${first.cpuMs} and ${last.cpuMs} ms`,
      limitedBy: 'how many of at most nine commits lie behind the checkpoint, and what else the machine does',
    },
  ];
}

function left({ stored, deleted, newest, log }: z.infer<typeof liveSchema>): readonly Figure[] {
  const what = `${YEAR.days} days of ${YEAR.series} series, maintained each month`;
  return [
    {
      name: `${what}: data files of the newest versions over all that is stored`,
      value: newest / stored,
      unit: 'of the bytes',
      target: { atLeast: 0.8 },
      limitedBy: `${YEAR.keepDays} days of versions stay readable, and the logs are small files beside small data`,
      note: `${megabytes(stored)} stored, ${megabytes(log)} of it logs`,
    },
    {
      name: `${what}: what would be stored without it`,
      value: (stored + deleted) / stored,
      unit: 'times the bytes',
    },
  ];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
