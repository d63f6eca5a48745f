import 'uplot/dist/uPlot.min.css';
import './style.css';
import type { PageData } from '../page-data.ts';
import { find } from './dom.ts';
import { showErrors } from './error-view.ts';
import { showExplained } from './explained-view.ts';
import { showForecasts } from './forecast-view.ts';
import { showPromises } from './promise-view.ts';
import { showRuns } from './run-view.ts';

// Before the charts, which redraw themselves for paper, hear of it.
addEventListener('beforeprint', () => (document.documentElement.dataset.paper = ''));
addEventListener('afterprint', () => delete document.documentElement.dataset.paper);

// What scrolls has to be reached by the keyboard; what does not must not stand in its way.
const scrolls = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.setAttribute('tabindex', '0');
    else target.removeAttribute('tabindex');
  }
});
for (const box of document.querySelectorAll('.table')) scrolls.observe(box);

const data = JSON.parse(find('page-data').textContent ?? '') as PageData;
showForecasts(data);
showExplained(data);
showErrors(data);
showPromises(data);
if (data.runs.executions.length > 0) showRuns(data.runs);
