import { describe, expect, it } from '@jest/globals';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Tracker } from '../../core/ports.ts';
import { objectTracker } from '../../lake/object-tracker.ts';
import { platformTracker } from '../../lake/platform-tracker.ts';
import { tellTracker } from '../../lake/tell-tracker.ts';
import { WaitingTracker } from '../../lake/waiting/waiting-tracker.ts';
import { newModelVersion } from '../support/model-version.ts';
import { memoryPorts } from '../support/ports.ts';
import { tracked } from '../adapters/tracker-suite.ts';

const [A, B] = ['https://a.acme.internal', 'https://b.acme.internal'];

/** A server with an alias. */
class Server {
  readonly runs = new Set<string>();
  champion: number | 'none' = 'none';
  isDown = false;
  readonly tracker: Tracker = {
    record: async ({ runId }) => void this.runs.add(runId),
    evaluate: async () => undefined,
    markRefused: async () => undefined,
    markProduction: async ({ runId, version }) => {
      if (this.isDown) throw new PlatformError(ERROR_NAMES.trackingFailed, { problem: 'no answer' });
      this.champion = this.runs.has(runId) ? version : 'none';
      if (this.champion === 'none')
        throw new PlatformError(ERROR_NAMES.trackingRefused, { problem: 'unknown version' });
    },
  };
}

type Place = typeof A | typeof B | 'files';

/** Versions 1, 2, ... that were tracked there, each in its turn, and the servers. */
async function history(...places: readonly Place[]) {
  const ports = memoryPorts({ datasets: [] });
  const { artifacts } = ports.stores;
  const servers: Readonly<Record<string, Server>> = { [A]: new Server(), [B]: new Server() };
  for (const [index, place] of places.entries()) {
    const runId = `run-${index + 1}`;
    await ports.registry.register({
      ...newModelVersion(runId),
      ...(place !== 'files' && { tracking: { uri: place } }),
    });
    await (place === 'files' ? objectTracker(artifacts) : servers[place].tracker).record(tracked('weather', { runId }));
  }
  /** Moves Production and tells of it, as a platform does whose own tracker is `own`. */
  const move = async (to: number, own: Place, spokenTo: readonly string[] = [A, B]): Promise<string> => {
    const at = (uri: string) => {
      const { tracker } = servers[uri];
      const setting = {
        tracker,
        uri,
        store: artifacts,
        whenDown: 'wait',
        nowMs: () => 0,
        say: () => undefined,
      } as const;
      return spokenTo.includes(uri) ? new WaitingTracker(setting) : undefined;
    };
    const tracker = platformTracker(artifacts, { own: own === 'files' ? undefined : own, at });
    const moves = (await ports.production.history('weather')).length;
    const move = { dataset: 'weather', transitionId: `m-${moves}`, action: 'promote', by: 'ada', reason: 'r' } as const;
    await ports.production.move({ ...move, to, expected: 'any', evidence: null }, ports);
    return tellTracker('weather', { ...ports, tracker });
  };
  const marks = () => {
    const file = artifacts.objects.get('tracking/weather/production.json');
    const files = file && JSON.parse(new TextDecoder().decode(file.body)).modelVersion;
    return { a: servers[A].champion, b: servers[B].champion, files };
  };
  return { move, marks, servers, artifacts };
}

describe('tellTracker', () => {
  it('tells the server of the record, from a shell that was told of none', async () => {
    const { move, marks } = await history(A, A);
    expect([await move(1, A), await move(2, A), marks().a]).toEqual(['', '', 2]);
    expect([await move(1, 'files'), marks()]).toEqual(['', { a: 1, b: 'none', files: undefined }]);
  });

  it('follows from one server to another and back: nothing that is not in Production has the name', async () => {
    const { move, marks } = await history(A, B);
    await move(1, A);
    expect(marks()).toMatchObject({ a: 1, b: 'none' });
    await move(2, B);
    expect(marks()).toMatchObject({ a: 'none', b: 2 });
    await move(1, B);
    expect(marks()).toMatchObject({ a: 1, b: 'none' });
  });

  it('follows from files to a server and back', async () => {
    const { move, marks } = await history('files', A);
    expect([await move(1, 'files'), marks()]).toEqual(['', { a: 'none', b: 'none', files: 1 }]);
    expect([await move(2, A), marks()]).toEqual(['', { a: 2, b: 'none', files: 2 }]);
    expect([await move(1, A), marks()]).toEqual(['', { a: 'none', b: 'none', files: 1 }]);
  });

  it('asks its own server for a version of an address that it does not speak to: the server may have moved', async () => {
    const { move, marks, servers } = await history(A, B);
    servers[B].runs.add('run-1');
    servers[A].champion = 99;
    expect([await move(1, B, [B]), marks()]).toEqual(['', { a: 99, b: 1, files: undefined }]);
  });

  it('says that nothing has the name where no server that it speaks to knows the version', async () => {
    const { move, marks } = await history(A, B);
    await move(2, B, [B]);
    const note = await move(1, B, [B]);
    expect(note).toBe('\nThe tracker was not told: unknown version\n');
    expect(marks().b).toBe('none');
    expect(await move(2, B, [B])).toBe('');
    expect(marks().b).toBe(2);
  });

  it('says once that a server is down, and marks what is in Production by then when it is up again', async () => {
    const { move, marks, servers } = await history(A, A, A);
    await move(1, A);
    servers[A].isDown = true;
    expect(await move(2, A)).toMatch(
      /^\n1 record for the tracking server https:\/\/a.acme.internal waits since .*Nothing is lost.* because no answer\n$/,
    );
    expect(await move(3, A)).toBe('');
    expect(marks().a).toBe(1);
    servers[A].isDown = false;
    expect([await move(1, A), marks().a]).toEqual(['', 1]);
  });

  it('says what the files do not know', async () => {
    const { move, artifacts } = await history('files');
    artifacts.objects.delete('tracking/weather/run-1/run.json');
    expect(await move(1, 'files')).toBe(
      "\nThe tracker was not told: the run of the version is not in the tracker; got 'weather run-1, version 1'; hint: record the run first\n",
    );
  });

  it('says nothing where nothing is in Production', async () => {
    const { registry, production, tracker } = memoryPorts({ datasets: [] });
    expect(await tellTracker('weather', { registry, production, tracker })).toBe('');
  });
});
