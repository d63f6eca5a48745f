import { promotionKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { jsonBytes, readJson } from '../../lake/json-object.ts';
import { locate } from '../../lake/object-uri.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { checkComplianceStep, type Way } from '../../core/contracts/steps/promote.ts';
import type { Ports } from '../../core/ports.ts';
import { formatPeriod } from '../../core/series/time-axis.ts';
import { checkCompliance } from '../../core/promote/compliance.ts';
import { fitSummarySchema, SUMMARY_FILE } from '../../core/train/training-summary.ts';
import { isSameRecipe } from '../../core/train/recipe.ts';
import { tablePath } from '../../core/contracts/tables.ts';
import { openTable } from '../../tables/index.ts';
import { onAws } from '../shell.ts';
import { MODEL_FILE } from '../../core/models/model-file.ts';
import { wholeHistory } from '../../lake/whole-history.ts';
import { readSummary } from '../../lake/finished-training.ts';
import { sha256 } from '../../tables/sha256.ts';
import { type WatchedStores, watchOutages } from '../../lake/outages.ts';
import { readOnce } from '../../lake/read-once.ts';
import { verifyVersion } from '../../lake/signing/verify-version.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import { reproduce } from './check-compliance/reproduction.ts';

type Input = z.infer<typeof checkComplianceStep.input>;
type Output = z.infer<typeof checkComplianceStep.output>;

/** Whether the version may be considered at all, and what it asks for. Every check is kept, the passed ones too. */
export async function run(
  input: Input,
  ports: Pick<
    Ports,
    'stores' | 'datasets' | 'registry' | 'production' | 'keys' | 'auditKeys' | 'forecaster' | 'uncommittedCode'
  >,
): Promise<Output> {
  const { dataset: name, runId, modelVersion, asOf } = input;
  const dataset = ports.datasets.find(name);
  const version = await ports.registry.describe(name, modelVersion);
  const { keys, forecaster } = ports;
  // The model that forecasts again, and the summary, are the very ones whose signature was looked at.
  const read = readOnce(ports.stores.artifacts, [MODEL_FILE, SUMMARY_FILE]);
  const watched = watchOutages({ ...ports.stores, artifacts: read });
  const { stores } = watched;
  const { way, like = [] } = await wayOf(version, input, ports);
  const asked = [{ entry: version, number: modelVersion }, ...like];
  const checks = checkCompliance({
    way,
    version,
    dataset,
    uncommittedCode: ports.uncommittedCode,
    lastObservation: asOf ?? (await lastObservation(dataset, ports)),
    signature: await signatureOf(name, asked, { keys, stores }),
    reproduction: await reproductionOf(version, { forecaster, ...watched }),
    implausible: await implausibleOf(version, watched),
  });
  const file = jsonBytes(checks);
  await ports.stores.artifacts.write(promotionKeys.compliance(name, runId), file);
  return {
    complies: checks.every(({ outcome }) => outcome === 'pass'),
    way,
    complianceSha256: sha256(file),
    summarySha256: await summaryOf(version, watched),
  };
}

export const handler = onAws(checkComplianceStep, run);

interface Found {
  readonly way: Way;
  /** Of a refresh: the version that has the same recipe. Whoever could change what its entry says could bring in any recipe without a gate. */
  readonly like?: readonly AskedEntry[];
}

interface AskedEntry {
  readonly entry: ModelVersion;
  /** By which the registry was asked. */
  readonly number: number;
}

/** A run that has moved Production before it crashed asks again for what it asked for then. */
async function wayOf(
  version: ModelVersion,
  { dataset, runId, action }: Input,
  { registry, production, auditKeys }: Pick<Ports, 'registry' | 'production' | 'auditKeys'>,
): Promise<Found> {
  const made = await production.find(dataset, runId);
  const present = made === undefined ? (await production.read(dataset))?.to : made.from;
  if (present === undefined || present === null) return { way: 'first' };
  const inProduction = await registry.describe(dataset, present);
  if (isSameRecipe(inProduction.recipe, version.recipe)) {
    return { way: 'refresh', like: [{ entry: inProduction, number: present }] };
  }
  if (action !== 'return') return { way: 'change' };
  // What says that it comes back must have been there, and whoever could edit the record of it could bring in any recipe without a gate.
  const lived = new Set((await wholeHistory(dataset, { production, auditKeys })).map(({ to }) => to));
  for (const number of lived) {
    const other = await registry.describe(dataset, number);
    if (isSameRecipe(other.recipe, version.recipe)) return { way: 'refresh', like: [{ entry: other, number }] };
  }
  return { way: 'change' };
}

/** Of the data as they are now, which may have grown since the version was trained. */
async function lastObservation(dataset: Dataset, { stores }: Pick<Ports, 'stores'>): Promise<string> {
  const { version } = await openTable({ store: stores.silver, path: tablePath(dataset.name, 'series') });
  const { axis, span } = await openSilverTable(stores, dataset, version);
  return formatPeriod(axis, span.last);
}

async function signatureOf(dataset: string, versions: readonly AskedEntry[], ports: Pick<Ports, 'stores' | 'keys'>) {
  try {
    for (const { entry, number } of versions) await verifyVersion(entry, { dataset, version: number }, ports);
    return { valid: true } as const;
  } catch (error) {
    if (error instanceof PlatformError && error.name === ERROR_NAMES.signatureRefused)
      return { refused: error.message };
    throw error;
  }
}

/** An artifact that cannot be loaded is a reason to refuse, whatever its loading throws; a store that does not answer says nothing of it. */
async function reproductionOf(version: ModelVersion, ports: WatchedStores & Pick<Ports, 'forecaster'>) {
  try {
    return await reproduce(version, ports);
  } catch (error) {
    if (ports.isOutage(error)) throw error;
    return { failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

async function summaryOf({ artifactUri }: ModelVersion, { stores, isOutage }: WatchedStores): Promise<string | null> {
  try {
    return (await readSummary(stores, artifactUri, undefined)).sha256;
  } catch (error) {
    if (isOutage(error)) throw error;
    // Whatever is the matter with it, a check has said so: nothing goes on from there.
    return null;
  }
}

/** By the fit's own summary, which is signed with the model. */
async function implausibleOf({ artifactUri }: ModelVersion, { stores, isOutage }: WatchedStores) {
  try {
    const { store, key } = locate(stores, artifactUri);
    const { notes } = await readJson(store, `${key}/${SUMMARY_FILE}`, fitSummarySchema);
    return notes?.implausible;
  } catch (error) {
    if (isOutage(error)) throw error;
    return { failed: `${SUMMARY_FILE} cannot be read: ${String(error)}` };
  }
}
