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

const data = JSON.parse(find('page-data').textContent ?? '') as PageData;
showForecasts(data);
showExplained(data);
showErrors(data);
showPromises(data);
if (data.runs.executions.length > 0) showRuns(data.runs);
