import * as z from 'zod';
import type { MachineUsage } from '../../core/cost/usage.ts';

const eventSchema = z.object({
  id: z.number(),
  previousEventId: z.number(),
  timestamp: z.iso.datetime(),
  type: z.string(),
  taskScheduledEventDetails: z.object({ resourceType: z.string(), resource: z.string() }).optional(),
  taskSucceededEventDetails: z.object({ output: z.string() }).optional(),
});
type Event = z.infer<typeof eventSchema>;

/** One history, as a local run keeps it in `executions/<machine>/<name>.json`. */
export const keptExecutionSchema = z.object({ arn: z.string(), events: z.array(eventSchema) });
export type KeptExecution = z.infer<typeof keptExecutionSchema> & { readonly machine: string; readonly bytes: number };

const KINDS: Readonly<Record<string, 'function' | 'train' | 'forecast' | 'child'>> = {
  'lambda/invoke': 'function',
  'lambda/invoke.waitForTaskToken': 'function',
  'sagemaker/createTrainingJob.sync': 'train',
  'sagemaker/createProcessingJob.sync': 'forecast',
  'states/startExecution.sync:2': 'child',
};

/** By machine, what one execution of it does on average, together with all that it starts. */
export function usageByMachine(executions: readonly KeptExecution[]): Readonly<Record<string, MachineUsage>> {
  const byArn = new Map(executions.map((execution) => [execution.arn, ownOf(execution)]));
  const whole = ({ usage, children }: Own): MachineUsage =>
    children.map((child) => whole(byArn.get(child)!)).reduce(plus, usage);
  const machines = [...new Set(executions.map(({ machine }) => machine))].sort();
  return Object.fromEntries(
    machines.map((machine) => {
      const all = executions.filter((execution) => execution.machine === machine);
      const sum = all.map(({ arn }) => whole(byArn.get(arn)!)).reduce(plus);
      return [machine, mapped(sum, (value) => value / all.length)];
    }),
  );
}

interface Own {
  readonly usage: MachineUsage;
  readonly children: readonly string[];
}

function ownOf({ events, bytes }: KeptExecution): Own {
  const tasks = tasksOf(events);
  const counted = (wanted: string) => {
    const found = tasks.filter(({ kind }) => kind === wanted);
    return { count: found.length, seconds: found.reduce((sum, { seconds }) => sum + seconds, 0) };
  };
  const usage = {
    transitions: events.filter(({ type }) => type.endsWith('StateEntered')).length,
    functions: counted('function'),
    train: counted('train'),
    forecast: counted('forecast'),
    historyBytes: bytes,
  };
  return { usage, children: tasks.flatMap(({ child }) => (child === undefined ? [] : [child])) };
}

interface Task {
  readonly kind: string;
  readonly seconds: number;
  /** ARN of the execution that it started. */
  readonly child?: string;
}

function tasksOf(events: readonly Event[]): readonly Task[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  return events
    .filter(({ type }) => type === 'TaskSucceeded')
    .map((ended) => {
      let scheduled = ended;
      while (scheduled.type !== 'TaskScheduled') scheduled = byId.get(scheduled.previousEventId)!;
      const { resourceType, resource } = scheduled.taskScheduledEventDetails!;
      const kind = KINDS[`${resourceType}/${resource}`];
      if (kind === undefined) throw new Error(`nobody has said what a task of ${resourceType}:${resource} costs`);
      const seconds = (Date.parse(ended.timestamp) - Date.parse(scheduled.timestamp)) / 1000;
      if (kind !== 'child') return { kind, seconds };
      const { ExecutionArn: child } = JSON.parse(ended.taskSucceededEventDetails!.output) as { ExecutionArn: string };
      return { kind, seconds, child };
    });
}

function plus(a: MachineUsage, b: MachineUsage): MachineUsage {
  const both = (one: MachineUsage['train'], other: MachineUsage['train']) => ({
    count: one.count + other.count,
    seconds: one.seconds + other.seconds,
  });
  return {
    transitions: a.transitions + b.transitions,
    functions: both(a.functions, b.functions),
    train: both(a.train, b.train),
    forecast: both(a.forecast, b.forecast),
    historyBytes: a.historyBytes + b.historyBytes,
  };
}

/** To six digits: the file is read by people. */
function mapped<T>(value: T, change: (number: number) => number): T {
  if (typeof value === 'number') return Number(change(value).toPrecision(6)) as T;
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, each]) => [name, mapped(each, change)])) as T;
}
