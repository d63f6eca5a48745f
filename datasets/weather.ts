import { datasetSchema } from '../core/contracts/dataset.ts';

/**
 * The embedded demo: daily temperatures of Seattle and New York, 2012 to 2015 (vega-datasets, from NOAA). Two years to learn
 * from and half a year to be held against give four windows of a replay.
 */
export const weather = datasetSchema.parse({
  name: 'weather',
  description: 'Daily maximum and minimum temperatures of Seattle and New York, in degrees Celsius',
  owner: 'forecasting-team',
  intendedUse: 'Demonstration: planning half a year ahead; not for safety or trading',
  tags: { domain: 'weather', criticality: 'demo' },
  source: { format: 'csv', prefix: 'weather/temperatures.csv' },
  columns: { id: 'series', timestamp: 'date', target: 'value' },
  frequency: 'day',
  contract: {
    min: -60,
    max: 60,
    missingValues: ['NA', 'NaN', 'null'],
    maxQuarantineShare: 0.01,
    restatements: 'last-delivery-wins',
    dateOrder: 'iso',
    decimalComma: false,
  },
  shards: 1,
  training: { length: '2y' },
  evaluation: { length: '6m' },
  segmentSeparator: ' ',
  seasonLength: 365,
  level: 0.8,
  candidates: [
    { name: 'seasonal-naive', family: 'seasonal-naive', options: {} },
    { name: 'climatology', family: 'climatology', options: {} },
    { name: 'harmonic', family: 'harmonic', options: {} },
    // By default Prophet leaves the yearly season out of a history below 730 days, which every fold here is.
    { name: 'prophet', family: 'prophet', options: { yearlySeasonality: 10 } },
  ],
  crossValidation: { initial: '365d', period: '30d', horizon: '90d' },
  selectionMetric: 'rmse',
  maxFailedSeriesShare: 0,
  promotion: {
    holdout: '90d',
    requiredTags: ['domain', 'criticality'],
    maxTrainingAge: '90d',
    gates: {
      minJoinedRows: 90,
      minSkill: 0,
      production: { tolerance: 0.05, confidence: 0.9, blockLength: 14, resamples: 1000 },
      coverage: { min: 0.6, max: 0.95 },
      maxBiasShare: 0.5,
      maxCrossValidationGap: 1.5,
      cost: { over: 1, under: 1, tolerance: 0.1 },
      maxWorseSeriesShare: 0.75,
      maxWorstSegmentRatio: 1.25,
    },
  },
  monitoring: {
    cadence: '30d',
    alarm: { violations: 2, of: 3 },
    maxRmseOverNaive: 1,
    maxRmseOverPromised: 1.5,
    drift: { maxStabilityIndex: 0.5, maxMissingShare: 0.1 },
    rollBackBelow: 0.9,
    coolDown: '30d',
    maxActionsPerWeek: 1,
    lockMinutes: 120,
  },
  seed: 42,
});
