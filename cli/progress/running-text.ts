import { milliseconds } from '../../core/contracts/figures.ts';
import { shown } from '../../core/contracts/visible.ts';
import { cutTo, widthOf } from '../fitted-text.ts';
import type { Round, RunningState } from './running-states.ts';

/** What the items of a Map are to a person, by its machine. */
const ROUNDS: Readonly<Record<string, string>> = { replay: 'window', pipeline: 'look' };
const A_SECOND_MS = 1000;

export interface Running extends Pick<RunningState, 'machine' | 'name' | 'candidate' | 'rounds'> {
  readonly elapsedMs: number;
  /** Until everything is done, where that can be told. */
  readonly leftMs?: number | undefined;
}

/** 'Window 2 of 4, look 3 of 7: Fit the recipe, 12 s; about 40 s left', in at most `width` columns: the state's name is cut first. */
export function runningText({ machine, name, candidate, rounds, elapsedMs, leftMs }: Running, width: number): string {
  const places = rounds.flatMap(placeText).join(', ');
  const head = places === '' ? `${machine}: ` : `${places.charAt(0).toUpperCase()}${places.slice(1)}: `;
  const inner = rounds.at(-1);
  const done = candidate === undefined || inner === undefined ? '' : ` (${inner.done} of ${inner.of} done)`;
  const elapsed = elapsedText(elapsedMs);
  const left = leftMs === undefined ? '' : `; about ${roughly(leftMs)} left`;
  const state = `${name}${candidate === undefined ? '' : `: ${shown(candidate)}`}`;
  const fits = (tail: string) => width - widthOf(head) - widthOf(tail);
  const tail = [`${done}${elapsed}${left}`, `${done}${elapsed}`].find((one) => fits(one) >= widthOf(state)) ?? elapsed;
  return fits(tail) > 0 ? `${head}${cutTo(state, fits(tail))}${tail}` : cutTo(`${head}${state}`, width);
}

interface Work {
  readonly what: string;
  readonly elapsedMs: number;
  /** What it has said last. */
  readonly detail?: string;
}

/** 'npm run check, 42 s: PASS test/cli', in at most `width` columns. */
export function runningFor({ what, elapsedMs, detail = '' }: Work, width: number): string {
  const elapsed = elapsedText(elapsedMs);
  const room = width - widthOf(elapsed);
  const name = shown(what, MOST_CHARACTERS);
  if (detail === '') return `${cutTo(name, room)}${elapsed}`;
  const head = `${cutTo(name, Math.floor(room * WORK_SHARE))}${elapsed}: `;
  return `${head}${cutTo(shown(detail, MOST_CHARACTERS), width - widthOf(head))}`;
}

/** The rest of the line is for what it says. */
const WORK_SHARE = 0.6;
const MOST_CHARACTERS = 1000;

function elapsedText(ms: number): string {
  return ms < A_SECOND_MS ? '' : `, ${wholeSeconds(ms)}`;
}

function placeText({ machine, number, of }: Round): readonly string[] {
  const what = ROUNDS[machine];
  return what === undefined ? [] : [`${what} ${number} of ${of}`];
}

function wholeSeconds(ms: number): string {
  return ms < 60_000 ? `${Math.floor(ms / 1000)} s` : milliseconds(ms);
}

/** An estimate is no more exact than this: fives of seconds, then minutes, then hours. */
function roughly(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 90) return `${Math.max(5, 5 * Math.round(seconds / 5))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
