import { describe, expect, it } from '@jest/globals';
import { signingSchema } from '../../environments/signing.ts';

const FROM = '2026-11-03T09:00:00Z';
const audit = { generation: 1, withdrawn: [] };

function problemOf(models: unknown): string | undefined {
  const { error } = signingSchema.safeParse({ models, audit });
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}

describe('signing', () => {
  it('takes one key, and a second one beside a withdrawn first', () => {
    expect(problemOf({ generation: 1, withdrawn: [] })).toBeUndefined();
    expect(problemOf({ generation: 2, withdrawn: [{ generation: 1, from: FROM }] })).toBeUndefined();
  });

  it.each([
    [
      'that signs',
      [{ generation: 2, from: FROM }],
      "a former key: raise 'generation' to 3 first, so that another signs",
    ],
    ['that there is not', [{ generation: 3, from: FROM }], 'a key that there is: 1 to 1'],
  ])('refuses to withdraw a key %s', (_, withdrawn, message) => {
    expect(problemOf({ generation: 2, withdrawn })).toBe(`models.withdrawn.0.generation: ${message}`);
  });

  it('refuses to withdraw a key twice, or from a day without its hour', () => {
    const twice = [
      { generation: 1, from: FROM },
      { generation: 1, from: '2026-11-04T09:00:00Z' },
    ];
    expect(problemOf({ generation: 2, withdrawn: twice })).toBe('models.withdrawn.1.generation: every key once');
    expect(problemOf({ generation: 2, withdrawn: [{ generation: 1, from: '2026-11-03' }] })).toContain(
      "an instant in UTC as in '2026-11-03T09:00:00Z'",
    );
  });

  it('refuses a key that there never was', () => {
    expect(problemOf({ generation: 0, withdrawn: [] })).toContain('models.generation');
  });
});
