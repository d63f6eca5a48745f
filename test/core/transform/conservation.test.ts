import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bronzeOf } from '../../support/bronze.ts';
import { withContract } from '../../support/dataset.ts';
import { transformed } from '../../support/transformed.ts';

const HEADER = 'station,date,temp';
const RANGE = { start: '2012-01-02', end: '2012-01-03' };

const id = fc.constantFrom('seattle', 'york', ' york', '', '"a,b"', 'zürich');
const date = fc.constantFrom(
  '2012-01-01',
  '2012-01-02',
  '2012/01/03',
  '2012-01-04T00:00Z',
  '2012-01-02T07:00',
  '2099-01-01',
  '03/04/2012',
  '2012-02-30',
  '',
);
const value = fc.constantFrom('1', '1.0', '2', '-3', '"4"', 'NA', '', 'warm', 'inf', '99');
const line = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(id, date, value).map((cells) => cells.join(',')) },
  { weight: 1, arbitrary: fc.constantFrom('seattle', 'a,b,c,d', '"x\ny",z') },
);
const lines = fc.array(line, { minLength: 1, maxLength: 25 });
/** No two the same: ingest would commit those once. */
const files = (minLength: number) =>
  fc.uniqueArray(lines, { minLength, maxLength: 4, selector: (file) => file.join('\n') });
const restatements = fc.constantFrom('last-delivery-wins', 'quarantine') satisfies fc.Arbitrary<string>;

function transform(files: readonly (readonly string[])[], rule: 'last-delivery-wins' | 'quarantine') {
  const dataset = withContract({ restatements: rule });
  const batches = bronzeOf(dataset, ...files.map((file) => [HEADER, ...file].join('\n')));
  return transformed(batches, dataset, { bronzeVersion: 1, range: RANGE });
}

function silverOf({ panel }: ReturnType<typeof transform>) {
  return [panel.uniqueIds, [...panel.offsets], [...panel.ds], [...panel.y]];
}

describe('row conservation', () => {
  it('accounts for every row of messy files, in the slice and in all', () => {
    fc.assert(
      fc.property(files(1), restatements, (delivered, rule) => {
        const plan = transform(delivered, rule);
        const { counts, totals } = plan.report;
        expect(totals.bronze).toBe(delivered.flat().length);
        for (const { bronze, silver, quarantined, deduplicated, aggregated, planned, withdrawn } of [totals, counts]) {
          expect(silver + quarantined + deduplicated + aggregated + planned + withdrawn).toBe(bronze);
        }
        expect(plan.panel.ds.length).toBe(totals.silver);
        expect(plan.quarantine.rows).toBe(totals.quarantined);
      }),
    );
  });

  it('gives the same silver and counts whatever the order of lines in a file', () => {
    const shuffled = lines.chain((file) =>
      fc.tuple(fc.constant(file), fc.shuffledSubarray(file, { minLength: file.length, maxLength: file.length })),
    );
    fc.assert(
      fc.property(shuffled, lines, restatements, ([file, other], next, rule) => {
        const one = transform([file, next], rule);
        const two = transform([other, next], rule);
        expect(silverOf(two)).toEqual(silverOf(one));
        expect(two.report.totals).toEqual(one.report.totals);
        expect(two.report.counts).toEqual(one.report.counts);
      }),
    );
  });

  it('does not depend on how bronze is cut into files or on their order', () => {
    fc.assert(
      fc.property(files(2), (delivered) => {
        const dataset = withContract({});
        const batches = bronzeOf(dataset, ...delivered.map((file) => [HEADER, ...file].join('\n')));
        const asked = { bronzeVersion: 1, range: RANGE };
        const one = transformed(batches, dataset, asked);
        const two = transformed(batches.toReversed(), dataset, asked);
        expect(silverOf(two)).toEqual(silverOf(one));
        expect(two.quarantine).toEqual(one.quarantine);
        expect(two.report).toEqual(one.report);
      }),
    );
  });
});
