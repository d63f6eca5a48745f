import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../../cli/options.ts';
import { replayCommand } from '../../../cli/replay/command.ts';
import { POLICIES, USUAL_POLICIES } from '../../../bench/truth/policies.ts';
import { readSets, replayOptions } from '../../../bench/truth/sets.ts';

const LENGTHS = { train: '5y', evaluate: '1y', cvInitial: '2y', cvPeriod: '1m', cvHorizon: '6m', holdout: '9m' };
const SET = { ...LENGTHS, cadence: '3m', season: 12, frequency: 'month' };

describe('the data sets', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'series-'));
    const sets = { a: { ...SET, series: 1, windows: null, kind: 'monthly' }, b: { ...SET, series: 3, windows: 4 } };
    await writeFile(join(folder, 'sets.json'), JSON.stringify(sets));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are asked of the replay with all their lengths, panels by their id', async () => {
    const [a, b] = (await readSets(folder)) ?? [];
    expect(replayOptions(a).join(' ')).toBe(
      `--data ${folder}/a.csv --timestamp ds --target y --frequency month --train 5y --evaluate 1y --cv-initial 2y ` +
        '--cv-period 1m --cv-horizon 6m --holdout 9m --cadence 3m --season 12 --max-quarantine 0.2',
    );
    expect(replayOptions(b).join(' ')).toMatch(/--target y --id id .*--season 12 --windows 4 --max-quarantine 0.2$/);
  });

  it.each(USUAL_POLICIES)('are played by %s, which the replay knows', async (policy) => {
    const [a] = (await readSets(folder)) ?? [];
    const options = [...replayOptions(a), ...POLICIES[policy], '--out', 'out'];
    expect(parseCommand(replayCommand, options)).toMatchObject({ holdout: '9m', season: 12 });
  });

  it('are none where there is no sets.json', async () => {
    expect(await readSets(join(folder, 'elsewhere'))).toBeUndefined();
  });
});
