import { beforeAll, describe, expect, it } from '@jest/globals';
import { cp } from 'node:fs/promises';
import { promotionKeys } from '../../../core/contracts/keys.ts';
import { complianceFileSchema } from '../../../core/contracts/promotion.ts';
import { run as checkCompliance } from '../../../lambdas/promote/check-compliance.ts';
import { run as promote } from '../../../lambdas/promote/promote.ts';
import { run as rollBack } from '../../../lambdas/promote/roll-back.ts';
import { run as planForecast } from '../../../lambdas/forecast/plan.ts';
import { readJson } from '../../../lake/json-object.ts';
import type { Ports } from '../../../core/ports.ts';
import { comparisonOf, keepComparison } from '../../support/reports.ts';
import { TAMPERINGS, type Tampering } from '../../support/tamperings.ts';
import { Platform, type State, twoVersions } from './platform.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const RUN = { dataset: 'weather', runId: 'run-2', by: 'somebody', reason: 'because' };
const CHALLENGER = { ...RUN, modelVersion: 2 };
const PERIODS = { after: '2020-03-08' };
const JUDGED = { runId: 'called-alone', action: 'promote', production: 1 } as const;

let trusted: string;
let before: State;

beforeAll(async () => {
  const platform = await twoVersions();
  trusted = platform.keysFolder;
  before = platform.state();
});

/** A copy of the platform, keys too, where version 2 has been tampered with. */
async function tampered({ tamper }: Pick<Tampering, 'tamper'>): Promise<Platform> {
  const keysFolder = await temporaryFolder();
  await cp(trusted, keysFolder, { recursive: true });
  const platform = new Platform(keysFolder, before);
  const { artifacts } = platform.stores;
  await tamper({
    stores: platform.stores,
    version: await platform.ports.registry.describe('weather', 2),
    keysFolder,
    remove: (key) => void artifacts.objects.delete(key),
    editEntry: (edited) => artifacts.put('registry/weather/versions/00000002.json', JSON.stringify(edited)),
  });
  return platform;
}

/** As if the version had been in Production for a while, which makes it one that a roll-back may go to. */
async function wasLive(version: number, { production }: Ports): Promise<void> {
  const move = { dataset: 'weather', action: 'promote', by: 'somebody', reason: 'because', evidence: null } as const;
  await production.move({ ...move, transitionId: 'there', to: version, expected: 1 });
  await production.move({ ...move, transitionId: 'back again', to: 1, expected: version });
}

async function signatureCheck({ ports }: Platform) {
  const checks = await readJson(
    ports.stores.artifacts,
    promotionKeys.compliance('weather', 'run-2'),
    complianceFileSchema,
  );
  return checks.find(({ check }) => check === 'signature');
}

describe('a version tampered with', () => {
  it.each(TAMPERINGS)('is refused by forecast, promotion and roll-back: $name', async (tampering) => {
    const platform = await tampered(tampering);
    const { ports } = platform;
    const signatureRefused = {
      name: 'SignatureRefused',
      message: expect.stringContaining(tampering.refusal) as unknown,
    };

    const forecast = planForecast({ dataset: 'weather', runId: 'f', modelVersion: 2, periods: PERIODS }, ports);
    await expect(forecast).rejects.toMatchObject(signatureRefused);
    const report = await keepComparison(ports.stores.artifacts, comparisonOf({ ...CHALLENGER, ...JUDGED }));
    await expect(promote({ ...CHALLENGER, ...JUDGED, report }, ports)).rejects.toMatchObject(signatureRefused);

    const { dataset, runId, modelVersion } = CHALLENGER;
    expect(await checkCompliance({ dataset, runId, modelVersion }, ports)).toMatchObject({ complies: false });
    expect(await signatureCheck(platform)).toEqual({
      check: 'signature',
      outcome: 'refuse',
      evidence: signatureRefused.message,
    });

    const { output } = await platform.promote('run-2', 2);
    expect(output).toMatchObject({ outcome: 'refused', production: 1 });
    const { reasons } = output as { reasons: string[] };
    expect(reasons.filter((reason) => reason.includes(tampering.refusal)).length).toBeGreaterThan(0);
    expect((await ports.production.history('weather')).map(({ to }) => to)).toEqual([1]);

    await wasLive(2, ports);
    await expect(rollBack({ ...RUN, runId: 'back', to: 2 }, ports)).rejects.toMatchObject(signatureRefused);
    expect((await ports.production.history('weather')).map(({ to }) => to)).toEqual([1, 2, 1]);
  });

  it('is what the refusals are about: untouched, the same version is accepted by all', async () => {
    const platform = await tampered({ tamper: () => Promise.resolve() });
    const { dataset, runId, modelVersion } = CHALLENGER;

    const plan = await planForecast({ dataset, runId: 'f', modelVersion, periods: PERIODS }, platform.ports);
    const compliance = await checkCompliance({ dataset, runId, modelVersion }, platform.ports);
    const { output } = await platform.promote(runId, 2);

    expect(plan.modelVersion).toBe(2);
    expect(compliance).toEqual({ complies: true, way: 'change' });
    expect(output).toMatchObject({ outcome: 'promoted', production: 2 });
  });

  it('is tried in at least twenty ways', () => {
    expect(TAMPERINGS.length).toBeGreaterThanOrEqual(20);
  });
});
