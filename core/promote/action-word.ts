import type { ModelVersion } from '../contracts/model-version.ts';
import type { Transition } from '../contracts/promotion.ts';

/** The versions whose recipe was cross-validated anew. */
export function selectionsAmong(versions: readonly Pick<ModelVersion, 'version' | 'refreshOf'>[]): ReadonlySet<number> {
  return new Set(versions.filter(({ refreshOf }) => refreshOf === null).map(({ version }) => version));
}

/**
 * What people call a move of Production. A selection that finds the recipe in force again goes live as a refresh does, past the
 * guard alone; it is what ends the hold of a roll-back, which no refresh does.
 */
export function actionWord({ action, to }: Pick<Transition, 'action' | 'to'>, selections: ReadonlySet<number>): string {
  return action === 'refresh' && selections.has(to) ? 'selection' : action;
}
