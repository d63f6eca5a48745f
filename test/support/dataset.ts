import type { Dataset } from '../../core/contracts/dataset.ts';

/** A small daily data set with an id column and a strict contract. */
export const DAILY: Dataset = {
  name: 'weather',
  description: 'Daily temperatures',
  owner: 'team-weather',
  source: { format: 'csv', prefix: 'weather' },
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
  seasonLength: 365,
  level: 0.8,
  candidates: [{ name: 'seasonal-naive', family: 'seasonal-naive', options: {} }],
  crossValidation: { initial: '700d', period: '30d', horizon: '90d' },
  selectionMetric: 'rmse',
  maxFailedSeriesShare: 0,
  seed: 1,
};

export function withContract(contract: Partial<Dataset['contract']>, dataset: Dataset = DAILY): Dataset {
  return { ...dataset, contract: { ...dataset.contract, ...contract } };
}
