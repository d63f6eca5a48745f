import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutTo, hanging, widthOf, wrapped } from '../../cli/fitted-text.ts';
import { hostileText } from './hostile-text.ts';

describe('the width of a text', () => {
  it.each([
    ['weather', 7],
    ['気象', 4],
    ['☀️ sun', 6],
    ['Mu\u0308nchen', 7],
    ['', 0],
  ])('of %s is %d columns', (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });
});

describe('a text of several lines', () => {
  it('is broken between words, and goes on as far in as it began', () => {
    expect(wrapped('  every check and guard passed\nno more', 20)).toEqual([
      '  every check and',
      '  guard passed',
      'no more',
    ]);
  });

  it('stands behind the mark of an item', () => {
    expect(wrapped('  - fill in what begins with FILL IN\n10. look at it', 20)).toEqual([
      '  - fill in what',
      '    begins with FILL',
      '    IN',
      '10. look at it',
    ]);
  });

  it('is broken inside of a word that no line holds, behind a slash where one is near', () => {
    expect(wrapped('at s3://artifacts/promotions/weather/replay-w01/guard.json', 30)).toEqual([
      'at',
      's3://artifacts/promotions/',
      'weather/replay-w01/guard.json',
    ]);
    expect(wrapped('0123456789abcdef', 10)).toEqual(['0123456789', 'abcdef']);
    expect(wrapped('気象気象', 5)).toEqual(['気象', '気象']);
  });

  it('keeps a quoted command in one piece, and what follows it', () => {
    expect(wrapped("see 'npm run models -- list --dataset weather', then go on", 45)).toEqual([
      'see',
      "'npm run models -- list --dataset weather',",
      'then go on',
    ]);
  });

  it('breaks a command as a shell reads on', () => {
    const command = "npm run reject -- --folder 'out of town' --dataset weather --run replay-w01 --reason '...'";
    const lines = wrapped(`  ${command}`, 40);
    expect(lines).toEqual([
      '  npm run reject -- \\',
      "    --folder 'out of town' \\",
      '    --dataset weather --run replay-w01 \\',
      "    --reason '...'",
    ]);
    const words = (text: string) =>
      execFileSync('sh', [
        '-c',
        `show() { printf '%s\\n' "$@"; }; ${text.trim().replace('npm run', 'show')}`,
      ]).toString();
    expect(words(lines.join('\n'))).toBe(words(command));
  });

  it('breaks a quoted command that no line holds, and the sentence goes on behind it', () => {
    expect(wrapped("until 'npm run rollback -- --folder out/demo --dataset weather --release', or later", 40)).toEqual([
      'until',
      "'npm run rollback -- --folder out/demo \\",
      "  --dataset weather --release', or later",
    ]);
  });

  it('is never wider than it is told, and loses no word', () => {
    fc.assert(
      fc.property(hostileText(), fc.integer({ min: 40, max: 200 }), (text, width) => {
        const lines = wrapped(text, width);
        expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });
});

describe('a label and its text', () => {
  it('stand beside each other, and below each other where the label leaves no room', () => {
    expect(hanging('version 2  ', 'lower than all others', 24)).toEqual([
      'version 2  lower than',
      '           all others',
    ]);
    expect(hanging('candidate of a long name: ', 'lower than all others', 30)).toEqual([
      'candidate of a long name:',
      '  lower than all others',
    ]);
  });
});

describe('a line that is cut', () => {
  it.each([
    ['Fit the recipe', 14, 'Fit the recipe'],
    ['Fit the recipe', 10, 'Fit the r…'],
    ['気象気象', 6, '気象…'],
  ])('%s at %d columns is %s', (text, width, cut) => {
    expect(cutTo(text, width)).toBe(cut);
  });
});
