import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeColumns } from '../../../core/series/merge-columns.ts';
import { type LongColumns, panelFromSorted } from '../../../core/series/panel.ts';

type Row = readonly [id: string, period: number];

function columns(rows: readonly Row[]): LongColumns {
  const sorted = rows.toSorted(([a, n], [b, m]) => (a < b ? -1 : a > b ? 1 : n - m));
  return {
    uniqueId: sorted.map(([id]) => id),
    ds: Int32Array.from(sorted, ([, period]) => period),
    y: Float64Array.from(sorted, ([, period]) => period / 2),
  };
}

const row: fc.Arbitrary<Row> = fc.tuple(fc.constantFrom('a', 'b', 'Z', 'ä'), fc.integer({ min: -9, max: 9 }));

describe('parts of a shard', () => {
  it('are one panel again, in whatever order they come, cut by time or by series', () => {
    const cut = fc.constantFrom(
      ([, period]: Row) => Math.floor(period / 4),
      ([id]: Row) => id.charCodeAt(0) % 3,
    );
    const rows = fc.uniqueArray(row, { selector: String, maxLength: 40 });
    fc.assert(
      fc.property(rows, cut, fc.boolean(), (all, partOf, isReversed) => {
        const numbers = [...new Set(all.map(partOf))];
        const parts = numbers.map((part) => columns(all.filter((one) => partOf(one) === part)));
        expect(mergeColumns(isReversed ? parts.toReversed() : parts)).toEqual(columns(all));
      }),
    );
  });

  it('that have the same periods of a series are refused where they become a panel', () => {
    const twice = mergeColumns([
      columns([
        ['a', 1],
        ['a', 3],
      ]),
      columns([['a', 2]]),
    ]);
    expect(() => panelFromSorted(twice)).toThrow('does not come after');
  });
});
