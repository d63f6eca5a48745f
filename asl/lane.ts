import { setMaxListeners } from 'node:events';
import type { State } from './definition.ts';
import type { Engine } from './engine.ts';
import type { History } from './history.ts';
import type { Json, JsonObject } from './json.ts';
import type { Random } from './random.ts';
import type { Variables } from './variables.ts';

/** What all lanes of one execution share. */
export interface ExecutionScope {
  readonly engine: Engine;
  readonly history: History;
  readonly arn: string;
  readonly machineArn: string;
  /** Of the machine that was deployed: a distributed Map's children run under a machine of their own name. */
  readonly rootMachineArn: string;
  readonly machineName: string;
  readonly name: string;
  readonly input: Json;
  readonly startedAtMs: number;
}

/** A state that is entered and not exited, as far as its lane must know it when it is aborted. */
export interface OpenState {
  readonly type: State['Type'];
  /** The iterations or branches under way in the state. */
  readonly group: { recordAborts(previousEventId: number): void } | undefined;
}

interface LaneOptions {
  readonly execution: ExecutionScope;
  readonly previousEventId: number;
  readonly variables: Variables;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly mapItem?: MapItem | undefined;
}

/** `$states.context.Map.Item`. */
export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
}

/**
 * One line of control: an execution's own, a Map iteration's or a Parallel branch's. It has its place in the history, its
 * variables, and ends when its signal is aborted.
 */
export class Lane {
  readonly execution: ExecutionScope;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly mapItem: MapItem | undefined;
  readonly variables: Variables;
  /** The event that the next one follows. */
  previousEventId: number;
  open: OpenState | undefined;

  constructor(options: LaneOptions) {
    this.execution = options.execution;
    this.previousEventId = options.previousEventId;
    this.variables = options.variables;
    this.random = options.random;
    this.signal = options.signal;
    this.mapItem = options.mapItem;
    // As many states may wait in one lane's branches as they like: that is no leak.
    setMaxListeners(0, this.signal);
  }

  /** Writes an event that the next one follows. @throws the signal's reason when the lane is aborted. */
  emit(type: string, details?: JsonObject): number {
    this.previousEventId = this.emitAside(type, details);
    return this.previousEventId;
  }

  /** Writes an event that the next one does not follow: AWS closes iterations and Maps so. */
  emitAside(type: string, details?: JsonObject, previousEventId = this.previousEventId): number {
    this.signal.throwIfAborted();
    return this.execution.history.append(type, previousEventId, details);
  }

  /** A lane inside this one: it sees the variables, and keeps to itself what it assigns. */
  fork(options: { readonly key: string; readonly signal: AbortSignal; readonly mapItem?: MapItem }): Lane {
    const { execution, previousEventId, random } = this;
    const variables = this.variables.fork();
    const { key, signal, mapItem = this.mapItem } = options;
    return new Lane({ execution, previousEventId, variables, random: random.fork(key), signal, mapItem });
  }
}
