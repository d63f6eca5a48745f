import { type KeptRun, RELEASE_FORMAT } from '../../core/contracts/delivery.ts';

/** A run of the machine `pipeline` that went well. */
export const KEPT_RUN: KeptRun = {
  version: RELEASE_FORMAT,
  environment: 'staging',
  commit: 'a'.repeat(40),
  execution: 'arn:e',
  dataset: 'weather',
  runId: 'run-1',
  startedAt: '2026-11-27T10:00:00.000Z',
  seconds: 120,
  status: 'SUCCEEDED',
  counts: { bronzeTrain: 1000, quarantinedTrain: 20, bronzeEval: 1000, quarantinedEval: 0 },
  errors: { 'realised.rmse': 3, naiveRmse: 4 },
  verdicts: [{ gate: 'skill-over-naive', outcome: 'pass', why: 'RMSE 3 over 4' }],
  transitions: { pipeline: 30, train: 70 },
};
