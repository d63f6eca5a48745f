import { promotionKeys } from '../../../core/contracts/keys.ts';
import type { ComparisonReport, ReportReference } from '../../../core/contracts/promotion.ts';
import type { Ports } from '../../../core/ports.ts';
import { jsonBytes } from '../../../lake/json-object.ts';
import { keepWithPage } from '../../../lake/promotion-report.ts';
import { type JudgedDataset, renderComparison } from '../../../report/render-comparison.ts';

/** Writes the report as JSON and as a page, which shows the same figures to people. */
export async function keepReport(
  report: ComparisonReport,
  judged: JudgedDataset,
  { stores: { artifacts }, place }: Pick<Ports, 'stores' | 'place'>,
): Promise<ReportReference> {
  const { dataset, runId } = report;
  const text = renderComparison(report, judged, place);
  return keepWithPage(artifacts, {
    report: { key: promotionKeys.report(dataset, runId), body: jsonBytes(report) },
    page: { key: promotionKeys.reportPage(dataset, runId), body: new TextEncoder().encode(text) },
  });
}
