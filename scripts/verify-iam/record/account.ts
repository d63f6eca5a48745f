import { setTimeout as sleep } from 'node:timers/promises';
import { createInterpreter, type Execution, type Json, realClock, type TaskHandler } from '../../../asl/index.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { bucketLogicalId } from '../../../core/contracts/names.ts';
import { LAYERS } from '../../../core/contracts/layers.ts';
import { ENVIRONMENT_VARIABLES } from '../../../core/contracts/environment-variables.ts';
import type { Host, MetricsSink } from '../../../core/ports.ts';
import { catalogOf } from '../../../datasets/index.ts';
import { awsPorts } from '../../../hosts/aws.ts';
import { accountHost } from '../../../hosts/replay.ts';
import { jobFunction } from '../../../lambdas/jobs.ts';
import { RUNNERS } from '../../../local/platform/steps.ts';
import { idsOfType, type JudgedStack } from '../judged/stack.ts';
import { callsOfExecution } from './machine-calls.ts';
import { Objects } from './objects.ts';
import { Packages } from './packages.ts';
import { Recorder } from './recorder.ts';
import { alarmsInMemory, keysInMemory, secretsInMemory, topicInMemory } from './services.ts';

const POLL_MS = 20;

/** How a person answers a promotion that asks. */
export type Answer = 'approve' | 'reject';

/** Metrics are lines on the standard output, which is the check's own here. */
const SILENT: MetricsSink = { namespace: 'Forecasting', publish: () => undefined };

interface DeployedFunction {
  readonly step: string;
  readonly roleArn: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The deployed stack in memory: its machines run its functions' code on the adapters of AWS, and every call is taken down. */
export class RecordedAccount {
  readonly recorder = new Recorder();
  readonly #stack: JudgedStack;
  readonly #objects: Objects;
  readonly #functions: ReadonlyMap<string, DeployedFunction>;
  readonly #machines: ReadonlyMap<
    string,
    { readonly name: string; readonly roleArn: string; readonly definition: unknown }
  >;
  #datasets: readonly Dataset[] = [];
  #answer: Answer = 'approve';

  constructor(stack: JudgedStack) {
    const { recorder } = this;
    const { names, environment } = stack;
    const { account, region, dataKey, notifications } = environment;
    const dataKeyArn = dataKey === 'own' ? names.arn('DataKey') : dataKey;
    this.#stack = stack;
    this.#objects = new Objects({ recorder, region, keyOf: () => dataKeyArn });
    new Packages({ recorder, region, account });
    keysInMemory(recorder);
    topicInMemory(recorder, 'topicKeyArn' in notifications ? notifications.topicKeyArn : dataKeyArn, region);
    alarmsInMemory(recorder);
    secretsInMemory(recorder, environment);
    this.#functions = functionsOf(stack);
    this.#machines = machinesOf(stack);
  }

  /** Puts an object into the landing bucket, as somebody outside of the platform does. */
  deliver(key: string, text: string): void {
    this.#objects.bucket(this.#bucketName('landing')).put(key, text);
  }

  /** Takes an object away or changes it, as somebody who should not. */
  bucket(layer: (typeof LAYERS)[number]) {
    return this.#objects.bucket(this.#bucketName(layer));
  }

  /** What is run from now on. */
  knows(...datasets: readonly Dataset[]): void {
    this.#datasets = datasets;
  }

  answers(answer: Answer): void {
    this.#answer = answer;
  }

  /** Runs a machine to its end, and takes down what it and its children asked for. */
  async run(machine: string, name: string, input: Json): Promise<Execution> {
    const interpreter = createInterpreter({
      machines: Object.fromEntries(this.#machines),
      integrations: {
        'arn:aws:states:::lambda:invoke': async ({ arguments: asked, taskToken }) => {
          const { FunctionName, Payload } = asked as { readonly FunctionName: string; readonly Payload: Json };
          const result = await this.#invoke(FunctionName, Payload);
          if (taskToken !== undefined && this.#answer === 'approve')
            interpreter.sendTaskSuccess(taskToken, { by: 'ada', comment: 'looked at it' });
          if (taskToken !== undefined && this.#answer === 'reject')
            interpreter.sendTaskFailure(taskToken, { error: 'ApprovalRejected', cause: 'ada: not yet' });
          return { StatusCode: 200, Payload: JSON.parse(JSON.stringify(result)) as Json };
        },
        'arn:aws:states:::sagemaker:createTrainingJob': this.#job('train'),
        'arn:aws:states:::sagemaker:createProcessingJob': this.#job('forecast'),
      },
      clock: realClock,
      seed: 1,
    });
    const [machineArn = ''] = [...this.#machines].find(([, found]) => found.name === machine) ?? [];
    const execution = await interpreter.startExecution({ machineArn, name, input });
    // What was started without waiting for it goes on.
    while (interpreter.executions().some(({ status }) => status === 'RUNNING')) await sleep(POLL_MS);
    for (const one of interpreter.executions()) {
      const principal = this.#machines.get(one.machineArn)?.roleArn ?? '';
      for (const call of callsOfExecution(one, this.#stack.environment)) this.recorder.add({ principal, ...call });
    }
    return execution;
  }

  #invoke(functionArn: string, payload: Json): Promise<unknown> {
    const found = this.#functions.get(functionArn);
    const runner = RUNNERS[found?.step ?? ''];
    if (found === undefined || runner === undefined) throw new Error(`no code is known for ${functionArn}`);
    return this.recorder.inRole(found.roleArn, () => runner(structuredClone(payload), this.#host(found.variables)));
  }

  /** What the function's environment variables describe, but for the data sets. */
  #host(variables: Readonly<Record<string, string>>): Host {
    const ports = awsPorts(variables);
    return accountHost(
      Object.create(ports, {
        datasets: { value: catalogOf(this.#datasets) },
        metrics: { value: SILENT },
      }) as typeof ports,
    );
  }

  /** SageMaker fetches a job's inputs and brings its outputs away in the name of the role that the request passes. */
  #job(kind: 'train' | 'forecast'): TaskHandler {
    return async ({ arguments: asked }) => {
      const { RoleArn } = asked as { readonly RoleArn: string };
      const runner = RUNNERS[jobFunction(kind)];
      if (runner === undefined) throw new Error(`no code is known for the job ${kind}`);
      return this.recorder.inRole(RoleArn, () => runner(structuredClone(asked), this.#host(this.#jobVariables())));
    };
  }

  #jobVariables(): Readonly<Record<string, string>> {
    return {
      ...Object.fromEntries(LAYERS.map((layer) => [ENVIRONMENT_VARIABLES.buckets[layer], this.#bucketName(layer)])),
      // SageMaker asks no bucket for its format.
      [ENVIRONMENT_VARIABLES.readLayers]: 'none',
    };
  }

  #bucketName(layer: (typeof LAYERS)[number]): string {
    return String(this.#stack.names.resolve({ Ref: bucketLogicalId(layer) }));
  }
}

function functionsOf({ template, names }: JudgedStack): ReadonlyMap<string, DeployedFunction> {
  return new Map(
    idsOfType(template, 'AWS::Lambda::Function').flatMap((id) => {
      const { Properties, Metadata } = template.Resources[id] ?? {};
      if (typeof Metadata?.step !== 'string') return [];
      const { Variables } = names.resolve(Properties?.Environment) as { readonly Variables: Record<string, string> };
      const roleArn = String(names.resolve(Properties?.Role));
      return [[names.arn(id), { step: Metadata.step, roleArn, variables: Variables }] as const];
    }),
  );
}

function machinesOf({ template, names }: JudgedStack) {
  return new Map(
    idsOfType(template, 'AWS::StepFunctions::StateMachine').map((id) => {
      const { Properties, Metadata } = template.Resources[id] ?? {};
      const definition: unknown = JSON.parse(String(names.resolve(Properties?.DefinitionString)));
      return [
        names.arn(id),
        { name: String(Metadata?.machine), roleArn: String(names.resolve(Properties?.RoleArn)), definition },
      ] as const;
    }),
  );
}
