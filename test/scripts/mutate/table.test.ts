import { describe, expect, it } from '@jest/globals';
import { mutantsOf } from '../../../scripts/mutate/mutants.ts';
import { sampleOf } from '../../../scripts/mutate/sample.ts';
import type { Survivor } from '../../../scripts/mutate/survivors.ts';
import { entryOf, staleOf } from '../../../scripts/mutate/survivors.ts';
import type { Verdict } from '../../../scripts/mutate/verdicts.ts';
import { fateOf, mutationTable, scoreOf, survivorLine } from '../../../scripts/mutate/table.ts';
import { FOLDERS } from '../../../scripts/mutate/folders.ts';

const [MUTANT] = mutantsOf('lib/x.ts', 'const a = 1;');
const SURVIVOR: Survivor = { ...MUTANT!.name, equivalent: true, reason: 'never read' };

function verdict(how: Verdict['how']): Verdict {
  return { id: 'x', key: 'k', how, ms: 1 };
}

describe('the table', () => {
  it('counts by folder, and scores those that are not equal to the code', () => {
    const fates = ['killed', 'killed', 'hung', 'survived', 'equivalent'] as const;
    const judged = fates.map((fate) => ({ file: 'core/gates/x.ts', fate }));
    expect(mutationTable([...judged, { file: 'lib/x.ts', fate: 'killed' }])).toBe(
      [
        'folder      mutants  killed  hung  survived  equivalent    score',
        '----------  -------  ------  ----  --------  ----------  -------',
        'core/gates        5       2     1         1           1   75.0 %',
        'lib               1       1     0         0           0  100.0 %',
        'all               6       3     1         1           1   80.0 %',
      ].join('\n'),
    );
    expect(scoreOf(judged)).toBe(0.75);
  });

  it.each([
    ['killed', verdict('failed'), undefined],
    ['killed', verdict('crashed'), undefined],
    ['hung', verdict('hung'), undefined],
    ['survived', verdict('survived'), undefined],
    ['survived', undefined, undefined],
    ['survived', verdict('survived'), { ...SURVIVOR, equivalent: false }],
    ['killed', verdict('failed'), { ...SURVIVOR, equivalent: false }],
    ['equivalent', undefined, SURVIVOR],
  ])('%s', (fate, found, judgement) => {
    expect(fateOf(found, judgement)).toBe(fate);
  });

  it('gives each survivor its reason', () => {
    expect(survivorLine(MUTANT!, verdict('survived'), SURVIVOR)).toBe('lib/x.ts:1  number: 1 -> 2  (never read)');
    expect(survivorLine(MUTANT!, undefined, undefined)).toBe('lib/x.ts:1  number: 1 -> 2  (no test comes by)');
    expect(survivorLine(MUTANT!, verdict('survived'), undefined)).toBe('lib/x.ts:1  number: 1 -> 2  (no test notices)');
  });
});

describe('the list of survivors', () => {
  it('is stale where the code it names is gone, in the folders that were looked at', () => {
    const listed = new Map([[MUTANT!.id, SURVIVOR]]);
    const [gates, lib] = [FOLDERS[0]!, FOLDERS.at(-1)!];
    expect(staleOf(listed, new Set(), [lib])).toEqual([SURVIVOR]);
    expect(staleOf(listed, new Set(), [gates])).toEqual([]);
    expect(staleOf(listed, new Set([MUTANT!.id]), [lib])).toEqual([]);
  });

  it('takes an entry as it is printed, with a reason', () => {
    expect(JSON.parse(entryOf(MUTANT!.name))).toEqual({
      file: 'lib/x.ts',
      line: 'const a = 1;',
      from: '1',
      to: '2',
      equivalent: true,
      reason: '',
    });
  });
});

describe('the sample', () => {
  const texts = Array.from({ length: 40 }, (_, index) => `a(${index});`).join('\n');
  const mutants = [...mutantsOf('core/gates/x.ts', texts), ...mutantsOf('lib/x.ts', 'a(1); b(2);')];

  it('takes from each folder its share, at least so many in all', () => {
    const files = sampleOf(mutants, 21, 1).map(({ name }) => name.file);
    expect(files.filter((file) => file === 'core/gates/x.ts')).toHaveLength(20);
    expect(files.filter((file) => file === 'lib/x.ts')).toHaveLength(1);
    expect(sampleOf(mutants, 1000, 1)).toHaveLength(84);
  });

  it('holds the smaller one of the same seed, and is another by another', () => {
    const ids = (size: number, seed: number) => sampleOf(mutants, size, seed).map(({ id }) => id);
    expect(ids(40, 1)).toEqual(expect.arrayContaining([...ids(20, 1)]));
    expect(ids(20, 1)).not.toEqual(ids(20, 2));
  });
});
