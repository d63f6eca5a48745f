import { expect, it } from '@jest/globals';
import { replayInMemory, triggeredDefinitions } from '../../local/policies/replay-in-memory.ts';
import { initiated } from './initiated.ts';
import { OWN_FILES } from './own-files.ts';

const definitions = triggeredDefinitions();

// Each of the others is one of these with another column name or mark.
const KINDS = [
  'decimal-comma.csv',
  'thousands.csv',
  'local-midnight.csv',
  'weekdays.csv',
  'planned.csv',
  'hour-24.csv',
  'own-weeks.csv',
  'one-observation.csv',
  'newcomers.csv',
  'fiscal-quarters.csv',
  'years.csv',
  'hole.csv',
  'prototype.csv',
];

it.each(OWN_FILES.filter(({ name }) => KINDS.includes(name)))(
  'the literal written of $name lives through its file, every series forecast',
  async ({ name, text }) => {
    const { dataset } = await initiated(name, text);
    const [window] = await replayInMemory({ definitions, dataset, csv: text, policy: 'gates', windows: 1 });
    expect(window.promotion.outcome).toBe('promoted');
    expect(window.counts.forecast).toBeGreaterThan(0);
    expect(window.missing?.inAll ?? 0).toBe(0);
  },
);
