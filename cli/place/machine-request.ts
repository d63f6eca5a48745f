import type { Json } from '../../asl/index.ts';
import type { MachineName } from '../../core/contracts/machine-inputs.ts';

/** An execution of a machine that a person asks for. */
export interface MachineRequest {
  readonly machine: MachineName;
  /** The execution's, which is the run's id: each by hand is another. */
  readonly name: string;
  readonly input: { readonly dataset: string; readonly [field: string]: Json };
  /** The instant that everything which it writes carries; the real time without it. */
  readonly clockAtMs?: number | undefined;
  /** In a folder, whether a promotion waits for `npm run approve` or `npm run reject`; in an account its environment says so. */
  readonly approvals?: 'automatic' | 'ask';
  /** Whether every state is told of as it ends. */
  readonly isVerbose?: boolean;
}

/** 'roll-back-20261121T143215007Z': no other execution of the machine has that name. */
export function executionName(action: string, clockAtMs: number = Date.now()): string {
  return `${action}-${new Date(clockAtMs).toISOString().replace(/[-:.]/g, '')}`;
}
