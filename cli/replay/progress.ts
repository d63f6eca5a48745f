import * as z from 'zod';
import { windowSchema } from '../../core/contracts/date-range.ts';
import type { Execution, HistoryEvent } from '../../asl/index.ts';

type Write = (text: string) => void;

/**
 * Shows a run state by state: a heading for every window, and below it a line for every machine that grows by each state as it
 * ends, with its duration. A state that runs for several items at once is shown once an item.
 */
export function progressPrinter(write: Write, nowMs: () => number): ProgressListener {
  const entered = new Map<string, number>();
  /** Executions whose current state waits for a child, which has a line of its own. */
  const waiting = new Set<string>();
  let line: string | undefined;

  const startLine = (machine: string, arn: string): void => {
    if (line === arn) return;
    write(`${line === undefined ? '' : '\n'}  ${machine.padEnd(9)}`);
    line = arn;
  };

  return (event, { machine, execution }) => {
    const state = stateOf(event);
    if (event.type === 'ExecutionStarted' && machine === 'pipeline') {
      write(`${line === undefined ? '' : '\n'}\n${windowName(execution)}\n`);
      line = undefined;
    } else if (state?.entered === true) {
      entered.set(`${execution.arn} ${state.name}`, nowMs());
    } else if (state !== undefined) {
      if (event.type === 'TaskStateExited' && waiting.delete(execution.arn)) return;
      const tookMs = nowMs() - (entered.get(`${execution.arn} ${state.name}`) ?? nowMs());
      startLine(machine, execution.arn);
      write(` · ${state.name} ${duration(tookMs)}`);
    } else if (event.taskScheduledEventDetails?.resourceType === 'states') {
      waiting.add(execution.arn);
    } else if (event.type === 'ExecutionFailed') {
      startLine(machine, execution.arn);
      write(' · FAILED');
    }
  };
}

export type ProgressListener = (
  event: HistoryEvent,
  run: { readonly machine: string; readonly execution: Execution },
) => void;

function stateOf(event: HistoryEvent): { readonly name: string; readonly entered: boolean } | undefined {
  const kind = /^(Task|Map|Choice|Wait|Parallel)State(Entered|Exited)$/.exec(event.type)?.[2];
  if (kind === undefined) return undefined;
  const name = String((event.stateEnteredEventDetails ?? event.stateExitedEventDetails)?.name);
  // What asks nothing only sets variables, as a Pass does.
  if (event.type.startsWith('Choice') && !name.endsWith('?')) return undefined;
  return { name, entered: kind === 'Entered' };
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

const pipelineInput = z.object({ window: windowSchema });

/** A window is named by its dates. */
function windowName(execution: Execution): string {
  const { train, evaluate } = pipelineInput.parse(execution.input).window;
  return `train ${train.start}..${train.end}, evaluate ${evaluate.start}..${evaluate.end}`;
}
