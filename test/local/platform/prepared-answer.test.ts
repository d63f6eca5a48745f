import { expect, it } from '@jest/globals';
import { localPorts } from '../../../hosts/folder.ts';
import { jsonBytes } from '../../../lake/json-object.ts';
import { createPlatform } from '../../../local/platform/platform.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const REPORT = { reportUri: 's3://artifacts/comparison.json', reportSha256: 'ab' };
const ANSWER = 'approvals/weather/run-1/answer.json';
const YES = jsonBytes({ approved: true, by: 'ada', comment: 'fine', reportSha256: 'ab' });

/** A machine that does nothing but ask, as the one that promotes does. */
const ASKING = {
  QueryLanguage: 'JSONata',
  StartAt: 'Ask for approval',
  States: {
    'Ask for approval': {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: {
        FunctionName: 'ask',
        Payload: {
          dataset: 'weather',
          runId: 'run-1',
          modelVersion: 2,
          report: REPORT,
          taskToken: '{% $states.context.Task.Token %}',
        },
      },
      TimeoutSeconds: 60,
      End: true,
    },
  },
};

async function platformOf(ask: () => void) {
  const root = await temporaryFolder();
  const ports = localPorts(root, []);
  const platform = await createPlatform({
    root,
    ports,
    definitions: {
      machines: { 'arn:aws:states:local:000000000000:stateMachine:promote': { name: 'promote', definition: ASKING } },
      functions: { ask: 'request-approval' },
    },
    seed: 1,
    approvals: { ask },
    onEvent: () => undefined,
  });
  return { artifacts: ports.stores.artifacts, run: () => platform.run('promote', 'run-1', {}) };
}

it('an answer that was there before the question fails the run, and asks nobody', async () => {
  const asked: string[] = [];
  const { artifacts, run } = await platformOf(() => void asked.push('asked'));
  await artifacts.write(ANSWER, YES);
  const { execution } = await run();
  expect(execution).toMatchObject({ status: 'FAILED', error: 'AnswerRefused' });
  expect(execution.cause).toContain('was answered before anybody was asked');
  expect(asked).toEqual([]);
  expect(await artifacts.head('approvals/weather/run-1/request.json')).toBeUndefined();
});

it('the same answer counts once somebody was asked', async () => {
  const { artifacts, run } = await platformOf(() => void artifacts.write(ANSWER, YES));
  const { execution } = await run();
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { by: 'ada', comment: 'fine' } });
});
