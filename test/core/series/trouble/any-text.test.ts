import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FREQUENCIES } from '../../../../core/contracts/frequency.ts';
import { parseTimestamp } from '../../../../core/series/parse-timestamp.ts';
import { parseValue } from '../../../../core/series/parse-value.ts';
import { zoneNamed } from '../../../../core/series/time-zone.ts';
import type { TimestampReading } from '../../../../core/series/timestamp-reading.ts';
import { timestampTrouble } from '../../../../core/series/trouble/timestamp-trouble.ts';
import { valueTrouble } from '../../../../core/series/trouble/value-trouble.ts';
import { DAILY } from '../../../support/dataset.ts';

/** Pieces of dates, so that many texts are nearly one. */
const PIECES = [
  ...['2012', '12', '3', '04', '24:00', '02:30', '13', '-', '/', '.', ' ', ',', 'T', ':', '+01:00', 'Z', 'UTC', 'IST'],
  ...[
    'Jan',
    'March',
    'Mon',
    'Q1',
    'W05',
    'M03',
    'FY',
    'AM',
    'pm',
    'HE',
    '[Europe/Berlin]',
    '[x]',
    '(',
    ')',
    '−',
    '\u00a0',
    '٣',
  ],
];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const readings: fc.Arbitrary<TimestampReading> = fc.record({
  dateOrder: fc.constantFrom('iso', 'day-first', 'month-first'),
  frequency: fc.constantFrom(...FREQUENCIES),
  zone: fc.constantFrom(null, zoneNamed('Europe/Berlin'), zoneNamed('America/Sao_Paulo')),
});

describe('any text', () => {
  it('is an instant within the years that are read, or has a trouble', () => {
    fc.assert(
      fc.property(texts, readings, (text, reading) => {
        const instant = parseTimestamp(text, reading);
        if (typeof instant === 'string') {
          expect(timestampTrouble(text, reading).has).not.toBe('');
          return;
        }
        expect(Number.isInteger(instant)).toBe(true);
        expect(new Date(instant).getUTCFullYear()).toBeGreaterThanOrEqual(999);
        expect(new Date(instant).getUTCFullYear()).toBeLessThanOrEqual(10_000);
      }),
      { numRuns: 2000 },
    );
  });

  it('is a finite number, or has a trouble', () => {
    fc.assert(
      fc.property(
        texts,
        fc.boolean(),
        fc.constantFrom(null, ' ' as const, "'" as const),
        (text, decimalComma, separator) => {
          const contract = { ...DAILY.contract, decimalComma, thousandsSeparator: separator };
          const value = parseValue(text, contract);
          if (value === 'not-a-number') expect(valueTrouble(text, contract).has).not.toBe('');
          else if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each(['(', ' (', '[', ' ', '1', '1,', 'a', "1'", '-', ':', ' UTC('])(
    'is done with at once, however long: %j',
    (piece) => {
      const text = `2012-03-04 05:00 ${piece.repeat(200_000)}`;
      const reading: TimestampReading = { dateOrder: 'iso', frequency: 'hour', zone: null };
      const startedAtMs = performance.now();
      if (typeof parseTimestamp(text, reading) === 'string') timestampTrouble(text, reading);
      valueTrouble(`${text}x`, DAILY.contract);
      parseTimestamp(piece.repeat(200_000), reading);
      valueTrouble(`${piece.repeat(200_000)}x`, DAILY.contract);
      expect(performance.now() - startedAtMs).toBeLessThan(2000);
    },
  );
});
