import { describe, expect, it } from '@jest/globals';
import { type Dataset, datasetSchema } from '../../../core/contracts/dataset.ts';
import { withContract } from '../../support/dataset.ts';

function issuesOf(dataset: Dataset): readonly (readonly [path: string, message: string])[] {
  const { error } = datasetSchema.safeParse(dataset);
  return (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]);
}

describe('a data set', () => {
  it('refuses a least value above the largest, by which every row would be refused', () => {
    expect(issuesOf(withContract({ min: 5, max: 4 }))).toEqual([
      ['contract.max', expect.stringContaining('at least min: no value is above the one and below the other')],
    ]);
    for (const bounds of [
      { min: 4, max: 4 },
      { min: 5, max: undefined },
      { min: undefined, max: -5 },
    ])
      expect(issuesOf(withContract(bounds))).toEqual([]);
  });
});
