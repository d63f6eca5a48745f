import { describe, expect, it } from '@jest/globals';
import { matches, requirePlayable } from '../../../local/delivery/event-pattern.ts';

const EVENT = { source: 'aws.codepipeline', resources: ['arn:a', 'arn:b'], detail: { stage: 'Prod', state: 'FAILED' } };

describe('matches', () => {
  it.each([
    ['every named field', { source: ['aws.codepipeline'], detail: { state: ['FAILED'] } }, true],
    ['one of several values', { detail: { stage: ['Dev', 'Prod'] } }, true],
    ['one value of a list', { resources: ['arn:b'] }, true],
    ['another value', { detail: { stage: ['Dev'] } }, false],
    ['a field that is missing', { detail: { action: ['Deploy'] } }, false],
    ['an object that is missing', { other: { action: ['Deploy'] } }, false],
    ['one field of two', { source: ['aws.codepipeline'], detail: { state: ['SUCCEEDED'] } }, false],
  ])('holds an event against %s', (_, pattern, expected) => {
    expect(matches(pattern, EVENT)).toBe(expected);
  });
});

describe('requirePlayable', () => {
  it.each([
    [
      'anything-but',
      { detail: { state: [{ 'anything-but': 'FAILED' }] } },
      /detail.state; got \{"anything-but":"FAILED"\}/,
    ],
    ['$or', { $or: [{ source: ['a'] }] }, /cannot match \$or/],
    ['a value outside of a list', { source: 'aws.codepipeline' }, /cannot match source; got 'aws.codepipeline'/],
  ])('refuses %s', (_, pattern, message) => {
    expect(() => requirePlayable(pattern, 'R')).toThrow(message);
  });
});
