import type { MachineUsage, Usage } from './usage.ts';

/** What a month of executions comes to. */
export interface Totals extends MachineUsage {
  readonly writes: number;
  readonly reads: number;
  /** That stay. */
  readonly bytes: number;
}

/** @param runs executions in the month, by machine; what an execution starts by itself is in its own usage */
export function totalOf(
  { machines, requestsPerTask, bytesPerTask }: Usage,
  runs: Readonly<Record<string, number>>,
): Totals {
  const sum = (of: (machine: MachineUsage) => number) =>
    Object.entries(runs).reduce((all, [machine, times]) => all + (times === 0 ? 0 : times * of(machines[machine])), 0);
  const both = (of: (machine: MachineUsage) => MachineUsage['train']) => ({
    count: sum((machine) => of(machine).count),
    seconds: sum((machine) => of(machine).seconds),
  });
  const functions = both((machine) => machine.functions);
  const train = both((machine) => machine.train);
  const forecast = both((machine) => machine.forecast);
  const tasks = functions.count + train.count + forecast.count;
  return {
    transitions: sum(({ transitions }) => transitions),
    functions,
    train,
    forecast,
    historyBytes: sum(({ historyBytes }) => historyBytes),
    writes: tasks * requestsPerTask.writes,
    reads: tasks * requestsPerTask.reads,
    bytes: tasks * bytesPerTask,
  };
}
