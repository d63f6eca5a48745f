import { beforeEach, describe, expect, it } from '@jest/globals';
import { run as planForecast } from '../../../lambdas/forecast/plan.ts';
import { run as checkCompliance } from '../../../lambdas/promote/check-compliance.ts';
import { run as rollBack } from '../../../lambdas/promote/roll-back.ts';
import { goLive, NAIVE_ONLY, platform, type Platform } from './fixture.ts';

const MOVE = { dataset: 'weather', action: 'promote', by: 'ada', reason: 'r' } as const;
const BACK = { dataset: 'weather', runId: 'b-1', by: 'grace', reason: 'odd forecasts' };
const OLDEST = 'registry/weather/audit/00000001.json';
const POINTER = 'registry/weather/production.json';

let here: Platform;

/** Version 1 was live, and then version 2 of another recipe, moved to three times. */
beforeEach(async () => {
  here = platform();
  await here.train('run-1', NAIVE_ONLY);
  await here.train('run-2');
  for (const [at, version] of [1, 2, 2, 2].entries()) {
    const production = at === 0 ? null : at === 1 ? 1 : 2;
    await goLive({ ...MOVE, runId: `p-${at}`, modelVersion: version, production }, here.ports);
  }
});

/** As whoever can write the bucket, and not sign. */
function rewrite(key: string, from: string, to: string): void {
  const { artifacts } = here.ports.stores;
  const text = new TextDecoder().decode(artifacts.objects.get(key)!.body);
  expect(text).toContain(from);
  artifacts.put(key, text.replace(from, to));
}

async function refused(work: Promise<unknown>, where: string): Promise<void> {
  await expect(work).rejects.toMatchObject({ name: 'AuditTampered', message: expect.stringContaining(where) });
  expect(await here.ports.production.read('weather')).toMatchObject({ revision: 4 });
}

describe('where the record of moves was edited', () => {
  it('no roll-back goes to what it says, however old the record is', async () => {
    rewrite(OLDEST, '"to": 1', '"to": 7');
    await refused(rollBack({ ...BACK, to: 1 }, here.ports), 'broken at revision 2');
  });

  it('no recipe comes back without a gate because it says so', async () => {
    const asked = { dataset: 'weather', runId: 'r-1', modelVersion: 1, action: 'return' } as const;
    expect(await checkCompliance(asked, here.ports)).toMatchObject({ way: 'refresh' });
    rewrite(OLDEST, '"reason": "r"', '"reason": "x"');
    await refused(checkCompliance(asked, here.ports), 'broken at revision 2');
  });

  it('nothing is forecast by the version that a pointer names which the platform did not write', async () => {
    const asked = {
      dataset: 'weather',
      runId: 'f-1',
      modelVersion: 'production',
      periods: { after: '2020-03-01' },
    } as const;
    expect(await planForecast(asked, here.ports)).toMatchObject({ modelVersion: 2 });
    rewrite(POINTER, '"to": 2', '"to": 1');
    await refused(planForecast(asked, here.ports), 'its record is not what the Production pointer says of it');
    here.ports.stores.artifacts.objects.delete('registry/weather/audit/00000004.json');
    await refused(planForecast(asked, here.ports), 'the signature is not that of the key over this move');
  });

  it('no promotion is made', async () => {
    rewrite('registry/weather/audit/00000003.json', '"reason": "r"', '"reason": "x"');
    const asked = { ...MOVE, runId: 'p-9', modelVersion: 1, production: 2 };
    await refused(goLive(asked, here.ports), 'broken at revision 4: revision 3 is not the record');
  });
});
