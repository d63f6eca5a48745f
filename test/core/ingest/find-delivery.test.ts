import { describe, expect, it } from '@jest/globals';
import { findDelivery, inOrderOfArrival } from '../../../core/ingest/find-delivery.ts';

const of = (digits: string, key: string, sequence: number) => ({ sha256: digits.padEnd(64, '0'), key, sequence });
const DELIVERED = [
  of('aaaaaaaa1', 'weather/a.csv', 0),
  of('bbbbbbbb1', 'weather/b.csv', 1),
  of('bbbbbbbb2', 'weather/b.csv', 2),
  of('cccccccc1', 'deadbeef', 3),
];
const find = (asked: string, deliveries = DELIVERED) =>
  findDelivery(deliveries, { dataset: 'weather', asked, place: '--env prod' });
const messageOf = (asked: string, deliveries = DELIVERED): string => {
  try {
    find(asked, deliveries);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  throw new Error('found');
};

describe('the delivery that a person means', () => {
  it.each([
    ['its sha256', 'aaaaaaaa1'.padEnd(64, '0'), 0],
    ['eight digits of its beginning', 'aaaaaaaa', 0],
    ['as many as tell it from others', 'bbbbbbbb1', 1],
    ['its key, by which something newer came since', 'weather/b.csv', 2],
    ['a key that looks like a beginning, and is of none', 'deadbeef', 3],
  ])('is told by %s', (_, asked, sequence) => {
    expect(find(asked).sequence).toBe(sequence);
  });

  it('is not guessed where its beginning is that of several', () => {
    expect(messageOf('bbbbbbbb')).toBe(
      `DeliveryUnknown: 2 deliveries of 'weather' begin like that; got 'bbbbbbbb'; allowed: ${'bbbbbbbb1'.padEnd(64, '0')} ` +
        `(weather/b.csv), ${'bbbbbbbb2'.padEnd(64, '0')} (weather/b.csv); hint: give more digits of the one that you mean`,
    );
  });

  it.each(['aaaaaaa', 'weather', 'aaaaaaaag', 'aaaaaaaa1'.padEnd(65, '0'), 'AAAAAAAA'])(
    'is unknown where nothing is called so: %s',
    (asked) => {
      expect(messageOf(asked)).toBe(
        `DeliveryUnknown: 'weather' has no such delivery; got '${asked}'; allowed: a landing key, a sha256, or 8 or more digits of its ` +
          'beginning; the newest: cccccccc1000 (deadbeef), bbbbbbbb2000 (weather/b.csv), bbbbbbbb1000 (weather/b.csv), ' +
          "aaaaaaaa1000 (weather/a.csv); hint: 'npm run deliveries -- list --env prod --dataset weather' shows all",
      );
    },
  );

  it('is looked for among the newest five, and as many more', () => {
    const many = Array.from({ length: 7 }, (_, at) => of(`${at}`.repeat(8), `${at}.csv`, at));
    expect(messageOf('9.csv', many)).toContain('22222222');
    expect(messageOf('9.csv', many)).toContain('(2.csv) and 2 more; hint');
    expect(messageOf('9.csv', many)).not.toContain('(1.csv)');
  });

  it('is none where nothing was delivered', () => {
    expect(messageOf('weather/a.csv', [])).toBe(
      "DeliveryUnknown: bronze holds no delivery of 'weather' yet; got 'weather/a.csv'; hint: a delivery is known once it was ingested, " +
        'by a training, a look or a forecast',
    );
  });
});

it('puts deliveries in the order of arrival, and those of a race in that of their content', () => {
  const raced = [of('d', 'd', 1), of('c', 'c', 1), of('e', 'e', 0)];
  expect(inOrderOfArrival(raced).map(({ key }) => key)).toEqual(['e', 'c', 'd']);
});
