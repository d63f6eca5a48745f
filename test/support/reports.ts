import { promotionKeys } from '../../core/contracts/keys.ts';
import type { ComparisonReport, GuardReport, ReportReference } from '../../core/contracts/promotion.ts';
import type { ObjectStore } from '../../core/ports.ts';
import { jsonBytes } from '../../lake/json-object.ts';
import { keepWithPage } from '../../lake/promotion-report.ts';

interface Judged {
  readonly runId: string;
  readonly modelVersion: number;
  readonly production: number | null;
}

const SIDE = { recipe: 'mean', scoredAs: 'itself', trainedOn: null, rmse: 1, bias: 0, coverage: 0.8 } as const;

/** What the judge leaves of a challenger that passed. */
export function comparisonOf({ runId, modelVersion, production }: Judged): ComparisonReport {
  return {
    dataset: 'weather',
    runId,
    policy: 'gates',
    holdout: null,
    joined: 0,
    challenger: { ...SIDE, version: modelVersion },
    production: { ...SIDE, version: production },
    compliance: [],
    gates: [],
    verdict: 'pass',
    reasons: [],
    series: [],
    seriesInAll: 0,
  };
}

/** What the guard leaves of a refresh that passed. */
export function guardOf({ runId, modelVersion, production }: Judged): GuardReport {
  return {
    dataset: 'weather',
    runId,
    version: modelVersion,
    against: production ?? 1,
    exempt: false,
    compliance: [],
    guards: [],
    kept: [],
    keptInAll: 0,
    verdict: 'pass',
    reasons: [],
  };
}

export async function keepComparison(artifacts: ObjectStore, report: ComparisonReport): Promise<ReportReference> {
  const { dataset, runId } = report;
  return keepWithPage(artifacts, {
    report: { key: promotionKeys.report(dataset, runId), body: jsonBytes(report) },
    page: { key: promotionKeys.reportPage(dataset, runId), body: new TextEncoder().encode('<html></html>') },
  });
}

export async function keepGuard(artifacts: ObjectStore, report: GuardReport): Promise<ReportReference> {
  const { dataset, runId } = report;
  return keepWithPage(artifacts, {
    report: { key: promotionKeys.guard(dataset, runId), body: jsonBytes(report) },
  });
}
