import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ComparisonReport, ReportReference } from '../../../core/contracts/promotion.ts';
import { run as promote } from '../../../lambdas/promote/promote.ts';
import { comparisonOf, guardOf, keepComparison, keepGuard } from '../../support/reports.ts';
import { NAIVE_ONLY, platform, type Platform } from './fixture.ts';

const MOVE = { dataset: 'weather', runId: 'p-1', modelVersion: 1, action: 'promote', production: null } as const;
const ASKED = { ...MOVE, by: 'mallory', reason: 'because' };
const INVENTED = {
  reportUri: 's3://artifacts/promotions/weather/p-1/comparison.json',
  reportSha256: 'f00d',
} as const;

let here: Platform;
let trained: Map<string, { body: Uint8Array }>;

beforeAll(async () => {
  here = platform();
  await here.train('run-1');
  await here.train('run-2', NAIVE_ONLY);
  trained = new Map(here.ports.stores.artifacts.objects) as typeof trained;
});

/** The step alone, on what an attacker left among the artifacts. */
async function asked(report: ReportReference, move: Partial<Parameters<typeof promote>[0]> = {}): Promise<unknown> {
  return promote({ ...ASKED, ...move, report }, here.ports);
}

function afresh() {
  const { artifacts } = here.ports.stores;
  artifacts.objects.clear();
  for (const [key, { body }] of trained) artifacts.put(key, body);
  return artifacts;
}

async function refusal(report: ReportReference, move: Partial<Parameters<typeof promote>[0]> = {}): Promise<string> {
  const error = await asked(report, move).then(
    () => new Error('it went live'),
    (thrown: unknown) => thrown as Error,
  );
  expect(error.name).toBe('ReportRefused');
  expect(await here.ports.production.read('weather')).toBeUndefined();
  return error.message;
}

describe('the promote step, called alone', () => {
  it('moves Production on the report of the run, and records its hash and that of its page', async () => {
    const artifacts = afresh();
    const report = await keepComparison(artifacts, comparisonOf(MOVE));
    expect(await asked(report)).toMatchObject({ outcome: 'promoted', production: 1 });
    const { evidence } = (await here.ports.production.read('weather'))!;
    expect(evidence).toEqual(report);
    expect(evidence?.pageSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refuses an invented report, and one whose hash is invented', async () => {
    const artifacts = afresh();
    expect(await refusal(INVENTED)).toMatch(/^the report is gone; got 'no object 'promotions/);
    const report = await keepComparison(artifacts, comparisonOf(MOVE));
    expect(await refusal({ ...report, reportSha256: 'f00d' })).toContain('is not what the verdict was told with');
  });

  it('refuses a report, or a page, that was changed after the verdict', async () => {
    for (const file of ['comparison.json', 'comparison.html']) {
      const artifacts = afresh();
      const report = await keepComparison(artifacts, { ...comparisonOf(MOVE), verdict: 'pass' });
      artifacts.put(`promotions/weather/p-1/${file}`, '{"verdict":"pass"}');
      expect(await refusal(report)).toContain(`'promotions/weather/p-1/${file}' is not what`);
    }
  });

  it('refuses a report that lies elsewhere, also the one of another run', async () => {
    const artifacts = afresh();
    const other = await keepComparison(artifacts, comparisonOf({ ...MOVE, runId: 'p-2' }));
    expect(await refusal(other)).toContain('the report lies where no report of this run does');
    const body = await artifacts.read('promotions/weather/p-2/comparison.json');
    artifacts.put('promotions/weather/p-1/comparison.json', body);
    const copied = { ...other, ...INVENTED, reportSha256: other.reportSha256, pageSha256: undefined };
    expect(await refusal(copied)).toBe(
      "the report does not stand for this move: another run; got 'p-2'; allowed: p-1; " +
        "hint: nothing goes live on it: start the data set's promote state machine anew",
    );
  });

  it.each<[string, Partial<ComparisonReport>]>([
    ['another verdict', { verdict: 'refuse' }],
    ['another data set', { dataset: 'electricity' }],
    ['another version', { challenger: { ...comparisonOf(MOVE).challenger, version: 2 } }],
    ['another version in Production', { production: { ...comparisonOf(MOVE).production, version: 7 } }],
  ])('refuses a report with %s', async (what, differing) => {
    const artifacts = afresh();
    const body = new TextEncoder().encode(JSON.stringify({ ...comparisonOf(MOVE), ...differing }));
    artifacts.put('promotions/weather/p-1/comparison.json', body);
    const { createHash } = await import('node:crypto');
    const reportSha256 = createHash('sha256').update(body).digest('hex');
    expect(await refusal({ ...INVENTED, reportSha256 })).toContain(what);
  });

  it("takes a guard's report for a refresh, and a comparison for a change: neither for the other", async () => {
    const artifacts = afresh();
    const guarded = await keepGuard(artifacts, guardOf(MOVE));
    expect(await refusal(guarded)).toContain("another action; got 'promote'; allowed: refresh, return");
    const compared = await keepComparison(artifacts, comparisonOf(MOVE));
    expect(await refusal(compared, { action: 'refresh' })).toContain("got 'refresh'; allowed: promote");
    expect(await refusal(guarded, { action: 'refresh', production: 2 })).toContain('another version in Production');
  });

  it('refuses a refresh whose guard refused, or was about another version', async () => {
    for (const [differing, what] of [
      [{ verdict: 'refuse' }, 'another verdict'],
      [{ version: 2 }, 'another version; got 2'],
    ] as const) {
      const artifacts = afresh();
      const guarded = await keepGuard(artifacts, { ...guardOf(MOVE), ...differing });
      expect(await refusal(guarded, { action: 'return', production: 1 })).toContain(what);
    }
  });

  it('lets the seasonal naive alone go live on the verdict that it takes the place of the first version', async () => {
    const artifacts = afresh();
    const report = await keepComparison(artifacts, { ...comparisonOf(MOVE), verdict: 'naive' });
    expect(await refusal(report)).toContain(
      "another recipe that goes live in the place of the refused one; got 'choice",
    );
    expect(await refusal(report, { modelVersion: 2, production: 1 })).toContain(
      'another version that the move is made',
    );
    expect(await asked(report, { modelVersion: 2 })).toMatchObject({ outcome: 'promoted', production: 2 });
  });

  it('lets no naive go live where something is in Production', async () => {
    const artifacts = afresh();
    const beside = { ...comparisonOf({ ...MOVE, production: 3 }), verdict: 'naive' } as const;
    const report = await keepComparison(artifacts, beside);
    expect(await refusal(report, { modelVersion: 2 })).toContain('another version in Production; got 3; allowed: none');
  });
});

describe('what the judge leaves', () => {
  it('is written once: a report that stood there before is refused by name, not taken for its own', async () => {
    const artifacts = afresh();
    artifacts.put('promotions/weather/p-1/comparison.html', '<html>passes</html>');
    await expect(keepComparison(artifacts, comparisonOf(MOVE))).rejects.toMatchObject({
      name: 'AuditTampered',
      message: expect.stringContaining("'promotions/weather/p-1/comparison.html' is written once"),
    });
    expect(artifacts.objects.has('promotions/weather/p-1/comparison.json')).toBe(false);
  });

  it('is the same when it is asked for again', async () => {
    const artifacts = afresh();
    const first = await keepComparison(artifacts, comparisonOf(MOVE));
    expect(await keepComparison(artifacts, comparisonOf(MOVE))).toEqual(first);
  });
});
