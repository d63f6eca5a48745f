import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { parseStored } from '../../core/contracts/stored.ts';
import { promotionKeys, reportKeys, runKeys } from '../../core/contracts/keys.ts';
import { comparisonReportSchema, guardReportSchema } from '../../core/contracts/promotion.ts';
import { leftOut } from '../../core/evaluate/left-out.ts';
import { type ReplayRecord, replayRecordSchema } from '../../core/evaluate/replay-record.ts';
import { runRecordSchema } from '../../core/evaluate/run-record.ts';
import type { ObjectStore, Ports } from '../../core/ports.ts';
import { readJson } from '../../lake/json-object.ts';
import type { GapSummary, ReportData } from '../report-data.ts';
import { gatherDelivered } from './delivered.ts';
import { absentAsUndefined, gatherExecutions } from './executions.ts';
import { gatherExplained } from './explained.ts';
import { gatherQuarantine } from './quarantine.ts';
import { segmentSeries } from './segments.ts';
import { gatherTrials } from './trials.ts';
import { extremes } from '../series/page-panel.ts';
import { gatherSeries } from './series.ts';

export interface ReportRequest {
  /** Of a replay or a pipeline run: holds the buckets, `executions`, and the `replay.json` of a replay. */
  readonly outDir: string;
  readonly ports: Pick<Ports, 'stores' | 'registry' | 'production' | 'auditKeys' | 'forecaster' | 'place'>;
  readonly dataset: Dataset;
  readonly machines: ReportData['machines'];
}

const gapsSchema = z.object({
  range: z.object({ start: z.string(), end: z.string() }),
  gaps: z.object({ series: z.number(), seriesWithGaps: z.number(), missingPeriods: z.number() }),
});

/** Everything that a report of the folder shows, as the run left it. @throws ZodError where a file has another shape */
export async function gatherReport({ outDir, ports, dataset, machines }: ReportRequest): Promise<ReportData> {
  const { stores, registry, production } = ports;
  const { name } = dataset;
  const replayed = await gatherWindows(outDir, name, stores.artifacts);
  const { windows } = replayed;
  const versions = await registry.list(name);
  const stages = await registry.stages(name);
  const { axis, series, horizons } = await gatherSeries({ ports, dataset, windows, versions });
  const { comparisons, guards } = await gatherJudgements(stores.artifacts, name);
  const audit = await production.audit(name, ports);
  const explained = await gatherExplained({ stores, dataset: name, versions }, extremes(series));
  return {
    dataset,
    place: ports.place,
    axis,
    windows,
    failed: replayed.failed,
    skipped: replayed.skipped,
    leftOut: leftOut(replayed, await gatherDelivered(stores, name)),
    series,
    segments: segmentSeries(series, dataset.segmentSeparator),
    horizons,
    quarantine: await gatherQuarantine(stores, name),
    gaps: (await readAll(stores.artifacts, reportKeys.all(name), { named: '.json', schema: gapsSchema })).map(
      gapSummary,
    ),
    versions: versions.map((version) => ({ ...version, stage: stages.get(version.version) ?? 'None' })),
    selections: await gatherTrials(stores, versions),
    ...(explained === undefined ? {} : { explained }),
    guards: guards.sort((a, b) => a.version - b.version),
    comparisons: comparisons.sort((a, b) => (a.challenger.version ?? 0) - (b.challenger.version ?? 0)),
    transitions: audit.moves,
    audit,
    machines,
    executions: await gatherExecutions(join(outDir, 'executions')),
  };
}

async function gatherJudgements(artifacts: ObjectStore, name: string) {
  const all = promotionKeys.all(name);
  return {
    comparisons: await readAll(artifacts, all, { named: '/comparison.json', schema: comparisonReportSchema }),
    guards: await readAll(artifacts, all, { named: '/guard.json', schema: guardReportSchema }),
  };
}

/** Of replay.json, or of the runs that were made one by one. */
async function gatherWindows(
  outDir: string,
  dataset: string,
  artifacts: ObjectStore,
): Promise<Omit<ReplayRecord, 'dataset'>> {
  const replay = await readFile(join(outDir, 'replay.json'), 'utf8').catch(absentAsUndefined);
  if (replay !== undefined) return parseStored(JSON.parse(replay), replayRecordSchema);
  const windows = await readAll(artifacts, runKeys.all(dataset), { named: '/run.json', schema: runRecordSchema });
  return { windows: windows.sort((a, b) => (a.evaluate.start < b.evaluate.start ? -1 : 1)), failed: [], skipped: [] };
}

function gapSummary({ range, gaps }: z.infer<typeof gapsSchema>): GapSummary {
  return { range: `${range.start} to ${range.end}`, ...gaps };
}

interface Wanted<T> {
  /** How the key ends. */
  readonly named: string;
  readonly schema: z.ZodType<T>;
}

/** Every such JSON object below a prefix, by key. */
async function readAll<T>(store: ObjectStore, prefix: string, { named, schema }: Wanted<T>): Promise<T[]> {
  const objects = (await store.list(prefix)).filter(({ key }) => key.endsWith(named));
  return Promise.all(objects.map(({ key }) => readJson(store, key, schema)));
}
