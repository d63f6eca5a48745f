import type { Layer } from '../core/contracts/layers.ts';
import type { Host, Ports } from '../core/ports.ts';
import { type Run, runStep, type Step } from './shell.ts';

/** The layers that a piece of code reads, and those that it writes; a table's writer reads the table's log first. */
export interface LayerAccess {
  readonly reads: readonly Layer[];
  readonly writes: readonly Layer[];
}

/** What a port alone does not tell: who makes versions, who only sets their stage, who moves Production, and who rules on deliveries. */
export type Right = 'register' | 'setStage' | 'moveProduction' | 'rule';

interface Row<I, O, P extends keyof Ports> extends LayerAccess {
  /** Below the project's root; it exports `run` (on ports) and `handler` (on AWS). */
  readonly module: string;
  readonly load: () => Promise<{ readonly run: Run<I, O, Pick<Ports, P>> }>;
  /** Each port that `run` takes, and no others: the function gets the rights and the configuration of these. */
  readonly ports: readonly P[];
  readonly may?: readonly Right[];
}

/** A row as everybody may read it, whatever its step takes and gives. */
export interface StepRow extends LayerAccess {
  readonly module: string;
  readonly ports: readonly (keyof Ports)[];
  readonly may: readonly Right[];
  readonly contract: Step<unknown, unknown>;
  /** The step's own `run` between its contracts, on its own ports: what its Lambda does, without the Lambda. */
  readonly execute: (event: unknown, host: Host) => Promise<unknown>;
}

/** A row of the table: the facts as they are given, and how the step is run on them. */
export function step<I, O, const P extends keyof Ports>(contract: Step<I, O>, row: Row<I, O, P>): StepRow {
  const { load, may = [], ...facts } = row;
  return {
    ...facts,
    may,
    contract,
    // The module is loaded when it is first called: a stack that is synthesized reads only the facts.
    execute: async (event, host) =>
      runStep(contract, (await load()).run, { event, host: (replay) => only(host(replay), row.ports) }),
  };
}

/** Any other port is undefined, as on AWS any other right is missing. */
function only<P extends keyof Ports>(ports: Ports, names: readonly P[]): Pick<Ports, P> {
  return Object.fromEntries(names.map((name) => [name, ports[name]])) as Pick<Ports, P>;
}
