import type { DateRange } from '../contracts/date-range.ts';
import type { RealisedMetrics } from '../contracts/metrics.ts';
import { refusedRows, type SliceCounts } from '../contracts/steps/counts.ts';
import type { TrackedEvaluation } from '../ports.ts';
import { type Judged, rangeText, trackedEvaluation } from '../train/tracked-evaluation.ts';

export interface ScoreFacts {
  /** The run that scored, and what it knew. */
  readonly runId: string;
  readonly range: DateRange;
  /** Of the range; absent where whoever asked for the score does not know them. */
  readonly counts: SliceCounts | undefined;
  /** Rows that were published, and those of them that came true. */
  readonly forecasts: number;
  readonly joined: number;
  readonly realised: RealisedMetrics;
  readonly naiveRmse: number | null;
  /** Of the recipe's candidates, by name. */
  readonly candidates: Readonly<Record<string, RealisedMetrics>>;
}

/** What a version's forecasts, held for a whole window, were worth: `eval_*`, with the counts of the rows behind them. */
export function trackedScore(judged: Omit<Judged, 'upTo'>, facts: ScoreFacts): TrackedEvaluation {
  const { runId, range, counts, forecasts, joined, realised, naiveRmse, candidates } = facts;
  const { scaledMqloss, scaledCrps, ...errors } = realised;
  const named = { ...errors, scaled_mqloss: scaledMqloss, scaled_crps: scaledCrps, naive_rmse: naiveRmse };
  const ofCandidates = Object.entries(candidates).map(([name, { rmse }]) => [`candidate_rmse/${name}`, rmse] as const);
  return trackedEvaluation(
    { ...judged, upTo: range.end },
    {
      part: `score-${runId}`,
      figures: {
        ...Object.fromEntries(Object.entries(named).map(([name, value]) => [`eval_${name}`, value])),
        ...(counts && countFigures(counts)),
        eval_forecast_count: forecasts,
        joined,
        ...Object.fromEntries(ofCandidates),
      },
      tags: { scored_version: String(judged.model.version), eval_window: rangeText(range) },
    },
  );
}

function countFigures(counts: SliceCounts) {
  const { bronze, silver } = counts;
  return { eval_ingest_count: bronze, eval_transform_count: silver, eval_quarantine_count: refusedRows(counts) };
}
