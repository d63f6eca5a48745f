import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DeltaWriter } from '../../support/delta-writer.ts';
import { type Command, days, followed, sorted, watched } from '../../support/followed-source.ts';
import { describeWith } from '../../support/oracles.ts';
import { pythonVenv } from '../../support/python.ts';

/** Of random histories. */
const ROUNDS = 150;

const deltalake = await pythonVenv('deltalake', ['deltalake==1.6.6', 'pyarrow']);

describeWith('python3', deltalake)('a table that deltalake writes', () => {
  let writer: DeltaWriter;
  beforeAll(() => void (writer = new DeltaWriter(String(deltalake), ['deltalake'])));
  afterAll(() => writer.end(), 120_000);

  it('is silver after every kind of change', async () => {
    const found = await followed(writer, [
      { do: 'append', rows: days('a', 0, 600) },
      { do: 'append', rows: days('b', 0, 300) },
      { do: 'delete', where: "station = 'b' AND date < '1970-01-11'" },
      { do: 'update', where: "station = 'a' AND date = '1970-01-02'", set: '7.5' },
      { do: 'merge', rows: [...days('b', 299, 3), ['a', 5, 1.25]] },
      { do: 'optimize' },
      { do: 'z-order' },
      { do: 'vacuum' },
      { do: 'delete', where: "station = 'a' AND date > '1971-06-01'" },
      { do: 'restore', back: 1 },
      { do: 'checkpoint' },
      { do: 'overwrite-where', where: "station = 'b'", rows: days('b', 20, 5) },
      { do: 'clean-log' },
      { do: 'overwrite', rows: days('c', 0, 10) },
      { do: 'append', rows: days('d', 0, 2) },
    ]);
    expect(found).toEqual([
      ['append', 600, 0, 0],
      ['append', 300, 0, 0],
      ['delete', 290, 300, 0],
      ['update', 600, 600, 0],
      ['merge', 892, 890, 0],
      // One file already.
      ['optimize', 0, 0, 0],
      ['z-order', 0, 0, 1],
      ['vacuum', 0, 0, 1],
      ['delete', 809, 892, 0],
      ['restore', 892, 809, 0],
      ['checkpoint', 0, 0, 0],
      ['overwrite-where', 605, 892, 0],
      ['clean-log', 0, 0, 0],
      ['overwrite', 10, 605, 0],
      ['append', 2, 0, 0],
    ]);
  });

  it('may have columns of every type, and dates and values of those that are no float', async () => {
    expect(await followed(writer, [{ do: 'types', rows: days('a', 0, 7) }])).toEqual([['types', 7, 0, 0]]);
  });

  const steps = ['append', 'append', 'merge', 'merge', 'delete', 'update', 'restore', 'optimize', 'z-order'] as const;
  const histories = fc.array(
    fc.record({ step: fc.constantFrom(...steps, 'checkpoint', 'clean-log'), n: fc.nat(6), isLookedAt: fc.boolean() }),
    { minLength: 2, maxLength: 12 },
  );

  function commandOf(step: string, n: number, place: number): Command {
    const where = `date <= '1970-01-0${n + 1}' AND date >= '1970-01-0${Math.max(1, n)}'`;
    // Ids of their own: what is appended is there once.
    const rows = days(`${String.fromCharCode(97 + n)}${place}`, 0, 1 + n);
    switch (step) {
      case 'merge':
        return { do: step, rows: [...rows, ['z', 100 + (n % 3), place / 8]] };
      case 'update':
        return { do: step, where, set: 'temp + 0.125' };
      default:
        return { do: step, where, rows, back: n };
    }
  }

  it('is silver after any of them, however often it is looked at', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const { change, lived } = await watched(writer);
        await change({ do: 'append', rows: days('z', 100, 3) });
        for (const [place, { step, n, isLookedAt }] of history.entries()) {
          // It refuses to restore what its log or its folder no longer has.
          const answer = await change(commandOf(step, n, place)).catch(() => undefined);
          if (answer !== undefined && answer.rows.length > 0 && isLookedAt)
            expect((await lived()).rows).toEqual(sorted(answer.rows));
        }
      }),
      { numRuns: ROUNDS },
    );
  }, 300_000);
});
