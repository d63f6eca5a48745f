import type { Dataset } from '../../core/contracts/dataset.ts';
import { DAILY } from './dataset.ts';

/** Two weekly series. The holdout is so long that the version in Production saw it as well: both sides need a twin. */
export const TWO_STATIONS: Dataset = {
  ...DAILY,
  training: { length: '8w' },
  evaluation: { length: '1w' },
  seasonLength: 7,
  candidates: [
    { name: 'naive', family: 'seasonal-naive', options: {} },
    { name: 'mean', family: 'climatology', options: { window: 0 } },
  ],
  crossValidation: { initial: '21d', period: '7d', horizon: '7d' },
  promotion: {
    ...DAILY.promotion,
    holdout: '14d',
    gates: {
      ...DAILY.promotion.gates,
      production: { ...DAILY.promotion.gates.production, blockLength: 2 },
      coverage: { min: 0, max: 1 },
      maxCrossValidationGap: 100,
    },
  },
};
