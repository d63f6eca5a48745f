import { type KeyAccess, type KeyPatterns, wholeAccess } from '../core/contracts/key-access.ts';
import type { Host, Ports } from '../core/ports.ts';
import { actingAs } from '../lake/access.ts';
import { accessOfRow, type Right } from './port-access.ts';
import { type Run, runStep, type Step } from './shell.ts';

export type { Right } from './port-access.ts';

interface Row<I, O, P extends keyof Ports> {
  /** Below the project's root; it exports `run` (on ports) and `handler` (on AWS). */
  readonly module: string;
  readonly load: () => Promise<{ readonly run: Run<I, O, Pick<Ports, P>> }>;
  /** Each port that `run` takes, and no others: the function gets the rights and the configuration of these. */
  readonly ports: readonly P[];
  /** Keys that it asks its stores for itself: what its ports keep, they bring along (port-access.ts). A table's writer reads the table's log first. */
  readonly reads?: KeyPatterns;
  readonly writes?: KeyPatterns;
  readonly deletes?: KeyPatterns;
  readonly may?: readonly Right[];
}

/** A row as everybody may read it, whatever its step takes and gives. */
export interface StepRow {
  readonly module: string;
  readonly ports: readonly (keyof Ports)[];
  readonly may: readonly Right[];
  /** All that it may touch, on AWS by its role, in a local run by `actingAs`. */
  readonly access: KeyAccess;
  readonly contract: Step<unknown, unknown>;
  /** The step's own `run` between its contracts, on its own ports: what its Lambda does, without the Lambda. */
  readonly execute: (event: unknown, host: Host) => Promise<unknown>;
}

/** A row of the table: the facts as they are given, and how the step is run on them. */
export function step<I, O, const P extends keyof Ports>(contract: Step<I, O>, row: Row<I, O, P>): StepRow {
  const { load, module, ports, reads = {}, writes = {}, deletes, may = [] } = row;
  const access = wholeAccess(
    accessOfRow({ ports, may }, { reads, writes, ...(deletes === undefined ? {} : { deletes }) }),
  );
  return {
    module,
    ports,
    may,
    access,
    contract,
    // The module is loaded when it is first called: a stack that is synthesized reads only the facts.
    execute: async (event, host) =>
      actingAs({ name: module, access }, async () =>
        runStep(contract, (await load()).run, { event, host: (replay) => only(host(replay), ports) }),
      ),
  };
}

/** Any other port is undefined, as on AWS any other right is missing. */
function only<P extends keyof Ports>(ports: Ports, names: readonly P[]): Pick<Ports, P> {
  return Object.fromEntries(names.map((name) => [name, ports[name]])) as Pick<Ports, P>;
}
