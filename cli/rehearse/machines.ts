import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machineName, stackName } from '../../core/contracts/names.ts';
import { DATASETS } from '../../datasets/index.ts';
import { weather } from '../../datasets/weather.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import { ALARM_FILE, localPorts } from '../../hosts/folder.ts';
import type { MachineAction } from '../../local/delivery/plan.ts';
import { refusal } from '../../local/delivery/refusal.ts';
import { createPlatform, type LocalRun } from '../../local/platform/platform.ts';
import type { LocalDefinitions } from '../../local/platform/template.ts';
import type { Json } from '../../asl/index.ts';
import { writeDemoData } from '../demo/demo-data.ts';
import { failureOf } from '../place/run-failure.ts';
import { executionProgress } from '../progress/execution-progress.ts';
import type { Screen } from '../progress/screen.ts';

/** A machine of an environment, by its short name. */
export interface Target {
  readonly environment: PlatformEnvironment;
  readonly machine: string;
}

/** The machine that watches the alarms for as long as `bakeMinutes` says. */
export const WATCHING_MACHINE = 'smoke';

/** @throws RehearsalRefused where the ARN is of no machine of an environment */
export function targetOf({ name, machineArn }: MachineAction): Target {
  const environments: readonly PlatformEnvironment[] = Object.values(ENVIRONMENTS);
  for (const environment of environments) {
    const { account, region } = environment;
    const prefix = `arn:aws:states:${region}:${account}:stateMachine:${machineName(stackName(environment), '')}`;
    if (machineArn.startsWith(prefix)) return { environment, machine: machineArn.slice(prefix.length) };
  }
  throw refusal({
    problem: `the action ${name} starts a machine of no environment`,
    got: machineArn,
    allowed: environments.map(({ name: known }) => known).join(', '),
  });
}

/** What lies in the landing buckets. @throws RehearsalRefused where nobody has data of the data set */
export function requireData({ name, input }: MachineAction, landing: string | undefined): void {
  if (landing !== undefined || input.dataset === weather.name) return;
  throw refusal({
    problem: `the action ${name} works on a data set that the demo's data are not of`,
    got: input.dataset,
    allowed: weather.name,
    hint: '--landing FOLDER, with the files of the data set below its prefix',
  });
}

/** Fills the landing bucket of an environment's platform. @param landing without it, the demo's data */
export async function land(platform: string, landing: string | undefined): Promise<void> {
  const bucket = join(platform, 'landing');
  await mkdir(bucket, { recursive: true });
  if (landing === undefined) await writeDemoData(join(bucket, weather.source.prefix));
  else await cp(landing, bucket, { recursive: true });
}

/** An alarm that turns red after any execution has begun. */
const TURNS_RED = [{ name: 'Forecasts run out: weather (rehearsed)', since: '2999-01-01T00:00:00.000Z' }];

export async function setAlarms(platform: string, state: 'green' | 'turning red'): Promise<void> {
  const file = join(platform, ALARM_FILE);
  if (state === 'green') await rm(file, { force: true });
  else await writeFile(file, JSON.stringify(TURNS_RED));
}

export interface Playing {
  readonly platform: string;
  readonly definitions: LocalDefinitions;
  readonly machine: string;
  /** Of the execution. */
  readonly name: string;
  readonly input: Json;
  readonly screen: Screen;
}

/** Plays a machine on a laptop's platform, with a line for it and all that it has started. @throws RunFailed */
export async function playMachine({ platform, definitions, machine, name, input, screen }: Playing): Promise<LocalRun> {
  const executions = new Map<string, number>();
  const show = executionProgress(screen, { isVerbose: false });
  let states = 0;
  const local = await createPlatform({
    root: platform,
    ports: localPorts(platform, DATASETS),
    definitions,
    seed: weather.seed,
    approvals: 'automatic',
    onEvent(event, played) {
      show(event, played);
      const [{ type }, { machine: of }] = [event, played];
      if (type.endsWith('StateEntered')) states += 1;
      if (type === 'ExecutionStarted') executions.set(of, (executions.get(of) ?? 0) + 1);
    },
  });
  const run = await local.run(machine, name, input).finally(() => screen.show(undefined));
  const { status, startedAtMs, stoppedAtMs = startedAtMs } = run.execution;
  const started = [...executions].map(([of, count]) => (count === 1 ? of : `${of} (${count} times)`)).join(', ');
  const seconds = ((stoppedAtMs - startedAtMs) / 1000).toFixed(1);
  screen.say(`${status} in ${seconds} s; ran ${started}: ${states} states`, 2);
  if (status !== 'SUCCEEDED') throw failureOf(run, platform);
  return run;
}
