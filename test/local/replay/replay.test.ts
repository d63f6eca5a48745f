import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../../core/evaluate/run-record.ts';
import { dailyCsv } from './messy-series.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
});

/** The command as a user runs it: one year of training, half a year of evaluation. */
async function replay(name: string, csv: string, ...more: readonly string[]): Promise<readonly RunRecord[]> {
  await mkdir(join(folder, 'data', name), { recursive: true });
  const data = join(folder, 'data', name, 'messy.csv');
  await writeFile(data, csv);
  const given = ['--data', data, '--out', join(folder, name)];
  const columns = ['--timestamp', 'date', '--target', 'value', '--train', '1y', '--evaluate', '6m', '--season', '7'];
  const validation = ['--cv-initial', '180d', '--cv-period', '60d', '--cv-horizon', '30d'];
  const args = [...given, ...columns, ...validation, '--candidates', 'seasonal-naive,harmonic', ...more];
  await run(process.execPath, ['scripts/cli.mjs', 'replay', ...args]);
  const { windows } = JSON.parse(await readFile(join(folder, name, 'replay.json'), 'utf8')) as { windows: RunRecord[] };
  return windows;
}

/** Path below the folder -> sha256, of every file of a replay: in a folder of the same name, which pages say in their commands. */
async function digests(name: string, ...more: readonly string[]): Promise<Readonly<Record<string, string>>> {
  await replay('again', dailyCsv(), '--windows', '2', ...more);
  const found: Record<string, string> = {};
  const root = join(folder, name);
  await rename(join(folder, 'again'), root);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    found[file.slice(root.length + 1)] = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  }
  return found;
}

/** What says when it happened, where nobody has given the clock: logs, registry, tracker, histories, and what is made of them. */
const TIMED =
  /^(report\.html|executions\/.*|.*\/_delta_log\/.*|bronze\/.*\/deliveries\.json|artifacts\/(registry|tracking)\/.*|artifacts\/models\/.*\/(manifest\.json|model\.sig))$/;

describe('npm run replay', () => {
  it('counts what each window holds, and quarantines what it cannot read', async () => {
    // Day 10 is no number, day 20 is empty, day 30 is missing; day 500 lies in the second half of 2002.
    const faults: Readonly<Record<number, string | undefined>> = { 10: 'broken', 20: '', 30: undefined, 500: '?' };
    const csv = dailyCsv((day, value) => (day in faults ? faults[day] : value));
    const windows = await replay('messy', csv, '--policy', 'promote-latest');
    expect(
      windows.map(({ train, evaluate }) => `${train.start}..${train.end} ${evaluate.start}..${evaluate.end}`),
    ).toEqual([
      '2001-01-01..2001-12-31 2002-01-01..2002-06-30',
      '2001-07-01..2002-06-30 2002-07-01..2002-12-31',
      '2002-01-01..2002-12-31 2003-01-01..2003-06-30',
      '2002-07-01..2003-06-30 2003-07-01..2003-12-31',
    ]);
    expect(windows[0]?.counts).toEqual({
      bronzeTrain: 364,
      silverTrain: 362,
      quarantinedTrain: 2,
      deduplicatedTrain: 0,
      ...{ aggregatedTrain: 0, plannedTrain: 0, gapsTrain: 1, undatedTrain: 0 },
      withdrawnTrain: 0,
      withdrawnEval: 0,
      forecast: 181,
      bronzeEval: 545,
      silverEval: 542,
      quarantinedEval: 3,
      deduplicatedEval: 0,
      ...{ aggregatedEval: 0, plannedEval: 0, gapsEval: 1, undatedEval: 0 },
      joined: 180,
    });
    expect(windows.map(({ modelVersion }) => modelVersion)).toEqual([1, 2, 3, 4]);
    expect(Object.keys(windows[0]?.candidates ?? {})).toEqual(['seasonal-naive', 'harmonic']);
  });

  it('goes on past a window that fails, that nothing came true in, and that there is nothing to learn from for', async () => {
    // In the first half of 2001 too many rows are refused for one window, and not for all; nothing is of the second half of 2002.
    const csv = dailyCsv((day, value) => {
      if (day >= 546 && day < 730) return undefined;
      // Each another word: one that comes again and again would be a format.
      return day < 150 && day % 5 === 0 ? `o${'p'.repeat(day / 5)}s` : value;
    });
    const ended = await replay('holes', csv).catch((error: unknown) => error);
    expect(ended).toMatchObject({ code: 1 });
    const { stdout, stderr } = ended as { readonly stdout: string; readonly stderr: string };
    // As a terminal has it, in lines.
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(
      /^WindowsFailed: 1 of 4 windows failed: replay-w01 \(2002-01-01\.\.2002-06-30\) by QuarantineShareExceeded: of the/,
    );
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^1\/2 {2}2002-01-01\.\.2002-06-30, .* m?s: failed: QuarantineShareExceeded: of the/m);
    // What goes on below stands further in.
    const sentences = stdout.replaceAll(/\n +/g, ' ').split('\n');
    expect(sentences).toContain('1 window is not scored: replay-w02, 2002-07-01 to 2002-12-31 (no actuals).');
    expect(sentences).toContainEqual(
      expect.stringMatching(
        /^2 windows were not lived through: replay-w03, 2003-01-01 to 2003-06-30 \(in 2002-01-01\.\.2002-12-31 /,
      ),
    );
    expect(stdout).toMatch(/\n1 of 4 windows in [\d.]+ s\nReport: .*holes\/report\.html\n$/);
    const kept: unknown = JSON.parse(await readFile(join(folder, 'holes', 'replay.json'), 'utf8'));
    expect(kept).toMatchObject({
      windows: [{ runId: 'replay-w02', notScored: 'no actuals', due: 184, counts: { joined: 0 }, naiveRmse: null }],
      failed: [{ runId: 'replay-w01', error: 'QuarantineShareExceeded' }],
      skipped: [{ runId: 'replay-w03' }, { runId: 'replay-w04' }],
    });
    expect(await readFile(join(folder, 'holes', 'report.html'), 'utf8')).toContain('1 window is not scored');
  });

  it('learns nothing from after the end of the training window', async () => {
    const [before] = await replay('as-it-was', dailyCsv(), '--windows', '1', '--policy', 'promote-latest');
    const lastTrainingDay = 364;
    const changed = dailyCsv((day, value) => (day > lastTrainingDay ? '99.000' : value));
    const [after] = await replay('other-future', changed, '--windows', '1', '--policy', 'promote-latest');
    expect(after?.artifactSha256).toBe(before?.artifactSha256);
    expect(after?.candidates.harmonic?.crossValidation).toEqual(before?.candidates.harmonic?.crossValidation);
    expect(after?.candidates.harmonic?.realised).not.toEqual(before?.candidates.harmonic?.realised);
  });

  it('gives the same bytes of everything again where the clock is given', async () => {
    const clock = ['--clock', '2026-01-01T00:00:00Z'];
    const [first, second] = [await digests('first', ...clock), await digests('second', ...clock)];
    for (const kind of ['executions/', 'silver/', 'artifacts/registry/', 'report.html', 'bronze/messy/deliveries.json'])
      expect(Object.keys(first).some((file) => file.startsWith(kind))).toBe(true);
    expect(second).toEqual(first);
  });

  it('gives the same bytes of data, models, summaries and figures again without it, and says when it happened', async () => {
    const before = Date.now();
    const [third, fourth] = [await digests('third'), await digests('fourth')];
    const untimed = Object.keys(third).filter((file) => !TIMED.test(file));
    for (const kind of [
      /^replay\.json$/,
      /^gold\/.*\.parquet$/,
      /\/model\.jsonl$/,
      /\/summary\.json$/,
      /\/comparison\.json$/,
    ])
      expect(untimed.some((file) => kind.test(file))).toBe(true);
    expect(Object.keys(fourth)).toEqual(Object.keys(third));
    expect(untimed.filter((file) => fourth[file] !== third[file])).toEqual([]);
    const kept = async (key: string) =>
      JSON.parse(await readFile(join(folder, 'third/artifacts/registry/messy', key), 'utf8'));
    const move = await kept('production.json');
    expect(move.livedThrough).toMatch(/^200[1-3]-\d{2}-\d{2}$/);
    expect(move.atMs).toBeGreaterThanOrEqual(before);
    expect(move.atMs).toBeLessThanOrEqual(Date.now());
    const { code } = await kept('versions/00000001.json');
    expect(code.commit).toMatch(/^[0-9a-f]{40}(-dirty)?$|^unknown$/);
    expect(code.image).toMatch(/^forecaster-bundle@sha256:[0-9a-f]{64}$/);
  });
});
