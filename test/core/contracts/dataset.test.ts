import { describe, expect, it } from '@jest/globals';
import { type Dataset, datasetSchema } from '../../../core/contracts/dataset.ts';
import { checkedDataset } from '../../../core/contracts/checked-dataset.ts';
import { DAILY, withContract } from '../../support/dataset.ts';

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

  it('refuses what compliance would refuse of every version', () => {
    expect(issuesOf({ ...DAILY, owner: ' ' })).toEqual([['owner', 'more than blanks']]);
    expect(issuesOf({ ...DAILY, intendedUse: '\t' })).toEqual([['intendedUse', 'more than blanks']]);
    expect(issuesOf({ ...DAILY, description: '' })).toEqual([['description', 'more than blanks']]);
    for (const tags of [{}, { domain: ' ' }, { Domain: 'weather' }])
      expect(issuesOf({ ...DAILY, tags })).toEqual([
        ['promotion.requiredTags', expect.stringContaining("names of 'tags' that are filled in")],
      ]);
    const { promotion } = DAILY;
    expect(issuesOf({ ...DAILY, promotion: { ...promotion, requiredTags: ['constructor'] } })).toHaveLength(1);
    expect(issuesOf({ ...DAILY, promotion: { ...promotion, requiredTags: [] }, tags: {} })).toEqual([]);
  });

  it('refuses gates that nothing could pass', () => {
    const { promotion } = DAILY;
    const withGates = (gates: Partial<typeof promotion.gates>) => ({
      ...DAILY,
      promotion: { ...promotion, gates: { ...promotion.gates, ...gates } },
    });
    expect(issuesOf(withGates({ coverage: { min: 0.9, max: 0.8 } }))).toEqual([
      ['promotion.gates.coverage', expect.stringContaining('min at most max')],
    ]);
    expect(issuesOf(withGates({ cost: { over: 0, under: 0, tolerance: 0.1 } }))).toEqual([
      ['promotion.gates.cost', expect.stringContaining('over or under above 0')],
    ]);
    expect(
      issuesOf(withGates({ coverage: { min: 0.8, max: 0.8 }, cost: { over: 0, under: 1, tolerance: 0 } })),
    ).toEqual([]);
    expect(issuesOf(withGates({ cost: { over: 1, under: 1, tolerance: 0, basis: ' ' } }))).toEqual([
      ['promotion.gates.cost.basis', 'more than blanks'],
    ]);
  });

  it('is told of as a whole where its literal is loaded', () => {
    expect(checkedDataset(DAILY)).toEqual(DAILY);
    expect(() => checkedDataset({ ...DAILY, owner: '', seed: -1 })).toThrow(
      expect.objectContaining({
        name: 'DatasetInvalid',
        message: expect.stringMatching(
          /^the data set 'weather' \(datasets\/\) cannot be as it is written; got 'owner: more than blanks; seed: /,
        ),
      }),
    );
  });
});
