import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { RowBatch } from '../../../core/contracts/table-schema.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import { countSlice, type Ledger } from '../../../core/transform/ledger.ts';
import { sliceOf } from '../../../core/transform/slice.ts';
import { messyCase } from '../../support/messy-deliveries.ts';
import { bronzeOf, ruledBronzeOf } from '../../support/bronze.ts';
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

const FAR = { day: ['1900-01-01', '9999-12-31'], hour: ['1900-01-01T00:00:00Z', '9999-12-31T23:00:00Z'] } as const;
const STEP_MS = { day: 86_400_000, hour: 3_600_000 } as const;

function unitOf({ frequency }: Dataset): 'day' | 'hour' {
  return frequency === 'hour' ? 'hour' : 'day';
}

function moved(text: string, steps: number, unit: 'day' | 'hour'): string {
  const iso = new Date(Date.parse(text) + steps * STEP_MS[unit]).toISOString();
  return unit === 'hour' ? iso.replace('.000Z', 'Z') : iso.slice(0, 10);
}

function before({ start }: DateRange, dataset: Dataset): DateRange {
  const unit = unitOf(dataset);
  return { start: FAR[unit][0], end: moved(start, -1, unit) };
}

function after({ end }: DateRange, dataset: Dataset): DateRange {
  const unit = unitOf(dataset);
  return { start: moved(end, 1, unit), end: FAR[unit][1] };
}

function rowsIn(ledger: Ledger, range: DateRange, { frequency }: Dataset): number {
  return countSlice(ledger, sliceOf(range, frequency)).counts.bronze;
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((all, value) => all + value, 0);
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
        // A record of separators alone is an empty line.
        expect(totals.bronze).toBe(delivered.flat().filter((record) => record !== ',,').length);
        for (const { bronze, silver, quarantined, deduplicated, aggregated, planned } of [totals, counts]) {
          expect(silver + quarantined + deduplicated + aggregated + planned).toBe(bronze);
        }
        expect(plan.panel.ds.length).toBe(totals.silver);
        expect(plan.quarantine.rows).toBe(totals.quarantined);
      }),
    );
  });

  it('accounts for every row on every calendar, in every figure that is shown, and no series leaves unnamed', () => {
    fc.assert(
      fc.property(messyCase, ({ dataset, files, withdrawn, ranges: [range] }) => {
        const bronze = ruledBronzeOf(dataset, files, withdrawn);
        const batches = bronze.read;
        const asked = { bronzeVersion: 1, range, withdrawn: bronze.withdrawn };
        const { report, series, panel, quarantine, ledger } = transformed(batches, dataset, asked);
        const { counts, totals } = report;
        for (const { bronze, ...parts } of [totals, counts]) {
          const { silver, quarantined, deduplicated, aggregated, planned } = parts;
          expect(silver + quarantined + deduplicated + aggregated + planned + parts.withdrawn).toBe(bronze);
        }
        const rowsOf = (all: readonly RowBatch[]) => all.reduce((sum, batch) => sum + batch.rows, 0);
        expect(totals.bronze).toBe(rowsOf(batches) + rowsOf(bronze.withdrawn));
        expect(totals.withdrawn).toBe(rowsOf(bronze.withdrawn));
        expect(panel.ds.length).toBe(totals.silver);
        expect(quarantine.rows).toBe(totals.quarantined);
        const made = dataset.contract.aggregate === null ? totals.silver : sum(series.made ?? []);
        expect(made).toBe(totals.silver + totals.aggregated);
        // The slices before, in and after the range are all that is dated.
        const parts = [before(range, dataset), range, after(range, dataset)].map((one) => rowsIn(ledger, one, dataset));
        expect(sum(parts)).toBe(totals.bronze - totals.undated - (ledger.undatedWithdrawn ?? 0));
        const delivered = new Set(batches.flatMap(({ columns }) => [...columns.unique_id].map((id) => id ?? '')));
        const named = new Set([...panel.uniqueIds, ...[...quarantine.columns.unique_id].map((id) => id ?? '')]);
        expect([...delivered].map((id) => String(id).trim()).filter((id) => !named.has(id))).toEqual([]);
      }),
      { numRuns: 300 },
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
