import { describe, expect, it } from '@jest/globals';
import { measure, median, node } from '../../bench/measure.ts';

describe('measuring a process', () => {
  it('times the whole process, its wait included', async () => {
    const { seconds, stdout } = await measure(node('-e', "setTimeout(() => console.log('done'), 300)"));
    expect(stdout).toBe('done\n');
    expect(seconds).toBeGreaterThanOrEqual(0.3);
  });

  it('rejects with what a failing process said', async () => {
    const failing = measure(node('-e', "console.error('no such shard'); process.exit(3)"));
    await expect(failing).rejects.toThrow(/ended with 3: no such shard/);
  });

  it('takes the middle of an odd number of runs, by size', () => {
    expect(median([10, 9, 100])).toBe(10);
  });
});
