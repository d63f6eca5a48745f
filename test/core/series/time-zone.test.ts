import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { zoneNamed } from '../../../core/series/time-zone.ts';

const ZONES = [
  ...['UTC', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Asia/Tokyo'],
  ...['Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia', 'Asia/Tehran', 'America/St_Johns'],
];
const instants = fc
  .integer({ min: Date.UTC(1971, 0, 1) / 60_000, max: Date.UTC(2037, 0, 1) / 60_000 })
  .map((minute) => minute * 60_000);

describe('a zone', () => {
  it.each([
    ['Europe/Berlin', '2022-01-01T00:00:00Z', '2022-01-01T01:00:00Z'],
    ['Europe/Berlin', '2022-03-27T00:59:59Z', '2022-03-27T01:59:59Z'],
    ['Europe/Berlin', '2022-03-27T01:00:00Z', '2022-03-27T03:00:00Z'],
    ['America/New_York', '2022-07-01T03:00:00Z', '2022-06-30T23:00:00Z'],
    ['Asia/Kolkata', '2022-07-01T00:00:00.250Z', '2022-07-01T05:30:00.250Z'],
  ])('in %s, at %s, the clock shows %s', (name, instant, clock) => {
    expect(zoneNamed(name).clockAt(Date.parse(instant))).toBe(Date.parse(clock));
  });

  it('knows that its clock skips an hour, and a day where the date line was moved', () => {
    expect(zoneNamed('Europe/Berlin').instantOf(Date.UTC(2022, 2, 27, 2))).toBeNaN();
    expect(zoneNamed('Europe/Berlin').instantOf(Date.UTC(2022, 2, 27, 3))).toBe(Date.UTC(2022, 2, 27, 1));
    expect(zoneNamed('Pacific/Apia').instantOf(Date.UTC(2011, 11, 30, 10))).toBeNaN();
  });

  it('knows when its clock shows the same again', () => {
    const berlin = zoneNamed('Europe/Berlin');
    const first = berlin.instantOf(Date.UTC(2022, 9, 30, 2, 30));
    expect(first).toBe(Date.UTC(2022, 9, 30, 0, 30));
    expect(berlin.repeatOf(first)).toBe(Date.UTC(2022, 9, 30, 1, 30));
    expect(berlin.repeatOf(Date.UTC(2022, 9, 30, 1, 30))).toBeUndefined();
    expect(berlin.repeatOf(Date.UTC(2022, 9, 29, 23, 30))).toBeUndefined();
    expect(berlin.repeatOf(Date.UTC(2022, 9, 30, 2))).toBeUndefined();
  });

  it('finds every instant by what the clock shows', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (name, instantMs) => {
        const zone = zoneNamed(name);
        const found = zone.instantOf(zone.clockAt(instantMs));
        expect(found === instantMs || zone.repeatOf(found) === instantMs).toBe(true);
        expect(zone.clockAt(found)).toBe(zone.clockAt(instantMs));
      }),
    );
  });
});
