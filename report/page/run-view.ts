import { milliseconds } from '../../core/contracts/figures.ts';
import type { PageExecution, PageRuns, PageVisit } from '../page-data.ts';
import { find, onChange, textTable } from './dom.ts';
import { drawGraph, statusText } from './graph.ts';
import { showState } from './state-panel.ts';

/** One execution at a time: its graph, and behind each state its events. */
export function showRuns(runs: PageRuns): void {
  const { executions } = runs;
  if (executions.length === 0) return;
  const select = find<HTMLSelectElement>('execution');
  const show = (index: number): void => {
    select.value = String(index);
    const execution = executions[index];
    const open = (child: number): void => {
      show(child);
      select.focus();
    };
    const choose = (state: string) => showState(runs, { execution, state }, open);
    const chooseByHand = (state: string): void => {
      choose(state);
      find('state-live').textContent = `${state} is shown below`;
      find('state-panel').scrollIntoView({ block: 'nearest' });
    };
    find('execution-title').textContent = titleOf(runs, execution);
    find('graph').replaceChildren(drawGraph(runs.machines[execution.machine].layout, execution, chooseByHand));
    showTable(execution);
    choose(firstToSee(execution.visits));
  };
  onChange('execution', () => show(Number(select.value)));
  show(rootOf(executions));
}

/** The first failure, or the first state that took long enough to be asked about. */
function firstToSee(visits: readonly PageVisit[]): string {
  const failed = visits.find(({ status }) => status === 'failed' || status === 'caught');
  const longest = visits.reduce<PageVisit | undefined>((a, b) => ((b.ms ?? 0) > (a?.ms ?? -1) ? b : a), undefined);
  return (failed ?? longest)?.state ?? '';
}

/** What was started first started the others. */
function rootOf(executions: readonly PageExecution[]): number {
  const starts = executions.map(({ startedAtMs }) => startedAtMs);
  return starts.indexOf(starts.reduce((a, b) => Math.min(a, b)));
}

function titleOf({ texts }: PageRuns, { name, status, startedAtMs, ms, error }: PageExecution): string {
  const took = ms === null ? 'not ended' : milliseconds(ms);
  const started = new Date(startedAtMs).toISOString().slice(0, 19).replace('T', ' ');
  return `${name}: ${status.toLowerCase()} · ${took} · started ${started} UTC${error === null ? '' : ` · ${texts[error]}`}`;
}

function showTable({ visits }: PageExecution): void {
  const rows = visits.map((visit) => [
    visit.state,
    statusText(visit.status),
    `+${milliseconds(visit.atMs)}`,
    visit.ms === null ? '–' : milliseconds(visit.ms),
    String(visit.eventsInAll),
  ]);
  const place = find('states-table').querySelector('div');
  place?.replaceChildren(
    textTable(
      'States in the order in which they were entered',
      ['State', 'Status', 'Entered', 'Duration', 'Events'],
      rows,
    ),
  );
}
