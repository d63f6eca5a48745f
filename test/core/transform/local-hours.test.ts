import { expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { parseObservations } from '../../../core/transform/observations.ts';
import { bronzeOf } from '../../support/bronze.ts';
import { withContract } from '../../support/dataset.ts';

const BERLIN: Dataset = { ...withContract({ timeZone: 'Europe/Berlin' }), frequency: 'hour' };
const NIGHT = ['01:00', '02:00', '02:00', '03:00'].map((time) => `a,2022-10-30 ${time},1`);
const csv = (...lines: readonly string[]) => `station,date,temp\n${lines.join('\n')}\n`;
const hoursOf = (...files: readonly string[]) =>
  Array.from(parseObservations(bronzeOf(BERLIN, ...files), BERLIN).instantMs, (ms) =>
    new Date(ms).toISOString().slice(11, 16),
  );

it('an hour that the clock shows twice becomes two hours', () => {
  expect(hoursOf(csv(...NIGHT))).toEqual(['23:00', '00:00', '01:00', '02:00']);
});

it('a delivery tells its own hours: one that came before it does not make the second of its first', () => {
  const both = hoursOf(csv(...NIGHT.slice(0, 2)), csv(...NIGHT.slice(1)));
  expect(both).toEqual(['23:00', '00:00', '00:00', '01:00', '02:00']);
});
