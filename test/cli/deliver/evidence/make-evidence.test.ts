import { beforeAll, describe, expect, it } from '@jest/globals';
import { type EvidenceHost } from '../../../../cli/deliver/evidence/gather-changes.ts';
import { type EvidenceOutside, makeEvidence } from '../../../../cli/deliver/evidence/make-evidence.ts';
import { deliveryKeys } from '../../../../core/contracts/delivery.ts';
import { evidenceSchema, type ReleaseEvidence } from '../../../../core/contracts/evidence.ts';
import type { EvidenceSources } from '../../../../core/delivery/evidence/sources.ts';
import { prod } from '../../../../environments/prod.ts';
import { dev } from '../../../../environments/dev.ts';
import { Releases } from '../../../../lake/releases.ts';
import { KEPT_RUN } from '../../../support/kept-run.ts';
import { MemoryStore } from '../../../support/memory-store.ts';
import { deployed, hostOf, keepBuild, NEW, NOW, OLD, OUTSIDE, releasedStore } from './released.ts';

const KEY = 'arn:aws:kms:eu-central-1:333333333333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const SMALLER = { ...prod, steps: { ...prod.steps, memoryMiB: 2048 } };

let good: MemoryStore;
let removing: MemoryStore;
beforeAll(async () => {
  good = storeOf(await releasedStore({ prod: SMALLER }));
  removing = storeOf(await releasedStore({ prod: { ...prod, dataKey: KEY } }));
});

function storeOf({ store }: Releases): MemoryStore {
  if (store instanceof MemoryStore) return store;
  throw new Error('made by releasedStore');
}

/** Of a copy, so that each test breaks its own. */
function copyOf(store: MemoryStore): Releases {
  const copy = new MemoryStore('releases');
  for (const [key, { body }] of store.objects) copy.put(key, body);
  return new Releases(copy);
}

const evidenceOf = (
  host: EvidenceHost,
  outside: EvidenceOutside = OUTSIDE,
  allowedReplacements: readonly string[] = [],
) => makeEvidence({ commit: NEW, allowedReplacements }, host, outside);

function withSources(sources: Partial<EvidenceSources>): EvidenceOutside {
  return { ...OUTSIDE, sources: { ...OUTSIDE.sources, ...sources } };
}

describe('the evidence of a commit that deserves prod', () => {
  let evidence: ReleaseEvidence;
  beforeAll(async () => {
    evidence = await evidenceOf(hostOf(copyOf(good)));
  });

  it('passes, in all parts, and assumes nothing', () => {
    const { commit, madeAt, verdict, reasons, assumed } = evidence;
    expect({ commit, madeAt, verdict, reasons, assumed }).toEqual({
      commit: NEW,
      madeAt: NOW,
      verdict: 'pass',
      reasons: [],
      assumed: [],
    });
    expect(evidenceSchema.parse(evidence)).toEqual(evidence);
  });

  it('compares every environment with what stands there', () => {
    const environments = evidence.changes.facts?.environments ?? [];
    expect(
      environments.map(({ environment, standing, resources }) => [environment, standing?.commit, resources.length > 0]),
    ).toEqual([
      ['dev', NEW, false],
      ['staging', NEW, false],
      ['prod', OLD, true],
    ]);
    const changes = new Set(
      environments[2].resources.flatMap(({ values }) =>
        values.map(({ path, before, after }) => `${path}: ${before} to ${after}`),
      ),
    );
    expect(changes).toEqual(new Set(['MemorySize: 3008 to 2048']));
  });

  it("compares staging's run with prod's", () => {
    expect(evidence.runs.facts?.reference).toMatchObject({ environment: 'prod', runId: 'run-of-prod' });
    expect(evidence.runs.facts?.figures.at(-1)).toEqual({
      figure: 'cost of the run',
      unit: 'dollars',
      staging: 0.0025,
      reference: 0.0025,
      difference: 0,
      isMarked: false,
    });
  });

  it('names the commits since the last release, the owners and the packages', () => {
    const { facts } = evidence.compliance;
    expect(facts?.commits.map(({ subject }) => subject)).toEqual(['What a brings']);
    expect(facts?.packages.map(({ name, licence }) => `${name}: ${licence}`)).toEqual(['zod: MIT']);
    expect(facts?.checks[0]).toEqual({
      check: 'owner',
      outcome: 'pass',
      evidence: 'forecasting-team (data set weather)',
    });
  });

  it('estimates every environment, before and after', () => {
    const cost = evidence.cost.facts?.environments.map(({ environment, before, after }) => ({
      environment,
      same: before === after,
      some: after > 20,
    }));
    expect(cost).toEqual(['dev', 'staging', 'prod'].map((environment) => ({ environment, same: true, some: true })));
  });

  it('is the same for the same store, answers and clock', async () => {
    expect(await evidenceOf(hostOf(copyOf(good)))).toEqual(evidence);
  });
});

describe('the evidence of a commit that does not', () => {
  it('refuses what is removed and holds data, unless the literal names it', async () => {
    const reason =
      "changes: prod/DataKey (AWS::KMS::Key) holds data and is removed; allow it by 'prod/DataKey' in allowedReplacements of the delivery literal, once its data are safe";
    expect((await evidenceOf(hostOf(copyOf(removing)))).reasons).toEqual([reason]);
    expect((await evidenceOf(hostOf(copyOf(removing)), OUTSIDE, ['prod/DataKey'])).verdict).toBe('pass');
  });

  it('refuses a commit without a run in staging', async () => {
    const releases = copyOf(good);
    storeOf(releases).objects.delete(deliveryKeys.run('staging', NEW));
    expect((await evidenceOf(hostOf(releases))).reasons).toEqual([
      `runs: could not be computed: staging has kept no run of ${NEW}; a merge to main makes one, 'npm run deliver -- keep-run' keeps it`,
    ]);
  });

  it('refuses where an archive is not what was built', async () => {
    const releases = copyOf(good);
    storeOf(releases).put(deliveryKeys.assembly(NEW, 'prod'), 'another');
    const { verdict, changes, cost, compliance } = await evidenceOf(hostOf(releases));
    expect(verdict).toBe('refuse');
    expect(changes).toMatchObject({ verdict: 'refuse', facts: null });
    expect(changes.reasons[0]).toMatch(/^could not be computed: ArchiveTampered: /);
    expect(cost.facts).toBeNull();
    expect(compliance.reasons[0]).toMatch(/^licences: ArchiveTampered: /);
  });

  it('refuses where nobody can say what is shipped', async () => {
    const lost = withSources({
      packagesOf: async () => {
        throw new Error('no such file: node_modules/zod/package.json');
      },
    });
    expect((await evidenceOf(hostOf(copyOf(good)), lost)).reasons).toEqual([
      'compliance: licences: no such file: node_modules/zod/package.json',
    ]);
  });

  it('refuses what cannot be priced', async () => {
    const pricing = {
      basis: 'nothing',
      month: async () => {
        throw new Error('no price of AWS::New::Thing');
      },
      run: () => {
        throw new Error('no price of a transition');
      },
    };
    expect((await evidenceOf(hostOf(copyOf(good)), { ...OUTSIDE, pricing })).reasons).toEqual([
      'runs: could not be computed: no price of a transition',
      'cost: could not be computed: no price of AWS::New::Thing',
    ]);
  });

  it('refuses a checkout of another commit, whose owners and packages are others', async () => {
    const host = hostOf(copyOf(good));
    const elsewhere = { ...host, checkout: { ...host.checkout, head: async () => OLD } };
    expect((await evidenceOf(elsewhere)).reasons[0]).toMatch(/^compliance: could not be computed: CheckoutRefused: /);
  });

  it('refuses what cannot be looked up in an account, and assumes it on a folder', async () => {
    const silent = withSources({
      audit: async () => {
        throw new Error('405');
      },
      imageScan: async () => {
        throw new Error('ScanNotFound');
      },
    });
    const releases = copyOf(good);
    storeOf(releases).objects.delete(deliveryKeys.check(NEW));
    const folder = await evidenceOf(hostOf(releases), silent);
    expect(folder.verdict).toBe('pass');
    expect(folder.assumed).toEqual([
      'checks green: there is no record that the check passed on this commit: assumed to be fine',
      'image scan: ScanNotFound: assumed to be fine',
      'known vulnerabilities: 405: assumed to be fine',
    ]);
    const { compliance } = await evidenceOf(hostOf(releases, 'account'), silent);
    expect(compliance.reasons).toHaveLength(3);
  });

  it('is not made of a commit that was never built', async () => {
    await expect(
      makeEvidence({ commit: 'c'.repeat(40), allowedReplacements: [] }, hostOf(copyOf(good)), OUTSIDE),
    ).rejects.toThrow('never built');
  });
});

describe('what is compared', () => {
  it('is, in an account, what CloudFormation has', async () => {
    const asked: string[] = [];
    const sources = withSources({
      deployedTemplate: async ({ stack, account }) => {
        asked.push(`${stack} of ${account}`);
        return { Resources: { OldBucket: { Type: 'AWS::S3::Bucket', Properties: {} } } };
      },
    });
    const { reasons } = await evidenceOf(hostOf(copyOf(good), 'account'), sources);
    expect(asked).toEqual([
      'forecasting-dev of 111111111111',
      'forecasting-staging of 222222222222',
      'forecasting-prod of 333333333333',
    ]);
    expect(reasons.filter((reason) => reason.includes('OldBucket'))).toHaveLength(3);
  });

  it('cannot be told where a stack is gone that the records know', async () => {
    const { changes } = await evidenceOf(hostOf(copyOf(good), 'account'));
    expect(changes.reasons).toEqual([
      `could not be computed: ${NEW} was deployed to dev, and CloudFormation knows no stack forecasting-dev there: nobody can say what would change`,
    ]);
  });

  it('is nothing where nothing was deployed yet, which is no error', async () => {
    const releases = copyOf(good);
    for (const key of storeOf(releases).objects.keys())
      if (key.startsWith('deployments/prod/')) storeOf(releases).objects.delete(key);
    const { verdict, changes, cost, compliance } = await evidenceOf(hostOf(releases));
    expect(verdict).toBe('pass');
    const inProd = changes.facts?.environments[2];
    expect(inProd?.standing).toBeNull();
    expect(new Set(inProd?.resources.map(({ change }) => change))).toEqual(new Set(['added']));
    expect(cost.facts?.environments[2].before).toBeNull();
    // Everything that was ever built is new to prod.
    expect(compliance.facts?.commits.map(({ subject }) => subject)).toEqual(['What a brings', 'What b brings']);
  });

  it('refuses nothing where a later build stands, but in prod', async () => {
    const later = 'd'.repeat(40);
    const releases = copyOf(good);
    const withMore = { ...dev, dataKey: KEY };
    // Goes back to a stack with a key of its own: in dev the new one would be no loss, and the release does not go there.
    await keepBuild(releases, {
      commit: later,
      builtAt: '2026-11-28T07:00:00.000Z',
      literals: { dev: withMore, prod: { ...prod, namePrefix: 'acme' } },
    });
    await deployed(releases, { environment: 'dev', commit: later, number: 3 });
    const { changes, compliance } = await evidenceOf(hostOf(releases));
    expect(changes.verdict).toBe('pass');
    expect(changes.facts?.environments.map(({ isJudged }) => isJudged)).toEqual([false, true, true]);
    // What a later build brings is not released with this one.
    expect(compliance.facts?.commits.map(({ subject }) => subject)).toEqual(['What a brings']);
    await deployed(releases, { environment: 'prod', commit: later, number: 3 });
    const back = await evidenceOf(hostOf(releases));
    expect(back.changes.facts?.environments[2].isJudged).toBe(true);
    expect(back.changes.reasons[0]).toMatch(
      /^prod: the stack acme-forecasting-prod of 333333333333 in eu-central-1 stands there/,
    );
    expect(back.compliance.facts?.checks[1].evidence).toBe(
      'goes back from dddddddddddd, which was built later: nothing is new',
    );
  });

  it('is the run in staging of what stands in prod, where prod has kept none of the data set', async () => {
    const releases = copyOf(good);
    await releases.keepRun({ ...KEPT_RUN, environment: 'prod', commit: OLD, dataset: 'sales' });
    expect((await evidenceOf(hostOf(releases))).runs.facts?.reference).toBeNull();
    await releases.keepRun({ ...KEPT_RUN, commit: OLD, runId: 'run-of-old' });
    expect((await evidenceOf(hostOf(releases))).runs.facts?.reference).toMatchObject({
      environment: 'staging',
      runId: 'run-of-old',
    });
  });

  it("is the newest of prod's runs", async () => {
    const releases = copyOf(good);
    await releases.keepRun({
      ...KEPT_RUN,
      environment: 'prod',
      commit: 'c'.repeat(40),
      runId: 'older',
      startedAt: '2026-01-01T00:00:00.000Z',
    });
    await releases.keepRun({
      ...KEPT_RUN,
      environment: 'prod',
      commit: 'd'.repeat(40),
      runId: 'newer',
      startedAt: '2026-11-28T00:00:00.000Z',
    });
    expect((await evidenceOf(hostOf(releases))).runs.facts?.reference?.runId).toBe('newer');
  });
});
