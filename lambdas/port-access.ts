import { type KeyAccess, together } from '../core/contracts/key-access.ts';
import * as keys from '../core/contracts/key-patterns.ts';
import type { Ports } from '../core/ports.ts';

/** What a port alone does not tell: who makes versions, who only sets their stage, who moves Production, and who rules on deliveries. */
export type Right = 'register' | 'setStage' | 'moveProduction' | 'rule';

/** What a port keeps among the artifacts, so that a row need not name it again. */
const PORT_ACCESS: Readonly<Partial<Record<keyof Ports, KeyAccess>>> = {
  // Who reads there may read all of it: to name each kind of record would fill the policies of roles, and what counts is who writes.
  registry: artifacts({ reads: [keys.registry.all] }),
  production: artifacts({ reads: [keys.registry.all] }),
  signer: artifacts({ reads: [keys.jobs.models], writes: [keys.jobs.manifests, keys.jobs.signatures] }),
  keys: artifacts({ reads: [keys.jobs.models] }),
  forecaster: artifacts({ reads: [keys.jobs.models] }),
  tracker: artifacts({
    reads: [keys.tracking.tracked, keys.tracking.waiting],
    writes: [keys.tracking.tracked, keys.tracking.waiting],
  }),
};

const STAGES = [keys.registry.stages];

const RIGHT_ACCESS: Readonly<Record<Right, KeyAccess>> = {
  register: artifacts({
    writes: [...STAGES, keys.registry.versions, keys.registry.packages, keys.registry.records, keys.registry.metrics],
  }),
  setStage: artifacts({ writes: STAGES }),
  moveProduction: artifacts({ writes: [keys.registry.production, keys.registry.moves, keys.registry.moveIndex] }),
  rule: { reads: {}, writes: { bronze: [keys.besideTables.rulings] } },
};

interface Row {
  readonly ports: readonly (keyof Ports)[];
  readonly may: readonly Right[];
}

/** What a row says itself, and what its ports and rights bring. */
export function accessOfRow({ ports, may }: Row, own: KeyAccess): KeyAccess {
  const ofPorts = ports.flatMap((port) => PORT_ACCESS[port] ?? []);
  return together([own, ...ofPorts, ...may.map((right) => RIGHT_ACCESS[right])]);
}

interface Patterns {
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
}

function artifacts({ reads = [], writes = [] }: Patterns): KeyAccess {
  return { reads: { artifacts: reads }, writes: { artifacts: writes } };
}
