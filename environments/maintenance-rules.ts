import type { Dataset } from '../core/contracts/dataset.ts';
import type { Evidence } from '../core/contracts/errors.ts';
import { type Duration, parseDuration } from '../core/series/duration.ts';
import type { PlatformEnvironment } from './environment.ts';

type Catalog = readonly Pick<Dataset, 'name' | 'promotion'>[];

/** As many days as the unit ever has. */
const DAYS: Readonly<Record<Duration['unit'], number>> = { h: 1 / 24, d: 1, w: 7, m: 31, q: 92, y: 366 };

/** Up to that age a model may go live, and is held against the silver that it was trained on. */
export function versionsOutliveTrainings(
  { datasets, maintenance }: PlatformEnvironment,
  catalog: Catalog,
): Evidence | undefined {
  const { keepVersionsDays } = maintenance;
  for (const { name, promotion } of catalog.filter(({ name }) => datasets.includes(name))) {
    const { amount, unit } = parseDuration(promotion.maxTrainingAge);
    const days = Math.ceil(amount * DAYS[unit]);
    if (keepVersionsDays >= days) continue;
    return {
      problem: `maintenance.keepVersionsDays would delete silver that a model of '${name}' was trained on while it may go live`,
      got: keepVersionsDays,
      allowed: `at least ${days}: promotion.maxTrainingAge of '${name}' is '${promotion.maxTrainingAge}'`,
      hint: 'raise keepVersionsDays, or lower maxTrainingAge',
    };
  }
  return undefined;
}
