import { promotionKeys, runKeys } from '../../core/contracts/keys.ts';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type RunRecord, runRecordSchema } from '../../core/evaluate/run-record.ts';
import { approvalCommands } from '../../core/promote/approval-commands.ts';
import { pageAssets } from '../../report/page-assets.ts';
import { renderReport } from '../../report/render-report.ts';
import { createPlatform } from '../../local/platform/platform.ts';
import { localPorts } from '../../hosts/folder.ts';
import { readTemplate } from '../../local/platform/template.ts';
import { prepareOutput } from './output-folder.ts';
import { progressPrinter } from './progress.ts';
import type { ReplayRequest } from './replay-request.ts';
import { replaySummary } from './replay-summary.ts';
import { gatherReport, type ReportRequest } from '../../report/gather/gather-report.ts';
import { failureOf } from './run-failure.ts';
import { templateOf } from '../template-of.ts';

const REPLAY_NAME = 'replay';
const replaySchema = z.object({ dataset: z.string(), windows: z.array(runRecordSchema) });

/** Replays a data set in a folder of its own, shows it while it runs, and writes `<out>/replay.json` and `<out>/report.html`. */
export async function runReplay(request: ReplayRequest): Promise<readonly RunRecord[]> {
  const { dataset, outDir } = request;
  const startedAtMs = performance.now();
  const write = (text: string): void => void process.stdout.write(text);
  await prepareOutput(request);
  const definitions = readTemplate(await templateOf(request));
  write(`Running the replay machine of ${request.environment} on '${dataset.name}'\n`);
  const ports = localPorts(outDir, [dataset]);
  const platform = await createPlatform({
    root: outDir,
    ports,
    definitions,
    seed: dataset.seed,
    approvals:
      request.approvals === 'automatic'
        ? 'automatic'
        : { ask: (question) => write(waiting(question, { outDir, place: ports.place })) },
    onEvent: progressPrinter(write, () => performance.now()),
  });
  const { windows: wanted, policy } = request;
  const input = { dataset: dataset.name, policy, ...(wanted === undefined ? {} : { windows: wanted }) };
  await writeFile(join(outDir, 'dataset.json'), `${JSON.stringify(dataset, null, 2)}\n`);
  const run = await platform.run('replay', REPLAY_NAME, input);
  write('\n\n');
  if (run.execution.status !== 'SUCCEEDED') throw failureOf(run, outDir);

  const text = await readFile(join(outDir, 'artifacts', runKeys.replay(dataset.name, REPLAY_NAME)), 'utf8');
  await writeFile(join(outDir, 'replay.json'), text);
  const { windows } = replaySchema.parse(JSON.parse(text));
  write(`${replaySummary(windows)}\n\n`);
  await writeReport({ outDir, ports, dataset, machines: Object.values(definitions.machines) });
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  write(
    `${windows.length} windows in ${seconds} s. Open ${join(outDir, REPORT_FILE)} in a browser; ` +
      `${join(outDir, 'replay.json')} has the figures, tables, models and histories lie beside it.\n`,
  );
  return windows;
}

function waiting(
  question: { readonly dataset: string; readonly runId: string; readonly modelVersion: number },
  { outDir, place }: { readonly outDir: string; readonly place: string },
): string {
  const { dataset, runId, modelVersion } = question;
  const { approve, reject } = approvalCommands(question, place);
  const report = join(outDir, 'artifacts', promotionKeys.reportPage(dataset, runId));
  return `\n\nVersion ${modelVersion} of '${dataset}' waits for approval; the comparison is ${report}\n  ${approve}\n  ${reject}\n`;
}

const REPORT_FILE = 'report.html';

/** What a person opens after a run. */
async function writeReport(request: ReportRequest): Promise<void> {
  const [data, assets] = await Promise.all([gatherReport(request), pageAssets()]);
  await writeFile(join(request.outDir, REPORT_FILE), renderReport(data, assets));
}
