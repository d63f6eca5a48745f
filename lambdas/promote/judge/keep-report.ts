import { promotionKeys } from '../../../core/contracts/keys.ts';
import { createHash } from 'node:crypto';
import { jsonBytes } from '../../../lake/json-object.ts';
import type { ComparisonReport } from '../../../core/contracts/promotion.ts';
import { type Ports, uriOf } from '../../../core/ports.ts';
import { type JudgedDataset, renderComparison } from '../../../report/render-comparison.ts';

/** Writes the report as JSON and as a page. The hash is the JSON's: the page shows the same figures to people. */
export async function keepReport(
  report: ComparisonReport,
  judged: JudgedDataset,
  { stores: { artifacts }, place }: Pick<Ports, 'stores' | 'place'>,
) {
  const { dataset, runId } = report;
  const page = renderComparison(report, judged, place);
  const key = promotionKeys.report(dataset, runId);
  const json = jsonBytes(report);
  await artifacts.write(promotionKeys.reportPage(dataset, runId), new TextEncoder().encode(page));
  await artifacts.write(key, json);
  const reportSha256 = createHash('sha256').update(json).digest('hex');
  return { reportUri: uriOf(artifacts, key), reportSha256 };
}
