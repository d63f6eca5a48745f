import { markup, trusted } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { comparisonTables, verdictBadge } from '../render-comparison.ts';
import type { Section } from './section.ts';

/** The comparison reports, the newest one open: absent where nothing was compared. */
export function gates({ comparisons }: ReportData): Section | undefined {
  if (comparisons.length === 0) return undefined;
  const body = comparisons.map((report, index) => {
    const { challenger, production, gates: verdicts } = report;
    const passed = verdicts.filter(({ outcome }) => outcome === 'pass').length;
    const against = production.version === null ? 'the seasonal naive' : `v${production.version}`;
    const open = index === comparisons.length - 1 ? trusted(' open') : undefined;
    return markup`<details${open}><summary>v${challenger.version} (${challenger.candidate}) against ${against}: ${passed} of ${verdicts.length} gates ${verdictBadge(report)}</summary>${comparisonTables(report)}</details>`;
  });
  return { id: 'gates', short: 'Gates', title: 'Gates', body: markup`${body}` };
}
