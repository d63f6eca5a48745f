import type { Dataset } from '../../core/contracts/dataset.ts';
import type { Policy } from '../../core/contracts/promotion.ts';
import type { ReplayOptions } from './command.ts';
import { notesOn } from './feasible.ts';
import { ownDataset } from './own-dataset.ts';

export interface ReplayRequest {
  readonly dataset: Dataset;
  readonly dataPath: string;
  readonly outDir: string;
  readonly policy: Policy;
  readonly approvals: 'automatic' | 'ask';
  readonly windows?: number;
  readonly environment: string;
  readonly assembly?: string;
  readonly overwrite: boolean;
  /** The instant that everything carries; the real time without it. */
  readonly clockAtMs?: number | undefined;
  /** Whether every state is told of as it ends. */
  readonly isVerbose?: boolean;
  /** What is to be said before the run. */
  readonly notes?: readonly string[];
}

export function replayRequest(options: ReplayOptions): ReplayRequest {
  const { data, out, env, overwrite, verbose, policy, approvals, windows, assembly, clock } = options;
  const dataset = ownDataset(options);
  return {
    dataset,
    notes: notesOn(dataset, options),
    dataPath: data,
    outDir: out,
    environment: env,
    overwrite,
    isVerbose: verbose,
    policy,
    approvals,
    clockAtMs: clock,
    ...(windows === undefined ? {} : { windows }),
    ...(assembly === undefined ? {} : { assembly }),
  };
}
