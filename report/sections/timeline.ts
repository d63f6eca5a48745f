import { plural } from '../../core/contracts/figures.ts';
import { dateLine } from '../date-line.ts';
import { markup, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';

const DAY_MS = 86_400_000;

type Windows = ReportData['windows'];

/** A stretch of time with one selection in Production, its refreshes included; both ends are instants. */
interface Reign {
  /** null where nothing was in Production; the newest refresh else. */
  readonly first: number | null;
  readonly last: number | null;
  readonly fromMs: number;
  readonly toMs: number;
}

interface Mark {
  readonly kind: 'refresh' | 'refused' | 'select' | 'return';
  readonly asOf: string;
  readonly text: string;
}

const MEANS = {
  refresh: 'a look refreshed it',
  refused: 'what was fitted was refused',
  select: 'a look selected anew',
  return: 'back to the former recipe',
} as const;
const SIGNS = { refresh: '•', refused: '✕', select: '▲', return: '↺' } as const;

/** Pieces by percent of the whole time, so that the line fits any screen. */
export function timeline(windows: Windows): Markup {
  const start = Date.parse(windows[0].evaluate.start);
  const end = Date.parse(windows.at(-1)?.evaluate.end ?? '') + DAY_MS;
  const at = (ms: number) => `${((100 * (ms - start)) / (end - start)).toFixed(3)}%`;
  const reigns = reignsOf(windows, end);
  const marks = windows.flatMap(marksOf);
  const kinds = new Set(marks.map(({ kind }) => kind));
  return markup`<div class="timeline" role="img" aria-label="Time line of Production: ${reigns.map(
    (reign) => `${nameOf(reign)} from ${dateOf(reign.fromMs)}; `,
  )}${plural(marks.length, 'act')} of the monitor. The tables below say the same.">
<div class="lane">${reigns.map(
    (reign, index) =>
      markup`<span class="reign ${reign.first === null ? 'none' : `k${index % 6}`}" style="left:${at(reign.fromMs)};width:calc(${at(start + reign.toMs - reign.fromMs)} - 2px)" title="${nameOf(reign)}: ${dateOf(reign.fromMs)} to ${dateOf(reign.toMs - DAY_MS)}"><b>${nameOf(reign)}</b></span>`,
  )}</div>
<div class="marks">${marks.map(
    ({ kind, asOf, text }) =>
      markup`<span class="mark ${kind}" style="left:${at(Date.parse(asOf))}" title="${asOf}: ${text}">${SIGNS[kind]}</span>`,
  )}</div>
<div class="scale">${windows.map(({ evaluate }) => markup`<span style="left:${at(Date.parse(evaluate.start))}"></span>`)}</div>
${dateLine(start, end)}</div>
<p class="soft small">A bar is a selection with its refreshes${[...kinds].map((kind) => markup` · <strong>${SIGNS[kind]}</strong> ${MEANS[kind]}`)} · ticks begin a window.</p>`;
}

function nameOf({ first, last }: Reign): string {
  if (first === null) return 'none';
  return first === last ? `v${first}` : `v${first}–v${last}`;
}

function reignsOf(windows: Windows, end: number): readonly Reign[] {
  const reigns: Reign[] = [];
  const begin = (version: number | null, fromMs: number): void => {
    const before = reigns.at(-1);
    if (before !== undefined && before.last === version) return;
    if (before !== undefined) reigns[reigns.length - 1] = { ...before, toMs: fromMs };
    reigns.push({ first: version, last: version, fromMs, toMs: end });
  };
  for (const { evaluate, production } of windows) {
    begin(production.version, Date.parse(evaluate.start));
    for (const { kind, version, asOf } of production.looks) {
      const before = reigns[reigns.length - 1];
      if (kind === 'refresh') reigns[reigns.length - 1] = { ...before, last: version };
      else begin(version, Date.parse(asOf));
    }
  }
  return reigns;
}

function marksOf({ evaluate, promotion, modelVersion, production }: Windows[number]): readonly Mark[] {
  const refused = { kind: 'refused', asOf: evaluate.start, text: `version ${modelVersion} was refused` } as const;
  const marks = production.looks.flatMap(({ kind, asOf, fitted, refusals, version }): readonly Mark[] => {
    if (kind === 'nothing') return [];
    if (refusals.length > 0) {
      return [{ kind: 'refused', asOf, text: `version ${fitted?.version} was refused: ${refusals.join('; ')}` }];
    }
    return [{ kind, asOf, text: `${kind}, version ${version}` }];
  });
  return promotion.outcome === 'refused' ? [refused, ...marks] : marks;
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
