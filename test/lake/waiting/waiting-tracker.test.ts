import { describe, expect, it } from '@jest/globals';
import { ERROR_NAMES } from '../../../core/contracts/errors.ts';
import { readWaiting, updateWaiting } from '../../../lake/waiting/list.ts';
import { tellNews } from '../../../lake/waiting/news.ts';
import { evaluated, tracked } from '../../adapters/tracker-suite.ts';
import { FakeServer, URI } from './fake-server.ts';

const { trackingFailed, trackingRefused } = ERROR_NAMES;
const MINUTE_MS = 60_000;
const run = (runId: string) => tracked('weather', { runId });
const look = evaluated('weather', { part: 'looks/2' });

/** A server that was down for the trainings 1 to `count`. */
async function afterOutage(count: number): Promise<FakeServer> {
  const server = new FakeServer();
  server.down();
  for (let i = 1; i <= count; i++) await server.process().record(run(`run-${i}`));
  server.up();
  server.asked.length = 0;
  return server;
}

const named = (count: number, kind = 'record') => Array.from({ length: count }, (_, i) => `${kind} of run-${i + 1}`);

describe('what a tracking server does not take', () => {
  it('waits, and is sent by the next run that tracks, before its own, in the order in which it was told', async () => {
    const server = new FakeServer();
    server.down();
    const first = server.process();
    await first.record(run('run-1'));
    await first.evaluate(look);
    await first.markProduction({ dataset: 'weather', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    await first.record(run('run-2'));
    await first.markRefused({ dataset: 'weather', runId: 'run-2', version: 8, artifactSha256: 'ab' });
    const waited = [
      'record of run-1',
      'evaluate of run-1 looks/2',
      'markProduction of run-1',
      'record of run-2',
      'markRefused of run-2',
    ];
    expect([server.took, await server.waiting()]).toEqual([[], waited]);

    server.up();
    await server.process().record(run('run-3'));
    expect(server.took).toEqual([...waited, 'record of run-3']);
    expect(await server.waiting()).toEqual([]);
    // Nothing of it is sent again.
    await server.process().record(run('run-4'));
    expect(server.took.slice(waited.length)).toEqual(['record of run-3', 'record of run-4']);
  });

  it('is told as it was: bytes, and numbers that JSON does not have', async () => {
    const server = new FakeServer();
    server.down();
    const whole = tracked('weather', {
      metrics: [Infinity, -Infinity, NaN, -0].map((value, step) => ({ name: 'm', value, step })),
      artifacts: [{ path: 'a', body: Uint8Array.of(0, 255, 128) }],
      model: { file: Buffer.from('whole'), sha256: 'x', input: {}, regressors: [], output: [] },
    });
    await server.process().record(whole);
    server.up();
    await server.process().record(run('run-2'));
    const [[sent]] = server.arguments as [(typeof whole)[]];
    expect({ ...sent, artifacts: [], model: undefined }).toEqual({ ...whole, artifacts: [], model: undefined });
    expect([...sent.artifacts[0].body, ...sent.model!.file]).toEqual([0, 255, 128, ...Buffer.from('whole')]);
  });

  it('keeps no second copy of what was sent', async () => {
    const server = await afterOutage(1);
    const contents = () => [...server.store.objects].filter(([key]) => key.startsWith('waiting/content/'));
    expect(contents().map(([, { body }]) => body.length > 0)).toEqual([true]);
    await server.process().record(run('run-2'));
    expect(contents().map(([, { body }]) => body.length)).toEqual([0]);
  });

  it('writes nothing where nothing waits', async () => {
    const server = new FakeServer();
    await server.process().record(run('run-1'));
    expect([...server.store.objects.keys()]).toEqual([]);
  });

  it('fails the training by name where the literal says so; what tells of something that has happened waits all the same', async () => {
    const server = new FakeServer();
    server.down();
    const required = server.process('fail');
    await expect(required.record(run('run-1'))).rejects.toMatchObject({ name: 'TrackingFailed' });
    await required.markProduction({ dataset: 'weather', runId: 'run-0', version: 6, artifactSha256: 'ab' });
    await required.evaluate(look);
    expect(await server.waiting()).toEqual(['markProduction of run-0', 'evaluate of run-1 looks/2']);
    server.down(trackingRefused);
    await expect(required.record(run('run-1'))).rejects.toMatchObject({ name: 'TrackingRefused' });
    server.up();
    await required.record(run('run-1'));
    expect(server.took).toEqual(['record of run-1', 'evaluate of run-1 looks/2']);
  });

  it('waits for each of two servers that are told the same', async () => {
    const server = new FakeServer();
    const [here, there] = [server.process(), server.process('wait', 'https://other.acme.internal')];
    server.down();
    for (const process of [here, there])
      await process.markProduction({ dataset: 'weather', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    server.up();
    await here.record(run('run-2'));
    expect(await server.waiting()).toEqual(['markProduction of run-1']);
    await there.record(run('run-3'));
    expect(server.took.filter((name) => name === 'markProduction of run-1')).toHaveLength(2);
    expect(await server.waiting()).toEqual([]);
  });

  it('is for its own server alone', async () => {
    const server = await afterOutage(1);
    const other = 'https://other.acme.internal';
    await server.process('wait', other).record(run('run-9'));
    expect([server.took, await server.waiting()]).toEqual([['record of run-9'], ['record of run-1']]);
  });

  it('ends the run where something else than the tracker fails', async () => {
    const server = new FakeServer();
    server.meanwhile = () => {
      throw new TypeError('a fault');
    };
    await expect(server.process().record(run('run-1'))).rejects.toThrow('a fault');
  });

  it('is refused where its content was changed, and holds nothing up', async () => {
    const server = await afterOutage(2);
    const { entries } = await readWaiting(server.store);
    server.store.put(`waiting/content/${entries[0].id}`, 'other bytes');
    server.store.objects.delete(`waiting/content/${entries[1].id}`);
    await server.process().record(run('run-3'));
    expect([server.took, await server.waiting()]).toEqual([
      ['record of run-3'],
      ['record of run-1 (refused)', 'record of run-2 (refused)'],
    ]);
    expect(server.said.at(-1)).toContain('the content of what waits for the tracking server was changed');
  });
});

describe('a server that hangs', () => {
  const HANG_MS = 20_000;
  const hanging = async (count: number) => {
    const server = await afterOutage(count);
    server.down();
    server.meanwhile = () => void (server.nowMs += HANG_MS);
    return server;
  };

  it('costs a run one timeout, however much waits and is recorded', async () => {
    const server = await hanging(20);
    const process = server.process();
    const before = server.nowMs;
    for (let i = 21; i <= 40; i++) await process.record(run(`run-${i}`));
    expect([server.asked, server.nowMs - before]).toEqual([['record of run-1'], HANG_MS]);
    expect(await server.waiting()).toHaveLength(40);
  });

  it('is asked again after ten minutes, and by another run at once', async () => {
    const server = await hanging(1);
    const process = server.process();
    await process.record(run('run-2'));
    server.meanwhile = () => undefined;
    server.up();
    await process.record(run('run-3'));
    expect(server.took).toEqual([]);
    server.nowMs += 10 * MINUTE_MS;
    await process.record(run('run-4'));
    expect(server.took).toEqual(named(4));
    const again = await hanging(1);
    await again.process().record(run('run-2'));
    // The later steps of the same run, each a process of its own.
    await again.process().evaluate(look);
    await again.process().markProduction({ dataset: 'weather', runId: 'run-2', version: 8, artifactSha256: 'ab' });
    expect(again.asked).toEqual(['record of run-1']);
    again.meanwhile = () => undefined;
    again.up();
    await again.process().record(run('run-3'));
    const later = ['evaluate of run-1 looks/2', 'markProduction of run-2'];
    expect(again.took).toEqual([...named(2), ...later, 'record of run-3']);
    await again.process().evaluate({ ...look, part: 'looks/3' });
    expect(again.took.at(-1)).toBe('evaluate of run-1 looks/3');
  });

  it('fails a training that has to be recorded each time, and is asked each time', async () => {
    const server = await hanging(0);
    const process = server.process('fail');
    for (let i = 0; i < 2; i++) await expect(process.record(run('run-1'))).rejects.toThrow('no record of run-1');
    expect(server.asked).toHaveLength(2);
  });
});

describe('a server that answers, and does not take something', () => {
  it('is given what stands behind what it refuses for good, and that again behind all others', async () => {
    const server = await afterOutage(3);
    const bad = 'record of run-1';
    server.answer = (name) => (name === bad ? trackingRefused : undefined);
    await server.process().record(run('run-4'));
    expect(server.took).toEqual(['record of run-2', 'record of run-3', 'record of run-4']);
    expect(await server.waiting()).toEqual([`${bad} (refused)`]);
    await server.process().record(run('run-5'));
    expect(server.asked.slice(-2)).toEqual(['record of run-5', bad]);

    // Its experiment was restored, say.
    server.up();
    await server.process().record(run('run-6'));
    expect([server.took.slice(-2), await server.waiting()]).toEqual([['record of run-6', bad], []]);
    expect(server.said.filter((line) => line.includes('refuses the training of weather, run run-1'))).toHaveLength(1);
  });

  it.each(['markProduction', 'markRefused'] as const)(
    'is told %s of a version that it does not know where the record waits, and no longer',
    async (kind) => {
      const server = new FakeServer();
      server.down(trackingRefused);
      const process = server.process();
      await expect(
        process[kind]({ dataset: 'weather', runId: 'run-1', version: 7, artifactSha256: 'ab' }),
      ).rejects.toMatchObject({ name: 'TrackingRefused' });
      expect(await server.waiting()).toEqual([]);
      await process.record(run('run-1'));
      await process[kind]({ dataset: 'weather', runId: 'run-1', version: 7, artifactSha256: 'ab' });
      expect(await server.waiting()).toEqual(['record of run-1 (refused)', `${kind} of run-1 (refused)`]);
      server.up();
      await process.record(run('run-2'));
      expect([server.took, await server.waiting()]).toEqual([
        ['record of run-2', 'record of run-1', `${kind} of run-1`],
        [],
      ]);

      server.down();
      await server.process()[kind]({ dataset: 'weather', runId: 'run-9', version: 9, artifactSha256: 'ab' });
      server.answer = (name) => (name === `${kind} of run-9` ? trackingRefused : undefined);
      await server.process().record(run('run-3'));
      expect(await server.waiting()).toEqual([]);
      expect(server.said.at(-1)).toMatch(/refuses the mark of .* of weather, run run-9 \(it waits no more\): no mark/);
    },
  );

  it('sets apart at once what it refuses for good, and fails no training by it', async () => {
    const server = new FakeServer();
    server.down(trackingRefused);
    await server.process().record(run('run-1'));
    expect(await server.waiting()).toEqual(['record of run-1 (refused)']);
    expect(server.said).toEqual([
      `The tracking server ${URI} refuses the training of weather, run run-1 (it is set apart, and tried again behind the others): no record of run-1`,
    ]);
  });

  it('refuses nothing that it was not asked to take, however much it refuses of what waited', async () => {
    const server = await afterOutage(4);
    server.answer = (name) => (name === 'record of run-5' ? undefined : trackingRefused);
    await server.process().record(run('run-5'));
    expect(server.took).toEqual(['record of run-5']);
    expect(await server.waiting()).toEqual(named(4).map((name) => `${name} (refused)`));
  });

  it('does not hang because a file that it refuses took long to be sent', async () => {
    const server = new FakeServer();
    const process = server.process();
    server.down(trackingRefused);
    server.meanwhile = () => void (server.nowMs += 30_000);
    await process.record(run('run-1'));
    server.answer = (name) => (name === 'record of run-1' ? trackingRefused : undefined);
    await process.record(run('run-2'));
    expect(server.took).toEqual(['record of run-2']);
  });

  it('is not held up by one thing that always fails, and is left alone after three', async () => {
    const server = await afterOutage(6);
    server.answer = (name) => (name === 'record of run-1' ? trackingFailed : undefined);
    await server.process().record(run('run-7'));
    expect(server.took).toEqual(named(7).slice(1));
    expect(await server.waiting()).toEqual(['record of run-1']);

    const login = await afterOutage(6);
    login.down();
    await login.process().record(run('run-7'));
    expect([login.asked, await login.waiting()]).toEqual([named(3), named(7)]);
  });
});

describe('sending what waits', () => {
  it('takes a minute at most; the rest, and what is told now, the next run sends', async () => {
    const server = await afterOutage(8);
    server.meanwhile = () => void (server.nowMs += 20_000);
    await server.process().record(run('run-9'));
    expect([server.took, await server.waiting()]).toEqual([named(3), named(9).slice(3)]);
    server.meanwhile = () => undefined;
    await server.process().record(run('run-10'));
    expect(server.took).toEqual(named(10));
  });

  it('is done by one of two processes at once: a server would keep two runs of one record', async () => {
    const server = await afterOutage(3);
    let release = (): void => undefined;
    const both = new Promise<void>((resolve) => (release = resolve));
    server.meanwhile = async (name) => {
      if (name === 'record of run-1') await both;
    };
    const first = server.process().record(run('run-4'));
    await server.process().record(run('run-5'));
    release();
    await first;
    expect(server.took).toEqual([
      'record of run-1',
      'record of run-2',
      'record of run-3',
      'record of run-5',
      'record of run-4',
    ]);
    expect(await server.waiting()).toEqual([]);
  });

  it('holds up what is told meanwhile, so that the newest mark stands', async () => {
    const server = new FakeServer();
    server.down();
    await server.process().markProduction({ dataset: 'weather', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    server.up();
    let release = (): void => undefined;
    const both = new Promise<void>((resolve) => (release = resolve));
    server.meanwhile = async (name) => {
      if (name === 'markProduction of run-1') await both;
    };
    const first = server.process().record(run('run-3'));
    await server.process().markProduction({ dataset: 'weather', runId: 'run-2', version: 8, artifactSha256: 'ab' });
    expect(server.took).toEqual([]);
    release();
    await first;
    expect(server.took).toEqual(['markProduction of run-1', 'markProduction of run-2', 'record of run-3']);
    expect(await server.waiting()).toEqual([]);
  });

  it('leaves out what was made untrue meanwhile', async () => {
    const server = await afterOutage(1);
    server.down();
    await server.process().markProduction({ dataset: 'weather', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    server.up();
    server.meanwhile = async () => {
      server.meanwhile = () => undefined;
      await updateWaiting(server.store, (list) => ({ ...list, entries: list.entries.slice(0, 1) }));
    };
    await server.process().record(run('run-2'));
    expect(server.took).toEqual(['record of run-1', 'record of run-2']);
  });

  it('sends what is told while another process ends its turn', async () => {
    const server = await afterOutage(1);
    const dead = { by: 'dead', untilMs: server.nowMs + 5 * MINUTE_MS };
    await updateWaiting(server.store, (list) => ({ ...list, sender: dead }));
    const process = server.process();
    const { write } = server.store;
    server.store.write = async (...args) => {
      await write.apply(server.store, args);
      server.store.write = write;
      await updateWaiting(server.store, (list) => ({ ...list, sender: null }));
    };
    await process.evaluate(look);
    expect(server.took).toEqual(['record of run-1', 'evaluate of run-1 looks/2']);
  });

  it('goes on five minutes after a sender has died', async () => {
    const server = await afterOutage(2);
    await updateWaiting(server.store, (list) => ({
      ...list,
      sender: { by: 'dead', untilMs: server.nowMs + 5 * MINUTE_MS },
    }));
    await server.process().record(run('run-3'));
    expect(server.took).toEqual([]);
    server.nowMs += 5 * MINUTE_MS;
    await server.process().record(run('run-4'));
    expect(server.took).toEqual(named(4));
  });

  it('waits for no turn and no silence that a clock wrote which has been set back', async () => {
    const server = await afterOutage(1);
    const untilMs = server.nowMs + 365 * 24 * 60 * MINUTE_MS;
    await updateWaiting(server.store, (list) => ({
      ...list,
      sender: { by: 'dead', untilMs },
      silent: { uri: URI, untilMs },
    }));
    await server.process().evaluate(look);
    expect(server.took).toEqual(['record of run-1', 'evaluate of run-1 looks/2']);
  });

  it('keeps its turn for as long as it sends', async () => {
    const server = await afterOutage(3);
    const turns: number[] = [];
    server.meanwhile = async () => {
      server.nowMs += 1_000;
      turns.push((await readWaiting(server.store)).sender!.untilMs - server.nowMs);
    };
    await server
      .process()
      .evaluate(look)
      .catch(() => undefined);
    expect(turns.slice(0, 3)).toEqual([299_000, 299_000, 299_000]);
  });

  it('loses nothing that another process adds meanwhile', async () => {
    const server = await afterOutage(1);
    server.meanwhile = async (name) => {
      server.meanwhile = () => undefined;
      if (name !== 'record of run-1') return;
      const other = new FakeServer();
      other.down();
      Object.assign(other, { store: server.store });
      await other.process().record(run('run-2'));
    };
    await server.process().record(run('run-3'));
    expect([server.took, await server.waiting()]).toEqual([
      ['record of run-1', 'record of run-2', 'record of run-3'],
      [],
    ]);
  });
});

describe('what is told twice', () => {
  it('waits once: a record in its place, an evaluation and a mark behind all others', async () => {
    const server = new FakeServer();
    server.down();
    const process = server.process();
    await process.record(run('run-1'));
    await process.evaluate(look);
    await process.markProduction({ dataset: 'weather', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    await process.record(tracked('weather', { runId: 'run-1', endedAtMs: 1_700_000_099_000 }));
    await process.evaluate(look);
    expect(await server.waiting()).toEqual(['record of run-1', 'markProduction of run-1', 'evaluate of run-1 looks/2']);
    server.up();
    await process.record(run('run-2'));
    expect(server.arguments[0]).toMatchObject([{ endedAtMs: 1_700_000_099_000 }]);
  });

  it('does not wait on once it was taken', async () => {
    const server = await afterOutage(1);
    server.answer = (name) => (server.asked.length === 1 && name === 'record of run-1' ? trackingFailed : undefined);
    await server.process().record(tracked('weather', { runId: 'run-1', endedAtMs: 1_700_000_099_000 }));
    expect([server.took, await server.waiting()]).toEqual([['record of run-1'], []]);
  });

  it('is no mark of Production that a newer one has made untrue', async () => {
    const server = new FakeServer();
    server.down();
    await server.process().markProduction({ dataset: 'weather', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    await server.process().markProduction({ dataset: 'other', runId: 'run-1', version: 7, artifactSha256: 'ab' });
    server.answer = (name) => (name === 'markProduction of run-1' ? trackingFailed : undefined);
    await server.process().markProduction({ dataset: 'weather', runId: 'run-2', version: 8, artifactSha256: 'ab' });
    server.up();
    await server.process().record(run('run-3'));
    expect(server.took).toEqual(['markProduction of run-2', 'markProduction of run-1', 'record of run-3']);
    expect(server.arguments[1]).toMatchObject([{ dataset: 'other', runId: 'run-1', version: 7 }]);
  });

  it('is every mark that waits, oldest first, so that the newest stands', async () => {
    const server = new FakeServer();
    server.down();
    const marks = [
      ['run-1', 7],
      ['run-2', 8],
      ['run-1', 7],
    ] as const;
    for (const [runId, version] of marks)
      await server.process().markProduction({ dataset: 'weather', runId, version, artifactSha256: 'ab' });
    server.up();
    await server.process().record(run('run-3'));
    expect(server.took).toEqual(['markProduction of run-2', 'markProduction of run-1', 'record of run-3']);
  });
});

describe('people', () => {
  it('are told of an outage once, in the log and in a message, and of the next one again', async () => {
    const server = new FakeServer();
    server.down();
    for (let i = 1; i <= 3; i++) await server.process().record(run(`run-${i}`));
    const line = (count: string) =>
      `${count} for the tracking server ${URI} since 2026-11-28 17:30 UTC. Nothing is lost: the next run that is tracked there sends what waits. It was not taken because no record of run-1`;
    expect(server.said).toEqual([line('1 record').replace(' since', ' waits since')]);
    expect(await tellNews(server.store)).toBe(
      `\n${line('3 records').replace(' since', ' wait since').replace('It was', 'The first was')}\n`,
    );
    await server.process().record(run('run-4'));
    expect([server.said.length, await tellNews(server.store), await tellNews(server.store)]).toEqual([1, '', '']);

    server.up();
    await server.process().record(run('run-5'));
    server.down();
    await server.process().record(run('run-6'));
    expect([server.said.length, (await tellNews(server.store)).includes('1 record ')]).toEqual([2, true]);
  });

  it('are told of what is refused by its name, once', async () => {
    const server = await afterOutage(2);
    await tellNews(server.store);
    server.answer = (name) => (name === 'record of run-1' ? trackingRefused : undefined);
    await server.process().evaluate(look);
    expect(await tellNews(server.store)).toContain(
      'refuses the training of weather, run run-1 (it is set apart, and tried again behind the others): no record of run-1',
    );
    await server.process().record(run('run-3'));
    expect(await tellNews(server.store)).toBe('');
    server.down(trackingRefused);
    await server.process().record(run('run-9'));
    const [told, ...others] = (await tellNews(server.store)).trim().split('\n');
    expect([told.includes('run run-9'), others]).toEqual([true, []]);
  });

  it('are told nothing where nothing waits', async () => {
    const { store } = new FakeServer();
    expect([await tellNews(store), [...store.objects.keys()]]).toEqual(['', []]);
  });
});
