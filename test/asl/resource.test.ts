import { describe, expect, it } from '@jest/globals';
import { parseResource } from '../../asl/task/resource.ts';
import { machineOf, run, typesOf, eventOf } from './support.ts';

const ACTIVITY = 'arn:aws:states:eu-west-1:111122223333:activity:a';
const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:f:alias';

describe('a Resource', () => {
  it.each([
    ['arn:aws:states:::lambda:invoke', 'arn:aws:states:::lambda:invoke', 'lambda', 'invoke', 'request-response', false],
    [
      'arn:aws:states:::sns:publish.waitForTaskToken',
      'arn:aws:states:::sns:publish',
      'sns',
      'publish.waitForTaskToken',
      'wait-for-task-token',
      false,
    ],
    ['arn:aws-cn:states:::glue:run.sync', 'arn:aws-cn:states:::glue:run', 'glue', 'run.sync', 'sync', false],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      'arn:aws:states:::states:startExecution',
      'states',
      'startExecution.sync:2',
      'sync',
      true,
    ],
    [
      'arn:aws:states:::aws-sdk:s3:getObject',
      'arn:aws:states:::aws-sdk:s3:getObject',
      'aws-sdk:s3',
      'getObject',
      'request-response',
      false,
    ],
  ])('%s is an integration', (text, key, resourceType, resource, pattern, outputAsJson) => {
    expect(parseResource(text)).toEqual({ kind: 'service', key, resourceType, resource, pattern, outputAsJson });
  });

  it('may be a function or an activity itself', () => {
    expect(parseResource(FUNCTION)).toEqual({ kind: 'lambda', key: FUNCTION, pattern: 'request-response' });
    expect(parseResource(ACTIVITY)).toEqual({ kind: 'activity', key: ACTIVITY, pattern: 'request-response' });
  });

  it.each([
    '',
    'states',
    'arn:aws:states:::',
    'arn:aws:states:::invoke',
    'arn:aws:sns:eu-west-1:1:topic',
    'arn:aws:lambda',
  ])('is not %j', (text) => {
    expect(parseResource(text)).toBeUndefined();
  });
});

describe('the events of a Task', () => {
  it.each([
    [ACTIVITY, 'Activity', 'activity'],
    [FUNCTION, 'LambdaFunction', 'lambdaFunction'],
  ])('that calls %s are those of its kind', async (Resource, family, key) => {
    const machine = machineOf({
      Call: { Type: 'Task', Resource, Arguments: { n: 1 }, HeartbeatSeconds: 5, End: true },
    });
    const execution = await run(machine, { integrations: { [Resource]: async () => 'x' } });
    expect(typesOf(execution).slice(2, 5)).toEqual([`${family}Scheduled`, `${family}Started`, `${family}Succeeded`]);
    expect(eventOf(execution, `${family}Scheduled`)[`${key}ScheduledEventDetails`]).toStrictEqual({
      input: '{"n":1}',
      inputDetails: { truncated: false },
      resource: Resource,
      heartbeatInSeconds: 5,
    });
    expect(Object.keys(eventOf(execution, `${family}Started`))).not.toContain(`${key}StartedEventDetails`);
    const large = await run(machine, { integrations: { [Resource]: async () => 'x'.repeat(262_144) } });
    expect(large.cause).toContain(`The state/task '${Resource}' returned a result with a size exceeding`);
    expect(typesOf(large).at(-2)).toBe(`${family}Failed`);
  });

  it('name the role that its Credentials say', async () => {
    const Resource = 'arn:aws:states:::sns:publish';
    const Credentials = { RoleArn: '{% "arn:aws:iam::1:role/" & $states.input %}' };
    const machine = machineOf({ Tell: { Type: 'Task', Resource, Credentials, Arguments: 1, End: true } });
    const execution = await run(machine, { integrations: { [Resource]: async () => 'x' }, input: 'r' });
    expect(eventOf(execution, 'TaskScheduled').taskScheduledEventDetails).toStrictEqual({
      parameters: '1',
      region: 'eu-west-1',
      resource: 'publish',
      resourceType: 'sns',
      taskCredentials: { roleArn: 'arn:aws:iam::1:role/r' },
    });
  });

  it('say what went wrong, with Error and Cause where there are any', async () => {
    const Resource = 'arn:aws:states:::sns:publish';
    const machine = machineOf({ Tell: { Type: 'Task', Resource, TimeoutSeconds: 1, End: true } });
    const own = { resource: 'publish', resourceType: 'sns' };
    const late = await run(machine, { integrations: { [Resource]: ({ sleep }) => sleep(9000) } });
    expect(eventOf(late, 'TaskTimedOut').taskTimedOutEventDetails).toEqual({ error: 'States.Timeout', ...own });
    const failed = await run(machine, { integrations: { [Resource]: () => Promise.reject(new Error('no')) } });
    expect(eventOf(failed, 'TaskFailed').taskFailedEventDetails).toEqual({ cause: 'no', error: 'Error', ...own });
  });
});
