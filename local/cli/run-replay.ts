import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type RunRecord, runRecordSchema } from '../../core/evaluate/run-record.ts';
import { createPlatform, type LocalRun } from '../platform/platform.ts';
import { localPorts } from '../platform/ports.ts';
import { readTemplate, type Template } from '../platform/template.ts';
import { RunFailed, UsageError } from './options.ts';
import { prepareOutput } from './output-folder.ts';
import { progressPrinter } from './progress.ts';
import type { ReplayRequest } from './replay-request.ts';
import { replaySummary } from './replay-summary.ts';

const REPLAY_NAME = 'replay';
const replaySchema = z.object({ dataset: z.string(), windows: z.array(runRecordSchema) });

/** Replays a data set in a folder of its own, shows it while it runs, and writes `<out>/replay.json`. */
export async function runReplay(request: ReplayRequest): Promise<readonly RunRecord[]> {
  const { dataset, outDir } = request;
  const startedAtMs = performance.now();
  const write = (text: string): void => void process.stdout.write(text);
  await prepareOutput(request);
  const template = await templateOf(request);
  write(`Running the replay machine of ${request.environment} on '${dataset.name}'\n`);
  const platform = await createPlatform({
    root: outDir,
    ports: localPorts(outDir, [dataset]),
    definitions: readTemplate(template),
    seed: dataset.seed,
    onEvent: progressPrinter(write, () => performance.now()),
  });
  const input = { dataset: dataset.name, ...(request.windows === undefined ? {} : { windows: request.windows }) };
  const run = await platform.run('replay', REPLAY_NAME, input);
  write('\n\n');
  if (run.execution.status !== 'SUCCEEDED') throw failureOf(run, outDir);

  const text = await readFile(join(outDir, 'artifacts', 'replays', dataset.name, REPLAY_NAME, 'replay.json'), 'utf8');
  await writeFile(join(outDir, 'replay.json'), text);
  const { windows } = replaySchema.parse(JSON.parse(text));
  write(`${replaySummary(windows)}\n\n`);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  write(
    `${windows.length} windows in ${seconds} s. Results: ${join(outDir, 'replay.json')}; tables, models and histories beside it.\n`,
  );
  return windows;
}

/** The environment's template: of the assembly that was asked for, or synthesized now. */
async function templateOf({ environment, assembly }: ReplayRequest): Promise<Template> {
  if (assembly !== undefined) {
    const file = join(assembly, `forecasting-${environment}.template.json`);
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new UsageError(
        `--assembly '${assembly}' holds no ${file}; synthesize the environment ${environment} into it`,
        { cause },
      );
    });
    return JSON.parse(text) as Template;
  }
  const { synthesizeEnvironment } = await import('../../lib/synthesize.ts');
  return synthesizeEnvironment(environment, { bundling: false }).template as unknown as Template;
}

const lambdaCause = z.object({ errorType: z.string(), errorMessage: z.string() });
const jobCause = z.object({ FailureReason: z.string() });

/** The innermost failure, by the name and message that its thrower gave it. */
function failureOf({ failed, execution }: LocalRun, outDir: string): RunFailed {
  const { error = execution.status, cause = '' } = failed ?? execution;
  const record = `the histories in ${join(outDir, 'executions')} show every state`;
  return new RunFailed(error, `${messageIn(cause)} (${record})`);
}

function messageIn(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    const thrown = lambdaCause.safeParse(parsed);
    if (thrown.success) return thrown.data.errorMessage;
    const job = jobCause.safeParse(parsed);
    return job.success ? job.data.FailureReason : cause;
  } catch {
    return cause;
  }
}
