import type { WaitState } from '../definition.ts';
import { STATES_ERRORS, StateFailure } from '../errors.ts';
import { conclude, type Outcome } from '../outcome.ts';
import type { Visit } from '../visit.ts';

/** Step Functions counts the seconds of a delay in 32 bits: a wait of 24,856 days or more fails. */
const MAX_WAIT_MS = (2 ** 31 - 1) * 1000;

/** Waits for Seconds, or until Timestamp; an instant that has passed is no wait. */
export async function runWait(state: WaitState, visit: Visit): Promise<Outcome> {
  const { lane } = visit;
  const ms = await waitMs(state, visit);
  if (ms > MAX_WAIT_MS) {
    const cause = visit.explain('Wait state delay is too long.');
    throw new StateFailure({ error: STATES_ERRORS.runtime, cause });
  }
  await lane.execution.engine.clock.sleep(ms, lane.signal);
  return conclude(visit, state);
}

async function waitMs(state: WaitState, visit: Visit): Promise<number> {
  if (state.Seconds !== undefined) {
    const seconds = await visit.evaluateNumber('Seconds', state.Seconds);
    if (Number.isInteger(seconds) && seconds >= 0) return seconds * 1000;
    throw visit.evaluationFailed(`The Seconds field must be a non-negative integer but was: ${seconds}`, 'Seconds');
  }
  const text = await visit.evaluateString('Timestamp', state.Timestamp ?? null);
  const instantMs = parseTimestamp(text);
  if (instantMs !== undefined) return Math.max(0, instantMs - visit.lane.execution.engine.clock.nowMs());
  const complaint = 'The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string';
  throw visit.evaluationFailed(`${complaint}: ${text}`, 'Timestamp');
}

const OFFSET_DATE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** @returns epoch milliseconds (finer fractions are cut off); undefined when it is not a date with time and offset. */
export function parseTimestamp(text: string): number | undefined {
  const match = OFFSET_DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, date, time, fraction = '', offset] = match;
  const midnightMs = Date.parse(`${date}T00:00:00Z`);
  // Date.parse turns 30 February into a day of March: a real date comes back as it was written.
  if (Number.isNaN(midnightMs) || new Date(midnightMs).toISOString().slice(0, 10) !== date) return undefined;
  const instantMs = Date.parse(
    `${date}T${time}${time.length === 5 ? ':00' : ''}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`,
  );
  return Number.isNaN(instantMs) || time.startsWith('24') ? undefined : instantMs;
}
