import * as z from 'zod';
import { rollBackStep } from '../../core/contracts/steps/promote.ts';
import { type MachineRequest, stampOf } from '../place/machine-request.ts';

/** What the roll-back machine is asked for. */
export interface RollBackRequest extends MachineRequest {
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
  const action = input.release === true ? 'release' : 'roll-back';
  return { machine: 'roll-back', name: `${action}-${stampOf(nowMs)}`, input };
}
