import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ALARM_FILE, alarmFile } from '../../../adapters/files/alarm-file.ts';
import type { Ports } from '../../../core/ports.ts';
import { accountHost } from '../../../hosts/replay.ts';
import { dev } from '../../../environments/dev.ts';
import { createPlatform, type LocalRun, type PlatformOptions } from '../../../local/platform/platform.ts';
import { platform } from '../../lambdas/promote/fixture.ts';
import { definitionsOf } from '../../support/definitions.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Half an hour, as in prod: nothing here may wait for it. */
const definitions = definitionsOf({ ...dev, bakeMinutes: 30 });

describe('the smoke test of a laptop', () => {
  let root: string;
  let ports: Ports;

  async function smoke(
    name: string,
    { hostOf, ...within }: Pick<PlatformOptions, 'hostOf'> & { readonly replay?: string } = {},
  ): Promise<LocalRun> {
    const here = await createPlatform({
      root,
      ports: { ...ports, alarms: alarmFile(root) },
      ...(hostOf && { hostOf }),
      definitions,
      seed: 1,
      approvals: 'automatic',
      onEvent: () => undefined,
    });
    return here.run('smoke', name, { dataset: 'weather', bakeMinutes: 0, ...within });
  }

  beforeAll(async () => {
    root = await temporaryFolder();
    mkdirSync(join(root, 'work'), { recursive: true });
    const here = platform();
    ports = here.ports;
    await here.train('run-1');
    await here.putInProduction(1);
  });

  it('succeeds where the job forecasts as it should and no alarm turns red', async () => {
    writeFileSync(join(root, ALARM_FILE), '[{ "name": "The model is old: weather", "since": "2020-01-01T00:00:00Z" }]');
    const { execution } = await smoke('good');
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        forecast: { modelVersion: 1, range: { start: '2020-03-02', end: '2020-03-04' }, series: 2, rows: 6 },
        redBefore: ['The model is old: weather'],
        watchedMinutes: 0,
      },
    });
  });

  it('finds nothing in Production within a replay that has promoted nothing yet', async () => {
    const { execution } = await smoke('within', { hostOf: accountHost, replay: 'past' });
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { forecast: null } });
  });

  it('fails by the name of an alarm that turns red', async () => {
    writeFileSync(
      join(root, ALARM_FILE),
      '[{ "name": "Forecasts run out: weather", "since": "2999-01-01T00:00:00Z" }]',
    );
    const { execution } = await smoke('bad');
    expect(execution).toMatchObject({ status: 'FAILED', error: 'AlarmsRaised' });
    expect(execution.cause).toContain("got 'Forecasts run out: weather'");
  });
});
