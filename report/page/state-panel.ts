import { milliseconds } from '../../core/contracts/figures.ts';
import type { PageExecution, PageRuns, PageVisit } from '../page-data.ts';
import { element, find, textTable } from './dom.ts';
import { statusOf, statusText } from './graph.ts';

/** Visits shown: a Map over thousands of items is read by its first ones. */
const SHOWN = 50;

interface Chosen {
  readonly execution: PageExecution;
  readonly state: string;
}

/** What went into the state, what came out, and its events, each time it was entered. */
export function showState(runs: PageRuns, { execution, state }: Chosen, open: (child: number) => void): void {
  const visits = execution.visits.filter((visit) => visit.state === state);
  const panel = find('state-panel');
  const status = statusOf(visits);
  for (const node of find('graph').querySelectorAll('[data-state]'))
    node.classList.toggle('chosen', node.getAttribute('data-state') === state);
  panel.replaceChildren(element('h3', {}, state), element('p', { class: `status ${status}` }, statusText(status)));
  const shown = visits.slice(0, SHOWN);
  panel.append(
    ...shown.map((visit, index) =>
      visitOf(runs, visit, { title: `Time ${index + 1} of ${visits.length}`, isOnly: visits.length === 1, open }),
    ),
  );
  if (visits.length > SHOWN) panel.append(element('p', { class: 'soft' }, `and ${visits.length - SHOWN} times more`));
  panel.append(
    element(
      'p',
      { class: 'soft small' },
      `Texts longer than ${runs.cutAt} characters are cut here; the files under executions hold them whole.`,
    ),
  );
}

interface Frame {
  readonly title: string;
  readonly isOnly: boolean;
  open(child: number): void;
}

function visitOf(runs: PageRuns, visit: PageVisit, { title, isOnly, open }: Frame): HTMLElement {
  const took = visit.ms === null ? 'not ended' : milliseconds(visit.ms);
  const inside = [
    ...childOf(runs, visit, open),
    ...block('Error', visit.error === null ? null : runs.texts[visit.error]),
    ...block('Cause', visit.cause === null ? null : runs.texts[visit.cause]),
    ...block('Input', visit.input === null ? null : runs.texts[visit.input]),
    ...block('Output', visit.output === null ? null : runs.texts[visit.output]),
    eventsOf(runs, visit),
  ];
  const summary = `${statusText(visit.status)} in ${took}, entered at +${milliseconds(visit.atMs)}`;
  if (isOnly) return element('div', {}, element('p', { class: 'soft small' }, summary), ...inside);
  return element('details', {}, element('summary', {}, `${title}: ${summary}`), ...inside);
}

function childOf(
  { executions, machines }: PageRuns,
  { child }: PageVisit,
  open: Frame['open'],
): readonly HTMLElement[] {
  if (child === null) return [];
  const { machine, name } = executions[child];
  const button = element(
    'button',
    { type: 'button', class: 'pick' },
    `Open execution ${machines[machine].name} / ${name}`,
  );
  button.addEventListener('click', () => open(child));
  return [button];
}

function block(title: string, text: string | null): readonly HTMLElement[] {
  if (text === null) return [];
  return [
    element('h4', {}, title),
    element('pre', { tabindex: '0', role: 'region', 'aria-label': title }, indented(text)),
  ];
}

/** A text that was cut is no JSON any more, and stays as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function eventsOf({ texts }: PageRuns, { events, eventsInAll }: PageVisit): HTMLElement {
  const rows = events.map(({ id, type, atMs, text }) => [
    String(id),
    type,
    `+${milliseconds(atMs)}`,
    text === null
      ? ''
      : element('details', {}, element('summary', {}, 'details'), element('pre', {}, indented(texts[text]))),
  ]);
  const caption = events.length === eventsInAll ? 'Events' : `The first ${events.length} of ${eventsInAll} events`;
  return textTable(caption, ['Id', 'Type', 'After', 'Details'], rows);
}
