import type { Json } from '../../asl/index.ts';
import type { MachineName } from '../../core/contracts/machine-inputs.ts';

/** An execution of a machine that a person asks for. */
export interface MachineRequest {
  readonly machine: MachineName;
  /** The execution's, which is the run's id: each by hand is another. */
  readonly name: string;
  readonly input: { readonly dataset: string; readonly [field: string]: Json };
}

/** '20261121T143215007Z': the end of a name that no other execution has. */
export function stampOf(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/[-:.]/g, '');
}
