import { missingShare } from '../contracts/missing-series.ts';
import type { GateVerdict } from '../contracts/promotion.ts';
import { missingText } from '../contracts/missing-text.ts';
import type { Comparison } from './comparison.ts';
import type { GatePolicy } from './gate.ts';
import { rule } from './gate.ts';

/**
 * Series that were delivered and get no forecast: an error is measured where there is one, and says nothing of them. Beside a version in Production no
 * series may be lost; what both lack, the data lack. Without one, the share counts.
 */
export function missingSeries({ missing, lost, production }: Comparison, policy: GatePolicy): GateVerdict {
  const share = missing === undefined ? 0 : missingShare(missing);
  const allowed = policy.maxMissingSeriesShare;
  const isCompared = production === 'version';
  const text = missing === undefined ? 'what was delivered is not known of this version' : missingText(missing);
  return rule({
    gate: 'missing-series',
    value: share,
    isMet: isCompared ? lost.length === 0 : share <= allowed,
    threshold: isCompared ? `none that only Production forecasts (${allowed} for a first version)` : `<= ${allowed}`,
    evidence: lost.length === 0 ? text : `Production forecasts ${named(lost)}, and the challenger does not; ${text}`,
  });
}

/** As many as a sentence names. */
const NAMED = 5;

function named(uniqueIds: readonly string[]): string {
  const more = uniqueIds.length - NAMED;
  return `${uniqueIds.slice(0, NAMED).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
