import type * as z from 'zod';
import { maintenanceKeys } from '../../core/contracts/keys.ts';
import { type Maintenance, maintenanceSchema, type TableUpkeep } from '../../core/contracts/maintenance.ts';
import { maintainStep } from '../../core/contracts/steps/maintain.ts';
import { uriOf, type Ports } from '../../core/ports.ts';
import { jsonBytes, readJson, readJsonIfPresent } from '../../lake/json-object.ts';
import { locationOf, planMaintenance } from '../../lake/plan-maintenance.ts';
import { applyUpkeep, removeAll } from '../../tables/index.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof maintainStep.input>;
type Output = z.infer<typeof maintainStep.output>;

const DAY_MS = 86_400_000;

/**
 * Deletes what no version of a table needs that was the newest one within the last days (docs/decisions/0038-what-is-deleted-and-when.md), or says
 * what that would be. A run that died goes on by its record.
 * @throws TableUnsupported, TableCorrupt
 */
export async function run(
  { dataset: name, runId, dryRun, keepVersionsDays }: Input,
  { stores, datasets, clock }: Pick<Ports, 'stores' | 'datasets' | 'clock'>,
): Promise<Output> {
  const dataset = datasets.find(name).name;
  const nowMs = clock.nowMs();
  const key = maintenanceKeys.record(dataset, runId);
  const plan = async (): Promise<Maintenance> => ({
    ...{ dataset, runId, at: new Date(nowMs).toISOString(), isDryRun: dryRun, keepVersionsDays },
    ...(await planMaintenance(stores, dataset, { nowMs, keepMs: keepVersionsDays * DAY_MS })),
  });
  const record = (await readJsonIfPresent(stores.artifacts, key, maintenanceSchema)) ?? (await kept(stores, key, plan));
  if (!record.isDryRun) await apply(record, { stores, nowMs });
  return { ...summaryOf(record), recordUri: uriOf(stores.artifacts, key) };
}

export const handler = onAws(maintainStep, run);

/** The plan, or that of a twin of this run which was faster. */
async function kept(
  { artifacts }: Ports['stores'],
  key: string,
  plan: () => Promise<Maintenance>,
): Promise<Maintenance> {
  const record = await plan();
  if (await artifacts.create(key, jsonBytes(record))) return record;
  return readJson(artifacts, key, maintenanceSchema);
}

async function apply(
  { dataset, tables, ledgers }: Maintenance,
  { stores, nowMs }: { readonly stores: Ports['stores']; readonly nowMs: number },
): Promise<void> {
  for (const upkeep of tables) await applyUpkeep(locationOf(stores, dataset, upkeep.table), upkeep, { nowMs });
  await removeAll(stores.silver, ledgers);
}

function summaryOf({ isDryRun, keepVersionsDays, tables, ledgers }: Maintenance): Omit<Output, 'recordUri'> {
  const ofTables = tables.map(summaryOfTable);
  const ofLedgers = { objects: ledgers.length, bytes: bytesOf(ledgers) };
  const bytes = ofTables.reduce((sum, one) => sum + one.bytes, ofLedgers.bytes);
  return { dryRun: isDryRun, keepVersionsDays, tables: ofTables, ledgers: ofLedgers, bytes };
}

function summaryOfTable({ log, files, ...facts }: TableUpkeep): Output['tables'][number] {
  return { ...facts, logEntries: log.length, files: files.length, bytes: bytesOf(log) + bytesOf(files) };
}

function bytesOf(objects: readonly { readonly sizeBytes: number }[]): number {
  return objects.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
}
