import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { keyIdOf } from '../../lake/signing/key-id.ts';
import { inProcessForecaster } from '../../adapters/forecaster/in-process.ts';
import { ObjectRegistry } from '../../lake/object-registry.ts';
import { platformTracker } from '../../lake/platform-tracker.ts';
import { productionPointer } from '../../lake/production-pointer.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ArtifactSigner, KeyRing, Ports } from '../../core/ports.ts';
import type { Layer, SharedLayer } from '../../core/contracts/layers.ts';
import { MemoryStore, RECEIVED_AT_MS } from './memory-store.ts';

export interface MemoryPorts extends Ports {
  readonly stores: Readonly<Record<Layer, MemoryStore>>;
  /** What other environments share: every one shares the same. */
  readonly elsewhere: Readonly<Record<SharedLayer, MemoryStore>>;
  readonly notifications: { readonly subject: string; readonly message: string }[];
  /** What was published to the metrics sink. */
  readonly published: string[];
}

/** What the code of these ports is. */
export const COMMIT = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';

/** The outside world in memory, at a fixed time. */
export function memoryPorts({ datasets }: { readonly datasets: readonly Dataset[] }): MemoryPorts {
  const notifications: { subject: string; message: string }[] = [];
  const published: string[] = [];
  const clock = { nowMs: () => RECEIVED_AT_MS };
  const artifacts = new MemoryStore('artifacts');
  const elsewhere = { silver: new MemoryStore('their-silver'), gold: new MemoryStore('their-gold') };
  return {
    elsewhere,
    shared: { of: (_, layer) => elsewhere[layer] },
    stores: {
      landing: new MemoryStore('landing'),
      bronze: new MemoryStore('bronze'),
      silver: new MemoryStore('silver'),
      gold: new MemoryStore('gold'),
      artifacts,
    },
    registry: new ObjectRegistry(artifacts, clock),
    production: productionPointer(artifacts, clock),
    ...memoryKeys(),
    ...auditKeys(memoryKeys()),
    tracker: platformTracker(artifacts),
    forecaster: inProcessForecaster,
    metrics: { namespace: 'Forecasting/test', publish: (line) => void published.push(line) },
    alarms: { red: async () => [] },
    datasets: { find: (name) => datasets.find((dataset) => dataset.name === name) ?? unknownDataset(name) },
    notifier: { notify: async (subject, message) => void notifications.push({ subject, message }) },
    clock,
    build: { commit: COMMIT, image: 'sha256:0', libraries: { zod: '4.0.0' } },
    uncommittedCode: 'refused',
    place: '--env prod',
    notifications,
    published,
  };
}

/** A key pair of its own: what other ports signed, these do not trust. */
function memoryKeys(): { readonly signer: ArtifactSigner; readonly keys: KeyRing } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ownKeyId = keyIdOf(publicKey);
  return {
    signer: { sign: async (message) => ({ keyId: ownKeyId, signature: sign('sha256', message, privateKey) }) },
    keys: {
      check: async ({ keyId, message, signature }) => {
        if (keyId !== ownKeyId) return 'unknown-key';
        return verify('sha256', message, publicKey, signature) ? 'valid' : 'invalid';
      },
    },
  };
}

function auditKeys({ signer, keys }: Pick<Ports, 'signer' | 'keys'>): Pick<Ports, 'auditSigner' | 'auditKeys'> {
  return { auditSigner: signer, auditKeys: keys };
}

function unknownDataset(got: string): never {
  throw new PlatformError(ERROR_NAMES.datasetUnknown, { problem: 'unknown', got });
}
