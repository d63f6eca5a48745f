import { createHash } from 'node:crypto';
import { jsonBytes } from '../../../lake/json-object.ts';
import type { ComparisonReport } from '../../../core/contracts/promotion.ts';
import { type ObjectStore, uriOf } from '../../../core/ports.ts';
import { renderComparison } from '../../../report/render-comparison.ts';
import { promotionFolder } from '../../../lake/promotion-files.ts';

/** Writes the report as JSON and as a page. The hash is the JSON's: the page shows the same figures to people. */
export async function keepReport(report: ComparisonReport, artifacts: ObjectStore) {
  const folder = promotionFolder(report.dataset, report.runId);
  const json = jsonBytes(report);
  await artifacts.write(`${folder}/comparison.html`, new TextEncoder().encode(renderComparison(report)));
  await artifacts.write(`${folder}/comparison.json`, json);
  const reportSha256 = createHash('sha256').update(json).digest('hex');
  return { reportUri: uriOf(artifacts, `${folder}/comparison.json`), reportSha256 };
}
