import fc from 'fast-check';
import { visible } from '../../core/contracts/visible.ts';

/** Names, reasons and ids as nobody should write them: emoji, CJK, accents of their own, addresses, hashes, nothing at all. */
const WORDS = fc.oneof(
  fc.constantFrom(
    'weather',
    'of',
    'a',
    '気象データ',
    '🌧️☀️🇩🇪👍🏽',
    'Mu\u0308nchen',
    'e\u0301'.repeat(90),
    '-',
    '–',
    'ขึ้น',
    'नमस्ते',
  ),
  fc.constantFrom(
    's3://artifacts/promotions/weather/replay-w01-d06/guard.json',
    `${'ab/'.repeat(60)}c`,
    'f00d'.repeat(30),
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** As `visible` leaves it: what no reader would see is written out. */
export function hostileText(): fc.Arbitrary<string> {
  return fc
    .array(WORDS, { maxLength: 12 })
    .map((words) => visible(words.join(' ')))
    .filter((text) => !text.includes('npm run'));
}
