import type { Figure } from '../report.ts';
import { geometricMean } from './compare.ts';
import type { DamageOutcome } from './damaged-plays.ts';
import type { Window } from './in-force.ts';

/** Up to the next look; what does not learn from the damage, or little, may go live. */
const HARMLESS = 1.05;

/** @param windows of all sets by the gates, as they were */
export function damageFigures(outcomes: readonly DamageOutcome[], windows: readonly Window[]): readonly Figure[] {
  const fitted = windows.flatMap(({ looks }) => looks).filter(({ isFitted }) => isFitted);
  const refused = fitted.filter(({ isLive }) => !isLive).length;
  const stopped = outcomes.filter(({ fate }) => fate !== 'live').length;
  const harmless = outcomes.filter(({ fate, untilNextLook }) => fate === 'live' && untilNextLook <= HARMLESS).length;
  return [
    {
      name: 'damaged refreshes that did not go live, or left the damaged series as they were',
      value: (100 * stopped) / outcomes.length,
      unit: '%',
      note: `${stopped} of ${outcomes.length}, and ${harmless} live that did no harm: ten times as large, zeros, one row a hundred times as large; in the middle of each set's first window`,
    },
    costFigure(outcomes, 'untilNextLook', 'up to the next look'),
    costFigure(outcomes, 'untilTheEnd', "to the window's end, nobody mending it"),
    {
      name: 'undamaged refreshes that were refused',
      value: (100 * refused) / fitted.length,
      unit: '%',
      note: `${refused} of ${fitted.length} looks`,
    },
  ];
}

function costFigure(outcomes: readonly DamageOutcome[], part: 'untilNextLook' | 'untilTheEnd', words: string): Figure {
  const worst = outcomes.reduce((left, right) => (right[part] > left[part] ? right : left));
  return {
    name: `users' RMSE after a damaged delivery over that without, ${words}, geometric mean`,
    value: geometricMean(outcomes.map((outcome) => outcome[part])),
    unit: 'x',
    note: `worst: ${worst.set}, ${worst.damage} ${worst[part].toFixed(2)} x`,
  };
}
