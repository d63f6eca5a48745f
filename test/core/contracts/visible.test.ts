import { describe, expect, it } from '@jest/globals';
import { ERROR_NAMES, PlatformError } from '../../../core/contracts/errors.ts';
import { shown, visible } from '../../../core/contracts/visible.ts';

describe('visible', () => {
  it.each([
    ['an escape sequence', '\u001b[31mred', '\\u{1b}[31mred'],
    ['NUL', 'a\u0000b', 'a\\u{0}b'],
    ['a C1 control', '\u009b2J', '\\u{9b}2J'],
    ['text that turns round', 'abc\u202edcba', 'abc\\u{202e}dcba'],
    ['an isolate', '\u2066x\u2069', '\\u{2066}x\\u{2069}'],
    ['a zero-width space', 'a\u200bb', 'a\\u{200b}b'],
    ['a tag character', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half a surrogate pair', 'a\ud800', 'a\\u{d800}'],
    ['a carriage return', 'gone\rhere', 'gone\\u{d}here'],
  ])('shows %s by its number', (_, text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  it('leaves letters of any script, and line ends', () => {
    expect(visible('Zürich\t京都 😀\nالقاهرة')).toBe('Zürich\t京都 😀\nالقاهرة');
  });
});

describe('shown', () => {
  it('is one line', () => {
    expect(shown('a\nb\tc')).toBe('a\\u{a}b\\u{9}c');
  });

  it('cuts what is longer than it may be, between characters', () => {
    expect(shown('x'.repeat(80))).toBe('x'.repeat(80));
    expect(shown('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
    expect(shown('😀😀😀😀', 3)).toBe('😀😀…');
  });
});

describe('the message of a PlatformError', () => {
  const error = new PlatformError(ERROR_NAMES.sourceRefused, {
    problem: 'bad \u001b[2J',
    got: `a\n${'x'.repeat(400)}`,
    hint: 'see \u202e',
  });

  it('shows every character, and as much of what was got as tells which', () => {
    expect(error.message).toBe(`bad \\u{1b}[2J; got 'a\\u{a}${'x'.repeat(297)}…'; hint: see \\u{202e}`);
  });

  it('keeps the evidence as it is', () => {
    expect(error.evidence.got).toHaveLength(402);
  });
});
