import { describe, expect, it } from '@jest/globals';
import {
  quarantineShare,
  refusedRows,
  sliceCountsSchema,
  totalCountsSchema,
} from '../../../core/contracts/steps/counts.ts';
import { runRecordSchema } from '../../../core/evaluate/run-record.ts';
import { sliceCountsOf } from '../../../core/evaluate/slice-counts.ts';
import { NO_ROWS } from '../../support/counts.ts';

describe('the share of rows that is refused', () => {
  it('is that of the dated rows and of those without a date', () => {
    expect(quarantineShare({ ...NO_ROWS, bronze: 90, quarantined: 5, undated: 10 })).toBe(0.15);
    expect(refusedRows({ quarantined: 5, undated: 10 })).toBe(15);
  });

  it('has on neither side what is no observation, or would be missed no less if it were absent', () => {
    const faults = { ...NO_ROWS, bronze: 100, silver: 80, quarantined: 20 };
    expect(quarantineShare(faults)).toBe(0.2);
    expect(quarantineShare({ ...faults, bronze: 130, planned: 20, quarantined: 30, gaps: 10 })).toBe(0.2);
    expect(quarantineShare({ ...faults, bronze: 400, withdrawn: 300 })).toBe(0.2);
  });

  it('is none where nothing is left', () => {
    expect(quarantineShare({ ...NO_ROWS, bronze: 5, planned: 5 })).toBe(0);
    expect(quarantineShare({ ...NO_ROWS, undated: 3 })).toBe(1);
  });
});

describe('records of before', () => {
  it('had none of what was not counted yet', () => {
    const before = { bronze: 10, silver: 8, quarantined: 1, deduplicated: 1 };
    expect(sliceCountsSchema.parse(before)).toEqual({ ...NO_ROWS, ...before });
    expect(totalCountsSchema.parse({ ...before, undated: 2, restated: 0 })).toEqual({
      ...NO_ROWS,
      ...before,
      ...{ undated: 2, restated: 0 },
    });
  });

  it('tell the slices of a window', () => {
    const counts = runRecordSchema.shape.counts.parse({
      ...{ bronzeTrain: 10, silverTrain: 8, quarantinedTrain: 1, deduplicatedTrain: 1 },
      ...{ bronzeEval: 20, silverEval: 15, quarantinedEval: 2, deduplicatedEval: 3, undatedEval: 4 },
      ...{ forecast: 5, joined: 5 },
    });
    expect(sliceCountsOf(counts, 'Train')).toEqual({
      ...NO_ROWS,
      bronze: 10,
      silver: 8,
      quarantined: 1,
      deduplicated: 1,
    });
    expect(sliceCountsOf(counts, 'Eval')).toEqual({
      ...NO_ROWS,
      ...{ bronze: 20, silver: 15, quarantined: 2, deduplicated: 3, undated: 4 },
    });
  });
});
