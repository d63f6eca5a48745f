import { markup, type Markup } from './markup.ts';
import { dateTicks } from './ticks.ts';

/** As many as a phone has room for. */
const DATES = 6;
const DAY_MS = 86_400_000;
/** Percent of the width that a label reaches to either side. */
const NEAR = 4;

/** Dates below a drawing that is stretched to its place, in percent of it. */
export function dateLine(startMs: number, endMs: number): Markup {
  const span = Math.max(1, endMs - startMs);
  const dates = dateTicks(startMs, endMs, { count: DATES, leastMs: DAY_MS }).map(({ at, label, under }) => {
    const left = ((100 * (at - startMs)) / span).toFixed(2);
    // Within the drawing's own width, at its ends too.
    const side = Number(left) < NEAR ? 'start' : Number(left) > 100 - NEAR ? 'end' : 'middle';
    return markup`<span class="${side}${under === undefined ? ' plain' : ''}" style="left:${left}%">${label}${under === undefined ? undefined : markup`<br>${under}`}</span>`;
  });
  return markup`<p class="dates soft small" aria-hidden="true">${dates}</p>`;
}
