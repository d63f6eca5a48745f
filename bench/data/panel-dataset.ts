import { usualCandidates } from '../../cli/replay/usual-candidates.ts';
import { type DataContract, NO_DELIVERY_LIMITS } from '../../core/contracts/data-contract.ts';
import type { Candidate, Dataset, MonitoringPolicy, PromotionPolicy } from '../../core/contracts/dataset.ts';
import { PANEL, type Shape } from './panel.ts';

/** A shard of 10,000 series holds 625 of them: a million rows, one Parquet file. */
const SHARDS = 16;

/** The bench neither promotes nor watches: what it trains is forecast from as it is. */
const PROMOTION: PromotionPolicy = {
  holdout: '90d',
  requiredTags: [],
  minScoredShare: 0.9,
  maxMissingSeriesShare: 0,
  approveRefreshes: 'never',
  maxTrainingAge: '90d',
  gates: {
    minJoinedRows: 90,
    minSkill: 0,
    production: { tolerance: 0.05, confidence: 0.9, blockLength: 14, resamples: 1000 },
    coverage: { min: 0.6, max: 0.95 },
    maxBiasShare: 0.5,
    maxCrossValidationGap: 1.5,
    cost: { over: 1, under: 1, tolerance: 0.1 },
    maxWorseSeriesShare: 0.5,
    maxWorstSegmentRatio: 1.25,
  },
};

const MONITORING: MonitoringPolicy = {
  cadence: '30d',
  alarm: { violations: 2, of: 3 },
  maxRmseOverNaive: 1,
  maxRmseOverPromised: 1.5,
  drift: { maxStabilityIndex: 0.5, maxMissingShare: 0.1 },
  returnBelow: 0.95,
  coolDown: '30d',
  maxActionsPerWeek: 1,
  lockMinutes: 120,
};

/** What is delivered is as it should be: nothing is refused. */
const CONTRACT: DataContract = {
  missingValues: [],
  maxQuarantineShare: 0,
  restatements: 'last-delivery-wins',
  dateOrder: 'iso',
  decimalComma: false,
  thousandsSeparator: null,
  timeZone: null,
  aggregate: null,
  maxBeyondObserved: 1,
  deliveries: NO_DELIVERY_LIMITS,
};

/** What is trained: a family alone, by its name, or 'blend', what `npm run replay` tries by default. */
export type PanelRecipe = Candidate['family'];

/** The panel as a data set of the platform. */
export function panelDataset(shape: Shape, recipe: PanelRecipe): Dataset {
  const isBlend = recipe === 'blend';
  const candidates: Candidate[] = isBlend ? usualCandidates('day') : [{ name: recipe, family: recipe, options: {} }];
  return {
    name: `panel-${shape}`,
    description: 'Many daily series of five years',
    owner: 'bench',
    intendedUse: 'Measuring',
    tags: {},
    source: { format: 'csv', prefix: 'panel' },
    onDelivery: 'nothing',
    columns: { id: 'unique_id', timestamp: 'ds', target: 'y' },
    regressors: [],
    holidays: null,
    frequency: 'day',
    contract: CONTRACT,
    shards: SHARDS,
    training: { length: '5y' },
    evaluation: { length: '1y' },
    segmentSeparator: null,
    seasonLength: PANEL.seasonLength,
    level: 0.8,
    furtherLevels: [],
    recipe: isBlend ? 'blend' : 'choice',
    candidates,
    crossValidation: PANEL.crossValidation,
    selectionMetric: 'rmse',
    maxFailedSeriesShare: 0,
    promotion: PROMOTION,
    monitoring: MONITORING,
    seed: 1,
  };
}
