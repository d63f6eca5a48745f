import { beforeAll, describe, expect, it } from '@jest/globals';
import { cp } from 'node:fs/promises';
import { promotionKeys } from '../../../core/contracts/keys.ts';
import { complianceFileSchema } from '../../../core/contracts/promotion.ts';
import { run as checkCompliance } from '../../../lambdas/promote/check-compliance.ts';
import { run as promote } from '../../../lambdas/promote/promote.ts';
import { run as rollBack } from '../../../lambdas/promote/roll-back.ts';
import { run as planForecast } from '../../../lambdas/forecast/plan.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import { locate } from '../../../lake/object-uri.ts';
import { signVersion } from '../../../lake/signing/sign-version.ts';
import { verifyVersion } from '../../../lake/signing/verify-version.ts';
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
async function wasLive(version: number, ports: Ports): Promise<void> {
  const move = { dataset: 'weather', action: 'promote', by: 'somebody', reason: 'because', evidence: null } as const;
  await ports.production.move({ ...move, transitionId: 'there', to: version, expected: 1 }, ports);
  await ports.production.move({ ...move, transitionId: 'back again', to: 1, expected: version }, ports);
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

  it.each([
    ["a copy of version 1's entry as version 4", (entry: ModelVersion) => entry],
    ['the signed entry and folder of another data set', signedElsewhere],
  ])('is refused where it stands for a version that was never registered: %s', async (_, forge) => {
    const platform = await tampered({ tamper: () => Promise.resolve() });
    const { ports, stores } = platform;
    const entry = await forge(await ports.registry.describe('weather', 1), ports);
    stores.artifacts.put('registry/weather/versions/00000004.json', JSON.stringify(entry));
    const mismatch = {
      name: 'ArtifactMismatch',
      message: expect.stringContaining("allowed: version 4 of 'weather'") as unknown,
    };

    const forecast = { dataset: 'weather', runId: 'f', periods: PERIODS };
    await expect(planForecast({ ...forecast, modelVersion: 4 }, ports)).rejects.toMatchObject(mismatch);
    await expect(planForecast({ ...forecast, modelVersion: 'latest' }, ports)).rejects.toMatchObject(mismatch);
    const asked = { ...CHALLENGER, ...JUDGED, modelVersion: 4 };
    const report = await keepComparison(ports.stores.artifacts, comparisonOf(asked));
    await expect(promote({ ...asked, report }, ports)).rejects.toMatchObject(mismatch);
    const { status, error } = await platform.promote('run-4', 4);
    expect([status, error]).toEqual(['FAILED', 'ArtifactMismatch']);
    expect((await ports.production.history('weather')).map(({ to }) => to)).toEqual([1]);

    await wasLive(4, ports);
    await expect(rollBack({ ...RUN, runId: 'back', to: 4 }, ports)).rejects.toMatchObject(mismatch);
    expect((await ports.production.history('weather')).map(({ to }) => to)).toEqual([1, 4, 1]);
  });
});

/** What another data set's platform registered and signed, by the same key: every file of it is what was signed. */
async function signedElsewhere(version: ModelVersion, ports: Ports): Promise<ModelVersion> {
  const { stores } = ports;
  const { key } = locate(stores, version.artifactUri);
  const folder = 'models/energy/job/output/model';
  const SIGNED = ['manifest.json', 'model.sig'];
  for (const file of await stores.artifacts.list(`${key}/`)) {
    const path = file.key.slice(key.length + 1);
    if (!SIGNED.includes(path))
      await stores.artifacts.write(`${folder}/${path}`, await stores.artifacts.read(file.key));
  }
  const entry = { ...version, dataset: 'energy', version: 4, artifactUri: `s3://artifacts/${folder}/` };
  await signVersion(entry, ports);
  await verifyVersion(entry, entry, ports);
  return entry;
}
