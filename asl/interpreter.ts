import { executionArnOf, isMasked, machineNameOf } from './arn.ts';
import type { Clock } from './clock.ts';
import type { StateMachine } from './definition.ts';
import type { Engine, TaskHandler } from './engine.ts';
import { refusal, type Failure } from './errors.ts';
import type { Execution, ExecutionRequest, RunningExecution } from './execution.ts';
import { ExecutionRun } from './execution-run.ts';
import type { HistoryEvent } from './history.ts';
import { exceedsPayloadLimit, jsonText, type Json } from './json.ts';
import { isName, NAME_RULE } from './names.ts';
import { createRandom } from './random.ts';
import type { S3Objects } from './s3.ts';
import { TaskTokens } from './task/task-tokens.ts';
import { validateMachine } from './validate.ts';
import type { MachineType } from './validate/states.ts';

export interface InterpreterOptions {
  /** Definitions as parsed JSON, by state machine ARN. A machine is STANDARD unless it says otherwise. */
  readonly machines: Readonly<Record<string, { readonly definition: unknown; readonly type?: MachineType }>>;
  /** By Resource without its pattern suffix; or a function that finds one. `states:startExecution` is built in. */
  readonly integrations: Readonly<Record<string, TaskHandler>> | ((resource: string) => TaskHandler | undefined);
  /** Where distributed Maps read and write; machines that do neither need none. */
  readonly s3?: S3Objects;
  readonly clock: Clock;
  /** The same seed gives the same $random, $uuid, jitter, task tokens and generated names. */
  readonly seed: number | string;
  /** Refuse what AWS creates with a warning, and what can only fail: a variable that no state has assigned. */
  readonly strict?: boolean;
  /** Called for every event as it is written, those of nested and child executions included. */
  readonly onEvent?: (execution: Execution, event: HistoryEvent) => void;
}

export interface Interpreter {
  /**
   * Runs an execution to its end.
   *
   * @throws StateMachineDoesNotExist, ExecutionAlreadyExists, InvalidExecutionInput, InvalidName
   */
  startExecution(request: ExecutionRequest): Promise<Execution>;
  /** Every execution so far as it stands now, in the order of their starts; nested ones included. */
  executions(): readonly Execution[];
  /** Ends a running execution as ABORTED. @throws ExecutionDoesNotExist */
  stopExecution(executionArn: string, failure?: Failure): void;
  /** @throws TaskTimedOut when nobody waits for the token any more, InvalidToken when nobody ever did. */
  sendTaskSuccess(taskToken: string, output: Json): void;
  sendTaskFailure(taskToken: string, failure: Failure): void;
  sendTaskHeartbeat(taskToken: string): void;
}

/** @throws InvalidDefinition naming everything in the machines that this interpreter does not run. */
export function createInterpreter(options: InterpreterOptions): Interpreter {
  const { integrations, clock, seed, s3, strict = false, onEvent = () => undefined } = options;
  const findHandler =
    typeof integrations === 'function'
      ? integrations
      : (resource: string) => integrations[resource] as TaskHandler | undefined;
  const machines = new Map<string, StateMachine>();
  for (const [arn, { definition, type = 'STANDARD' }] of Object.entries(options.machines)) {
    const surroundings = { name: machineNameOf(arn), type, findHandler, hasS3: s3 !== undefined };
    machines.set(arn, validateMachine(definition, surroundings, strict));
  }
  const tokens = new TaskTokens();
  const executions = new Executions(machines, { clock, random: createRandom(seed), tokens, s3, findHandler, onEvent });
  return {
    startExecution: async (request) => executions.start(request).finished,
    executions: () => executions.all(),
    stopExecution: (executionArn, failure) => executions.find(executionArn).stop(failure),
    sendTaskSuccess: (token, output) => tokens.succeed(token, output),
    sendTaskFailure: (token, failure) => tokens.fail(token, failure),
    sendTaskHeartbeat: (token) => tokens.heartbeat(token),
  };
}

/** All executions of an interpreter by their ARN, nested ones included. */
class Executions {
  readonly #machines: ReadonlyMap<string, StateMachine>;
  readonly #engine: Engine;
  readonly #runs = new Map<string, RunningExecution>();

  constructor(machines: ReadonlyMap<string, StateMachine>, parts: Omit<Engine, 'start'>) {
    this.#machines = machines;
    this.#engine = { ...parts, start: (request) => this.start(request) };
  }

  /** As StartExecution: the same name and input while it runs is the same execution. */
  start({ machineArn, name = this.#engine.random.uuid(), input }: ExecutionRequest): RunningExecution {
    const machine = this.#machines.get(machineArn);
    if (machine === undefined)
      throw refusal('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn}'`);
    if (exceedsPayloadLimit(jsonText(input))) throw refusal('InvalidExecutionInput', 'the input exceeds 262144 bytes');
    if (!isName(name) && !isMasked(machineArn)) throw refusal('InvalidName', `Invalid Name: '${name}': ${NAME_RULE}`);
    const arn = executionArnOf(machineArn, name);
    const known = this.#runs.get(arn);
    if (known === undefined) {
      const { random } = this.#engine;
      const plan = { machine, machineArn, rootMachineArn: machineArn, name, input, random };
      const run = new ExecutionRun(this.#engine, plan);
      this.#runs.set(arn, run);
      return run;
    }
    const isSame = known.execution.status === 'RUNNING' && jsonText(known.execution.input) === jsonText(input);
    if (isSame) return known;
    throw refusal('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }

  find(arn: string): RunningExecution {
    const run = this.#runs.get(arn);
    if (run === undefined) throw refusal('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return run;
  }

  all(): readonly Execution[] {
    return [...this.#runs.values()].map(({ execution }) => execution);
  }
}
