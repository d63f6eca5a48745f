import { geometricMean, ratioOf, type Ratio, type Users } from './compare.ts';
import type { PolicyName } from './policies.ts';
import type { Play } from './play.ts';

/** What came of one set. */
export interface Outcome {
  readonly set: string;
  readonly users: Readonly<Partial<Record<PolicyName, Users>>>;
  readonly plays: Readonly<Partial<Record<PolicyName, Play>>>;
  /** RMSE of Python Prophet held for a window, where it was asked for. */
  readonly prophet?: number;
}

export interface SetRatio extends Ratio {
  readonly set: string;
}

/** One policy's users against another's, on the sets that both have played. */
export function ratiosOf(outcomes: readonly Outcome[], policy: PolicyName, yardstick: PolicyName): readonly SetRatio[] {
  return outcomes.flatMap(({ set, users }) => {
    const [ours, theirs] = [users[policy], users[yardstick]];
    return ours === undefined || theirs === undefined ? [] : [{ set, ...ratioOf(ours, theirs) }];
  });
}

export function meanOf(ratios: readonly SetRatio[]): number {
  return geometricMean(ratios.map(({ pooled }) => pooled));
}
