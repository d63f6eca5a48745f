import type { StepName } from '../../core/contracts/steps.ts';
import type { LayerAccess } from './medallion.ts';

/** What each step may touch. A writer of a table reads it too: its log says what the next commit is. */
export const STEP_ACCESS: Readonly<Record<StepName, LayerAccess>> = {
  ingest: { reads: ['landing', 'bronze'], writes: ['bronze'] },
  transform: { reads: ['bronze', 'silver'], writes: ['silver', 'artifacts'] },
  'plan-training': { reads: ['silver'], writes: ['artifacts'] },
  select: { reads: ['artifacts'], writes: [] },
  register: { reads: ['artifacts'], writes: ['artifacts'] },
  'plan-forecast': { reads: ['artifacts'], writes: [] },
  publish: { reads: ['artifacts', 'gold'], writes: ['gold', 'artifacts'] },
  score: { reads: ['silver', 'gold', 'artifacts'], writes: ['gold'] },
  'record-run': { reads: [], writes: ['artifacts'] },
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
