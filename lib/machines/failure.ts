import { Errors, Fail, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import type { State } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { StepName } from '../../lambdas/steps.ts';
import type { Steps } from '../steps/steps.ts';
import { handed, query } from './jsonata.ts';
import type { Expressions } from './jsonata.ts';
import { addRetries } from './retry.ts';

/** Some errors come without a cause. */
const CAUSE = "($type($states.errorOutput.Cause) = 'string' ? $states.errorOutput.Cause : '')";

const IS_JSON = '/^\\{[\\s\\S]*\\}$/';

/** What a person wants to read of the cause `$said`: that of a function and of a job is an object which holds a message. */
const MESSAGE =
  `($object := $contains($said, ${IS_JSON}) ? $parse($said) : {}; ` +
  '$exists($object.errorMessage) ? $object.errorMessage : $exists($object.FailureReason) ? $object.FailureReason : $said)';

/** What a catch remembers as `$failure`. */
export const THE_ERROR: Expressions = {
  Error: '$states.errorOutput.Error',
  Cause: `($said := ${CAUSE}; ${MESSAGE})`,
  Told: 'false',
};

/**
 * A failed child's error arrives as States.TaskFailed, its cause being the child execution's description as JSON. The child's own
 * error is what a person looks for. An aborted child and one that timed out have neither error nor cause; a very long description
 * arrives cut off.
 */
const CHILD = `($states.errorOutput.Error = 'States.TaskFailed' and $contains(${CAUSE}, ${IS_JSON}) ? $parse(${CAUSE}) : {})`;
const STATUS = "$lookup({ 'FAILED': 'failed', 'TIMED_OUT': 'timed out', 'ABORTED': 'was stopped' }, $child.Status)";
const SENTENCE =
  `($said := $exists($child.Cause) ? $child.Cause : ''; $message := ${MESSAGE}; ` +
  "'The execution ' & $child.Name & ' of ' & $substringAfter($child.StateMachineArn, ':stateMachine:') & ' ' & " +
  `${STATUS} & ($exists($child.Error) ? ' by ' & $child.Error : '') & ($message = '' ? '' : ': ' & $message))`;
const CUT_OFF =
  "'An execution that this one started has failed; its description is too long to arrive whole: see its history'";
/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation */
const UNCAUGHT = "['States.Runtime', 'States.DataLimitExceeded', 'States.QueryEvaluationError']";

export const CHILDS_OWN_ERROR: Expressions = {
  Error:
    `($child := ${CHILD}; $exists($child.Error) ? $child.Error : ` +
    "$child.Status = 'TIMED_OUT' ? 'States.Timeout' : $states.errorOutput.Error)",
  Cause:
    `($child := ${CHILD}; $said := ${CAUSE}; ` +
    `$exists($child.Status) ? ${SENTENCE} : $contains($said, ${IS_JSON}) ? ${MESSAGE} : ` +
    `$contains($said, /^\\{/) ? ${CUT_OFF} : $said)`,
  // A child that fails tells people itself, but for the errors that none of its states can catch. One that timed out or was stopped has run
  // nothing more. Where it cannot be known, it is told: twice is better than never.
  Told: `($child := ${CHILD}; $child.Status = 'FAILED' and $not($child.Error in ${UNCAUGHT}))`,
};

/** What a machine gives back before it fails: a step that takes `{ dataset, runId }`. */
export interface GivesBack {
  readonly name: string;
  readonly step: StepName;
}

/** The one place where a machine's failures end: what it holds is given back, the failure recorded, people told, and the error kept as it was. */
export function failureEnd(
  scope: Construct,
  machine: string,
  { steps, givesBack }: { readonly steps: Steps; readonly givesBack?: GivesBack | undefined },
): State {
  const recorded = recordFailure(scope, machine, steps);
  if (givesBack === undefined) return recorded;
  const { name, step } = givesBack;
  const given = endTask(scope, name, { steps, step, input: { dataset: '$dataset', runId: '$runId' } });
  // What is held expires: that it was not given back must not hide why the machine fails.
  given.addCatch(recorded, { errors: [Errors.ALL] });
  given.next(recorded);
  return given;
}

function recordFailure(scope: Construct, machine: string, steps: Steps): State {
  const title = `${machine[0].toUpperCase()}${machine.slice(1)} failed`;
  const fail = Fail.jsonata(scope, title, { error: query('$failure.Error'), cause: query('$failure.Cause') });
  const input = {
    dataset: '$dataset',
    runId: '$runId',
    machine: `'${machine}'`,
    error: '$failure.Error',
    cause: '$failure.Cause',
    told: '$failure.Told',
  };
  const recorded = endTask(scope, 'Record the failure', { steps, step: 'record-failure', input });
  // A failure that cannot be recorded must not hide the one that it should have recorded.
  recorded.addCatch(fail, { errors: [Errors.ALL] });
  recorded.next(fail);
  return recorded;
}

interface EndTask {
  readonly steps: Steps;
  readonly step: StepName;
  readonly input: Expressions;
}

function endTask(scope: Construct, name: string, { steps, step, input }: EndTask): LambdaInvoke {
  const lambdaFunction = steps.of(step);
  const task = LambdaInvoke.jsonata(scope, name, {
    lambdaFunction,
    payload: TaskInput.fromText(handed(input)),
    taskTimeout: Timeout.duration(lambdaFunction.timeLimit.plus(Duration.minutes(1))),
    retryOnServiceExceptions: false,
  });
  addRetries(task, 'lambda', lambdaFunction.timeLimit);
  return task;
}
