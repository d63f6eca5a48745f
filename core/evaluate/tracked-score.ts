import type { DateRange } from '../contracts/date-range.ts';
import type { RealisedMetrics } from '../contracts/metrics.ts';
import { refusedRows, type SliceCounts } from '../contracts/steps/counts.ts';
import type { TrackedEvaluation } from '../contracts/tracking.ts';
import { afterTraining, type Judged, rangeTag, trackedEvaluation } from '../train/tracked-evaluation.ts';
import { trackedNames } from '../train/tracked-names.ts';
import type { ProductionRecord } from './run-record.ts';

export interface ScoreFacts {
  /** The run that scored, what it knew, and in which version of the series. */
  readonly runId: string;
  readonly range: DateRange;
  readonly silverVersion: number;
  /** Of the range; undefined where whoever asked for the score does not know them. */
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
  const { model } = judged;
  const { runId, range, counts, forecasts, joined, naiveRmse, candidates } = facts;
  const ofMembers = Object.entries(candidates).map(([name, { rmse }]) => [`member_rmse/${name}`, rmse] as const);
  return trackedEvaluation(
    { ...judged, upTo: range.end },
    {
      part: `score-${runId}`,
      isOnce: true,
      figures: {
        ...trackedNames('eval_', facts.realised),
        eval_naive_rmse: naiveRmse,
        ...(counts && countFigures(counts)),
        eval_forecast_count: forecasts,
        joined,
        ...Object.fromEntries(ofMembers),
      },
      tags: {
        scored_version: String(model.version),
        eval_window: rangeTag(afterTraining(model, range.end)),
        counted_window: rangeTag(range),
      },
      data: {
        name: model.dataset,
        uri: model.training.table,
        digest: `v${facts.silverVersion}`,
        ...(counts && { profile: { num_rows: counts.silver, ...counts } }),
      },
    },
  );
}

/** What users got in the window that the version's training began: of whatever was in force, its refreshes or the recipe that it did not replace. */
export function trackedLive(
  judged: Omit<Judged, 'upTo'>,
  { runId, window, live }: { readonly runId: string; readonly window: DateRange; readonly live: ProductionRecord },
): TrackedEvaluation {
  const versions = live.inForce.map(({ version }) => version);
  return trackedEvaluation(
    { ...judged, upTo: window.end },
    {
      part: `live-${runId}`,
      isOnce: true,
      figures: { ...(live.realised && trackedNames('live_', live.realised)), live_joined: live.joined },
      tags: { live_versions: [...new Set(versions)].join(', ') },
    },
  );
}

function countFigures(counts: SliceCounts) {
  const { bronze, silver } = counts;
  return { eval_ingest_count: bronze, eval_transform_count: silver, eval_quarantine_count: refusedRows(counts) };
}
