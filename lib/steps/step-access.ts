import type { StepName } from '../../core/contracts/steps.ts';
import type { LayerAccess } from '../data/medallion.ts';

/** What each step may touch. A writer of a table reads it too: its log says what the next commit is. */
export const STEP_ACCESS: Readonly<Record<StepName, LayerAccess>> = {
  ingest: { reads: ['landing', 'bronze'], writes: ['bronze'] },
  transform: { reads: ['bronze', 'silver'], writes: ['silver', 'artifacts'] },
  'plan-training': { reads: ['silver'], writes: ['artifacts'] },
  select: { reads: ['artifacts'], writes: [] },
  register: { reads: ['artifacts'], writes: ['artifacts'] },
  'check-compliance': { reads: ['silver', 'artifacts'], writes: ['artifacts'] },
  'plan-comparison': { reads: ['silver', 'artifacts'], writes: ['artifacts'] },
  judge: { reads: ['silver', 'artifacts'], writes: ['artifacts'] },
  'request-approval': { reads: [], writes: ['artifacts'] },
  promote: { reads: ['artifacts'], writes: ['artifacts'] },
  refuse: { reads: ['artifacts'], writes: ['artifacts'] },
  'roll-back': { reads: ['artifacts'], writes: ['artifacts'] },
  'plan-looks': { reads: [], writes: [] },
  look: { reads: ['silver', 'gold', 'artifacts'], writes: ['gold', 'artifacts'] },
  'record-action': { reads: ['artifacts'], writes: ['artifacts'] },
  'plan-forecast': { reads: ['artifacts'], writes: [] },
  publish: { reads: ['artifacts', 'gold'], writes: ['gold', 'artifacts'] },
  score: { reads: ['silver', 'gold', 'artifacts'], writes: ['gold'] },
  'record-run': { reads: ['silver', 'gold', 'artifacts'], writes: ['artifacts'] },
  // Ingests and transforms once before the first window, to see how far the data reach.
  'plan-windows': { reads: ['landing', 'bronze', 'silver'], writes: ['bronze', 'silver', 'artifacts'] },
  'collect-replay': { reads: ['artifacts'], writes: ['artifacts'] },
  'record-failure': { reads: [], writes: ['artifacts'] },
};

/** What the two jobs may touch, as Lambda functions and as SageMaker jobs alike. */
export const JOB_ACCESS = {
  train: { reads: ['silver', 'artifacts'], writes: ['artifacts'] },
  forecast: { reads: ['artifacts'], writes: ['gold', 'artifacts'] },
} as const satisfies Record<string, LayerAccess>;

/** Who signs, who checks signatures, who moves Production, and who touches the model registry or tells people, beside the buckets. */
export const STEP_RIGHTS = {
  sign: ['register'],
  verify: ['check-compliance', 'promote', 'roll-back', 'plan-forecast'],
  track: ['register', 'promote', 'roll-back'],
  moveProduction: ['promote', 'roll-back'],
  readRegistry: [
    'plan-comparison',
    'judge',
    'plan-forecast',
    'score',
    'look',
    'check-compliance',
    'register',
    'promote',
    'refuse',
    'roll-back',
  ],
  writeRegistry: ['register', 'promote', 'refuse', 'roll-back'],
  notify: ['record-failure', 'request-approval', 'promote', 'refuse', 'roll-back'],
} as const satisfies Record<string, readonly StepName[]>;
