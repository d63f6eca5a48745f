import { significant } from '../contracts/figures.ts';
import type { ComparisonReport, GateVerdict, GuardReport } from '../contracts/promotion.ts';
import type { TrackedEvaluation } from '../contracts/tracking.ts';
import { type Judged, rangeTag, type Said, trackedEvaluation } from '../train/tracked-evaluation.ts';

type Version = Omit<Judged, 'upTo'>;

/** What the gates found of a version that was compared with another recipe's, or with the yardstick, on a holdout. */
export function trackedComparison(version: Version, report: ComparisonReport): TrackedEvaluation {
  const { holdout, joined, challenger, production: rival, gates } = report;
  const found = { verdict: report, group: 'gate', gates } as const;
  return trackedVerdict(version, found, {
    figures: {
      'holdout/rmse': challenger.rmse,
      'holdout/rival_rmse': rival.rmse,
      'holdout/coverage': challenger.coverage,
      'holdout/joined': joined,
    },
    tags: {
      rival: rival.version === null ? rival.recipe : `version ${rival.version}`,
      ...(holdout === null ? {} : { holdout: rangeTag(holdout) }),
    },
  });
}

/** What the guard found of the recipe in Production, fitted anew. */
export function trackedGuard(version: Version, report: GuardReport): TrackedEvaluation {
  const { against, guards, keptInAll } = report;
  const found = { verdict: report, group: 'guard', gates: guards } as const;
  return trackedVerdict(version, found, {
    figures: { 'guard/kept_series': keptInAll },
    tags: { rival: `version ${against}` },
  });
}

interface Found {
  readonly verdict: Pick<ComparisonReport, 'runId' | 'verdict' | 'reasons'>;
  readonly group: 'gate' | 'guard';
  readonly gates: readonly GateVerdict[];
}

/** A version is judged by what its training knew. The verdict of the evaluation's run is that of the selection's own version; of refreshes, the newest stands beside it. */
function trackedVerdict(
  version: Version,
  { verdict: { runId, verdict, reasons }, group, gates }: Found,
  more: Pick<Said, 'figures' | 'tags'>,
): TrackedEvaluation {
  const { model } = version;
  const isRefresh = model.runId !== model.selection.runId;
  const tags = { ...more.tags, ...textsOf(group, gates) };
  const why = reasons.length === 0 ? 'none' : reasons.join('\n');
  return trackedEvaluation(
    { ...version, upTo: model.training.window.end },
    {
      part: `verdict-${runId}`,
      isOnce: false,
      figures: { ...valuesOf(group, gates), ...more.figures, [`${group}/refused`]: verdict === 'pass' ? 0 : 1 },
      tags: isRefresh
        ? { last_refresh: `version ${model.version}: ${verdict}`, last_refresh_reasons: why }
        : { ...tags, verdict, reasons: why },
    },
  );
}

function valuesOf(group: Found['group'], gates: readonly GateVerdict[]) {
  return Object.fromEntries(gates.map(({ gate, value }) => [`${group}/${gate}`, value]));
}

function textsOf(group: Found['group'], gates: readonly GateVerdict[]) {
  return Object.fromEntries(
    gates.map(({ gate, outcome, value, threshold }) => {
      const found = value === null ? 'no value' : significant(value);
      return [`${group}/${gate}`, `${outcome}: ${found}, must be ${threshold}`];
    }),
  );
}
