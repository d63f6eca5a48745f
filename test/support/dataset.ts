import type { Dataset } from '../../core/contracts/dataset.ts';

/** A small daily data set with an id column and a strict contract. */
export const DAILY: Dataset = {
  name: 'weather',
  description: 'Daily temperatures',
  owner: 'team-weather',
  intendedUse: 'Tests',
  tags: { domain: 'weather' },
  source: { format: 'csv', prefix: 'weather' },
  onDelivery: 'nothing',
  columns: { id: 'station', timestamp: 'date', target: 'temp' },
  frequency: 'day',
  contract: {
    min: -60,
    max: 60,
    missingValues: ['NA'],
    maxQuarantineShare: 1,
    restatements: 'last-delivery-wins',
    dateOrder: 'iso',
    decimalComma: false,
  },
  shards: 1,
  training: { length: '5y' },
  evaluation: { length: '1y' },
  segmentSeparator: null,
  seasonLength: 365,
  level: 0.8,
  furtherLevels: [],
  candidates: [{ name: 'seasonal-naive', family: 'seasonal-naive', options: {} }],
  recipe: 'blend',
  crossValidation: { initial: '700d', period: '30d', horizon: '90d' },
  selectionMetric: 'rmse',
  maxFailedSeriesShare: 0,
  promotion: {
    approveRefreshes: 'never',
    holdout: '90d',
    requiredTags: ['domain'],
    maxTrainingAge: '90d',
    gates: {
      minJoinedRows: 1,
      minSkill: 0,
      production: { tolerance: 0.05, confidence: 0.9, blockLength: 7, resamples: 200 },
      coverage: { min: 0.5, max: 1 },
      maxBiasShare: 1,
      maxCrossValidationGap: 2,
      cost: { over: 1, under: 1, tolerance: 0.1 },
      maxWorseSeriesShare: 1,
      maxWorstSegmentRatio: 2,
    },
  },
  monitoring: {
    cadence: '30d',
    alarm: { violations: 1, of: 1 },
    maxRmseOverNaive: 1,
    maxRmseOverPromised: 1.5,
    drift: { maxStabilityIndex: 0.5, maxMissingShare: 0.1 },
    returnBelow: 0.95,
    coolDown: '30d',
    maxActionsPerWeek: 1,
    lockMinutes: 60,
  },
  seed: 1,
};

export function withContract(contract: Partial<Dataset['contract']>, dataset: Dataset = DAILY): Dataset {
  return { ...dataset, contract: { ...dataset.contract, ...contract } };
}
