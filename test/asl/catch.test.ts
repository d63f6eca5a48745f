import { describe, expect, it } from '@jest/globals';
import { StateFailure, type TaskHandler } from '../../asl/index.ts';
import { LAMBDA, machineOf, named, run, secondsOf, typesOf } from './support.ts';

const SNS = 'arn:aws:states:::sns:publish';

/** A Task whose catchers lead to Recover, which shows what it got. */
function catching(catchers: readonly object[], fields: object = {}): object {
  const Catch = catchers.map((catcher) => ({ Next: 'Recover', ...catcher }));
  return machineOf({
    Tell: { Type: 'Task', Resource: SNS, ...fields, Catch, Next: 'Done' },
    Done: { Type: 'Succeed' },
    Recover: { Type: 'Pass', Output: { recovered: '{% $states.input %}' }, End: true },
  });
}

function answering(handler: TaskHandler) {
  return { integrations: { [SNS]: handler } };
}

function failing(name: string, message = 'no such topic') {
  return answering(async () => {
    throw named(name, message);
  });
}

const ANY = { ErrorEquals: ['States.ALL'] };

describe('Catch', () => {
  it('goes on at its Next with Error and Cause', async () => {
    const execution = await run(catching([ANY]), failing('SNS.NotFound'));
    expect(execution.output).toEqual({ recovered: { Error: 'SNS.NotFound', Cause: 'no such topic' } });
    expect(typesOf(execution).slice(4, 6)).toEqual(['TaskFailed', 'TaskStateExited']);
  });

  it.each([
    ['Catch[1]/Output/v', { Output: { v: '{% $states.input.none %}' } }],
    ['Catch[1]/Assign/v', { Assign: { v: '{% $states.input.none %}' } }],
  ])('names the field %s of the catcher that was taken', async (field, fields) => {
    const execution = await run(catching([{ ErrorEquals: ['Other'] }, { ...ANY, ...fields }]), failing('SNS.NotFound'));
    expect(execution.cause).toContain(`'$states.input.none' specified for the field '${field}' returned nothing`);
  });

  it('gives Output and Assign of the catcher, and none of the state', async () => {
    const catcher = {
      ErrorEquals: ['SNS.NotFound'],
      Assign: { problem: '{% $states.errorOutput.Error %}' },
      Output: { was: '{% $states.input.n %}', cause: '{% $states.errorOutput.Cause %}' },
      Next: 'Show',
    };
    const states = {
      Tell: {
        Type: 'Task',
        Resource: SNS,
        Catch: [catcher],
        Output: 'not on failure',
        Assign: { told: true },
        Next: 'Show',
      },
      Show: {
        Type: 'Pass',
        Output: { in: '{% $states.input %}', problem: '{% $problem %}', told: '{% $exists($told) %}' },
        End: true,
      },
    };
    const execution = await run(machineOf(states), { ...failing('SNS.NotFound'), input: { n: 7 } });
    expect(execution.output).toEqual({
      in: { was: 7, cause: 'no such topic' },
      problem: 'SNS.NotFound',
      told: false,
    });
  });

  it('has null where the failure has no Error or no Cause', async () => {
    const silent = answering(async () => {
      throw new StateFailure({});
    });
    expect((await run(catching([ANY]), silent)).output).toEqual({ recovered: { Error: null, Cause: null } });
  });

  it('is that of the first catcher that names the error', async () => {
    const catchers = [
      { ErrorEquals: ['Other'], Output: 'first' },
      { ErrorEquals: ['Another', 'SNS.NotFound'], Output: 'second' },
      { ...ANY, Output: 'third' },
    ];
    expect((await run(catching(catchers), failing('SNS.NotFound'))).output).toEqual({ recovered: 'second' });
    expect((await run(catching(catchers), failing('Unforeseen'))).output).toEqual({ recovered: 'third' });
  });

  it('leaves a failure as it was when no catcher names it', async () => {
    const execution = await run(catching([{ ErrorEquals: ['SNS.Not'] }]), failing('SNS.NotFound'));
    expect([execution.status, execution.error, execution.cause]).toEqual(['FAILED', 'SNS.NotFound', 'no such topic']);
  });

  it.each([
    ['States.ALL', 'States.Runtime', false],
    ['States.Runtime', 'States.Runtime', true],
    ['States.ALL', 'States.DataLimitExceeded', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'SNS.NotFound', true],
    ['States.TaskFailed', 'States.TaskFailed', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
  ])('%s, for %s: %s', async (pattern, error, caught) => {
    const { status } = await run(catching([{ ErrorEquals: [pattern] }]), failing(error));
    expect(status).toBe(caught ? 'SUCCEEDED' : 'FAILED');
  });

  it('comes after the last retry', async () => {
    const Retry = [{ ErrorEquals: ['SNS.NotFound'], MaxAttempts: 2 }];
    const execution = await run(catching([ANY], { Retry }), failing('SNS.NotFound'));
    expect(secondsOf(execution, 'TaskScheduled')).toEqual([0, 1, 3]);
    expect(execution.status).toBe('SUCCEEDED');
  });

  it('catches what goes wrong in the state’s own fields, and not in the catcher’s', async () => {
    const broken = { Output: '{% $error("broken") %}' };
    const told = answering(async () => 'told');
    const caught = await run(catching([{ ErrorEquals: ['States.QueryEvaluationError'], Output: 1 }], broken), told);
    expect(caught.output).toEqual({ recovered: 1 });
    const uncaught = await run(catching([{ ...ANY, ...broken }]), failing('SNS.NotFound'));
    expect([uncaught.status, uncaught.error]).toEqual(['FAILED', 'States.QueryEvaluationError']);
  });

  it.each([
    ['Parallel', { Branches: [{ StartAt: 'No', States: { No: { Type: 'Fail', Error: 'E' } } }] }],
    ['Map', { Items: [0], ItemProcessor: { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'E' } } } }],
  ])('of a %s follows its Failed event', async (Type, fields) => {
    const state = { Type, ...fields, Catch: [{ ...ANY, Next: 'Done' }], End: true };
    const execution = await run(machineOf({ Fan: state, Done: { Type: 'Succeed' } }));
    expect(execution.output).toEqual({ Error: 'E', Cause: null });
    const at = typesOf(execution).indexOf(`${Type}StateFailed`);
    expect(typesOf(execution)[at + 1]).toBe(`${Type}StateExited`);
    expect(execution.events[at + 1].previousEventId).toBe(at + 1);
  });

  it.each([LAMBDA, 'arn:aws:lambda:eu-west-1:111122223333:function:f'])(
    'gives an error of %s as the text of errorType, errorMessage and trace',
    async (Resource) => {
      const Catch = [{ ...ANY, Output: '{% $parse($states.errorOutput.Cause) %}', Next: 'Done' }];
      const machine = machineOf({ Call: { Type: 'Task', Resource, Catch, End: true }, Done: { Type: 'Succeed' } });
      const caught = async (stack: string | undefined) => {
        const broken = Object.assign(named('Broken', 'again'), { stack });
        return (await run(machine, { integrations: { [Resource]: () => Promise.reject(broken) } })).output;
      };
      const error = { errorType: 'Broken', errorMessage: 'again' };
      expect(await caught('Broken: again\n    at f')).toEqual({ ...error, trace: ['Broken: again', '    at f'] });
      expect(await caught(undefined)).toEqual({ ...error, trace: [] });
    },
  );

  it('has the text of what is thrown though it is no Error', async () => {
    const execution = await run(
      catching([ANY]),
      answering(() => Promise.reject('just a text')),
    );
    expect(execution.output).toEqual({ recovered: { Error: 'Error', Cause: 'just a text' } });
  });
});
