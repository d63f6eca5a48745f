import { rangeText } from '../core/contracts/figures.ts';
import { markup, trusted, type Markup } from './markup.ts';
import type { PageAssets } from './page-assets.ts';
import type { PageData, PageWindow } from './page-data.ts';
import type { RunRecord } from '../core/evaluate/run-record.ts';
import type { ReportData } from './report-data.ts';
import { pageRuns } from './runs/page-runs.ts';
import { data as dataSection } from './sections/data.ts';
import { crossValidation, errors } from './sections/errors.ts';
import { forecasts } from './sections/forecasts.ts';
import { explained } from './sections/explained.ts';
import { gates } from './sections/gates.ts';
import { models } from './sections/models.ts';
import { overview } from './sections/overview.ts';
import { production } from './sections/production.ts';
import { runs } from './sections/runs.ts';
import { section } from './sections/section.ts';
import { pageExplained } from './series/page-explained.ts';
import { pageHorizons } from './series/page-horizons.ts';
import { pagePanel } from './series/page-panel.ts';
import { THEME_CSS } from './theme.ts';
import { unitOf } from './unit.ts';

/** The whole page as one text that needs nothing else. The same data and assets give the same text. */
export function renderReport(data: ReportData, { script, style }: PageAssets): string {
  const page = pageData(data);
  const all = [
    production(data),
    forecasts(data, page.panel),
    explained(data, page.explained),
    errors(data),
    crossValidation(data),
    gates(data),
    dataSection(data),
    models(data),
    runs(page.runs),
  ];
  const sections = all.filter((one) => one !== undefined);
  return markup`${trusted('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,"><title>Forecasts of ${data.dataset.name}</title><style>${trusted(THEME_CSS + style)}</style></head><body>
<a class="skip" href="#main">Skip to the results</a>${overview(data)}
<nav aria-label="Sections"><ul>${sections.map(({ id, short }) => markup`<li><a href="#${id}">${short}</a></li>`)}</ul></nav>
<main id="main">${sections.map(section)}</main>
<footer class="soft small"><p>Charts show five significant digits; the tables of the run hold the exact values.</p></footer>
<script type="application/json" id="page-data">${jsonIn(page)}</script><script>${trusted(script)}</script></body></html>
`.html;
}

function pageData(data: ReportData): PageData {
  const { dataset, axis, windows, horizons, machines, executions } = data;
  return {
    axis,
    level: dataset.level,
    metric: dataset.selectionMetric,
    unit: unitOf(dataset),
    windows: windows.map(pageWindow),
    candidates: [...new Set(windows.flatMap((window) => Object.keys(pageWindow(window).scores)))],
    panel: pagePanel(data),
    explained: pageExplained(data),
    horizons: pageHorizons(horizons),
    runs: pageRuns(machines, executions),
  };
}

function pageWindow(window: RunRecord): PageWindow {
  const { evaluate, chosen, yardstick, naiveRmse, production: lived, recipe, crossValidation, realised } = window;
  return {
    label: rangeText(evaluate),
    chosen,
    naive: yardstick.name,
    naiveRmse,
    production: { version: lived.version, rmse: lived.realised?.rmse ?? null },
    scores: { [recipe]: { crossValidation, realised }, ...window.candidates },
  };
}

/** JSON that no HTML parser takes for the end of the script. */
function jsonIn(value: unknown): Markup {
  return trusted(JSON.stringify(value).replaceAll('<', '\\u003c'));
}
