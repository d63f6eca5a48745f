import { registryKeys } from '../../core/contracts/keys.ts';
import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { modelVersionSchema } from '../../core/contracts/model-version.ts';
import { uriOf, type ObjectStore } from '../../core/ports.ts';
import { jsonBytes, parseJson, parseWholeJson, readJson } from '../../lake/json-object.ts';
import { requireNamedAfter } from './require-own-package.ts';
import { metricsReport, type PackageRecord, type RecordFile } from './model-package.ts';
import { sha256 } from '../../tables/sha256.ts';

const recordSchema = modelVersionSchema.omit({ version: true });

const registeredSchema = z.strictObject({ runId: z.string(), version: z.number().int().min(1), arn: z.string() });
export type Registered = z.infer<typeof registeredSchema>;

export interface KeptRecord {
  readonly record: PackageRecord;
  /** The run has registered before, to the end or not. */
  readonly isKnown: boolean;
  readonly files: { readonly record: RecordFile; readonly metrics: RecordFile };
}

/**
 * What SageMaker's registry has no room for. `runs/<runId>.json` is the complete record, `metrics/<runId>.json` its metrics for
 * Studio, `packages/<runId>.json` the one package that is the run's version. All are put-if-absent: the first one counts.
 */
export class PackageRecords {
  constructor(private readonly store: ObjectStore) {}

  async keep(record: PackageRecord): Promise<KeptRecord> {
    const recordKey = registryKeys.packageFile(record.dataset, 'runs', record.runId);
    const metricsKey = registryKeys.packageFile(record.dataset, 'metrics', record.runId);
    const isKnown = !(await this.store.create(recordKey, jsonBytes(record)));
    const kept = await readJson(this.store, recordKey, recordSchema);
    await this.store.create(metricsKey, jsonBytes(metricsReport(kept)));
    const files = { record: await this.fileOf(recordKey), metrics: await this.fileOf(metricsKey) };
    return { record: kept, isKnown, files };
  }

  /** @throws ArtifactMismatch when the record is not the one that was registered */
  async read(dataset: string, runId: string, registered: string): Promise<PackageRecord> {
    const key = registryKeys.packageFile(dataset, 'runs', runId);
    const body = await this.store.read(key);
    if (sha256(body) === registered) return parseWholeJson(body, recordSchema);
    throw new PlatformError(ERROR_NAMES.artifactMismatch, {
      problem: `the record ${uriOf(this.store, key)} is not the one that its model package was registered with`,
      got: `sha256 ${sha256(body)}`,
      allowed: `sha256 ${registered}`,
      hint: 'restore the version of the object that has this hash',
    });
  }

  /** @returns the package that counts: this one, or the one that was first. */
  async keepRegistered(dataset: string, registered: Registered): Promise<Registered> {
    const key = registryKeys.packageFile(dataset, 'packages', registered.runId);
    return (await this.store.create(key, jsonBytes(registered))) ? registered : this.registeredIn(dataset, key);
  }

  async registered(dataset: string, runId: string): Promise<Registered | undefined> {
    const key = registryKeys.packageFile(dataset, 'packages', runId);
    const object = await this.store.readTagged(key);
    return object && named(parseJson(object.body, registeredSchema), { dataset, key });
  }

  /** Ascending by version. */
  async allRegistered(dataset: string): Promise<readonly Registered[]> {
    const objects = await this.store.list(registryKeys.packages(dataset));
    const all = await Promise.all(objects.map(({ key }) => this.registeredIn(dataset, key)));
    return all.sort((a, b) => a.version - b.version);
  }

  private async fileOf(key: string): Promise<RecordFile> {
    return { uri: uriOf(this.store, key), sha256: sha256(await this.store.read(key)) };
  }

  private async registeredIn(dataset: string, key: string): Promise<Registered> {
    return named(await readJson(this.store, key, registeredSchema), { dataset, key });
  }
}

/** The package of another run is no answer, whatever file names it. */
function named(registered: Registered, { dataset, key }: Readonly<Record<'dataset' | 'key', string>>): Registered {
  const { runId } = registered;
  requireNamedAfter(runId, { key, expected: registryKeys.packageFile(dataset, 'packages', runId) });
  return registered;
}
