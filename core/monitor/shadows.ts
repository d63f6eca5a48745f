import type { EvaluationWindow, MonitorState } from '../contracts/monitoring.ts';
import { isWatched } from './way-back.ts';

/** Versions whose forecasts nobody got. */
export interface Shadows {
  readonly refused: number | undefined;
  readonly former: number | undefined;
}

/**
 * What is scored beside the forecasts in force at the look of that date: the same versions where the look is taken again, after which others
 * may have been remembered.
 *
 * @param recipeSince of the version in force
 */
export function shadowsAt(
  { windows, refused, change }: MonitorState,
  { asOf, recipeSince }: Pick<EvaluationWindow, 'asOf' | 'recipeSince'>,
): Shadows {
  const again = windows.find((window) => window.asOf === asOf);
  if (again !== undefined) return { refused: again.refused?.version, former: again.former?.version };
  if (change?.since !== recipeSince || !isWatched(windows, change))
    return { refused: refused?.version, former: undefined };
  return { refused: refused?.version, former: change.shadow ?? change.former };
}
