import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { gatherExecutions } from '../../report/gather/executions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function keep(folder: string, path: string, execution: object): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), JSON.stringify(execution));
}

describe('the executions of a report', () => {
  it('come in the order in which they were started, with their machine', async () => {
    const folder = await temporaryFolder();
    await keep(folder, 'train/run-1.json', { name: 'run-1', startedAtMs: 2, events: [] });
    await keep(folder, 'retrain/run-1.json', { name: 'run-1', startedAtMs: 1, events: [] });
    await writeFile(join(folder, 'train', 'notes.txt'), 'none');
    expect(await gatherExecutions(folder)).toEqual([
      { name: 'run-1', startedAtMs: 1, events: [], machine: 'retrain' },
      { name: 'run-1', startedAtMs: 2, events: [], machine: 'train' },
    ]);
  });

  it('hold no task token, which who reads the report could answer with', async () => {
    const folder = await temporaryFolder();
    const parameters = (taskToken: string) =>
      `{"FunctionName":"ask","Payload":{"runId":"run-1","taskToken":"${taskToken}"}}`;
    const event = (taskToken: string) => ({
      type: 'TaskScheduled',
      taskScheduledEventDetails: { parameters: parameters(taskToken) },
    });
    await keep(folder, 'promote/run-1.json', { startedAtMs: 1, events: [event('secret')] });
    expect(await gatherExecutions(folder)).toEqual([
      { startedAtMs: 1, machine: 'promote', events: [event("(in the execution's history)")] },
    ]);
  });
});
