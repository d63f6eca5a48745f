import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleForecaster, bundleName } from '../../containers/forecaster/build.ts';
import { actingAs } from '../../lake/access.ts';
import type { BuildInfo, Host, Ports } from '../../core/ports.ts';
import { checkoutBuild, type FolderPorts } from '../../hosts/folder.ts';
import {
  createInterpreter,
  type Execution,
  type HistoryEvent,
  type Json,
  fixedClock,
  realClock,
  type TaskHandler,
} from '../../asl/index.ts';
import { JOB_ACCESS } from '../../lambdas/jobs.ts';
import { createProcessingJob } from '../sagemaker/create-processing-job.ts';
import { createTrainingJob } from '../sagemaker/create-training-job.ts';
import type { JobHost } from '../sagemaker/job.ts';
import { WarmContainers } from '../sagemaker/warm-containers.ts';
import { answerApproval, type Approvals, requireUnanswered, type TokenAnswers } from './approvals.ts';
import { RUNNERS } from './steps.ts';
import type { LocalDefinitions } from './template.ts';

export interface PlatformOptions {
  /** Buckets, executions and the work folders of jobs lie in it. */
  readonly root: string;
  readonly ports: FolderPorts;
  /** What is run; without it, what this checkout is. */
  readonly build?: BuildInfo;
  /** What a step sees that runs within a replay; without it, the folder is a replay's own already, whatever runs in it. */
  readonly hostOf?: (ports: Ports) => Host;
  readonly definitions: LocalDefinitions;
  readonly seed: number;
  readonly approvals: Approvals;
  /** The instant that every history carries; the real time without it. The ports have a clock of their own. */
  readonly clockAtMs?: number | undefined;
  /** Every event of every execution, as it happens; `machine` is the state machine's short name. */
  readonly onEvent: (event: HistoryEvent, run: { readonly machine: string; readonly execution: Execution }) => void;
}

export interface LocalPlatform {
  /** Runs one of the template's machines to its end, and keeps the histories of it and of its children. */
  run(machine: string, name: string, input: Json): Promise<LocalRun>;
}

export interface LocalRun {
  readonly execution: Execution;
  /** The execution in which the failure began, when it failed: the innermost child. */
  readonly failed?: Execution;
}

/** The synthesized state machines on the laptop: the interpreter, with this folder's adapters behind every task. */
export async function createPlatform(options: PlatformOptions): Promise<LocalPlatform> {
  const { root, definitions, seed, clockAtMs } = options;
  const { jobs, host } = await hostsOf(options);
  const machineOf = (execution: Execution): string =>
    definitions.machines[execution.machineArn]?.name ?? execution.machineArn;
  const interpreter = createInterpreter({
    machines: definitions.machines,
    integrations: {
      'arn:aws:states:::lambda:invoke': invokeStep(options, host, {
        succeed: (token, output) => interpreter.sendTaskSuccess(token, output),
        fail: (token, failure) => interpreter.sendTaskFailure(token, failure),
      }),
      ...sageMakerJobs(jobs),
    },
    clock: clockAtMs === undefined ? realClock : fixedClock(clockAtMs),
    seed,
    onEvent(execution, event) {
      options.onEvent(event, { machine: machineOf(execution), execution });
    },
  });

  return {
    async run(machine, name, input) {
      const machineArn = Object.entries(definitions.machines).find(([, found]) => found.name === machine)?.[0];
      if (machineArn === undefined) throw new Error(`the template has no machine '${machine}'`);
      const execution = await interpreter.startExecution({ machineArn, name, input });
      await Promise.all(jobs.removals);
      rmSync(jobs.workDir, { recursive: true, force: true });
      const executions = interpreter.executions();
      for (const kept of executions) keepHistory(join(root, 'executions', machineOf(kept)), kept);
      // A child is started after its parent: the last one that failed is where the failure began.
      const failed = executions.findLast(({ status }) => status !== 'SUCCEEDED');
      return failed === undefined ? { execution } : { execution, failed };
    },
  };
}

/** What jobs and steps run on. */
async function hostsOf(options: PlatformOptions) {
  const { ports, hostOf = (own: Ports) => () => own } = options;
  // Git answers while the bundle is looked at.
  const [jobs, checkout] = await Promise.all([jobHost(options), checkoutBuild()]);
  const build = options.build ?? { ...checkout, image: bundleName(jobs.bundleDir) };
  return { jobs, host: hostOf({ ...ports, build }) };
}

async function jobHost({ root, ports: { stores } }: PlatformOptions) {
  const removals: Promise<unknown>[] = [];
  const workDir = join(root, 'work');
  const host = { stores, bundleDir: await bundleForecaster(), workDir, removals, warm: new WarmContainers() };
  // While the first window is ingested, a core has nothing else to do.
  for (const script of ['train.mjs', 'train.mjs', 'forecast.mjs']) host.warm.prepare(join(host.bundleDir, script));
  return host;
}

/** `lambda:invoke` with the step's own code in this process. The payload crosses as JSON, as it does on AWS. */
function invokeStep({ definitions, ports, approvals }: PlatformOptions, host: Host, tokens: TokenAnswers): TaskHandler {
  return async ({ arguments: request, taskToken, signal }) => {
    const { FunctionName, Payload } = request as { readonly FunctionName: string; readonly Payload: Json };
    const step = definitions.functions[FunctionName];
    const run = step === undefined ? undefined : RUNNERS[step];
    if (run === undefined)
      throw new Error(`no code is known for the function '${FunctionName}' (step '${String(step)}')`);
    const waiting = { payload: Payload, artifacts: ports.stores.artifacts, signal };
    if (taskToken !== undefined) await requireUnanswered(approvals, waiting);
    const result = await run(structuredClone(Payload), host);
    if (taskToken !== undefined) answerApproval(approvals, waiting, tokens);
    return { ExecutedVersion: '$LATEST', Payload: JSON.parse(JSON.stringify(result)) as Json, StatusCode: 200 };
  };
}

function sageMakerJobs(host: JobHost): Readonly<Record<string, TaskHandler>> {
  return {
    'arn:aws:states:::sagemaker:createTrainingJob': ({ arguments: request, signal }) =>
      actingAs({ name: 'the training job', access: JOB_ACCESS.train }, () =>
        createTrainingJob(request, { ...host, signal }),
      ),
    'arn:aws:states:::sagemaker:createProcessingJob': ({ arguments: request, signal }) =>
      actingAs({ name: 'the forecasting job', access: JOB_ACCESS.forecast }, () =>
        createProcessingJob(request, { ...host, signal }),
      ),
  };
}

/** One file an execution, `executions/<machine>/<name>.json`: its description, and its events as GetExecutionHistory gives them. */
function keepHistory(folder: string, execution: Execution): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${execution.name}.json`), `${JSON.stringify(execution, null, 1)}\n`);
}
