import * as z from 'zod';
import type { Execution, HistoryEvent } from '../../asl/index.ts';

/** What a platform calls for every event of every execution. */
export type ProgressListener = (event: HistoryEvent, run: Run) => void;

export interface Run {
  /** The state machine's short name. */
  readonly machine: string;
  readonly execution: Execution;
}

export interface EndedState {
  readonly machine: string;
  readonly arn: string;
  readonly name: string;
  /** The candidate that it works on, where a Map goes through several. */
  readonly candidate: string | undefined;
  readonly tookMs: number;
  /** A question, which costs nothing; or a state that a child execution did the work of, and has lines of its own. */
  readonly isWork: boolean;
}

/** The state at work: of what runs side by side, what began first. */
export interface RunningState extends Omit<EndedState, 'tookMs' | 'isWork'> {
  readonly sinceMs: number;
  /** The Maps around it, of its execution and of those that wait for it, from the outside in. */
  readonly rounds: readonly Round[];
}

/** One of the items that a Map goes through. */
export interface Round {
  readonly machine: string;
  /** Counts from 1. */
  readonly number: number;
  readonly of: number;
  readonly done: number;
}

interface Open {
  readonly name: string;
  readonly candidate: string | undefined;
  readonly sinceMs: number;
  hasChild: boolean;
  /** Of a Map. */
  of: number;
  done: number;
  readonly items: Set<Lane>;
}

/** Where states follow each other: an execution, or one item of a Map. */
interface Lane {
  readonly index: number;
  readonly parent: Lane | undefined;
  open: Open | undefined;
}

interface Followed extends Run {
  readonly root: Lane;
  /** By the id of the event: what follows an event happens in its lane. */
  readonly lanes: Map<number, Lane>;
}

/** Knows from the events of executions, each of which waits for the ones that it started, which state runs. */
export class RunningStates {
  readonly #nowMs: () => number;
  /** In the order in which they were started: the last one is at work. */
  readonly #executions = new Map<string, Followed>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** @returns the state that the event ends */
  follow(event: HistoryEvent, run: Run): EndedState | undefined {
    const { arn } = run.execution;
    if (isOver(event)) {
      this.#executions.delete(arn);
      return undefined;
    }
    const followed = this.#executions.get(arn) ?? begun(run);
    this.#executions.set(arn, followed);
    const lane = laneOf(event, followed);
    followed.lanes.set(event.id, lane);
    if (event.type.endsWith('StateEntered')) lane.open = this.#entered(event, lane);
    else if (event.type.endsWith('StateExited')) return this.#exited(event, lane, run);
    else noteIn(lane.open, event);
    return undefined;
  }

  get now(): RunningState | undefined {
    const rounds: Round[] = [];
    let found: RunningState | undefined;
    for (const { machine, execution, root } of this.#executions.values()) {
      let lane: Lane | undefined = root;
      while (lane?.open !== undefined) {
        const { name, candidate, sinceMs, of, done, items }: Open = lane.open;
        found = { machine, arn: execution.arn, name, candidate, sinceMs, rounds: [...rounds] };
        [lane] = items;
        if (lane !== undefined) rounds.push({ machine, number: lane.index + 1, of, done });
      }
    }
    return found;
  }

  #entered({ type, stateEnteredEventDetails: details }: HistoryEvent, lane: Lane): Open | undefined {
    if (type === 'PassStateEntered') return undefined;
    const candidate = lane.parent === undefined ? undefined : candidateIn(details?.input);
    const name = String(details?.name);
    return { name, candidate, sinceMs: this.#nowMs(), hasChild: false, of: 0, done: 0, items: new Set() };
  }

  #exited({ type }: HistoryEvent, lane: Lane, { machine, execution: { arn } }: Run): EndedState | undefined {
    const { open } = lane;
    lane.open = undefined;
    if (open === undefined) return undefined;
    const { name, candidate, sinceMs, hasChild } = open;
    const isWork = !hasChild && type !== 'ChoiceStateExited';
    return { machine, arn, name, candidate, tookMs: this.#nowMs() - sinceMs, isWork };
  }
}

/** Whether it is the last one of its execution. */
export function isOver({ type }: Pick<HistoryEvent, 'type'>): boolean {
  return /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type);
}

const ITEM_OVER = /^MapIteration(Succeeded|Failed|Aborted)$/;

function begun(run: Run): Followed {
  return { ...run, root: { index: 0, parent: undefined, open: undefined }, lanes: new Map() };
}

/** An item's lane begins and ends with its iteration; all other events follow one of their own lane. */
function laneOf({ type, previousEventId, ...event }: HistoryEvent, { lanes, root }: Followed): Lane {
  const before = lanes.get(previousEventId) ?? root;
  if (type === 'MapIterationStarted') {
    const parent = withMap(before);
    const lane = { index: Number(event.mapIterationStartedEventDetails?.index), parent, open: undefined };
    parent.open?.items.add(lane);
    return lane;
  }
  if (!ITEM_OVER.test(type) || before.parent === undefined) return before;
  before.parent.open?.items.delete(before);
  if (before.parent.open !== undefined) before.parent.open.done += 1;
  return before.parent;
}

/** Of items that wait their turn, the next one follows the last event of the one before it. */
function withMap(lane: Lane): Lane {
  return lane.open === undefined && lane.parent !== undefined ? lane.parent : lane;
}

/** Whether the state leaves its work to another execution. */
export function startsChild({ taskScheduledEventDetails }: HistoryEvent): boolean {
  return taskScheduledEventDetails?.resourceType === 'states';
}

function noteIn(open: Open | undefined, event: HistoryEvent): void {
  if (open === undefined) return;
  if (event.type === 'MapStateStarted') open.of = Number(event.mapStateStartedEventDetails?.length);
  if (startsChild(event)) open.hasChild = true;
}

const itemSchema = z.object({ candidate: z.string() });

function candidateIn(input: unknown): string | undefined {
  return typeof input === 'string' ? itemSchema.safeParse(JSON.parse(input)).data?.candidate : undefined;
}
