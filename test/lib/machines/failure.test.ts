import { describe, expect, it } from '@jest/globals';
import { CHILDS_OWN_ERROR, THE_ERROR } from '../../../lib/machines/failure.ts';
import { record, type Expressions } from '../../../lib/machines/jsonata.ts';
import { StateFailure, type Failure } from '../../../asl/index.ts';
import { lambda, LAMBDA, machineOf, run } from '../../asl/support.ts';

/** What a catch remembers of a task that failed so. */
async function remembered(failure: Failure, expressions: Expressions) {
  const machine = machineOf({
    Call: {
      Type: 'Task',
      Resource: LAMBDA,
      Catch: [{ ErrorEquals: ['States.ALL'], Output: record(expressions), Next: 'Show' }],
      Next: 'Show',
    },
    Show: { Type: 'Succeed' },
  });
  const execution = await run(
    machine,
    lambda(async () => Promise.reject(new StateFailure(failure))),
  );
  return execution.output ?? execution.cause;
}

function child(description: object): Failure {
  const StateMachineArn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:forecasting-dev-train';
  return { error: 'States.TaskFailed', cause: JSON.stringify({ Name: 'run-1', StateMachineArn, ...description }) };
}

const thrown = JSON.stringify({ errorType: 'EmptyJoin', errorMessage: 'nothing in common', trace: ['at score'] });

describe('what is remembered of a child’s failure', () => {
  it.each([
    [
      'its own error, and a sentence with its cause',
      child({ Status: 'FAILED', Error: 'NoData', Cause: 'the file is empty' }),
      {
        Error: 'NoData',
        Cause: 'The execution run-1 of forecasting-dev-train failed by NoData: the file is empty',
        Told: true,
      },
    ],
    [
      'the message of what a function threw',
      child({ Status: 'FAILED', Error: 'EmptyJoin', Cause: thrown }),
      {
        Error: 'EmptyJoin',
        Cause: 'The execution run-1 of forecasting-dev-train failed by EmptyJoin: nothing in common',
        Told: true,
      },
    ],
    [
      'that it timed out, which AWS tells by the status alone',
      child({ Status: 'TIMED_OUT' }),
      { Error: 'States.Timeout', Cause: 'The execution run-1 of forecasting-dev-train timed out', Told: false },
    ],
    [
      'that it was stopped',
      child({ Status: 'ABORTED' }),
      { Error: 'States.TaskFailed', Cause: 'The execution run-1 of forecasting-dev-train was stopped', Told: false },
    ],
    [
      'who stopped it, when that was said',
      child({ Status: 'ABORTED', Error: 'ByHand', Cause: 'ada' }),
      {
        Error: 'ByHand',
        Cause: 'The execution run-1 of forecasting-dev-train was stopped by ByHand: ada',
        Told: false,
      },
    ],
    [
      'that its description arrived cut off',
      { error: 'States.TaskFailed', cause: '{"Cause":"a long story' },
      {
        Error: 'States.TaskFailed',
        Cause:
          'An execution that this one started has failed; its description is too long to arrive whole: see its history',
        Told: false,
      },
    ],
    [
      'why it could not be started',
      { error: 'StepFunctions.ExecutionAlreadyExistsException', cause: 'Execution Already Exists' },
      { Error: 'StepFunctions.ExecutionAlreadyExistsException', Cause: 'Execution Already Exists', Told: false },
    ],
    ['an error without a cause', { error: 'States.Timeout' }, { Error: 'States.Timeout', Cause: '', Told: false }],
    [
      'that none of its states could catch the error, so that it told nobody',
      child({ Status: 'FAILED', Error: 'States.QueryEvaluationError', Cause: 'no field' }),
      {
        Error: 'States.QueryEvaluationError',
        Cause: 'The execution run-1 of forecasting-dev-train failed by States.QueryEvaluationError: no field',
        Told: false,
      },
    ],
  ])('is %s', async (_, failure, expected) => {
    expect(await remembered(failure, CHILDS_OWN_ERROR)).toEqual(expected);
  });
});

describe('what is remembered of a failed task', () => {
  it.each([
    ['what its function threw', { error: 'EmptyJoin', cause: thrown }, 'nothing in common'],
    [
      'why its job failed',
      { error: 'SageMaker.TrainingJobFailed', cause: '{"FailureReason":"out of memory","TrainingJobName":"t"}' },
      'out of memory',
    ],
    ['an object that says neither, as it is', { error: 'E', cause: '{"a":1}' }, '{"a":1}'],
    ['a plain cause', { error: 'E', cause: 'because' }, 'because'],
    ['no cause', { error: 'E' }, ''],
  ])('is %s', async (_, failure, Cause) => {
    expect(await remembered(failure, THE_ERROR)).toEqual({ Error: failure.error, Cause, Told: false });
  });
});
