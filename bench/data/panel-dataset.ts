import type { Candidate, Dataset } from '../../core/contracts/dataset.ts';
import { PANEL, type Shape } from './panel.ts';

/** A shard of 10,000 series holds 625 of them: a million rows, one Parquet file. */
const SHARDS = 16;

/** The panel as a data set of the platform, with one candidate. */
export function panelDataset(shape: Shape, family: Candidate['family']): Dataset {
  return {
    name: `panel-${shape}`,
    description: 'Many daily series of five years',
    owner: 'bench',
    source: { format: 'csv', prefix: 'panel' },
    columns: { id: 'unique_id', timestamp: 'ds', target: 'y' },
    frequency: 'day',
    contract: {
      missingValues: [],
      maxQuarantineShare: 0,
      restatements: 'last-delivery-wins',
      dateOrder: 'iso',
      decimalComma: false,
    },
    shards: SHARDS,
    training: { length: '5y' },
    evaluation: { length: '1y' },
    seasonLength: PANEL.seasonLength,
    level: 0.8,
    candidates: [{ name: family, family, options: {} }],
    crossValidation: PANEL.crossValidation,
    selectionMetric: 'rmse',
    maxFailedSeriesShare: 0,
    seed: 1,
  };
}
