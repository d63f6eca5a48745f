import { Choice, Condition, Errors, IntegrationPattern, Map as MapState, Pass } from 'aws-cdk-lib/aws-stepfunctions';
import { ProvideItems, TaskInput, Timeout, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { CatchProps, Chain, IChainable, State, TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ERROR_NAMES } from '../../core/contracts/errors.ts';
import { type RunKind, TASK_TOKEN } from '../../core/contracts/steps/common.ts';
import type { StepName } from '../../lambdas/steps.ts';
import type { Steps } from '../steps/steps.ts';
import { DATASET, IS_DATASET_MISSING, MISSING_DATASET } from './dataset.ts';
import { CHILDS_OWN_ERROR, THE_ERROR } from './failure.ts';
import type {
  ApprovalFields,
  ChildFields,
  DataFields,
  JobFields,
  Roads,
  StartFields,
  TaskFields,
} from './flow-fields.ts';
import { handed, object, query, record, REDRIVE } from './jsonata.ts';
import { isUnusable, runIdOf, unusableRunId } from './run-id.ts';
import type { Expressions } from './jsonata.ts';
import { addRetries } from './retry.ts';

/** What a step's function returned, in the expressions of its own state. */
export const STEP_RESULT = '$states.result.Payload';
/** What a child machine put out. */
export const CHILD_RESULT = '$states.result.Output';

/** How long a task may outlast the limit of what it calls, so that the called one's own, clearer timeout comes first. */
const GRACE = Duration.minutes(1);

const WHY_NOT_APPROVED =
  "$states.errorOutput.Error = 'States.Timeout' ? 'nobody approved it in time' : 'rejected: ' & $states.errorOutput.Cause";

/** A variable would be one of the whole machine: inside a Map there is none for a failure. */
const WITH_FAILURE = `$merge([$states.input, { 'failure': ${object(CHILDS_OWN_ERROR)} }])`;

interface MapFields {
  readonly items: string;
  readonly maxConcurrency: number;
  each(inner: Flow): IChainable;
  /** Where a failed item leads; without it, to the failure end. */
  readonly failed?: IChainable;
}

/** The words that a machine is written in. Every task it makes has a time limit, the retry policy, and the failure end. */
export class Flow {
  /**
   * @param failureEnd where a failed task goes; undefined inside a Map, which catches for all its items
   */
  constructor(
    private readonly scope: Construct,
    private readonly steps: Steps,
    private readonly failureEnd: State | undefined,
  ) {}

  /**
   * Every later state, the failure end too, knows `$dataset`, `$runId`, and the whole input as `$asked`. All that they start runs within the
   * replay of `$asked.replay`; a replay itself is that of its own run, whoever starts it. A run id that somebody
   * gives is used as it is or refused; so is an input without a data set.
   */
  begin(kind: RunKind = 'run'): Chain {
    const runId = runIdOf(kind);
    const assign = {
      dataset: query(DATASET),
      runId: query(runId),
      asked: query(kind === 'replay' ? `$merge([$states.input, { 'replay': ${runId} }])` : '$states.input'),
    };
    return Choice.jsonata(this.scope, 'Name the run', { assign })
      .when(Condition.jsonata(query(IS_DATASET_MISSING)), this.endOf('Name the run'), {
        assign: { ...assign, failure: record(MISSING_DATASET) },
      })
      .when(Condition.jsonata(query(isUnusable(kind))), this.endOf('Name the run'), {
        assign: { ...assign, failure: record(unusableRunId(kind)) },
      })
      .afterwards({ includeOtherwise: true });
  }

  /** A task whose function takes `input`, and whose `output` is otherwise what the function returns. */
  step(name: string, step: StepName, { input, assign, output = query(STEP_RESULT) }: TaskFields): TaskStateBase {
    const lambdaFunction = this.steps.of(step);
    const task = LambdaInvoke.jsonata(this.scope, name, {
      lambdaFunction,
      payload: TaskInput.fromText(handed(input)),
      ...assigned(assign),
      outputs: output,
      taskTimeout: Timeout.duration(lambdaFunction.timeLimit.plus(GRACE)),
      retryOnServiceExceptions: false,
    });
    addRetries(task, 'lambda', lambdaFunction.timeLimit);
    return this.guarded(task);
  }

  /** What was delivered is ingested and cleaned; later states know as `$data` in which version of silver it lies, and how far it reaches. */
  bringUpToDate({ ingest, transform, assign }: DataFields): Chain {
    return this.step(ingest, 'ingest', { input: { dataset: '$dataset' } }).next(
      this.step(transform, 'transform', {
        input: { dataset: '$dataset', bronzeVersion: '$states.input.bronzeVersion', range: '$asked.range' },
        assign: { data: STEP_RESULT, ...assign },
      }),
    );
  }

  /** A task that runs another machine to its end. */
  child(name: string, fields: ChildFields): TaskStateBase {
    const { machine, name: executionName, input, assign, output, failed = this.failureEnd } = fields;
    const task = StepFunctionsStartExecution.jsonata(this.scope, name, {
      stateMachine: machine.stateMachine,
      integrationPattern: IntegrationPattern.RUN_JOB,
      name: query(`${executionName} & ${REDRIVE}`),
      input: TaskInput.fromText(handed(input)),
      ...assigned(assign),
      outputs: output ?? query(CHILD_RESULT),
      taskTimeout: Timeout.duration(machine.timeLimit.plus(GRACE)),
    });
    addRetries(task, 'states', machine.timeLimit);
    if (failed === undefined) return task;
    const remembered = { errors: [Errors.ALL], outputs: query(WITH_FAILURE) };
    return task.addCatch(failed, this.failureEnd === undefined ? remembered : caught(CHILDS_OWN_ERROR));
  }

  /** A task that starts another machine, and leaves it to itself. */
  start(name: string, { machine, name: executionName, input, output, already }: StartFields): TaskStateBase {
    const task = StepFunctionsStartExecution.jsonata(this.scope, name, {
      stateMachine: machine.stateMachine,
      integrationPattern: IntegrationPattern.REQUEST_RESPONSE,
      name: query(executionName),
      input: TaskInput.fromText(record(input)),
      outputs: query(output),
      taskTimeout: Timeout.duration(GRACE),
    });
    addRetries(task, 'states', GRACE);
    task.addCatch(already, { errors: ['StepFunctions.ExecutionAlreadyExistsException'] });
    return this.guarded(task);
  }

  /** A container task, wherever the environment runs it. */
  job(name: string, { site, request, output }: JobFields): TaskStateBase {
    const task = site.task(this.scope, name, { request, outputs: record(output) });
    addRetries(task, site.service, site.maxRuntime);
    return this.guarded(task);
  }

  /** A Map whose items' failures are the Map's own. */
  forEach(name: string, { items, maxConcurrency, each, failed = this.failureEnd }: MapFields): MapState {
    const map = MapState.jsonata(this.scope, name, { items: ProvideItems.jsonata(query(items)), maxConcurrency });
    map.itemProcessor(each(new Flow(map, this.steps, undefined)));
    if (failed !== undefined) map.addCatch(failed, caught(CHILDS_OWN_ERROR));
    return map;
  }

  /** A fork in the road, phrased as the question that a person would ask. What comes next comes after every road that goes on. */
  choice(name: string, condition: string, { yes, no }: Roads): Chain {
    const choice = Choice.jsonata(this.scope, name).when(Condition.jsonata(query(condition)), yes);
    if (no === undefined) return choice.afterwards({ includeOtherwise: true });
    return choice.otherwise(no).afterwards();
  }

  /** A state that ends the machine by an error of its own: an expression each for `Error` and `Cause`. */
  refuse(name: string, error: Expressions): IChainable {
    const failure = record({ ...error, Told: 'false' });
    return Pass.jsonata(this.scope, name, { assign: { failure } }).next(this.endOf(name));
  }

  /** A state that only sets variables for the later ones. */
  remember(name: string, variables: Expressions): Pass {
    return Pass.jsonata(this.scope, name, { ...assigned(variables) });
  }

  /** A state that lets some seconds pass, and sets variables for the later ones. */
  wait(name: string, seconds: string, variables: Expressions): Wait {
    return Wait.jsonata(this.scope, name, { time: WaitTime.seconds(query(seconds)), ...assigned(variables) });
  }

  /** A state that lets the time pass until an instant, and sets variables for the later ones. */
  waitUntil(name: string, instant: string, variables: Expressions): Wait {
    return Wait.jsonata(this.scope, name, { time: WaitTime.timestamp(query(instant)), ...assigned(variables) });
  }

  /** A state that does nothing but put this out. */
  put(name: string, output: string): Pass {
    return Pass.jsonata(this.scope, name, { outputs: query(output) });
  }

  /** A step that asks, and a wait for the answer: `{ by, comment }` when it is yes. */
  approval(name: string, step: StepName, { input, assign, timeLimit, refused }: ApprovalFields): TaskStateBase {
    const lambdaFunction = this.steps.of(step);
    const task = LambdaInvoke.jsonata(this.scope, name, {
      lambdaFunction,
      integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: TaskInput.fromText(handed({ ...input, [TASK_TOKEN]: '$states.context.Task.Token' })),
      ...assigned(assign),
      taskTimeout: Timeout.duration(timeLimit),
      retryOnServiceExceptions: false,
    });
    addRetries(task, 'lambda', lambdaFunction.timeLimit);
    task.addCatch(refused, {
      errors: [ERROR_NAMES.approvalRejected, Errors.TIMEOUT],
      assign: { refusal: query(WHY_NOT_APPROVED) },
    });
    return this.guarded(task);
  }

  private endOf(name: string): State {
    if (this.failureEnd !== undefined) return this.failureEnd;
    throw new TypeError(`'${name}' has no failure end to lead to: it is inside a Map`);
  }

  private guarded(task: TaskStateBase): TaskStateBase {
    return this.failureEnd === undefined ? task : task.addCatch(this.failureEnd, caught(THE_ERROR));
  }
}

function caught(error: Expressions): CatchProps {
  return { errors: [Errors.ALL], assign: { failure: record(error) } };
}

function assigned(variables: Expressions | undefined): { assign?: Record<string, string> } {
  if (variables === undefined) return {};
  return { assign: Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, query(text)])) };
}
