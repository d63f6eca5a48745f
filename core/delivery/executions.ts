/** Executions of the machines, as Step Functions or a laptop's folder tells of them. */
export interface Executions {
  /** @throws ExecutionRefused where there is no such execution */
  describe(arn: string): Promise<ExecutionFacts>;
  history(arn: string): AsyncIterable<ExecutionEvent>;
}

export interface ExecutionFacts {
  readonly arn: string;
  /** The machine's whole name. */
  readonly machine: string;
  readonly status: string;
  readonly startedAtMs: number;
  /** undefined while it runs. */
  readonly stoppedAtMs: number | undefined;
  readonly input: unknown;
  /** undefined where it did not succeed. */
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** An event as GetExecutionHistory gives it. */
export interface ExecutionEvent {
  readonly type?: string | undefined;
  readonly taskSubmittedEventDetails?:
    { readonly resourceType?: string | undefined; readonly output?: string | undefined } | undefined;
}

/** The states that an execution and all that it started have entered, by the name of the machine. */
export async function statesEntered(executions: Executions, root: string): Promise<ReadonlyMap<string, number>> {
  const entered = new Map<string, number>();
  const known = new Set([root]);
  // A set that grows while it is walked.
  for (const arn of known) {
    const machine = machineOfExecution(arn);
    for await (const event of executions.history(arn)) {
      if (event.type?.endsWith('StateEntered')) entered.set(machine, (entered.get(machine) ?? 0) + 1);
      const child = childOf(event);
      if (child !== undefined) known.add(child);
    }
  }
  return entered;
}

/** `arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME` */
export function machineOfExecution(arn: string): string {
  return arn.split(':')[6] ?? '';
}

function childOf({ taskSubmittedEventDetails: submitted }: ExecutionEvent): string | undefined {
  if (submitted?.resourceType !== 'states' || submitted.output === undefined) return undefined;
  const started: unknown = JSON.parse(submitted.output);
  if (typeof started !== 'object' || started === null || !('ExecutionArn' in started)) return undefined;
  return String(started.ExecutionArn);
}
