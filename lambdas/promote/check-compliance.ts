import { promotionKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { jsonBytes } from '../../lake/json-object.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { checkComplianceStep } from '../../core/contracts/steps/promote.ts';
import type { Ports } from '../../core/ports.ts';
import { formatPeriod } from '../../core/series/time-axis.ts';
import { checkCompliance } from '../../core/promote/compliance.ts';
import { tablePath } from '../../core/contracts/tables.ts';
import { openTable } from '../../tables/index.ts';
import { onAws } from '../shell.ts';
import { MODEL_FILE } from '../../core/models/model-file.ts';
import { readOnce } from '../../lake/read-once.ts';
import { verifyVersion } from '../../lake/signing/verify-version.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import { reproduce } from './check-compliance/reproduction.ts';

type Input = z.infer<typeof checkComplianceStep.input>;
type Output = z.infer<typeof checkComplianceStep.output>;

/** Whether the version may be considered at all. Every check is kept, the passed ones too. */
export async function run(
  { dataset: name, runId, modelVersion, asOf }: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'keys' | 'forecaster'>,
): Promise<Output> {
  const dataset = ports.datasets.find(name);
  const version = await ports.registry.describe(name, modelVersion);
  const { keys, forecaster } = ports;
  // The model that forecasts again is the very one whose signature was looked at.
  const stores = { ...ports.stores, artifacts: readOnce(ports.stores.artifacts, MODEL_FILE) };
  const checks = checkCompliance({
    version,
    dataset,
    lastObservation: asOf ?? (await lastObservation(dataset, ports)),
    signature: await signatureOf(version, { keys, stores }),
    reproduction: await reproductionOf(version, dataset, { forecaster, stores }),
  });
  await ports.stores.artifacts.write(promotionKeys.compliance(name, runId), jsonBytes(checks));
  return { complies: checks.every(({ outcome }) => outcome === 'pass') };
}

export const handler = onAws(checkComplianceStep, run);

/** Of the data as they are now, which may have grown since the version was trained. */
async function lastObservation(dataset: Dataset, { stores }: Pick<Ports, 'stores'>): Promise<string> {
  const { version } = await openTable({ store: stores.silver, path: tablePath(dataset.name, 'series') });
  const { axis, span } = await openSilverTable(stores, dataset, version);
  return formatPeriod(axis, span.last);
}

async function signatureOf(version: ModelVersion, ports: Pick<Ports, 'stores' | 'keys'>) {
  try {
    await verifyVersion(version, ports);
    return { valid: true } as const;
  } catch (error) {
    if (error instanceof PlatformError && error.name === ERROR_NAMES.signatureRefused)
      return { refused: error.message };
    throw error;
  }
}

/** An artifact that cannot be loaded is a reason to refuse, whatever its loading throws. */
async function reproductionOf(
  version: ModelVersion,
  { frequency }: Dataset,
  ports: Pick<Ports, 'stores' | 'forecaster'>,
) {
  try {
    return await reproduce(version, frequency, ports);
  } catch (error) {
    return { failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
