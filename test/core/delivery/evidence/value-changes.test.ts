import { describe, expect, it } from '@jest/globals';
import { plainValue } from '../../../../core/delivery/evidence/plain-value.ts';
import { valueChanges } from '../../../../core/delivery/evidence/value-changes.ts';

describe('a value of a template as a person reads it', () => {
  it('writes calls as text, within texts too', () => {
    const joined = {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', { 'Fn::GetAtt': ['Landing', 'Arn'] }]],
    };
    expect(plainValue(joined)).toBe('arn:${AWS::Partition}:s3:::${Landing.Arn}');
    expect(plainValue({ 'Fn::Sub': '${AWS::AccountId}.dkr' })).toBe('${AWS::AccountId}.dkr');
    expect(plainValue({ 'Fn::GetAtt': 'Role.Arn' })).toBe('${Role.Arn}');
  });

  it('reads JSON in a text, and leaves what only looks like it', () => {
    const definition = { 'Fn::Join': ['', ['{"StartAt":"A","States":{"A":{"Resource":"', { Ref: 'F' }, '"}}}']] };
    expect(plainValue(definition)).toEqual({ StartAt: 'A', States: { A: { Resource: '${F}' } } });
    expect(plainValue('{% $states.input %}')).toBe('{% $states.input %}');
  });

  it('leaves a call that it does not know as it stands', () => {
    const split = { 'Fn::Split': ['/', { Ref: 'X' }] };
    expect(plainValue(split)).toEqual({ 'Fn::Split': ['/', '${X}'] });
    expect(plainValue({ 'Fn::Join': ['', [split]] })).toEqual({ 'Fn::Join': ['', [{ 'Fn::Split': ['/', '${X}'] }]] });
    expect(plainValue({ constructor: 'X' })).toEqual({ constructor: 'X' });
  });
});

describe('what is another within two values', () => {
  it('names each leaf by its path, with what was there before and after', () => {
    const before = { Rules: [{ Days: 30, Status: 'Enabled' }], Name: 'a' };
    const after = { Rules: [{ Days: 90, Status: 'Enabled' }], Tier: 'cold' };
    expect(valueChanges('Lifecycle', before, after)).toEqual([
      { path: 'Lifecycle.Name', before: 'a', after: null },
      { path: 'Lifecycle.Rules[0].Days', before: '30', after: '90' },
      { path: 'Lifecycle.Tier', before: null, after: 'cold' },
    ]);
  });

  it('says of lists of texts what went and what came, wherever it stood', () => {
    expect(valueChanges('Action', ['s3:Get', 's3:Put'], ['s3:List', 's3:Get'])).toEqual([
      { path: 'Action', before: 's3:Put', after: 's3:List' },
    ]);
    expect(valueChanges('Order', ['a', 'b'], ['b', 'a'])).toEqual([{ path: 'Order', before: 'a, b', after: 'b, a' }]);
  });

  it('finds the one element that came into a list', () => {
    const [a, b, c] = [{ Sid: 'a' }, { Sid: 'b' }, { Sid: 'c' }];
    expect(valueChanges('Statement', [a, c], [a, b, c])).toEqual([
      { path: 'Statement[1]', before: null, after: '{"Sid":"b"}' },
    ]);
    expect(valueChanges('Statement', [a, a], [a])).toEqual([
      { path: 'Statement[1]', before: '{"Sid":"a"}', after: null },
    ]);
  });

  it('follows a state machine into its definition', () => {
    const definition = (seconds: number) => ({
      'Fn::Join': ['', [`{"TimeoutSeconds":${seconds},"Role":"`, { Ref: 'R' }, '"}']],
    });
    expect(valueChanges('DefinitionString', definition(300), definition(600))).toEqual([
      { path: 'DefinitionString.TimeoutSeconds', before: '300', after: '600' },
    ]);
  });

  it('finds nothing in keys of another order', () => {
    expect(valueChanges('X', { a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } })).toEqual([]);
  });
});
