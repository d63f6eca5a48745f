import { datasetSchema } from '../core/contracts/dataset.ts';

/**
 * The embedded demo: daily temperatures of Seattle and New York, 2012 to 2015 (vega-datasets, from NOAA). Two years to learn
 * from and half a year to be held against give four windows of a replay.
 */
export const weather = datasetSchema.parse({
  name: 'weather',
  description: 'Daily maximum and minimum temperatures of Seattle and New York, in degrees Celsius',
  owner: 'forecasting-team',
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
  seed: 42,
});
