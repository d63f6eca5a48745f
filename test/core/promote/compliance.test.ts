import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { MissingList } from '../../../core/contracts/missing-series.ts';
import type { ComplianceFacts } from '../../../core/promote/compliance.ts';
import { checkCompliance } from '../../../core/promote/compliance.ts';
import { schemaOf } from '../../../core/promote/version-schema.ts';
import { MODEL_VERSION } from '../../support/model-version.ts';
import { COMMIT } from '../../support/ports.ts';
import { weather } from '../../../datasets/weather.ts';

const DATASET: Dataset = {
  ...weather,
  contract: { ...weather.contract, maxQuarantineShare: 0.01 },
  promotion: { ...weather.promotion, requiredTags: ['domain', 'criticality'], maxTrainingAge: '90d' },
};
const MISSING: MissingList = {
  delivered: 4,
  inAll: 0,
  ended: 0,
  byWhy: { 'every-row-refused': 0, 'failed-in-training': 0, 'no-forecast': 0, 'no-longer-delivers': 0 },
  first: [],
};
const VERSION: ModelVersion = {
  ...MODEL_VERSION,
  version: 3,
  description: 'Daily temperatures',
  owner: 'forecasting-team',
  intendedUse: 'Planning',
  tags: { domain: 'weather', criticality: 'demo', other: '' },
  training: { ...MODEL_VERSION.training, tableVersion: 1, window: { start: '2012-01-01', end: '2013-12-31' } },
  schema: {
    frequency: 'day',
    features: ['unique_id', 'ds'],
    target: 'value',
    output: {
      run_id: 'string',
      unique_id: 'string',
      cutoff: 'date',
      ds: 'date',
      yhat: 'double',
      yhat_lower: 'double',
      yhat_upper: 'double',
      model_version: 'long',
      naive: 'double',
      scale: 'double',
      recipe: 'string',
      yhat_lower_95: 'double',
      yhat_upper_95: 'double',
    },
    level: 0.8,
    furtherLevels: [0.95],
  },
  contract: { quarantinedShare: 0.01, maxQuarantineShare: 0.01 },
  missing: MISSING,
  forecast: { start: '2014-01-01', end: '2014-06-30' },
  code: { commit: COMMIT, image: 'sha256:1234', libraries: { zod: '4.6.7' } },
};
const PERFECT: ComplianceFacts = {
  way: 'change',
  version: VERSION,
  dataset: DATASET,
  uncommittedCode: 'refused',
  lastObservation: '2014-03-31',
  signature: { valid: true },
  reproduction: { maxDifference: 0, rows: 720 },
  implausible: { forecasts: null, intervals: null },
};

const withVersion = (change: Partial<ModelVersion>): ComplianceFacts => ({
  ...PERFECT,
  version: { ...VERSION, ...change },
});
const withSchema = (change: Partial<ModelVersion['schema']>) =>
  withVersion({ schema: { ...VERSION.schema, ...change } });
const withCode = (change: Partial<ModelVersion['code']>) => withVersion({ code: { ...VERSION.code, ...change } });

function refusals(facts: ComplianceFacts): Readonly<Record<string, string>> {
  const refused = checkCompliance(facts).filter(({ outcome }) => outcome === 'refuse');
  return Object.fromEntries(refused.map(({ check, evidence }) => [check, evidence]));
}

describe('checkCompliance', () => {
  it('passes a version that complies, with the evidence of every check', () => {
    expect(checkCompliance(PERFECT)).toEqual([
      { check: 'description', outcome: 'pass', evidence: 'Daily temperatures' },
      { check: 'owner', outcome: 'pass', evidence: 'forecasting-team' },
      { check: 'intended-use', outcome: 'pass', evidence: 'Planning' },
      { check: 'required-tags', outcome: 'pass', evidence: 'domain=weather, criticality=demo' },
      { check: 'schema', outcome: 'pass', evidence: "matches the data set's" },
      {
        check: 'training-age',
        outcome: 'pass',
        evidence: 'trained up to 2013-12-31, last observation 2014-03-31, allowed: 90d',
      },
      {
        check: 'training-window',
        outcome: 'pass',
        evidence: 'learned from 2012-01-01 to 2013-12-31, 731 periods, allowed: at least 346 (1y are 365)',
      },
      { check: 'data-contract', outcome: 'pass', evidence: 'share of training rows quarantined: 0.01, allowed: 0.01' },
      { check: 'libraries', outcome: 'pass', evidence: 'zod 4.6.7' },
      { check: 'commit', outcome: 'pass', evidence: COMMIT },
      { check: 'image', outcome: 'pass', evidence: 'sha256:1234' },
      { check: 'signature', outcome: 'pass', evidence: 'the signature, the files and the registry entry match' },
      {
        check: 'reproduction',
        outcome: 'pass',
        evidence: 'largest difference from the recorded forecasts: 0, on 720 rows',
      },
      {
        check: 'delivered-series',
        outcome: 'pass',
        evidence: 'all 4 series that were delivered are forecast and still deliver',
      },
      {
        check: 'plausible-forecasts',
        outcome: 'pass',
        evidence: 'no series leaves what was observed of it by more than 1 times its range',
      },
    ]);
  });

  it.each<[string, ComplianceFacts, Readonly<Record<string, unknown>>]>([
    ['a blank description', withVersion({ description: ' ' }), { description: 'is not recorded' }],
    ['no owner', withVersion({ owner: '' }), { owner: 'is not recorded' }],
    ['no intended use', withVersion({ intendedUse: '\n' }), { 'intended-use': 'is not recorded' }],
    [
      'a missing and a blank tag',
      withVersion({ tags: { domain: ' ' } }),
      { 'required-tags': 'missing or blank: domain, criticality' },
    ],
    [
      'a tag that only every object has',
      {
        ...withVersion({ tags: {} }),
        dataset: { ...DATASET, promotion: { ...DATASET.promotion, requiredTags: ['constructor'] } },
      },
      { 'required-tags': 'missing or blank: constructor' },
    ],
    ['another frequency', withSchema({ frequency: 'hour' }), { schema: "frequency is hour, the data set's is day" }],
    [
      'another feature set',
      withSchema({ features: ['unique_id', 'ds', 'price'] }),
      { schema: "features is ds, price, unique_id, the data set's is ds, unique_id" },
    ],
    ['another target', withSchema({ target: 'rain' }), { schema: "target is rain, the data set's is value" }],
    ['another level', withSchema({ level: 0.9 }), { schema: "level is 0.9, the data set's is 0.8" }],
    ['another output column', withSchema({ output: {} }), { schema: expect.stringContaining('output is ,') }],
    [
      'another type of an output column',
      withSchema({ output: { ...VERSION.schema.output, ds: 'timestamp' } }),
      { schema: expect.stringContaining('ds timestamp') },
    ],
    [
      'a version of another data set',
      withVersion({ dataset: 'sales' }),
      { schema: "the version belongs to 'sales', not to 'weather'" },
    ],
    [
      'training that ended a day too early',
      { ...PERFECT, lastObservation: '2014-04-01' },
      { 'training-age': 'trained up to 2013-12-31, last observation 2014-04-01, allowed: 90d' },
    ],
    [
      'a fit of a month of what was chosen for a year',
      withVersion({ training: { ...VERSION.training, window: { start: '2013-12-01', end: '2013-12-31' } } }),
      {
        'training-window': expect.stringContaining('31 periods, allowed: at least 346 (1y are 365); hint: train up to'),
      },
    ],
    [
      'a last observation that is no date',
      { ...PERFECT, lastObservation: 'unknown' },
      { 'training-age': expect.stringContaining('unknown') },
    ],
    [
      'more quarantined than allowed when it was trained',
      withVersion({ contract: { quarantinedShare: 0.006, maxQuarantineShare: 0.005 } }),
      { 'data-contract': 'share of training rows quarantined: 0.006, allowed: 0.005' },
    ],
    [
      'more quarantined than is allowed now',
      withVersion({ contract: { quarantinedShare: 0.3, maxQuarantineShare: 1 } }),
      { 'data-contract': 'share of training rows quarantined: 0.3, allowed: 0.01' },
    ],
    [
      'a quarantined share that is not known',
      withVersion({ contract: { quarantinedShare: NaN, maxQuarantineShare: 1 } }),
      { 'data-contract': expect.stringContaining('NaN') },
    ],
    ['no libraries', withCode({ libraries: {} }), { libraries: 'none is recorded' }],
    ['a library without version', withCode({ libraries: { zod: '' } }), { libraries: 'without a version: zod' }],
    ['no commit', withCode({ commit: '' }), { commit: 'is not recorded' }],
    [
      'changes that are in no commit',
      withCode({ commit: `${COMMIT}-dirty` }),
      {
        commit:
          'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00-dirty: the code had changes that are in no commit; allowed: a commit; hint: commit, deploy the commit, and train again',
      },
    ],
    [
      'no repository',
      withCode({ commit: 'unknown' }),
      { commit: expect.stringMatching(/^unknown: the code was in no git repository; allowed: a commit; hint: /) },
    ],
    [
      'a name instead of a commit',
      withCode({ commit: 'local' }),
      { commit: expect.stringMatching(/^local: this is no/) },
    ],
    ['half a commit', withCode({ commit: COMMIT.slice(1) }), { commit: expect.stringContaining('40 hex digits') }],
    ['no image', withCode({ image: '' }), { image: 'is not recorded' }],
    [
      'a refused signature',
      { ...PERFECT, signature: { refused: 'the key is disabled' } },
      { signature: 'the key is disabled' },
    ],
    [
      'an artifact that does not load',
      { ...PERFECT, reproduction: { failed: 'model.jsonl does not parse' } },
      { reproduction: 'model.jsonl does not parse' },
    ],
    [
      'forecasts that differ in the last bit',
      { ...PERFECT, reproduction: { maxDifference: 2 ** -52, rows: 720 } },
      { reproduction: expect.stringContaining('2.220446049250313e-16') },
    ],
    [
      'forecasts that cannot be compared',
      { ...PERFECT, reproduction: { maxDifference: NaN, rows: 720 } },
      { reproduction: expect.stringContaining('NaN') },
    ],
    [
      'nothing to reproduce',
      { ...PERFECT, reproduction: { maxDifference: 0, rows: 0 } },
      { reproduction: expect.stringContaining('on 0 rows') },
    ],
  ])('refuses %s, and only for that', (_, facts, expected) => {
    expect(refusals(facts)).toEqual(expected);
  });

  it('refuses for a check that throws', () => {
    const broken = JSON.parse(JSON.stringify({ ...VERSION, tags: null }));

    expect(refusals({ ...PERFECT, version: broken })).toEqual({
      'required-tags': expect.stringContaining('cannot be checked: TypeError'),
    });
  });

  it('counts the age of training on the calendar of the data set', () => {
    const monthly: Dataset = {
      ...DATASET,
      frequency: 'month',
      promotion: { ...DATASET.promotion, maxTrainingAge: '1m' },
    };
    const version = {
      ...VERSION,
      schema: schemaOf(monthly),
      training: { ...VERSION.training, window: { start: '2012-03-31', end: '2014-02-28' } },
    };

    // Dated by the last day, so one month later is 31 March.
    expect(refusals({ ...PERFECT, dataset: monthly, version, lastObservation: '2014-03-31' })).toEqual({});
    expect(refusals({ ...PERFECT, dataset: monthly, version, lastObservation: '2014-04-30' })).toHaveProperty(
      'training-age',
    );
  });
});

describe('schemaOf', () => {
  it('is what a version of the data set registers', () => {
    expect(schemaOf(DATASET)).toEqual(VERSION.schema);
  });

  it('has timestamps where the data set is hourly', () => {
    expect(schemaOf({ ...DATASET, frequency: 'hour' }).output).toMatchObject({ ds: 'timestamp', cutoff: 'timestamp' });
  });

  it('names the series that were delivered and are missing, and refuses them in a first version alone', () => {
    const first = [{ uniqueId: 's21', why: 'every-row-refused', detail: '48 rows: off-calendar' } as const];
    const missing = { ...MISSING, inAll: 1, first };
    const found = (way: ComplianceFacts['way'], maxMissingSeriesShare: number) => {
      const dataset = { ...DATASET, promotion: { ...DATASET.promotion, maxMissingSeriesShare } };
      const facts = { ...PERFECT, way, dataset, version: { ...VERSION, missing } };
      return checkCompliance(facts).find(({ check }) => check === 'delivered-series');
    };
    expect(found('first', 0.24)).toEqual({
      check: 'delivered-series',
      outcome: 'refuse',
      evidence:
        '1 of 4 series that were delivered is without a forecast, or silent: s21 (every row refused: 48 rows: off-calendar); ' +
        'allowed: a share of 0.24',
    });
    expect(found('first', 0.25)).toMatchObject({ outcome: 'pass' });
    expect(found('change', 0)).toMatchObject({ outcome: 'pass', evidence: expect.stringContaining('s21') });
    expect(found('refresh', 0)).toMatchObject({ outcome: 'pass', evidence: expect.stringContaining('s21') });
  });
});

describe('plausible forecasts', () => {
  const furthest = {
    uniqueId: 'calls',
    ds: '2014-01-04',
    value: -282.25,
    observed: [380, 700] as [number, number],
    ranges: 2.07,
  };
  const found = { rows: 26, series: 1, first: ['calls'], furthest };
  const facts = (change: Partial<ComplianceFacts>, seriesTrained = 100): ComplianceFacts => ({
    ...PERFECT,
    dataset: { ...DATASET, maxFailedSeriesShare: 0.01 },
    ...change,
    version: { ...VERSION, seriesTrained },
  });
  const EVIDENCE =
    "26 forecasts of 'calls' lie far outside of everything observed: the furthest is -282.3 for 'calls' at 2014-01-04, observed 380 to 700, " +
    '2.07 times that range outside; allowed: 1 times its range, in a share of 0.01 of the series';

  it('refuses a version of which more series than may fail leave what was observed', () => {
    const implausible = { forecasts: found, intervals: null };
    expect(refusals(facts({ implausible }, 99))).toEqual({ 'plausible-forecasts': EVIDENCE });
    const [told] = checkCompliance(facts({ implausible })).slice(-1);
    expect(told).toEqual({ check: 'plausible-forecasts', outcome: 'pass', evidence: EVIDENCE });
  });

  it('tells of intervals that do, and refuses for none', () => {
    const [told] = checkCompliance(facts({ implausible: { forecasts: null, intervals: found } }, 1)).slice(-1);
    expect(told).toMatchObject({
      outcome: 'pass',
      evidence: expect.stringMatching(/^26 intervals of 'calls' lie far outside/),
    });
  });

  it('is asked of a first version and of a changed recipe; a refresh has the guard', () => {
    const implausible = { forecasts: found, intervals: null };
    expect(Object.keys(refusals(facts({ implausible, way: 'first' }, 1)))).toEqual(['plausible-forecasts']);
    expect(refusals(facts({ implausible, way: 'refresh' }, 1))).toEqual({});
  });

  it('refuses what it cannot read, and not what was never asked', () => {
    expect(refusals(facts({ implausible: { failed: 'gone' } }))).toEqual({ 'plausible-forecasts': 'gone' });
    expect(refusals(facts({ implausible: undefined }))).toEqual({});
  });
});

describe('code that is in no commit', () => {
  const DIRTY = `${COMMIT}-dirty`;

  it.each([
    [DIRTY, `${DIRTY}: the code had changes that are in no commit`],
    ['unknown', 'unknown: the code was in no git repository'],
  ])('passes where it is allowed, and is told: %s', (commit, evidence) => {
    const checks = checkCompliance({ ...withCode({ commit }), uncommittedCode: 'allowed' });
    expect(checks).toContainEqual({ check: 'commit', outcome: 'pass', evidence });
  });

  it('refuses a refresh, too: it may have been deployed since the recipe went live', () => {
    expect(refusals({ ...withCode({ commit: DIRTY }), way: 'refresh' })).toHaveProperty('commit');
    expect(refusals({ ...PERFECT, way: 'refresh' })).toEqual({});
  });

  it('has to be recorded all the same', () => {
    expect(refusals({ ...withCode({ commit: ' ' }), uncommittedCode: 'allowed' })).toEqual({
      commit: 'is not recorded',
    });
  });
});
