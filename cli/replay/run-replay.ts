import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plural } from '../../core/contracts/figures.ts';
import { parseStored } from '../../core/contracts/stored.ts';
import { runKeys } from '../../core/contracts/keys.ts';
import { visible } from '../../core/contracts/visible.ts';
import { type ReplayRecord, replayRecordSchema } from '../../core/evaluate/replay-record.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { type FolderPorts, localPorts } from '../../hosts/folder.ts';
import { createPlatform } from '../../local/platform/platform.ts';
import type { LocalDefinitions } from '../../local/platform/template.ts';
import { gatherReport, type ReportRequest } from '../../report/gather/gather-report.ts';
import { pageAssets } from '../../report/page-assets.ts';
import { renderReport } from '../../report/render-report.ts';
import type { RunFailed } from '../errors.ts';
import { definitionsOf } from '../definitions/definitions-of.ts';
import { approvalQuestion } from './approval-question.ts';
import { prepareOutput } from './output-folder.ts';
import { progressPrinter } from './progress.ts';
import type { ReplayRequest } from './replay-request.ts';
import { replaySummary } from './replay-summary.ts';
import { replayFailure } from './run-failure.ts';

const REPLAY_NAME = 'replay';
const REPORT_FILE = 'report.html';

const write = (text: string): void => void process.stdout.write(visible(text));

/**
 * Replays a data set in a folder of its own, shows it while it runs, and writes `<out>/replay.json` and `<out>/report.html`, whatever becomes of
 * single windows.
 *
 * @throws RunFailed where one failed, too, when everything is written
 */
export async function runReplay(request: ReplayRequest): Promise<readonly RunRecord[]> {
  const { dataset, outDir, clockAtMs } = request;
  const startedAtMs = performance.now();
  await prepareOutput(request);
  const definitions = await definitionsOf(request.environment, request.assembly);
  const ports = localPorts(outDir, [dataset], { clockAtMs });
  const failure = await liveThrough(request, definitions, ports);
  const replayed = await keepResults(request, failure);
  const { windows } = replayed;
  write(`${replaySummary(replayed)}\n`);
  const leftOut = await writeReport({ outDir, ports, dataset, machines: Object.values(definitions.machines) });
  write(`${leftOut.join('\n')}\n\n`);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  write(
    `${plural(windows.length, 'window')} in ${seconds} s. Open ${join(outDir, REPORT_FILE)} in a browser; ` +
      `${join(outDir, 'replay.json')} has the figures, tables, models and histories lie beside it.\n`,
  );
  if (failure !== undefined) throw failure;
  return windows;
}

/** Runs the replay machine. @returns what it failed by */
async function liveThrough(
  request: ReplayRequest,
  definitions: LocalDefinitions,
  ports: FolderPorts,
): Promise<RunFailed | undefined> {
  const { dataset, outDir, windows, policy, approvals, environment, clockAtMs } = request;
  for (const note of request.notes ?? []) write(`Note: ${note}\n`);
  write(`Running the replay machine of ${environment} on '${dataset.name}'\n`);
  const platform = await createPlatform({
    root: outDir,
    ports,
    definitions,
    seed: dataset.seed,
    clockAtMs,
    approvals:
      approvals === 'ask' ? { ask: (question) => write(approvalQuestion(question, outDir, ports.place)) } : approvals,
    onEvent: progressPrinter(write, () => performance.now()),
  });
  const input = { dataset: dataset.name, policy, ...(windows === undefined ? {} : { windows }) };
  await writeFile(join(outDir, 'dataset.json'), `${JSON.stringify(dataset, null, 2)}\n`);
  const run = await platform.run('replay', REPLAY_NAME, input);
  write('\n\n');
  return run.execution.status === 'SUCCEEDED' ? undefined : replayFailure(run, request);
}

/** `replay.json`: what the machine collected. @throws RunFailed where it failed before it had anything to collect */
async function keepResults({ dataset, outDir }: ReplayRequest, failure: RunFailed | undefined): Promise<ReplayRecord> {
  const collected = join(outDir, 'artifacts', runKeys.replay(dataset.name, REPLAY_NAME));
  const text = await readFile(collected, 'utf8').catch((error: unknown) => {
    throw failure ?? error;
  });
  await writeFile(join(outDir, 'replay.json'), text);
  return parseStored(JSON.parse(text), replayRecordSchema);
}

/** What a person opens after a run. @returns what was left out, and why */
async function writeReport(request: ReportRequest): Promise<readonly string[]> {
  const [data, assets] = await Promise.all([gatherReport(request), pageAssets()]);
  await writeFile(join(request.outDir, REPORT_FILE), renderReport(data, assets));
  return data.leftOut;
}
