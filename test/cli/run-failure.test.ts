import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Execution } from '../../asl/index.ts';
import { failureOf } from '../../cli/place/run-failure.ts';
import { replayFailure } from '../../cli/replay/replay-failure.ts';
import { unusedColumns } from '../../cli/replay/unused-columns.ts';
import { DAILY } from '../support/dataset.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const failed = (error: string, cause: string, events: Execution['events'] = []) =>
  ({ error, cause, status: 'FAILED', events }) as Execution;

describe('the failure of a run', () => {
  it('is the innermost one, by its own message', () => {
    const cause = JSON.stringify({ errorType: 'EmptyJoin', errorMessage: 'nothing in common' });
    const run = { execution: failed('EmptyJoin', 'The execution ...'), failed: failed('EmptyJoin', cause) };
    expect(failureOf(run, 'out')).toMatchObject({
      name: 'EmptyJoin',
      message: 'nothing in common\nThe histories in out/executions show every state.',
    });
  });

  it('is where the task failed, whatever was done about it afterwards', () => {
    const timestamp = '2026-01-01T00:00:00.000Z';
    const entered = (id: number, name: string, previousEventId: number) => ({
      ...{ id, previousEventId, timestamp, type: 'TaskStateEntered', stateEnteredEventDetails: { name } },
    });
    const execution = failed('EmptyJoin', 'nothing in common', [
      entered(1, 'Score the forecasts', 0),
      { id: 2, previousEventId: 1, timestamp, type: 'TaskScheduled' },
      { id: 3, previousEventId: 2, timestamp, type: 'TaskFailed', taskFailedEventDetails: { error: 'EmptyJoin' } },
      entered(4, 'Record the failure', 3),
      { id: 5, previousEventId: 4, timestamp, type: 'TaskFailed', taskFailedEventDetails: { error: 'Other' } },
    ]);
    expect(failureOf({ execution }, 'out').message).toBe(
      "nothing in common\nIt was in the state 'Score the forecasts'; the histories in out/executions show every state.",
    );
  });

  it('is of a replay with failed windows what names them all', () => {
    const run = {
      execution: failed('WindowsFailed', '2 of 3 windows failed'),
      failed: failed('EmptyJoin', 'the last'),
    };
    expect(failureOf(run, 'out').message).toMatch(/^2 of 3 windows failed\n/);
  });

  it('names the columns that may tell series apart where several rows are of one date', async () => {
    const folder = await temporaryFolder();
    const dataPath = join(folder, 'sales.csv');
    await writeFile(dataPath, '\uFEFFdate;temp;"store; name";item;\n2020-01-01;1;a;b;\n');
    const dataset = { ...DAILY, columns: { timestamp: 'date', target: 'temp' } };
    const request = {
      dataset,
      landing: 'landing/sales.csv',
      notes: [],
      dataPath,
      outDir: folder,
      policy: 'gates',
      approvals: 'automatic',
      environment: 'prod',
      overwrite: false,
    } as const;
    const message = 'of the 10 rows, 9 are in quarantine: 9 conflicting-duplicate (sales.csv:2 ...)';
    const conflict = failed('QuarantineShareExceeded', message);
    expect((await replayFailure({ execution: conflict }, request)).message).toContain(
      `sales.csv:2 ...); other columns of ${dataPath}: 'store; name', 'item'\nThe histories`,
    );
    const withId = { ...request, dataset: DAILY };
    expect((await replayFailure({ execution: conflict }, withId)).message).not.toContain('other columns');
    const other = failed('QuarantineShareExceeded', 'of the 10 rows, 9 are in quarantine: 9 bad-date');
    expect((await replayFailure({ execution: other }, request)).message).not.toContain('other columns');
  });

  it('names no columns of what is no text, or not there', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'packed'), Buffer.from([0x1f, 0x8b, 0, 0, 0x2c, 0]));
    expect(await unusedColumns(join(folder, 'packed'), DAILY)).toEqual([]);
    expect(await unusedColumns(join(folder, 'nothing'), DAILY)).toEqual([]);
    expect(await unusedColumns(folder, DAILY)).toEqual([]);
  });
});
