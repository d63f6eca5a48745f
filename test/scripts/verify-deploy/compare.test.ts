import { describe, expect, it } from '@jest/globals';
import { canonical, compare } from '../../../scripts/verify-deploy/read-back/compare.ts';

describe('a resource against its template', () => {
  it('is equal where the service gives every property, whatever it adds', () => {
    const { paths, differences } = compare(
      { Timeout: 300, Size: { Value: 1 } },
      { Timeout: 300, Size: { Value: 1, Unit: 'MB' }, Arn: 'a' },
    );
    expect(paths).toEqual(['Timeout', 'Size.Value']);
    expect(differences).toStrictEqual([]);
  });

  it.each([
    ['another value', { Timeout: 30 }, 30],
    ['another type', { Timeout: '300' }, '300'],
    ['no value', {}, undefined],
  ])('differs by %s', (_, actual, got) => {
    expect(compare({ Timeout: 300 }, actual).differences).toStrictEqual([
      { path: 'Timeout', expected: 300, actual: got },
    ]);
  });

  it('names a property of a list once, and each difference', () => {
    const { paths, differences } = compare({ Rules: [{ Days: 1 }, { Days: 2 }] }, { Rules: [{ Days: 3 }] });
    expect(paths).toEqual(['Rules.length', 'Rules.*.Days']);
    expect(differences).toStrictEqual([
      { path: 'Rules.length', expected: 2, actual: 1 },
      { path: 'Rules.*.Days', expected: 1, actual: 3 },
      { path: 'Rules.*.Days', expected: 2, actual: undefined },
    ]);
  });

  it.each([
    ['a text more in a list', { Roles: ['a'] }, { Roles: ['a', 'b'] }, ['Roles']],
    ['an object more in a list', { Rules: [{ Days: 1 }] }, { Rules: [{ Days: 1 }, { Days: 2 }] }, ['Rules.length']],
    ['something in an empty list', { Roles: [] }, { Roles: ['a'] }, ['Roles']],
    ['something in an empty object', { Filter: {} }, { Filter: { Prefix: 'a' } }, ['Filter']],
  ])('differs by %s', (_, expected, actual, paths) => {
    expect(compare(expected, actual).differences.map(({ path }) => path)).toEqual(paths);
  });

  it('compares a document whole, in any order of its keys', () => {
    const policy = { Statement: [{ Effect: 'Allow', Action: 's3:GetObject' }], Version: '2012-10-17' };
    expect(
      compare(
        { PolicyDocument: policy },
        { PolicyDocument: { Version: '2012-10-17', Statement: [{ Action: 's3:GetObject', Effect: 'Allow' }] } },
      ),
    ).toEqual({
      paths: ['PolicyDocument'],
      differences: [],
    });
  });

  it('sees what a document has beyond the template', () => {
    const wider = { Statement: [{ Effect: 'Allow' }, { Effect: 'Allow', Action: '*' }] };
    const { differences } = compare(
      { PolicyDocument: { Statement: [{ Effect: 'Allow' }] } },
      { PolicyDocument: wider },
    );
    expect(differences).toHaveLength(1);
  });

  it('sees a variable that the template does not set', () => {
    const { differences } = compare(
      { Environment: { Variables: { A: '1' } } },
      { Environment: { Variables: { A: '1', B: '2' } } },
    );
    expect(differences.map(({ path }) => path)).toEqual(['Environment.Variables']);
  });
});

describe('canonical text', () => {
  it('has sorted keys at every depth, and lists in their order', () => {
    expect(canonical({ b: [{ d: 1, c: 2 }, 0], a: 'x' })).toBe('{"a":"x","b":[{"c":2,"d":1},0]}');
  });

  it("of a value that is not there is 'nothing'", () => {
    expect(canonical(undefined)).toBe('nothing');
  });
});
