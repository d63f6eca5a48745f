import { milliseconds } from '../../core/contracts/figures.ts';
import type { PageExecution, PageVisit } from '../page-data.ts';
import type { GraphLayout, GraphNode } from '../runs/graph-layout.ts';
import type { VisitStatus } from '../runs/visits.ts';
import { svg } from './dom.ts';

const SIGNS = { succeeded: '✓', caught: '!', failed: '✕', running: '…', none: '' } as const;
/** From the worst: what a state shows that was entered several times. */
const ORDER: readonly VisitStatus[] = ['failed', 'caught', 'running', 'succeeded'];
const LINE_CHARACTERS = 27;

export function statusText(status: VisitStatus | 'none'): string {
  return status === 'none' ? 'not entered' : status === 'caught' ? 'failed and caught' : status;
}

export function statusOf(visits: readonly PageVisit[]): VisitStatus | 'none' {
  return ORDER.find((status) => visits.some((visit) => visit.status === status)) ?? 'none';
}

/** Every state is a button: a click, Enter or Space chooses it. */
export function drawGraph(layout: GraphLayout, { visits }: PageExecution, choose: (state: string) => void): SVGElement {
  const box = svg('svg', {
    viewBox: `0 0 ${layout.width} ${layout.height}`,
    width: layout.width,
    role: 'group',
    'aria-label': 'The states of the machine; choose one to see its events',
  });
  const tip = svg('marker', {
    id: 'tip',
    viewBox: '0 0 8 8',
    refX: 6,
    refY: 4,
    markerWidth: 7,
    markerHeight: 7,
    orient: 'auto',
  });
  tip.append(svg('path', { d: 'M0 0L8 4L0 8Z', class: 'tip' }));
  box.append(svg('defs', {}, tip));
  const groups = layout.nodes.filter(({ isGroup }) => isGroup);
  const leaves = layout.nodes.filter(({ isGroup }) => !isGroup);
  const nodes = [...groups, ...leaves].map((node) =>
    drawNode(
      node,
      visits.filter(({ state }) => state === node.name),
      choose,
    ),
  );
  const edges = layout.edges.map(({ kind, path }) =>
    svg('path', { d: path, class: `edge ${kind}`, 'marker-end': 'url(#tip)' }),
  );
  box.append(...nodes.slice(0, groups.length), ...edges, ...nodes.slice(groups.length));
  return box;
}

function drawNode(node: GraphNode, visits: readonly PageVisit[], choose: (state: string) => void): SVGElement {
  const { name, x, y, width, height, isGroup } = node;
  const status = statusOf(visits);
  const note = noteOf(visits, status);
  // What is written on it comes first, as it is written: who speaks to the page says that.
  const label = status === 'none' ? `${name}, ${note}` : `${name}, ${note}: ${statusText(status)}`;
  const state = svg('g', {
    class: `state ${status}${isGroup ? ' group' : ''}`,
    role: 'button',
    tabindex: 0,
    'aria-label': label,
    'data-state': name,
  });
  state.append(svg('rect', { x, y, width, height, rx: 10 }));
  const lines = linesOf(name);
  const top = lines.length === 1 ? y + 23 : y + 17;
  lines.forEach((line, index) => state.append(svg('text', { x: x + 14, y: top + 15 * index, class: 'name' }, line)));
  state.append(
    svg(
      'text',
      { x: x + 14, y: lines.length === 1 ? y + 42 : y + 48, class: 'note' },
      `${SIGNS[status]} ${note}`.trim(),
    ),
  );
  const act = (): void => {
    for (const other of state.parentNode?.querySelectorAll('.chosen') ?? []) other.classList.remove('chosen');
    state.classList.add('chosen');
    choose(name);
  };
  state.addEventListener('click', act);
  state.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    act();
  });
  return state;
}

function noteOf(visits: readonly PageVisit[], status: VisitStatus | 'none'): string {
  if (status === 'none') return 'not entered';
  const longest = visits.reduce((most, { ms }) => Math.max(most, ms ?? 0), 0);
  return visits.length === 1 ? milliseconds(longest) : `${visits.length} times, at most ${milliseconds(longest)}`;
}

/** A long name in two lines. */
function linesOf(name: string): readonly string[] {
  if (name.length <= LINE_CHARACTERS) return [name];
  const space = name.lastIndexOf(' ', LINE_CHARACTERS);
  const rest = name.slice(space + 1);
  return [name.slice(0, space), rest.length <= LINE_CHARACTERS ? rest : `${rest.slice(0, LINE_CHARACTERS - 1)}…`];
}
