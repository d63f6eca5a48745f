import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createVirtualClock } from '../../asl/index.ts';

describe('the virtual clock', () => {
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
});
