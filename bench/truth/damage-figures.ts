import type { Figure } from '../report.ts';
import { geometricMean } from './compare.ts';
import type { DamageOutcome } from './damaged-plays.ts';
import type { Window } from './in-force.ts';

/** @param windows of all sets by the gates, as they were */
export function damageFigures(outcomes: readonly DamageOutcome[], windows: readonly Window[]): readonly Figure[] {
  const fitted = windows.flatMap(({ looks }) => looks).filter(({ isFitted }) => isFitted);
  const refused = fitted.filter(({ isLive }) => !isLive).length;
  const stopped = outcomes.filter(({ fate }) => fate !== 'live').length;
  return [
    {
      name: 'damaged refreshes that did not go live, or left the damaged series as they were',
      value: (100 * stopped) / outcomes.length,
      unit: '%',
      note: `${stopped} of ${outcomes.length}: ten times as large, zeros, one row a hundred times as large; in the middle of each set's first window`,
    },
    {
      name: "users' RMSE after a damaged delivery over that without, geometric mean",
      value: geometricMean(outcomes.map(({ ratio }) => ratio)),
      unit: 'x',
      note: `rest of the window; worst: ${worstOf(outcomes)}`,
    },
    {
      name: 'undamaged refreshes that were refused',
      value: (100 * refused) / fitted.length,
      unit: '%',
      note: `${refused} of ${fitted.length} looks`,
    },
  ];
}

function worstOf(outcomes: readonly DamageOutcome[]): string {
  const { set, damage, ratio } = outcomes.reduce((left, right) => (right.ratio > left.ratio ? right : left));
  return `${set}, ${damage} ${ratio.toFixed(2)} x`;
}
