import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { localPorts } from '../../hosts/folder.ts';
import { publishedForecasts } from '../../lake/forecasts.ts';
import { type Command, measure } from '../measure.ts';
import { m4Forecasts, PYTHON_PACKAGES } from '../peers/peers.ts';
import { replayCommand } from '../synth.ts';
import { contentOf, kept, KEPT_DIR } from './kept.ts';
import { type Forecasts, forecastsSchema, m4SeriesSchema, type M4Series } from './scores.ts';
import { COLUMNS } from './sets.ts';

/** A frequency of the M4 competition. */
export interface M4Panel {
  readonly name: string;
  readonly frequency: 'week' | 'hour';
  /** Of the naive that scales MASE: the competition's own. */
  readonly lag: number;
  /** What statsforecast is told, the main season first; those of its models that take one get the first. */
  readonly seasons: readonly number[];
  /** As pandas writes it. */
  readonly freq: string;
  readonly periodMs: number;
  /** As a length of the command line: so many periods. */
  readonly length: (periods: number) => string;
  /** What the product learns from at most: what it usually does of the frequency; the scale of MASE is that of the whole history. */
  readonly train: number;
  /** Usual of the frequency as well, as far as the shortest series has room; the horizon is the test's. */
  readonly lengths: readonly string[];
}

const HOUR_MS = 3_600_000;

export const M4_PANELS: readonly M4Panel[] = [
  {
    name: 'm4weekly',
    frequency: 'week',
    lag: 1,
    seasons: [52],
    freq: 'W',
    periodMs: 168 * HOUR_MS,
    length: (periods) => `${periods}w`,
    train: 5 * 52,
    lengths: ['--cv-initial', '39w', '--cv-period', '8w', '--cv-horizon', '13w', '--cadence', '4w'],
  },
  {
    name: 'm4hourly',
    frequency: 'hour',
    lag: 24,
    seasons: [24, 168],
    freq: 'h',
    periodMs: HOUR_MS,
    length: (periods) => `${periods / 24}d`,
    train: 60 * 24,
    lengths: ['--cv-initial', '21d', '--cv-period', '2d', '--cv-horizon', '2d', '--cadence', '1d'],
  },
];

const forecasterSchema = z.object({ seconds: z.number(), yhat: forecastsSchema });
/** What a forecaster said, and what it took: CPU seconds, of all its processes. */
export type M4Forecaster = z.infer<typeof forecasterSchema>;

export type M4Data = Readonly<Record<string, M4Series>>;

/** @returns undefined where the file is not there */
export async function readM4(folder: string, { name }: M4Panel): Promise<M4Data | undefined> {
  const text = await readFile(join(folder, `${name}.json`), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : z.record(z.string(), m4SeriesSchema).parse(JSON.parse(text));
}

/** statsforecast's five, by name. */
export async function m4Peers(panel: M4Panel, data: M4Data): Promise<Readonly<Record<string, M4Forecaster>>> {
  const { name, seasons, freq } = panel;
  const program = await contentOf('bench/peers/m4_forecasts.py');
  const key = { packages: PYTHON_PACKAGES.statsforecast, program, seasons, freq, data };
  const schema = z.record(z.string(), forecasterSchema);
  return kept({ label: `${name}-peers`, key, schema }, async () => {
    return schema.parse(await m4Forecasts({ panel: data, seasons, freq }));
  });
}

/** The product: a replay of one window, which ends where the test does. */
export async function m4Product(panel: M4Panel, data: M4Data, code: string): Promise<M4Forecaster> {
  const options = optionsOf(panel, data);
  return kept({ label: `${panel.name}-product`, key: { code, options, data }, schema: forecasterSchema }, async () => {
    const csv = join(KEPT_DIR, `${panel.name}.csv`);
    await mkdir(KEPT_DIR, { recursive: true });
    await writeFile(csv, csvOf(panel, data));
    const folder = join(KEPT_DIR, 'replays', panel.name);
    const seconds = await cpuSecondsOf(replayCommand(folder, ['--data', csv, ...options]));
    return { seconds, yhat: await firstWindowOf(folder, panel.name) };
  });
}

/** Of all processes: a replay's containers outlive the one that started them, so that no parent of theirs could tell. */
async function cpuSecondsOf({ command, args }: Command): Promise<number> {
  const counted = { command: 'python3', args: ['bench/programs/cpu_seconds.py', command, ...args] };
  return Number((await measure(counted)).stdout);
}

function optionsOf(panel: M4Panel, data: M4Data): readonly string[] {
  const [history, horizon] = [Math.min(longest(data), panel.train), Object.values(data)[0].t.length];
  const columns = ['--timestamp', COLUMNS.timestamp, '--target', COLUMNS.target, '--id', COLUMNS.id];
  const lengths = ['--train', panel.length(history), '--evaluate', panel.length(horizon), '--windows', '1'];
  return [...columns, '--frequency', panel.frequency, ...lengths, ...panel.lengths, ...FORECASTER];
}

function longest(data: M4Data): number {
  return Math.max(...Object.values(data).map(({ y }) => y.length));
}

/** The forecaster is compared, not what decides who goes live: there is only one version. */
const FORECASTER = ['--policy', 'promote-latest', '--recipe', 'blend'];

/** M4's series have no dates here: all of them end with the same period, on a Sunday or at its last hour. */
const END_MS = Date.UTC(2020, 11, 27);

function csvOf({ periodMs, train }: M4Panel, data: M4Data): string {
  const lines = Object.entries(data).flatMap(([id, { y, t }]) => {
    const values = [...y.slice(-train), ...t];
    return values.map((value, at) => {
      const instant = new Date(END_MS - (values.length - 1 - at) * periodMs).toISOString();
      return `${id},${instant.slice(0, 19).replace('T', ' ')},${value}`;
    });
  });
  return `${[COLUMNS.id, COLUMNS.timestamp, COLUMNS.target].join(',')}\n${lines.join('\n')}\n`;
}

/** What was live when the window began. */
async function firstWindowOf(folder: string, dataset: string): Promise<Forecasts> {
  const { stores } = localPorts(folder, []);
  const forecasts: Record<string, number[]> = {};
  for await (const { rows, columns } of publishedForecasts(stores, dataset, 'replay-w01-live')) {
    for (let row = 0; row < rows; row++)
      (forecasts[String(columns.unique_id[row])] ??= []).push(Number(columns.yhat[row]));
  }
  return forecasts;
}
