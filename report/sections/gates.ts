import { figure } from '../../core/contracts/figures.ts';
import { markup, trusted, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { comparisonTables, verdictBadge } from '../render-comparison.ts';
import { guards } from './guards.ts';
import type { Section } from './section.ts';

/** What the guard found of refreshes, and the gates of recipes, the newest open where it refused: absent where nothing was judged. */
export function gates(data: ReportData): Section | undefined {
  const { comparisons, windows, dataset } = data;
  const guarded = guards(data);
  if (comparisons.length === 0 && guarded === undefined) return undefined;
  const compared = comparisons.map((report, index) => {
    const { challenger, production, verdict } = report;
    const against = production.version === null ? `the ${production.recipe}` : `v${production.version}`;
    const open = index === comparisons.length - 1 && verdict !== 'pass' ? trusted(' open') : undefined;
    const window = windows.find(({ modelVersion }) => modelVersion === challenger.version);
    const hindsight = verdict === 'pass' ? undefined : hindsightText(window);
    return markup`<details${open}><summary>${verdictBadge(report)} v${challenger.version} (${challenger.recipe}) against ${against}</summary>${comparisonTables(report, dataset)}${hindsight}</details>`;
  });
  const body = markup`${guarded}${comparisons.length === 0 ? undefined : markup`<h3>The gates of recipes</h3>`}${compared}`;
  return { id: 'gates', short: 'Guards and gates', title: 'Guards and gates', body };
}

/** What a refused recipe would have been worth, had it been held for its window. */
function hindsightText(window: ReportData['windows'][number] | undefined): Markup | undefined {
  const lived = window?.production.realised?.rmse ?? null;
  const held = window?.realised.rmse ?? null;
  if (lived === null || held === null) return undefined;
  const was = held < lived ? 'wrong' : 'right';
  return markup`<p>In hindsight the refusal was ${was}: held for the whole window the version has RMSE ${figure(held)}, what was in force ${figure(lived)}.</p>`;
}
