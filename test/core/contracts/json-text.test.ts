import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJsonText } from '../../../core/contracts/json-text.ts';

describe('parseJsonText', () => {
  it('gives what JSON.parse gives, of every text that says one thing', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8, noUnicodeString: false }), fc.constantFrom(0, 1, '\t'), (text, indent) => {
        const spelled = JSON.stringify(JSON.parse(text), null, indent);
        expect(parseJsonText(spelled)).toEqual(JSON.parse(spelled));
      }),
    );
  });

  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":{"c":[{"d":1,"d":2}]}}',
    String.raw`{"a":1,"\u0061":2}`,
    '{"a" :1,"b":"a\\\\","a"\n:2}',
    '{"__proto__":{},"__proto__":{}}',
  ])('refuses a member that is named twice: %s', (text) => {
    expect(() => parseJsonText(text)).toThrow(expect.objectContaining({ name: 'ArtifactMismatch' }));
    expect(() => parseJsonText(text)).toThrow('names a member twice');
  });

  it.each(['{"a":"\\"b\\":1","c":"{[\\\\"}', '{"__proto__":1}', '["a",":"]', '"a"', '{"":{"":1}}'])(
    'takes %s for what it is',
    (text) => expect(parseJsonText(text)).toEqual(JSON.parse(text)),
  );

  it('takes 64 arrays within each other, and refuses the next, and a hundred thousand', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(() => parseJsonText(nested(64))).not.toThrow();
    for (const depth of [65, 100_000]) {
      expect(() => parseJsonText(nested(depth))).toThrow('a JSON text is nested too deep');
    }
  });

  it('reads a text of ten million escaped quotes, and says of a broken one what JSON.parse says', () => {
    const text = JSON.stringify({ a: '"'.repeat(10_000_000) });
    expect(parseJsonText(text)).toEqual({ a: '"'.repeat(10_000_000) });
    expect(() => parseJsonText('{"a":"')).toThrow(SyntaxError);
  });
});
