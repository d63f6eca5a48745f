import type { ExecutionEvent } from '../report-data.ts';

export type VisitStatus = 'succeeded' | 'caught' | 'failed' | 'running';

/** One entering of a state, with the events that belong to it. */
export interface Visit {
  readonly state: string;
  readonly status: VisitStatus;
  readonly startedAtMs: number;
  /** Absent while the state has not ended. */
  readonly durationMs?: number;
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly ExecutionEvent[];
}

interface Draft {
  readonly state: string;
  readonly parent: Draft | undefined;
  readonly events: ExecutionEvent[];
}

/**
 * Groups a history by state: an event belongs to the state that its predecessor belongs to, until that is left.
 *
 * @returns visits in the order in which the states were entered
 */
export function visitsOf(events: readonly ExecutionEvent[], isOver: boolean): readonly Visit[] {
  const owners = new Map<number, Draft | undefined>();
  const visits: Draft[] = [];
  for (const event of events) {
    const before = owners.get(event.previousEventId);
    const owner = ownerOf(event, before, visits);
    if (event.type.endsWith('StateEntered') && owner !== undefined) visits.push(owner);
    owner?.events.push(event);
    // What follows a state that was left belongs to whatever that state stands in.
    owners.set(event.id, owner);
  }
  return visits.map((draft) => visitOf(draft, isOver));
}

function ownerOf(event: ExecutionEvent, before: Draft | undefined, visits: readonly Draft[]): Draft | undefined {
  const name = nameIn(event);
  if (event.type.endsWith('StateEntered')) {
    const isInside = before !== undefined && !before.events.some(({ type }) => type.endsWith('StateExited'));
    return { state: String(name), parent: isInside ? before : before?.parent, events: [] };
  }
  if (event.type.startsWith('Execution')) return undefined;
  if (event.type.endsWith('StateExited')) return chainOf(before).find(({ state }) => state === name) ?? before;
  const kind = /^(Map|Parallel)/.exec(event.type)?.[0];
  if (kind === undefined) return before;
  if (name !== undefined)
    return chainOf(before).find(({ state }) => state === name) ?? visits.findLast(({ state }) => state === name);
  return chainOf(before).find(({ events: [entered] }) => entered.type.startsWith(kind)) ?? before;
}

function chainOf(draft: Draft | undefined): readonly Draft[] {
  return draft === undefined ? [] : [draft, ...chainOf(draft.parent)];
}

function visitOf({ state, events }: Draft, isOver: boolean): Visit {
  const [entered] = events;
  const exited = events.find(({ type }) => type.endsWith('StateExited'));
  const failure = events.findLast(
    ({ type }) => /(Failed|TimedOut|Aborted)$/.test(type) && !type.startsWith('MapIteration'),
  );
  const succeeded = events.findLast(({ type }) => type.endsWith('Succeeded') && !type.startsWith('MapIteration'));
  const failedLast = failure !== undefined && failure.id > (succeeded?.id ?? 0);
  const startedAtMs = Date.parse(entered.timestamp);
  const last = exited ?? (isOver ? events.at(-1) : undefined);
  return {
    state,
    status: statusOf(entered, { hasExited: exited !== undefined, failedLast, isOver }),
    startedAtMs,
    events,
    ...(last === undefined ? {} : { durationMs: Date.parse(last.timestamp) - startedAtMs }),
    ...textOf('input', detailsOf(entered).input),
    ...textOf('output', exited === undefined ? undefined : detailsOf(exited).output),
    ...(failedLast ? textOf('error', detailsOf(failure).error) : {}),
    ...(failedLast ? textOf('cause', detailsOf(failure).cause) : {}),
  };
}

function statusOf(
  entered: ExecutionEvent,
  seen: { readonly hasExited: boolean; readonly failedLast: boolean; readonly isOver: boolean },
): VisitStatus {
  if (entered.type === 'FailStateEntered') return 'failed';
  if (seen.hasExited) return seen.failedLast ? 'caught' : 'succeeded';
  return seen.failedLast || seen.isOver ? 'failed' : 'running';
}

export function detailsOf(event: ExecutionEvent): Readonly<Record<string, unknown>> {
  const key = Object.keys(event).find((name): name is `${string}EventDetails` => name.endsWith('EventDetails'));
  return key === undefined ? {} : event[key];
}

function nameIn(event: ExecutionEvent): string | undefined {
  const { name } = detailsOf(event);
  return typeof name === 'string' ? name : undefined;
}

function textOf<K extends string>(key: K, value: unknown): Partial<Record<K, string>> {
  if (value === undefined) return {};
  return { [key]: typeof value === 'string' ? value : JSON.stringify(value) } as Partial<Record<K, string>>;
}
