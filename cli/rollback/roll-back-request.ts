import * as z from 'zod';
import { rollBackStep } from '../../core/contracts/steps/promote.ts';
import { executionName, type MachineRequest } from '../place/machine-request.ts';

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

export function rollBackRequest(input: RollBackRequest['input'], clockAtMs?: number): RollBackRequest {
  const action = input.release === true ? 'release' : 'roll-back';
  return { machine: 'roll-back', name: executionName(action, clockAtMs), input, clockAtMs };
}
