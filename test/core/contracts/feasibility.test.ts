import { describe, expect, it } from '@jest/globals';
import { datasetSchema } from '../../../core/contracts/dataset.ts';
import { type Configured, describeOfLiteral, feasibility } from '../../../core/contracts/feasibility.ts';
import { DAILY } from '../../support/dataset.ts';

/** Five years of days, 700 days to start from, 90 to forecast and to judge on, in blocks of 7. */
const SOUND: Configured = { ...DAILY, columns: {} };

function withLengths(
  lengths: Partial<Record<'train' | 'initial' | 'period' | 'horizon' | 'holdout' | 'evaluate' | 'cadence', string>>,
  numbers: { readonly blockLength?: number; readonly minJoinedRows?: number } = {},
): Configured {
  const { promotion, crossValidation } = SOUND;
  const { blockLength = 7, minJoinedRows = 1 } = numbers;
  return {
    ...SOUND,
    training: { length: lengths.train ?? '5y' },
    evaluation: { length: lengths.evaluate ?? '1y' },
    crossValidation: {
      initial: lengths.initial ?? crossValidation.initial,
      period: lengths.period ?? crossValidation.period,
      horizon: lengths.horizon ?? crossValidation.horizon,
    },
    promotion: {
      holdout: lengths.holdout ?? promotion.holdout,
      gates: { ...promotion.gates, minJoinedRows, production: { ...promotion.gates.production, blockLength } },
    },
    monitoring: { cadence: lengths.cadence ?? '30d' },
  };
}

function found(dataset: Configured) {
  return feasibility(dataset).map((problem) => `${problem.outcome}: ${describeOfLiteral(problem, dataset)}`);
}

describe('what of a data set can never come right', () => {
  it('is nothing of a sound one', () => {
    expect(feasibility(SOUND)).toEqual([]);
  });

  it.each([
    ['28d', 0],
    ['27d', 1],
  ])('is a holdout below four blocks: %s', (holdout, problems) => {
    expect(feasibility(withLengths({ holdout }))).toHaveLength(problems);
  });

  it('is said with the holdout and the block that would fit', () => {
    expect(found(withLengths({ holdout: '14d' }))).toEqual([
      "refuse: promotion.holdout '14d' has 14 days, and to tell luck from loss it takes at least 28 (4 blocks of 7): " +
        "no recipe could ever take another's place; would fit: promotion.holdout '28d', or " +
        'promotion.gates.production.blockLength 3',
    ]);
    expect(feasibility(withLengths({ holdout: '14d' }, { blockLength: 3 }))).toEqual([]);
  });

  it('is a training shorter than the first fold', () => {
    expect(found(withLengths({ train: '790d', holdout: '89d' })).map((text) => text.slice(0, 5))).toEqual(['tell:']);
    expect(found(withLengths({ train: '789d' }))).toEqual([
      "refuse: crossValidation.initial '700d' and crossValidation.horizon '90d' together are longer than training.length '789d' " +
        '(789 days), so that no candidate could ever be cross-validated; ' +
        "would fit: crossValidation.initial '608d', or training.length '881d'",
    ]);
  });

  it('is said with folds in proportion, where the start alone has no room to shrink', () => {
    const { fits } = feasibility(withLengths({ train: '200d' }))[0];
    expect(fits).toEqual([
      [
        { field: 'crossValidation.initial', value: '100d' },
        { field: 'crossValidation.period', value: '16d' },
        { field: 'crossValidation.horizon', value: '33d' },
        { field: 'promotion.holdout', value: '33d' },
      ],
      [{ field: 'training.length', value: '881d' }],
    ]);
  });

  it('is said with a training that has a fold before the holdout, where cutoffs lie far apart', () => {
    const apart = { period: '120d', train: '789d' };
    expect(feasibility(withLengths(apart))[0].fits).toEqual([[{ field: 'training.length', value: '911d' }]]);
    expect(feasibility(withLengths({ ...apart, train: '911d' }))).toEqual([]);
  });

  it('is a comparison of recipes that nothing in cross-validation was scored before', () => {
    // One fold, which is the holdout.
    expect(found(withLengths({ train: '800d' }))).toEqual([
      "refuse: all that cross-validation scores in training.length '800d' lies within promotion.holdout '90d', so that neither of two " +
        "recipes could be weighed for a comparison; would fit: promotion.holdout '45d', or crossValidation.initial '619d', or " +
        "training.length '881d'",
    ]);
  });

  it('is more joined rows than one series has in the holdout', () => {
    expect(feasibility(withLengths({}, { minJoinedRows: 90 }))).toEqual([]);
    expect(found(withLengths({}, { minJoinedRows: 91 }))).toEqual([
      "refuse: promotion.gates.minJoinedRows 91 is more than the one series has in promotion.holdout '90d' (90 days): no recipe could " +
        "ever take another's place; would fit: promotion.gates.minJoinedRows 90, or promotion.holdout '91d'",
    ]);
    expect(feasibility({ ...withLengths({}, { minJoinedRows: 91 }), columns: { id: 'store' } })).toEqual([]);
  });

  it.each([
    ['train', '6d', 'training.length'],
    ['evaluate', '6d', 'evaluation.length'],
    ['initial', '6d', 'crossValidation.initial'],
    ['period', '6d', 'crossValidation.period'],
    ['horizon', '6d', 'crossValidation.horizon'],
    ['holdout', '6d', 'promotion.holdout'],
    ['cadence', '6d', 'monitoring.cadence'],
  ])('is a length below a period: %s', (field, length, name) => {
    const weekly = { ...withLengths({ [field]: length }), frequency: 'week' as const };
    expect(found(weekly)).toEqual([
      `refuse: ${name} '6d' is shorter than a week, which is how far apart the observations are; would fit: ${name} '1w'`,
    ]);
  });
});

describe('what works, and not as well as it may look', () => {
  it('is a comparison that few folds are known before', () => {
    expect(found(withLengths({ train: '870d' }))).toEqual([
      "tell: training.length '870d' less promotion.holdout '90d' is not longer than crossValidation.initial '700d' and " +
        "crossValidation.horizon '90d' together: were a recipe to be compared with another, both would be weighed by the errors of " +
        "60 days alone; would fit: training.length '881d'",
    ]);
    expect(feasibility(withLengths({ train: '881d' }))).toEqual([]);
  });
});

describe('a literal', () => {
  it('is refused where it could never come right, at the field that is to blame', () => {
    const { error } = datasetSchema.safeParse({ ...DAILY, promotion: { ...DAILY.promotion, holdout: '14d' } });
    expect(error?.issues.map(({ path, message }) => [path.join('.'), message.slice(0, 41)])).toEqual([
      ['promotion.holdout', "promotion.holdout '14d' has 14 days, and "],
    ]);
  });

  it('is taken where something is only told', () => {
    expect(datasetSchema.safeParse({ ...DAILY, training: { length: '870d' } }).error).toBeUndefined();
  });
});
