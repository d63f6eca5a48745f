import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { createVirtualClock, fixedClock, realClock } from '../../asl/index.ts';

describe('the virtual clock', () => {
  it('does not let one sleep who is told to stop already', async () => {
    const sleep = createVirtualClock().sleep(1_000, AbortSignal.abort(new Error('stop')));
    await expect(sleep).rejects.toThrow('stop');
  });

  it('wakes sleepers in the order of their instants, equal ones as they came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20), { minLength: 1, maxLength: 30 }), async (delays) => {
        const clock = createVirtualClock(0);
        const woken: (readonly [number, number])[] = [];
        await Promise.all(
          delays.map(async (delay, index) => {
            await clock.sleep(delay);
            woken.push([clock.nowMs(), index]);
          }),
        );
        const expected = delays.map((delay, index) => [delay, index] as const);
        expected.sort(([a, i], [b, j]) => a - b || i - j);
        expect(woken).toEqual(expected);
      }),
    );
  });

  it('stands still while real work is under way', async () => {
    const clock = createVirtualClock(0);
    const nap = clock.sleep(60_000);
    await clock.working(() => new Promise((resolve) => setTimeout(resolve, 30)));
    expect(clock.nowMs()).toBe(0);
    await nap;
    expect(clock.nowMs()).toBe(60_000);
  });

  it('rejects a sleep with the reason of its signal, and forgets its timer', async () => {
    const clock = createVirtualClock(0);
    const controller = new AbortController();
    const nap = clock.sleep(5000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(nap).rejects.toThrow('enough');
    await clock.sleep(1);
    expect(clock.nowMs()).toBe(1);
  });

  it('takes a sleep of less than nothing as none, and one with an aborted signal not at all', async () => {
    const clock = createVirtualClock(100);
    await clock.sleep(-50);
    expect(clock.nowMs()).toBe(100);
    await expect(clock.sleep(50, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(clock.nowMs()).toBe(100);
  });

  it('lets work sleep, and stands still again when it goes on', async () => {
    const clock = createVirtualClock(0);
    const seen: number[] = [];
    const nap = clock.sleep(60_000).then(() => seen.push(clock.nowMs()));
    await clock.working(async () => {
      await clock.sleepInsideWork(10_000);
      seen.push(clock.nowMs());
      await new Promise((resolve) => setTimeout(resolve, 30));
      seen.push(clock.nowMs());
    });
    await nap;
    expect(seen).toEqual([10_000, 10_000, 60_000]);
  });

  it('goes on where work fails, asleep or awake', async () => {
    const clock = createVirtualClock(0);
    await expect(clock.working(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(clock.working(() => clock.sleepInsideWork(1, signal))).rejects.toThrow('enough');
    await clock.sleep(5000);
    expect(clock.nowMs()).toBe(5000);
  });

  it('fires a timer for real when work lasts as long as it asks for', async () => {
    const clock = createVirtualClock(0);
    const woken: string[] = [];
    await clock.working(async () => {
      // The later one is set first, and is not the one that is watched.
      void clock.sleep(600_000).then(() => woken.push('late'));
      await new Promise((resolve) => setImmediate(resolve));
      await clock.sleep(20);
      woken.push('early');
    });
    expect(woken).toEqual(['early']);
    expect(clock.nowMs()).toBe(20);
  });
});

describe('the virtual clock, while work lasts', () => {
  const realMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('fires the next timer in its time, whatever others are set in the meantime', async () => {
    const clock = createVirtualClock(0);
    let turns = 0;
    await clock.working(async () => {
      let fired = false;
      void clock.sleep(50).then(() => (fired = true));
      for (; !fired && turns < 200; turns += 1) {
        void clock.sleep(600_000);
        await realMs(5);
      }
    });
    expect(turns).toBeLessThan(200);
    expect(clock.nowMs()).toBe(50);
  });

  it('does not fire a timer that is no longer wanted', async () => {
    const clock = createVirtualClock(0);
    const controller = new AbortController();
    await clock.working(async () => {
      const nap = clock.sleep(30, controller.signal);
      await realMs(1);
      controller.abort(new Error('enough'));
      await expect(nap).rejects.toThrow('enough');
      await realMs(60);
    });
    expect(clock.nowMs()).toBe(0);
  });

  it('watches the next timer when an earlier one comes, and still when another goes', async () => {
    const clock = createVirtualClock(0);
    const controller = new AbortController();
    await clock.working(async () => {
      const late = clock.sleep(600_000, controller.signal);
      await realMs(1);
      const early = clock.sleep(30);
      await realMs(1);
      controller.abort(new Error('enough'));
      await expect(late).rejects.toThrow('enough');
      await early;
    });
    expect(clock.nowMs()).toBe(30);
  });
});

describe('the real clock', () => {
  it('sleeps in real time, inside and outside of work', async () => {
    const startedAtMs = realClock.nowMs();
    expect(Math.abs(startedAtMs - Date.now())).toBeLessThan(60_000);
    expect(await realClock.working(async () => 'done')).toBe('done');
    await realClock.sleep(20);
    await realClock.sleepInsideWork(20);
    await realClock.sleep(0);
    expect(realClock.nowMs() - startedAtMs).toBeGreaterThanOrEqual(39);
  });

  it('rejects a sleep with the reason of its signal', async () => {
    const controller = new AbortController();
    const nap = realClock.sleep(3_600_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(nap).rejects.toThrow('enough');
    await expect(realClock.sleepInsideWork(3_600_000, controller.signal)).rejects.toThrow('enough');
  });

  it('takes a sleep that no timer can count in pieces, not in a whirl', async () => {
    const controller = new AbortController();
    const now = jest.spyOn(performance, 'now');
    const nap = realClock.sleep(2 ** 31, controller.signal);
    await new Promise((resolve) => setTimeout(resolve, 20));
    // setTimeout fires at once where it cannot count so far: then the clock is asked again and again.
    const asked = now.mock.calls.length;
    now.mockRestore();
    controller.abort(new Error('enough'));
    await expect(nap).rejects.toThrow('enough');
    expect(asked).toBe(1);
  });
});

describe('the fixed clock', () => {
  it('shows one instant while its timers take their time', async () => {
    const clock = fixedClock(1234);
    const startedAtMs = clock.elapsedMs();
    await clock.sleep(20);
    await clock.sleepInsideWork(20);
    expect(clock.nowMs()).toBe(1234);
    expect(clock.elapsedMs() - startedAtMs).toBeGreaterThanOrEqual(39);
  });

  it('does one piece of work after the other, however long each takes, and goes on after one that fails', async () => {
    const clock = fixedClock(0);
    const seen: string[] = [];
    const work = (name: string, ms: number) =>
      clock.working(async () => {
        seen.push(`${name} begins`);
        await clock.sleepInsideWork(ms);
        seen.push(`${name} ends`);
        if (name === 'b') throw new Error('b failed');
      });
    const ends = await Promise.allSettled([work('a', 30), work('b', 1), work('c', 1)]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });
});
