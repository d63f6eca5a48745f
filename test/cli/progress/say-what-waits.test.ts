import { describe, expect, it } from '@jest/globals';
import { sayWhatWaits } from '../../../cli/progress/say-what-waits.ts';
import type { WaitingEntry } from '../../../core/contracts/waiting.ts';
import { updateWaiting } from '../../../lake/waiting/list.ts';
import { memoryPorts } from '../../support/ports.ts';

const ENTRY: WaitingEntry = {
  id: 'x',
  uri: 'http://127.0.0.1:5000',
  kind: 'record',
  dataset: 'weather',
  runId: 'run-1',
  part: '',
  sinceMs: Date.UTC(2026, 10, 28, 17, 30),
  reason: 'it is down',
  isRefused: false,
  isTold: true,
};

describe("a run's end", () => {
  it('says what waits for a tracking server and what it refuses, whether people were told before or not; else nothing', async () => {
    const ports = memoryPorts({ datasets: [] });
    const { stores } = ports;
    const said: string[] = [];
    const screen = { say: (text: string) => void said.push(text) };
    await sayWhatWaits(ports, screen);
    expect(said).toEqual([]);
    const refused: WaitingEntry = {
      ...ENTRY,
      id: 'y',
      kind: 'evaluate',
      part: 'looks/2',
      isRefused: true,
      reason: 'too large',
    };
    await updateWaiting(stores.artifacts, (list) => ({ ...list, entries: [ENTRY, { ...ENTRY, id: 'z' }, refused] }));
    await sayWhatWaits(ports, screen);
    expect(said).toEqual([
      '\n2 records for the tracking server http://127.0.0.1:5000 wait since 2026-11-28 17:30 UTC. Nothing is lost: the next run that is tracked there sends what waits. The first was not taken because it is down',
      '\nThe tracking server http://127.0.0.1:5000 refuses an evaluation of weather, run run-1, looks/2 (it is set apart, and tried again behind the others): too large',
    ]);
  });

  it('is short on other servers than its own', async () => {
    const ports = memoryPorts({ datasets: [] });
    const other = { ...ENTRY, uri: 'http://127.0.0.1:9999', sinceMs: Date.UTC(2026, 10, 28, 16, 5) };
    await updateWaiting(ports.stores.artifacts, (list) => ({
      ...list,
      entries: [other, ENTRY, { ...other, id: 'z' }],
    }));
    const said: string[] = [];
    const screen = { say: (text: string) => void said.push(text) };
    await sayWhatWaits({ ...ports, tracker: { ...ports.tracker, uri: 'http://127.0.0.1:5000' } }, screen);
    expect(said).toEqual([
      expect.stringMatching(
        /^\n1 record for the tracking server http:\/\/127.0.0.1:5000 waits since .* because it is down$/,
      ),
      "\n2 records for the tracking server http://127.0.0.1:9999 wait since 2026-11-28 16:05 UTC; 'models show' says why",
    ]);
  });
});
