import { join } from 'node:path';
import type { Dataset } from '../../core/contracts/dataset.ts';
import type { Policy } from '../../core/contracts/promotion.ts';
import { DATASETS } from '../../datasets/index.ts';
import type { ReplayOptions } from './command.ts';
import { notesOn } from './feasible.ts';
import { listedDataset } from './listed-dataset.ts';
import { ownDataset } from './own-dataset.ts';
import type { Replayed } from './replayed.ts';

export interface ReplayRequest extends Replayed {
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
}

/**
 * What the options ask for: a data set of datasets/ by its name, or the one that they describe themselves.
 *
 * @param given the options that stand on the command line, whatever their values
 * @throws UsageError
 */
export function replayRequest(
  options: ReplayOptions,
  given: ReadonlySet<string>,
  datasets: readonly Dataset[] = DATASETS,
): ReplayRequest {
  const { data, out, env, overwrite, verbose, policy, approvals, windows, assembly, clock } = options;
  const listed = datasets.find(({ name }) => name === options.dataset);
  return {
    ...(listed === undefined ? described(options) : listedDataset(listed, options, given)),
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

function described(options: ReplayOptions): Replayed {
  const dataset = ownDataset(options);
  return { dataset, landing: join('landing', dataset.source.prefix), notes: notesOn(dataset, options) };
}
