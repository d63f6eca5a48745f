import { createInterpreter, createVirtualClock, type Execution, type Json } from '../../../asl/index.ts';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import { dev } from '../../../environments/dev.ts';
import { prod } from '../../../environments/prod.ts';
import { answerApproval } from '../../../local/platform/approvals.ts';
import { LAYERS, type Layer } from '../../../core/contracts/layers.ts';
import { STEPS, type StepName } from '../../../lambdas/steps.ts';
import { RUNNERS } from '../../../local/platform/steps.ts';
import type { LocalDefinitions } from '../../../local/platform/template.ts';
import { definitionsOf } from '../../support/definitions.ts';
import type { Call } from '../../support/faulty-store.ts';
import type { World } from './world.ts';

/** One run of a step's function, or of a job's. */
export interface Invocation {
  readonly step: string;
  /** How often the step has been invoked before in the run. */
  readonly nth: number;
  readonly payload: Json;
}

/** One call of an invocation: where a fault can be. */
export interface Place {
  readonly step: string;
  readonly nth: number;
  /** Of the invocation's calls, from 0. */
  readonly call: number;
  readonly operation: Call<unknown>['operation'];
  readonly target: string;
  readonly isMutating: boolean;
}

/** What goes wrong. */
export interface Injection {
  /** In the place of the call. */
  call?<T>(place: Place, call: Call<T>, die: (error: Error) => never): Promise<T>;
  /** After the run, when those that hang go on. */
  readonly wake?: () => void;
  /** In the place of the whole invocation. */
  invocation?(invocation: Invocation, work: () => Promise<unknown>): Promise<unknown>;
}

export interface Request {
  readonly machine: string;
  readonly name: string;
  readonly input: Json;
}

export interface MachineRun {
  readonly execution: Execution;
  readonly executions: readonly Execution[];
  /** Every call of every invocation, in their order. */
  readonly places: readonly Place[];
}

/** Dev's, but that a person is asked, and that an alarm brings the selection forward. */
const ENVIRONMENT: PlatformEnvironment = { ...dev, approval: prod.approval, retraining: 'triggered', bakeMinutes: 10 };
let definitions: LocalDefinitions | undefined;

/** As AWS names what ends a function's process. */
export function processDeath(name: 'Runtime.ExitError' | 'Sandbox.Timedout', message: string): Error {
  return Object.assign(new Error(message), { name });
}

/**
 * Runs requests at the same time on one world, each a machine of dev's template. Every invocation is a process of its own: where one dies, its
 * later calls are not answered, the state machine is told how it ended, and what runs beside it runs on.
 */
export async function runMachines(
  world: World,
  requests: readonly Request[],
  injection: Injection = {},
): Promise<readonly MachineRun[]> {
  const { machines, functions } = (definitions ??= definitionsOf(ENVIRONMENT));
  const places: Place[] = [];
  const invoked = new Map<string, number>();
  const running = new Set<Promise<unknown>>();
  const interpreter = createInterpreter({
    machines,
    integrations: {
      async 'arn:aws:states:::lambda:invoke'({ arguments: request, taskToken, signal }) {
        const { FunctionName, Payload } = request as { FunctionName: string; Payload: Json };
        const step = functions[FunctionName];
        const nth = invoked.get(step) ?? 0;
        invoked.set(step, nth + 1);
        const invocation = { step, nth, payload: Payload };
        const work = () => tracked(running, invoke(world, invocation, { injection, places }));
        const result = await (injection.invocation?.(invocation, work) ?? work());
        if (taskToken !== undefined) {
          answerApproval(
            'automatic',
            { payload: Payload, artifacts: world.stores.artifacts, signal },
            { succeed: interpreter.sendTaskSuccess, fail: interpreter.sendTaskFailure },
          );
        }
        return { Payload: JSON.parse(JSON.stringify(result)) as Json };
      },
    },
    clock: createVirtualClock(world.nowMs),
    seed: 1,
  });
  const ended = await Promise.all(
    requests.map(({ machine, name, input }) => {
      const [machineArn] = Object.entries(machines).find(([, found]) => found.name === machine)!;
      return interpreter.startExecution({ machineArn, name, input });
    }),
  );
  injection.wake?.();
  await Promise.allSettled(running);
  return ended.map((execution) => ({ execution, executions: interpreter.executions(), places }));
}

export async function runMachine(world: World, request: Request, injection?: Injection): Promise<MachineRun> {
  const [run] = await runMachines(world, [request], injection);
  return run;
}

async function invoke(
  world: World,
  { step, nth, payload }: Invocation,
  { injection, places }: { readonly injection: Injection; readonly places: Place[] },
): Promise<unknown> {
  let death: Error | undefined;
  let calls = 0;
  let tell: (death: Error) => void;
  const died = new Promise<never>((_, reject) => (tell = reject));
  died.catch(() => undefined);
  const die = (error: Error): never => {
    death = error;
    tell(error);
    throw error;
  };
  const ports = world.ports(async (call) => {
    // Nobody answers a process that is no more.
    if (death !== undefined) throw death;
    const { operation, target, isMutating } = call;
    const place = { step, nth, call: (calls += 1) - 1, operation, target, isMutating };
    places.push(place);
    return injection.call === undefined ? call.apply() : injection.call(place, call, die);
  }, layersRead(step));
  return Promise.race([RUNNERS[step]!(structuredClone(payload), () => ports), died]);
}

export function layersRead(step: string): readonly Layer[] {
  if (!(step in STEPS)) return LAYERS;
  const { reads } = STEPS[step as StepName].access;
  return LAYERS.filter((layer) => layer in reads);
}

function tracked<T>(running: Set<Promise<unknown>>, work: Promise<T>): Promise<T> {
  running.add(work);
  return work;
}
