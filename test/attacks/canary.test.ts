import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CANARIES, type Left, livedThrough } from './lived-through.ts';

const FILE = new URL('canary.txt', import.meta.url);
const HEAD = [
  '# Where a text of the data and of the literal is found after a replay, and a training that a wrong delivery ended. Read it before you agree:',
  '# a place is right where a person would expect it. Written by: UPDATE_TABLES=1 npm test -- test/attacks/canary',
];

let left: readonly Left[];
let privateKey: string;
beforeAll(async () => {
  ({ left, privateKey } = await livedThrough());
}, 300_000);

describe('a canary', () => {
  it('is found where the list says, and nowhere else', () => {
    const found = Object.entries(CANARIES).flatMap(([what, canary]) => {
      const telling = left.filter(({ text }) => new RegExp(`${canary}(?![a-z-])`).test(text));
      return ['', `${what}:`, ...[...new Set(telling.map(({ where }) => `  ${where}`))].sort()];
    });
    const lines = `${[...HEAD, ...found].join('\n')}\n`;
    if (process.env.UPDATE_TABLES === '1') writeFileSync(FILE, lines);
    expect(lines).toBe(readFileSync(FILE, 'utf8'));
  });

  it('was laid out for mails, histories, pages, records and tables', () => {
    const places = left.map(({ where }) => where);
    for (const kind of [
      /^mail: /,
      /^log of ingest$/,
      /^history of train$/,
      /comparison\.html$/,
      /^artifacts\/.*run\.json$/,
      /\.parquet$/,
      /^metrics$/,
    ]) {
      expect(places).toContainEqual(expect.stringMatching(kind));
    }
  });

  it('is not the private key, which nothing holds but its file', () => {
    const [, ...lines] = privateKey.trim().split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) expect(left.filter(({ text }) => text.includes(line))).toEqual([]);
  });
});
