import { promotionKeys, registryKeys, reportKeys, runKeys } from '../../core/contracts/keys.ts';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { localObjectStore } from '../../adapters/files/object-store.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { modelVersionSchema } from '../../core/contracts/model-version.ts';
import { comparisonReportSchema, type Stage, type Transition } from '../../core/contracts/promotion.ts';
import { runRecordSchema, type RunRecord } from '../../core/evaluate/run-record.ts';
import { type Stores } from '../../core/ports.ts';
import { LAYERS } from '../../core/contracts/layers.ts';
import type { GapSummary, ReportData, ReportExecution } from '../report-data.ts';
import type { LocalDefinitions } from '../../local/platform/template.ts';
import { gatherQuarantine } from './report-quarantine.ts';
import { gatherSeries } from './report-series.ts';

export interface ReportRequest {
  /** Of a replay or a pipeline run: holds the buckets, `executions`, and the `replay.json` of a replay. */
  readonly outDir: string;
  readonly dataset: Dataset;
  readonly definitions: LocalDefinitions;
  /** Every move of the Production pointer, oldest first. */
  readonly transitions?: readonly Transition[];
  readonly stages?: ReadonlyMap<number, Stage>;
}

const replaySchema = z.object({ windows: z.array(runRecordSchema) });
const gapsSchema = z.object({
  range: z.object({ start: z.string(), end: z.string() }),
  gaps: z.object({ series: z.number(), seriesWithGaps: z.number(), missingPeriods: z.number() }),
});

/** Everything that a report of the folder shows, as the run left it. @throws ZodError where a file has another shape */
export async function gatherReport(request: ReportRequest): Promise<ReportData> {
  const { outDir, dataset, stages } = request;
  const stores = Object.fromEntries(LAYERS.map((layer) => [layer, localObjectStore(outDir, layer)])) as Stores;
  const artifacts = join(outDir, 'artifacts');
  const windows = await gatherWindows(outDir, dataset.name);
  const registered = await readAll(join(artifacts, registryKeys.versions(dataset.name)), modelVersionSchema);
  const versions = registered.sort((a, b) => a.version - b.version);
  const { axis, series, horizons } = await gatherSeries({ stores, dataset, windows, versions });
  return {
    dataset,
    axis,
    windows,
    series,
    horizons,
    quarantine: await gatherQuarantine(stores, dataset.name),
    gaps: (await readAll(join(artifacts, reportKeys.all(dataset.name)), gapsSchema)).map(gapSummary),
    versions: versions.map((version) => {
      const stage = stages?.get(version.version);
      return stage === undefined ? version : { ...version, stage };
    }),
    comparisons: await gatherComparisons(join(artifacts, promotionKeys.all(dataset.name))),
    transitions: request.transitions ?? [],
    machines: Object.values(request.definitions.machines),
    executions: await gatherExecutions(join(outDir, 'executions')),
  };
}

/** Of replay.json, or of the runs that were made one by one. */
async function gatherWindows(outDir: string, dataset: string): Promise<readonly RunRecord[]> {
  const replay = await readFile(join(outDir, 'replay.json'), 'utf8').catch(absentAsUndefined);
  if (replay !== undefined) return replaySchema.parse(JSON.parse(replay)).windows;
  const folder = join(outDir, 'artifacts', runKeys.all(dataset));
  const names = (await entriesOf(folder)).map((name) => join(folder, name, 'run.json'));
  const texts = await Promise.all(names.map((name) => readFile(name, 'utf8').catch(absentAsUndefined)));
  const windows = texts.flatMap((text) => (text === undefined ? [] : [runRecordSchema.parse(JSON.parse(text))]));
  return windows.sort((a, b) => (a.evaluate.start < b.evaluate.start ? -1 : 1));
}

async function gatherComparisons(folder: string) {
  const names = await entriesOf(folder);
  const found = await Promise.all(
    names.map((name) => readFile(join(folder, name, 'comparison.json'), 'utf8').catch(absentAsUndefined)),
  );
  const reports = found.flatMap((text) => (text === undefined ? [] : [comparisonReportSchema.parse(JSON.parse(text))]));
  return reports.sort((a, b) => (a.challenger.version ?? 0) - (b.challenger.version ?? 0));
}

/** In the order in which they were started. */
async function gatherExecutions(folder: string): Promise<readonly ReportExecution[]> {
  const machines = await entriesOf(folder);
  const byMachine = await Promise.all(
    machines.map(async (machine) => {
      const executions = await readAll(join(folder, machine), z.custom<Omit<ReportExecution, 'machine'>>());
      return executions.map((execution) => ({ ...execution, machine }));
    }),
  );
  return byMachine.flat().sort((a, b) => a.startedAtMs - b.startedAtMs);
}

function gapSummary({ range, gaps }: z.infer<typeof gapsSchema>): GapSummary {
  return { range: `${range.start} to ${range.end}`, ...gaps };
}

/** Every JSON file of a folder, by name. */
async function readAll<T>(folder: string, schema: z.ZodType<T>): Promise<T[]> {
  const names = (await entriesOf(folder)).filter((name) => name.endsWith('.json'));
  return Promise.all(names.map(async (name) => schema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))));
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  return ((await readdir(folder).catch(absentAsUndefined)) ?? []).sort();
}

function absentAsUndefined(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return undefined;
  throw error;
}
