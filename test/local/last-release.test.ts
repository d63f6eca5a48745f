import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FORMATS } from '../../core/contracts/formats.ts';
import { runRecordSchema } from '../../core/evaluate/run-record.ts';
import { localPorts } from '../../hosts/folder.ts';
import {
  checkOut,
  drive,
  formatsRead,
  isKnown,
  lastRelease,
  type RunEnd,
} from '../../scripts/last-release/last-release.ts';
import { missing } from '../support/missing.ts';
import { describeWith } from '../support/oracles.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RELEASE = lastRelease(ROOT);
const COMMIT = "the last release's commit";
const found = isKnown(ROOT, RELEASE) ? RELEASE.commit : missing(COMMIT);
/** Each run takes some seconds; a loaded machine meets this with room. */
const TIME_LIMIT_MS = 600_000;

const WINDOWS = [
  { train: { start: '2012-01-01', end: '2013-12-31' }, evaluate: { start: '2014-01-01', end: '2014-06-30' } },
  { train: { start: '2012-07-01', end: '2014-06-30' }, evaluate: { start: '2014-07-01', end: '2014-12-31' } },
  { train: { start: '2013-01-01', end: '2014-12-31' }, evaluate: { start: '2015-01-01', end: '2015-06-30' } },
] as const;

let old = '';
let folder = '';
/** What this code has put into Production. */
let updated = 0;
const live = (checkout: string, name: string, window: (typeof WINDOWS)[number]): Promise<RunEnd> =>
  drive(checkout, folder, { machine: 'pipeline', name, input: { dataset: 'weather', window } });
const recordOf = (name: string) =>
  runRecordSchema.parse(JSON.parse(readFileSync(join(folder, `artifacts/runs/weather/${name}/run.json`), 'utf8')));

/** Sizes and times of everything in a layer. */
function contentsOf(layer: string): readonly string[] {
  const entries = readdirSync(join(folder, layer), { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => {
    if (!entry.isFile()) return [];
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = statSync(path);
    return `${path} ${size} ${mtimeMs}`;
  });
}

describeWith(COMMIT, found)('after the last release', () => {
  beforeAll(async () => {
    folder = await temporaryFolder();
    old = await checkOut(ROOT, RELEASE);
  });
  afterAll(() => rmSync(old, { recursive: true }));

  it(
    'this code goes on with what that one has stored',
    async () => {
      expect(await live(old, 'before', WINDOWS[0])).toMatchObject({ status: 'SUCCEEDED' });
      // Nothing listens there: what is tracked waits, and each version's record names a server, which that code knows nothing of.
      process.env.MLFLOW_TRACKING_URI = 'http://127.0.0.1:9';
      expect(await live(ROOT, 'update', WINDOWS[1])).toMatchObject({ status: 'SUCCEEDED' });
      // Of the newest data, and so young enough to go live.
      expect(
        await drive(ROOT, folder, { machine: 'retrain', name: 'newest', input: { dataset: 'weather' } }),
      ).toMatchObject({
        status: 'SUCCEEDED',
      });
      delete process.env.MLFLOW_TRACKING_URI;
      const { counts, production, modelVersion } = recordOf('update');
      expect(counts.silverTrain + counts.quarantinedTrain + counts.deduplicatedTrain + counts.plannedTrain).toBe(
        counts.bronzeTrain,
      );
      // What was promoted before is what the first look of the second window was about.
      expect([modelVersion > recordOf('before').modelVersion, production.looks.length]).toEqual([true, 7]);
      const ports = localPorts(folder, [], { keyFolder: join(folder, 'signing-key') });
      updated = (await ports.production.read('weather'))!.to;
      expect(updated).toBeGreaterThan(modelVersion);
      const back = { dataset: 'weather', by: 'test', reason: 'the update was wrong' };
      expect(await drive(ROOT, folder, { machine: 'roll-back', name: 'roll-back', input: back })).toMatchObject({
        status: 'SUCCEEDED',
      });
      // That release signed no move: those that this one made are signed over them.
      const { broken, unsigned, moves } = await ports.production.audit('weather', ports);
      expect([broken, unsigned > 0, moves.length > unsigned]).toEqual([undefined, true, true]);
    },
    TIME_LIMIT_MS,
  );

  it(
    'that code goes on with what this one has stored: a return finds its data',
    async () => {
      expect(await live(old, 'return', WINDOWS[2])).toMatchObject({ status: 'SUCCEEDED' });
      const to = updated;
      const version = readFileSync(
        join(folder, `artifacts/registry/weather/versions/${String(to).padStart(8, '0')}.json`),
        'utf8',
      );
      expect(JSON.parse(version).tracking).toEqual({ uri: 'http://127.0.0.1:9' });
      const back = { dataset: 'weather', to, by: 'test', reason: 'its signature counts there' };
      expect(await drive(old, folder, { machine: 'roll-back', name: 'roll-back-old', input: back })).toMatchObject({
        status: 'SUCCEEDED',
      });
    },
    TIME_LIMIT_MS,
  );

  it(
    'nothing is written that that code cannot read',
    async () => {
      const reads = await formatsRead(old);
      const tooNew = Object.entries(FORMATS).filter(([layer, { writes }]) => writes > (reads[layer] ?? 0));
      expect(tooNew).toEqual([]);
      // What is asked of a checkout is what its code says.
      expect(await formatsRead(ROOT)).toEqual({ bronze: 1, silver: 1, gold: 1, artifacts: 1 });
    },
    TIME_LIMIT_MS,
  );

  describe.each(Object.keys(FORMATS))('this code, where a newer release has written to %s', (layer) => {
    it(
      'refuses by name before it writes there',
      async () => {
        const file = join(folder, layer, 'format.json');
        writeFileSync(file, JSON.stringify({ format: 99 }));
        const before = contentsOf(layer);
        const end = await live(ROOT, `refused-${layer}`, WINDOWS[2]);
        expect(end).toMatchObject({ status: 'FAILED', error: 'FormatNewer' });
        expect(contentsOf(layer)).toEqual(before);
        rmSync(file);
      },
      TIME_LIMIT_MS,
    );
  });
});
