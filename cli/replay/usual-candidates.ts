import type { Candidate } from '../../core/contracts/dataset.ts';
import type { Frequency } from '../../core/contracts/frequency.ts';
import { SEASONS } from '../../core/contracts/seasons.ts';

const OTHER_FAMILIES = ['climatology', 'harmonic', 'prophet', 'theta', 'damped'] as const;

/** Every family with its default options, the seasonal naive first by the longest season; by the shortest one, too, where there are two. */
export function usualCandidates(frequency: Frequency): Candidate[] {
  const seasons = SEASONS[frequency];
  const [shortest = 1] = seasons;
  return [
    { name: 'seasonal-naive', family: 'seasonal-naive', options: { lag: seasons.at(-1) ?? 1 } },
    ...OTHER_FAMILIES.map((family) => ({ name: family, family, options: {} })),
    ...(seasons.length > 1
      ? [{ name: `seasonal-naive-${shortest}`, family: 'seasonal-naive', options: { lag: shortest } }]
      : []),
  ];
}
