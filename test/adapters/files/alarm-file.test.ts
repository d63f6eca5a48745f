import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ALARM_FILE, alarmFile } from '../../../adapters/files/alarm-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('the alarms of a folder', () => {
  it('are none, but for those that somebody wrote into it', async () => {
    const root = await temporaryFolder();
    const board = alarmFile(root);
    expect(await board.red()).toEqual([]);
    writeFileSync(join(root, ALARM_FILE), '[{ "name": "The model is old", "since": "2999-01-01T00:00:00Z" }]');
    expect(await board.red()).toEqual([{ name: 'The model is old', sinceMs: Date.UTC(2999, 0, 1) }]);
  });
});
