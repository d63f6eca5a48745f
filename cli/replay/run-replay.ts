import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { runKeys } from '../../core/contracts/keys.ts';
import { visible } from '../../core/contracts/visible.ts';
import { type RunRecord, runRecordSchema } from '../../core/evaluate/run-record.ts';
import type { Ports } from '../../core/ports.ts';
import { localPorts } from '../../hosts/folder.ts';
import { createPlatform } from '../../local/platform/platform.ts';
import type { LocalDefinitions } from '../../local/platform/template.ts';
import { gatherReport, type ReportRequest } from '../../report/gather/gather-report.ts';
import { pageAssets } from '../../report/page-assets.ts';
import { renderReport } from '../../report/render-report.ts';
import { definitionsOf } from '../definitions/definitions-of.ts';
import { approvalQuestion } from './approval-question.ts';
import { prepareOutput } from './output-folder.ts';
import { progressPrinter } from './progress.ts';
import type { ReplayRequest } from './replay-request.ts';
import { replaySummary } from './replay-summary.ts';
import { failureOf } from './run-failure.ts';

const REPLAY_NAME = 'replay';
const REPORT_FILE = 'report.html';
const replaySchema = z.object({ dataset: z.string(), windows: z.array(runRecordSchema) });

const write = (text: string): void => void process.stdout.write(visible(text));

/** Replays a data set in a folder of its own, shows it while it runs, and writes `<out>/replay.json` and `<out>/report.html`. */
export async function runReplay(request: ReplayRequest): Promise<readonly RunRecord[]> {
  const { dataset, outDir } = request;
  const startedAtMs = performance.now();
  await prepareOutput(request);
  const definitions = await definitionsOf(request.environment, request.assembly);
  const ports = localPorts(outDir, [dataset]);
  await liveThrough(request, definitions, ports);
  const windows = await keepResults(request);
  write(`${replaySummary(windows)}\n\n`);
  await writeReport({ outDir, ports, dataset, machines: Object.values(definitions.machines) });
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  write(
    `${windows.length} windows in ${seconds} s. Open ${join(outDir, REPORT_FILE)} in a browser; ` +
      `${join(outDir, 'replay.json')} has the figures, tables, models and histories lie beside it.\n`,
  );
  return windows;
}

/** Runs the replay machine. @throws RunFailed */
async function liveThrough(request: ReplayRequest, definitions: LocalDefinitions, ports: Ports): Promise<void> {
  const { dataset, outDir, windows, policy, approvals, environment } = request;
  write(`Running the replay machine of ${environment} on '${dataset.name}'\n`);
  const platform = await createPlatform({
    root: outDir,
    ports,
    definitions,
    seed: dataset.seed,
    approvals:
      approvals === 'ask' ? { ask: (question) => write(approvalQuestion(question, outDir, ports.place)) } : approvals,
    onEvent: progressPrinter(write, () => performance.now()),
  });
  const input = { dataset: dataset.name, policy, ...(windows === undefined ? {} : { windows }) };
  await writeFile(join(outDir, 'dataset.json'), `${JSON.stringify(dataset, null, 2)}\n`);
  const run = await platform.run('replay', REPLAY_NAME, input);
  write('\n\n');
  if (run.execution.status !== 'SUCCEEDED') throw failureOf(run, outDir);
}

/** `replay.json`: what the machine collected. */
async function keepResults({ dataset, outDir }: ReplayRequest): Promise<readonly RunRecord[]> {
  const text = await readFile(join(outDir, 'artifacts', runKeys.replay(dataset.name, REPLAY_NAME)), 'utf8');
  await writeFile(join(outDir, 'replay.json'), text);
  return replaySchema.parse(JSON.parse(text)).windows;
}

/** What a person opens after a run. */
async function writeReport(request: ReportRequest): Promise<void> {
  const [data, assets] = await Promise.all([gatherReport(request), pageAssets()]);
  await writeFile(join(request.outDir, REPORT_FILE), renderReport(data, assets));
}
