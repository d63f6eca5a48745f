import * as z from 'zod';
import { rollBackStep } from '../../core/contracts/steps/promote.ts';

export const ROLL_BACK_MACHINE = 'roll-back';

/** An execution of the roll-back machine that is asked for. */
export interface RollBackRequest {
  /** The execution's name, which is the run's and the move's id: each rollback by hand is another. */
  readonly name: string;
  readonly input: {
    readonly dataset: string;
    readonly to?: number;
    /** Moves nothing, and lets refreshes go on. */
    readonly release?: true;
    readonly by: string;
    readonly reason: string;
  };
}

/** The machine's output. */
export const rollBackOutput = z.object(rollBackStep.output.shape);
export type RollBack = z.infer<typeof rollBackOutput>;

export function rollBackRequest({
  nowMs,
  ...input
}: RollBackRequest['input'] & { readonly nowMs: number }): RollBackRequest {
  const stamp = new Date(nowMs).toISOString().replace(/[-:.]/g, '');
  return { name: `${input.release === true ? 'release' : 'roll-back'}-${stamp}`, input };
}
