import type { SliceCounts } from '../contracts/steps/counts.ts';
import type { RunRecord } from './run-record.ts';

/** The rows of a slice that a window learned from, or was scored on. */
export function sliceCountsOf(counts: RunRecord['counts'], slice: 'Train' | 'Eval'): SliceCounts {
  return {
    bronze: counts[`bronze${slice}`],
    silver: counts[`silver${slice}`],
    quarantined: counts[`quarantined${slice}`],
    deduplicated: counts[`deduplicated${slice}`],
    aggregated: counts[`aggregated${slice}`],
    planned: counts[`planned${slice}`],
    withdrawn: counts[`withdrawn${slice}`],
    gaps: counts[`gaps${slice}`],
    undated: counts[`undated${slice}`],
  };
}
