import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { milliseconds, plural } from '../../core/contracts/figures.ts';
import { parseStored } from '../../core/contracts/stored.ts';
import { runKeys } from '../../core/contracts/keys.ts';
import { type ReplayRecord, replayRecordSchema } from '../../core/evaluate/replay-record.ts';
import { type RunRecord, runRecordSchema } from '../../core/evaluate/run-record.ts';
import { type FolderPorts, localPorts } from '../../hosts/folder.ts';
import { createPlatform } from '../../local/platform/platform.ts';
import type { LocalDefinitions } from '../../local/platform/template.ts';
import { gatherReport, type ReportRequest } from '../../report/gather/gather-report.ts';
import { pageAssets } from '../../report/page-assets.ts';
import { renderReport } from '../../report/render-report.ts';
import type { RunFailed } from '../errors.ts';
import { askApproval } from '../answer/approval-question.ts';
import { definitionsOf } from '../definitions/definitions-of.ts';
import { during } from '../progress/during.ts';
import { endOnSignals } from '../progress/interrupt.ts';
import { sayWhatWaits } from '../progress/say-what-waits.ts';
import { type Screen, screenOn } from '../progress/screen.ts';
import { prepareOutput } from './output-folder.ts';
import { ReplayProgress } from './progress.ts';
import { replayFailure } from './replay-failure.ts';
import type { ReplayRequest } from './replay-request.ts';
import { replayLines, replayTable } from './replay-summary.ts';

const REPLAY_NAME = 'replay';
const REPORT_FILE = 'report.html';

/**
 * Replays a data set in a folder of its own, shows it while it runs, and writes `<out>/replay.json` and `<out>/report.html`, whatever becomes of
 * single windows.
 *
 * @throws RunFailed where one failed, too, when everything is written
 */
export async function runReplay(request: ReplayRequest): Promise<readonly RunRecord[]> {
  const screen = screenOn(process.stdout);
  const shown: Shown = { screen, progress: undefined };
  const uninterrupted = endOnSignals(screen, () => interrupted(shown.progress?.done, request.outDir));
  try {
    return await replayOn(shown, request);
  } finally {
    uninterrupted();
    screen.end();
  }
}

interface Shown {
  readonly screen: Screen;
  /** Once there is something to live through. */
  progress: ReplayProgress | undefined;
}

async function replayOn(shown: Shown, request: ReplayRequest): Promise<readonly RunRecord[]> {
  const { screen } = shown;
  const { dataset, outDir, environment, clockAtMs } = request;
  const startedAtMs = performance.now();
  // First: it refuses a tracking server that is not to be spoken to.
  const ports = localPorts(outDir, [dataset], { clockAtMs, say: (line) => screen.say(line, 0, 'doubtful') });
  await prepareOutput(request);
  const definitions = await definitionsOf(environment, request.assembly, () =>
    screen.say(`Synthesizing the stack of ${environment} (again only when its sources have changed)`),
  );
  const failure = await liveThrough({ request, definitions, ports, shown });
  const replayed = await keepResults(request, failure);
  screen.say(`\n${replayTable(replayed, screen.width)}`);
  const machines = Object.values(definitions.machines);
  const leftOut = await during(screen, 'Writing the report', () => writeReport({ outDir, ports, dataset, machines }));
  for (const line of [...replayLines(replayed.windows), ...leftOut]) screen.say(line);
  await sayWhatWaits(ports, screen);
  screen.say(`\n${livedText(replayed)} in ${milliseconds(performance.now() - startedAtMs)}`);
  screen.point('Report:', join(outDir, REPORT_FILE));
  if (failure !== undefined) throw failure;
  return replayed.windows;
}

function livedText({ windows, failed, skipped }: ReplayRecord): string {
  const all = windows.length + failed.length + skipped.length;
  return windows.length === all ? plural(all, 'window') : `${windows.length} of ${plural(all, 'window')}`;
}

interface Living {
  readonly request: ReplayRequest;
  readonly definitions: LocalDefinitions;
  readonly ports: FolderPorts;
  readonly shown: Shown;
}

/** Runs the replay machine. @returns what it failed by */
async function liveThrough({ request, definitions, ports, shown }: Living): Promise<RunFailed | undefined> {
  const { dataset, outDir, windows, policy, approvals, environment, clockAtMs, isVerbose = false } = request;
  const { screen } = shown;
  for (const note of request.notes) screen.say(`Note: ${note}`);
  screen.say(`Running the replay machine of ${environment} on '${dataset.name}'`);
  const progress = new ReplayProgress(screen, {
    metric: dataset.selectionMetric,
    isVerbose,
    recordAt: (uri) => parseStored(JSON.parse(readFileSync(fileIn(outDir, uri), 'utf8')), runRecordSchema),
  });
  shown.progress = progress;
  const platform = await createPlatform({
    root: outDir,
    ports,
    definitions,
    seed: dataset.seed,
    clockAtMs,
    approvals:
      approvals === 'ask'
        ? { ask: (question) => askApproval(screen, question, { outDir, place: ports.place }) }
        : approvals,
    onEvent: progress.onEvent,
  });
  const input = { dataset: dataset.name, policy, ...(windows === undefined ? {} : { windows }) };
  await writeFile(join(outDir, 'dataset.json'), `${JSON.stringify(dataset, null, 2)}\n`);
  const run = await platform.run('replay', REPLAY_NAME, input);
  screen.show(undefined);
  return run.execution.status === 'SUCCEEDED' ? undefined : replayFailure(run, request);
}

/** The same folder takes the same replay again, whatever it holds of it. */
function interrupted(done: string | undefined, outDir: string): string {
  const after = done === undefined ? 'before any window' : `after ${done}`;
  return `Interrupted ${after}, without a report. The same command begins anew in ${outDir}.`;
}

/** Of `s3://artifacts/...`: buckets are folders. */
function fileIn(outDir: string, uri: string): string {
  return join(outDir, uri.replace('s3://', ''));
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
