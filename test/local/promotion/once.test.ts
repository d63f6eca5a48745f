import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { transitionSchema } from '../../../core/contracts/promotion.ts';
import type { Execution } from '../../../asl/index.ts';
import { Platform, type State, twoVersions } from './platform.ts';

const RUN = 'run-2';
/** Asks for the same version once more. */
const NEW_RUN = 'run-3';

const FAILURE = `artifacts/runs/weather/${RUN}/failure-promote.json`;
const REFUSAL = `artifacts/registry/weather/refusals/${RUN}.json`;
const MIRRORS = [
  'artifacts/registry/weather/audit/00000002.json',
  `artifacts/registry/weather/transitions/${createHash('sha256').update(RUN).digest('hex')}.json`,
  'artifacts/registry/weather/stages/00000001.json',
  'artifacts/registry/weather/stages/00000002.json',
  'artifacts/tracking/weather/production.json',
  'artifacts/monitoring/weather/state.json',
];
const POINTER = 'artifacts/registry/weather/production.json';

let keysFolder: string;
let clean: { readonly execution: Execution; readonly state: State };
let afresh: State;

beforeAll(async () => {
  const platform = await twoVersions();
  ({ keysFolder } = platform);
  const execution = await platform.promote(RUN, 2);
  clean = { execution, state: platform.state() };
  const again = new Platform(keysFolder, clean.state);
  await again.promote(NEW_RUN, 2);
  afresh = again.state();
});

const text = (state: State, key: string): string => Buffer.from(state.get(key) ?? []).toString();

describe('a promotion', () => {
  it('moves the pointer once, and stages and tracker with it', async () => {
    const { production, registry } = new Platform(keysFolder, clean.state).ports;

    expect(clean.execution.output).toMatchObject({ outcome: 'promoted', modelVersion: 2, production: 2, reasons: [] });
    expect((await production.history('weather')).map(({ transitionId, from, to }) => [transitionId, from, to])).toEqual(
      [
        ['run-1', null, 1],
        [RUN, 1, 2],
      ],
    );
    expect([...(await registry.stages('weather'))]).toEqual([
      [1, 'Archived'],
      [2, 'Production'],
    ]);
    expect(JSON.parse(text(clean.state, 'artifacts/tracking/weather/production.json'))).toMatchObject({
      modelVersion: 2,
    });
    expect([FAILURE, REFUSAL].filter((key) => clean.state.has(key))).toEqual([]);
    expect(MIRRORS.filter((key) => !clean.state.has(key))).toEqual([]);
  });

  it('moves it again, from the version to itself, when a new run asks for it', async () => {
    const { production } = new Platform(keysFolder, afresh).ports;

    expect((await production.history('weather')).map(({ from, to }) => [from, to])).toEqual([
      [null, 1],
      [1, 2],
      [2, 2],
    ]);
  });
});

describe('the audit record of a promotion', () => {
  it('cites the report that is kept, after a second run of the same id on newer data too', async () => {
    const platform = new Platform(keysFolder, clean.state);
    const input = { dataset: 'weather', modelVersion: 2, asOf: '2020-03-15' };
    expect((await platform.run('promote', RUN, input)).output).toEqual(clean.execution.output);
    const again = platform.state();
    const { evidence } = transitionSchema.parse(JSON.parse(text(again, POINTER)));
    const report = again.get(`artifacts/promotions/weather/${RUN}/comparison.json`)!;

    expect(evidence?.reportUri).toBe(`s3://artifacts/promotions/weather/${RUN}/comparison.json`);
    expect(evidence?.reportSha256).toBe(createHash('sha256').update(report).digest('hex'));
  });
});
