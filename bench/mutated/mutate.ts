import type { Random } from './random.ts';

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

/** What a text is torn apart by, what paints a terminal, and what stands for nothing. */
const TEXTS = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\0',
  ' ',
  '\\',
  "'",
  '\u001b[2J',
  '\u202e',
  '\ufeff',
  '\u00a0',
  '-',
  'e',
  'NaN',
  'null',
  '-1',
  '1e999',
  '99999999999999999999',
  '0x10',
  '{',
  '}',
  '[',
  ']',
  ':',
  '../..',
  '__proto__',
  'constructor',
  '9999-12-31',
  '0001-01-01',
  '\xff\xfe',
  '"station"',
];

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => replaced(bytes, [at(bytes, random), 1], [bytes[at(bytes, random)] ^ (1 << random.below(8))]),
  (bytes, random) => replaced(bytes, [at(bytes, random), 1], [random.below(256)]),
  (bytes, random) => replaced(bytes, [at(bytes, random), 1], [random.of([0, 1, 0x7f, 0x80, 0xff])]),
  (bytes, random) => replaced(bytes, [at(bytes, random), 1 + random.below(8)], []),
  (bytes, random) => replaced(bytes, [at(bytes, random), 0], randomBytes(1 + random.below(8), random)),
  (bytes, random) => replaced(bytes, [at(bytes, random), 1 + random.below(64)], []),
  (bytes, random) => bytes.subarray(0, at(bytes, random)),
  (bytes, random) => bytes.subarray(at(bytes, random)),
  (bytes, random) => replaced(bytes, [at(bytes, random), random.below(2)], Buffer.from(random.of(TEXTS), 'latin1')),
  (bytes, random) => replaced(bytes, [at(bytes, random), random.below(2)], Buffer.from(random.of(TEXTS))),
  (bytes, random) => replaced(bytes, [at(bytes, random), 0], piece(bytes, random)),
  (bytes, random) => replaced(bytes, [at(bytes, random), random.below(64)], piece(bytes, random)),
  // A 32-bit number, as sizes and counts are.
  (bytes, random) =>
    replaced(
      bytes,
      [at(bytes, random), 4],
      random.of([
        [0xff, 0xff, 0xff, 0x7f],
        [0xff, 0xff, 0xff, 0xff],
        [0, 0, 0, 0x40],
      ]),
    ),
  // The longest numbers of variable length.
  (bytes, random) => replaced(bytes, [at(bytes, random), 1], [0xff, 0xff, 0xff, 0xff, random.of([0x07, 0x0f])]),
];

/** The bytes after some of these, mostly one. */
export function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  let changed = bytes;
  for (let times = 1 + Math.floor(random.next() ** 4 * 6); times > 0; times -= 1) {
    if (changed.length > 0) changed = random.of(MUTATIONS)(changed, random);
  }
  return Uint8Array.from(changed);
}

function at(bytes: Uint8Array, random: Random): number {
  return random.below(bytes.length);
}

function piece(bytes: Uint8Array, random: Random): Uint8Array {
  const start = at(bytes, random);
  return bytes.subarray(start, start + 1 + random.below(64));
}

function randomBytes(count: number, random: Random): readonly number[] {
  return Array.from({ length: count }, () => random.below(256));
}

function replaced(bytes: Uint8Array, [start, count]: readonly [number, number], by: ArrayLike<number>): Uint8Array {
  return Buffer.concat([bytes.subarray(0, start), Uint8Array.from(by), bytes.subarray(start + count)]);
}
