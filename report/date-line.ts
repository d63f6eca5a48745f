import { markup, type Markup } from './markup.ts';
import { dateTicks } from './ticks.ts';

/** As many as a phone has room for. */
const DATES = 6;

/** Dates below a drawing that is stretched to its place, in percent of it. */
export function dateLine(startMs: number, endMs: number): Markup {
  const span = Math.max(1, endMs - startMs);
  const dates = dateTicks(startMs, endMs, DATES).map(({ at, label, under }) => {
    const left = ((100 * (at - startMs)) / span).toFixed(2);
    return markup`<span style="left:${left}%">${label}${under === undefined ? undefined : markup`<br>${under}`}</span>`;
  });
  return markup`<p class="dates soft small" aria-hidden="true">${dates}</p>`;
}
