import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../../core/evaluate/run-record.ts';
import { localPorts } from '../../../hosts/folder.ts';
import { publishedForecasts } from '../../../lake/forecasts.ts';
import { openTable, readRows } from '../../../tables/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const run = promisify(execFile);
const DAY_MS = 86_400_000;
let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
});

interface Replayed {
  readonly out: string;
  readonly window: RunRecord;
  /** Dates of gold by series: the window's forecasts. */
  readonly forecasts: ReadonlyMap<string, readonly string[]>;
}

async function replay(name: string, csv: string, ...options: readonly string[]): Promise<Replayed> {
  await mkdir(join(folder, 'data'), { recursive: true });
  const data = join(folder, 'data', `${name}.csv`);
  await writeFile(data, csv);
  const out = join(folder, name);
  const candidates = ['--candidates', 'seasonal-naive,harmonic', '--windows', '1'];
  await run(process.execPath, ['scripts/cli.mjs', 'replay', '--data', data, '--out', out, ...candidates, ...options]);
  const { windows } = JSON.parse(await readFile(join(out, 'replay.json'), 'utf8')) as { windows: RunRecord[] };
  const forecasts = new Map<string, string[]>();
  for await (const { rows, columns } of publishedForecasts(localPorts(out, []).stores, name, windows[0].runId)) {
    for (let row = 0; row < rows; row++) {
      const id = String(columns.unique_id[row]);
      const own = forecasts.get(id) ?? [];
      forecasts.set(id, [...own, dateText(Number(columns.ds[row]))]);
    }
  }
  return { out, window: windows[0], forecasts };
}

function dateText(ds: number): string {
  return ds > 1e9 ? new Date(ds).toISOString() : new Date(ds * DAY_MS).toISOString().slice(0, 10);
}

const value = (step: number, season: number) =>
  (100 + 10 * Math.sin((2 * Math.PI * step) / season) + (step % 3)).toFixed(2);

describe('series that date their weeks by different days', () => {
  let done: Replayed;
  beforeAll(async () => {
    const lines = ['2022-01-03', '2022-01-03', '2022-01-02'].flatMap((start, store) =>
      Array.from({ length: 52 }, (_, week) => {
        const date = dateText(Date.parse(start) / DAY_MS + 7 * week);
        return `${store === 2 ? 'sunday' : `monday-${store}`},${date},${value(week, 4)}`;
      }),
    );
    const lengths = [
      '--train',
      '40w',
      '--evaluate',
      '8w',
      '--cv-initial',
      '20w',
      '--cv-period',
      '4w',
      '--cv-horizon',
      '8w',
    ];
    done = await replay(
      'weeks',
      `store,week,units\n${lines.join('\n')}\n`,
      ...[
        '--timestamp',
        'week',
        '--target',
        'units',
        '--id',
        'store',
        '--frequency',
        'week',
        '--season',
        '4',
        ...lengths,
      ],
    );
  });

  it('are forecast, scored and counted, each on its own weekday', () => {
    expect(done.window.counts).toMatchObject({ bronzeEval: 144, silverEval: 144, quarantinedEval: 0, joined: 24 });
    expect(done.window.evaluate).toEqual({ start: '2022-10-10', end: '2022-11-28' });
    expect(done.forecasts.get('monday-0')?.slice(0, 2)).toEqual(['2022-10-10', '2022-10-17']);
    expect(done.forecasts.get('sunday')?.slice(0, 2)).toEqual(['2022-10-09', '2022-10-16']);
    expect(done.forecasts.get('sunday')).toHaveLength(8);
  });

  it('lie in silver by their own dates', async () => {
    const table = await openTable({ store: localPorts(done.out, []).stores.silver, path: 'weeks/series' });
    for await (const { columns } of readRows(table)) {
      const at = columns.unique_id.indexOf('sunday' as never);
      expect([dateText(Number(columns.ds[at])), columns.phase[at], columns.phase[0], columns.n]).toEqual([
        ...['2022-01-02', 3, 4, undefined],
      ]);
    }
  });

  it('are explained by their own dates', async () => {
    const explain = [
      'scripts/cli.mjs',
      'models',
      'explain',
      '--folder',
      done.out,
      '--dataset',
      'weeks',
      '--series',
      'sunday',
    ];
    const first = await run(process.execPath, [...explain, '--date', '2022-10-09']);
    expect(first.stdout.replaceAll(/\s+/g, ' ')).toMatch(/^sunday at 2022-10-09: .* 1 step after 2022-10-02/);
    await expect(run(process.execPath, [...explain, '--date', '2022-10-10'])).rejects.toThrow(
      'is not a date on the week calendar',
    );
  });

  it('keep their dates in the report', async () => {
    const page = await readFile(join(done.out, 'report.html'), 'utf8');
    expect(page).toContain('{"id":"sunday","phase":3');
    expect(page).toContain('"axis":{"frequency":"week","phase":4}');
  });
});

it('fiscal quarters are forecast by the last days of their own', async () => {
  const months = ['01-31', '04-30', '07-31', '10-31'];
  const lines = Array.from({ length: 40 }, (_, q) => `${2010 + Math.floor(q / 4)}-${months[q % 4]},${value(q, 4)}`);
  const { forecasts, window } = await replay(
    'fiscal',
    `date,revenue\n${lines.join('\n')}\n`,
    ...['--timestamp', 'date', '--target', 'revenue', '--frequency', 'quarter', '--train', '6y', '--evaluate', '1y'],
    ...['--cv-initial', '3y', '--cv-period', '1q', '--cv-horizon', '1y'],
  );
  expect(forecasts.get('revenue')).toEqual(['2016-01-31', '2016-04-30', '2016-07-31', '2016-10-31']);
  expect(window.evaluate).toEqual({ start: '2016-01-31', end: '2016-10-31' });
  expect(window.counts).toMatchObject({ quarantinedEval: 0, joined: 4 });
});

it('business month ends are forecast as such, also where the month ends on a Sunday', async () => {
  const ends = Array.from({ length: 60 }, (_, month) => {
    const last = new Date(Date.UTC(2018, month + 1, 0));
    const back = Math.max(0, ((last.getUTCDay() + 6) % 7) - 4);
    return new Date(last.getTime() - back * DAY_MS).toISOString().slice(0, 10);
  });
  const { forecasts, window } = await replay(
    'business',
    `date,close\n${ends.map((date, month) => `${date},${value(month, 12)}`).join('\n')}\n`,
    ...['--timestamp', 'date', '--target', 'close', '--frequency', 'month', '--train', '3y', '--evaluate', '6m'],
    ...['--cv-initial', '2y', '--cv-period', '3m', '--cv-horizon', '6m', '--season', '12'],
  );
  expect(forecasts.get('close')).toEqual(ends.slice(36, 42));
  expect(ends.slice(36, 42)).toContain('2021-01-29');
  expect(window.evaluate).toEqual({ start: '2021-01-31', end: '2021-06-30' });
});

describe('rows finer than the frequency', () => {
  const lines = Array.from({ length: 21 * 24 * 4 - 2 }, (_, quarter) => {
    const at = new Date(Date.UTC(2023, 0, 1) + quarter * 900_000).toISOString().slice(0, 16);
    return `${at},${value(quarter, 96)}`;
  });
  const csv = `ts,v\n${lines.join('\n')}\n`;
  const options = [
    ...[
      '--timestamp',
      'ts',
      '--target',
      'v',
      '--frequency',
      'hour',
      '--season',
      '24',
      '--train',
      '14d',
      '--evaluate',
      '2d',
    ],
    ...['--cv-initial', '7d', '--cv-period', '1d', '--cv-horizon', '1d', '--holdout', '1d', '--cadence', '1d'],
  ];

  it('become a value an hour, and the hour that is not over is none', async () => {
    const { window, out } = await replay('quarters', csv, ...options, '--aggregate', 'mean');
    expect(window.counts).toMatchObject({
      bronzeTrain: 14 * 96,
      silverTrain: 14 * 24,
      aggregatedTrain: 14 * 72,
      quarantinedTrain: 0,
    });
    const table = await openTable({ store: localPorts(out, []).stores.silver, path: 'quarters/series' });
    for await (const { rows, columns } of readRows(table)) {
      expect(rows).toBe(21 * 24 - 1);
      expect(new Set(Array.from({ length: rows }, (_, row) => columns.n[row]))).toEqual(new Set([4]));
    }
  });

  it('are refused without the option, by how far apart they are', async () => {
    await expect(replay('refused', csv, ...options)).rejects.toMatchObject({
      stderr: expect.stringMatching(/the rows are 15 minutes apart.*--aggregate mean/s),
    });
  });
});

it('empty rows behind the last value do not refuse a run', async () => {
  const day = (index: number) => dateText(Date.parse('2022-01-01') / DAY_MS + index);
  const lines = Array.from({ length: 320 }, (_, index) => `${day(index)},${index < 290 ? value(index, 7) : ''}`);
  const { window, out } = await replay(
    'planned',
    `ds,y\n${lines.join('\n')}\n`,
    ...['--timestamp', 'ds', '--target', 'y', '--season', '7', '--train', '200d', '--evaluate', '60d'],
    ...['--cv-initial', '100d', '--cv-period', '30d', '--cv-horizon', '30d'],
  );
  expect(window.counts).toMatchObject({ joined: 60, quarantinedEval: 0 });
  const reports = await localPorts(out, []).stores.artifacts.list('reports/planned/transform-');
  const report = JSON.parse(
    new TextDecoder().decode(await localPorts(out, []).stores.artifacts.read(reports[0].key)),
  ) as {
    totals: Record<string, number>;
  };
  expect(report.totals).toMatchObject({ bronze: 320, silver: 290, planned: 30, quarantined: 0 });
});
