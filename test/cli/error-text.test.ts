import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { errorText } from '../../cli/error-text.ts';
import { widthOf } from '../../cli/fitted-text.ts';
import { PlatformError } from '../../core/contracts/errors.ts';
import { hostileText } from './hostile-text.ts';

const plain = (width: number) => ({ width, isLive: false, paint: (_: string, text: string) => text });

describe('an error on a terminal', () => {
  it('says what was wrong, and below it what was got, what is allowed and what helps', () => {
    const error = new PlatformError('ModelVersionUnknown', {
      problem: "no version of 'weather' has this number",
      got: 9,
      allowed: '1 to 3',
      hint: 'the versions are shown by\n  npm run models -- list --folder out/a-long-name/of-a-folder --dataset weather',
    });
    expect(errorText(error, plain(60))).toBe(
      [
        "ModelVersionUnknown: no version of 'weather' has this number",
        '  got      9',
        '  allowed  1 to 3',
        '  hint     the versions are shown by',
        '             npm run models -- list \\',
        '               --folder out/a-long-name/of-a-folder \\',
        '               --dataset weather',
      ].join('\n'),
    );
  });

  it('has several mistakes one below the other, each with what is allowed', () => {
    const message = "--frequency 'dayly' is unknown; allowed: hour, day\n--out is missing: where results go";
    expect(errorText({ name: 'UsageError', message }, plain(80))).toBe(
      ["UsageError: --frequency 'dayly' is unknown", '  allowed  hour, day', '--out is missing: where results go'].join(
        '\n',
      ),
    );
  });

  it('has its name in the colour of what is bad, and nothing of anybody else in a colour', () => {
    const terminal = { ...plain(80), paint: (tone: string, text: string) => `<${tone}>${text}</>` };
    expect(errorText({ name: 'SourceRefused', message: 'SourceRefused \u001b[31m' }, terminal)).toBe(
      '<bad>SourceRefused</>: SourceRefused \\u{1b}[31m',
    );
  });

  it('is never wider than the terminal', () => {
    const part = hostileText();
    fc.assert(
      fc.property(part, part, part, fc.integer({ min: 40, max: 200 }), (problem, got, hint, width) => {
        const error = new PlatformError('SourceRefused', { problem, got, hint });
        const lines = errorText(error, plain(width)).split('\n');
        expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
      }),
    );
  });
});
