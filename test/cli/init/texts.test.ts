import { describe, expect, it } from '@jest/globals';
import { withDataset } from '../../../cli/init/catalog-text.ts';
import { constantOf, literalText } from '../../../cli/init/literal-text.ts';
import { placeholder, placeholdersIn } from '../../../core/contracts/placeholder.ts';
import { DAILY } from '../../support/dataset.ts';
import { INDEX } from './initiated.ts';

describe('the name of a literal', () => {
  it.each([
    ['weather', 'weather'],
    ['daily-sales', 'dailySales'],
    ['a--b-', 'aB'],
    ['2024-sales', 'dataset2024Sales'],
    ['new', 'datasetNew'],
  ])('%s is %s', (name, constant) => {
    expect(constantOf(name)).toBe(constant);
  });
});

describe('the text of a literal', () => {
  it('has comments that cannot end, and strings whose every character is seen', () => {
    const odd = { ...DAILY, owner: 'a\u202eb "c"', columns: { timestamp: '__proto__', target: 'y' } };
    const text = literalText(odd, 'a */ b', [{ field: 'contract.min', says: 'least */ value' }]);
    expect(text).toContain('/** Written by `npm run init` from a * / b:');
    expect(text).toContain('// Least * / value\n"min": -60');
    expect(text).toContain('"owner": "a\\u202eb \\"c\\""');
    expect(text).toContain('"columns": { "timestamp": "__proto__", "target": "y" }');
  });

  it('has comments of lines that a page shows', () => {
    const says = new Array<string>(40).fill('words').join(' ');
    const lines = literalText(DAILY, 'f', [{ field: 'seed', says }])
      .split('\n')
      .filter((line) => line.startsWith('//'));
    expect(lines.length).toBe(3);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(104);
  });
});

describe('the list of data sets', () => {
  const index = INDEX;

  it('has one more at its end, once', () => {
    const added = withDataset(index, 'daily-sales');
    expect(added).toContain(
      "import { weather } from './weather.ts';\nimport { dailySales } from './daily-sales.ts';\n",
    );
    expect(added).toContain('DATASETS: readonly Dataset[] = [weather, dailySales];');
    expect(withDataset(added, 'daily-sales')).toBe(added);
    expect(withDataset(added, 'b')).toContain('= [weather, dailySales, b];');
  });

  it('is left alone where it is written otherwise, or has the name', () => {
    expect(() => withDataset('export const DATASETS = [];', 'a')).toThrow('add a of ./a.ts by hand');
    expect(() => withDataset(index, 'nearest-name')).toThrow("has another 'nearestName' already");
  });
});

it('what a person has yet to fill in is known by its mark', () => {
  expect(placeholdersIn(DAILY)).toEqual([]);
  expect(placeholdersIn({ ...DAILY, owner: placeholder('who?') })).toEqual(['owner']);
  expect(placeholdersIn({ ...DAILY, tags: { domain: placeholder('x') }, regressors: [placeholder('y')] })).toEqual([
    'tags.domain',
    'regressors.0',
  ]);
});
