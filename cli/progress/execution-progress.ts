import { milliseconds } from '../../core/contracts/figures.ts';
import { shown } from '../../core/contracts/visible.ts';
import { padded, wrapped } from '../fitted-text.ts';
import { type EndedState, type ProgressListener, RunningStates, startsChild } from './running-states.ts';
import { runningText } from './running-text.ts';
import type { Screen } from './screen.ts';

interface Showing {
  /** Whether every state is told of as it ends. */
  readonly isVerbose: boolean;
  readonly nowMs?: () => number;
  /** Until everything is done, where that can be told. */
  readonly leftMs?: () => number | undefined;
}

/** Shows which state of all executions runs, and for how long. What to pass as `onEvent`; `screen.end()` follows the run. */
export function executionProgress(screen: Screen, showing: Showing): ProgressListener {
  const { isVerbose, nowMs = () => performance.now(), leftMs } = showing;
  const states = new RunningStates(nowMs);
  let last: string | undefined;
  screen.show((width) => {
    const { now } = states;
    return now === undefined
      ? undefined
      : runningText({ ...now, elapsedMs: nowMs() - now.sinceMs, leftMs: leftMs?.() }, width);
  });
  return (event, run) => {
    const ended = states.follow(event, run);
    if (isVerbose && ended?.isWork === true) {
      screen.say(stateRow(ended, last === ended.arn, screen.width));
      last = ended.arn;
    }
    // What begins may keep the process so busy that nothing else is shown until it ends.
    if (event.type === 'TaskScheduled' && !startsChild(event)) screen.refresh();
  };
}

const MACHINE_WIDTH = 10;
const TOOK_WIDTH = 10;

/** The machine's name where another execution was told of before, the state, and at the right edge how long it took. */
function stateRow({ machine, name, candidate, tookMs }: EndedState, isSame: boolean, width: number): string {
  const state = candidate === undefined ? name : `${name}: ${shown(candidate)}`;
  const room = width - 2 - MACHINE_WIDTH - TOOK_WIDTH;
  const lines = wrapped(state, room);
  return lines
    .map((line, at) => {
      const label = at === 0 && !isSame ? machine : '';
      const took = at === lines.length - 1 ? milliseconds(tookMs).padStart(TOOK_WIDTH) : '';
      return `  ${label.padEnd(MACHINE_WIDTH)}${took === '' ? line : padded(line, room)}${took}`;
    })
    .join('\n');
}
