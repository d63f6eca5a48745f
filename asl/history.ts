import type { Clock } from './clock.ts';
import type { JsonObject } from './json.ts';

/** One event as GetExecutionHistory gives it; inputs and outputs in the details are JSON texts. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** ISO 8601, milliseconds, UTC. */
  readonly timestamp: string;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: JsonObject;
}

/** Step Functions ends an execution with this event. */
export const MAX_EVENTS = 25_000;

interface HistoryOptions {
  readonly clock: Clock;
  readonly listener: (event: HistoryEvent) => void;
  /** Called instead of writing the last event that there is room for. @throws what ends the execution. */
  readonly full: () => never;
}

/** The events of one execution, in order. */
export class History {
  readonly events: HistoryEvent[] = [];
  readonly #options: HistoryOptions;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** @returns the new event's id; ids count from 1. @throws when only the execution's own end has room. */
  append(type: string, previousEventId: number, details?: JsonObject): number {
    if (this.events.length >= MAX_EVENTS - 1) this.#options.full();
    return this.close(type, previousEventId, details);
  }

  /** Writes how the execution ended: there is always room for that. */
  close(type: string, previousEventId: number, details?: JsonObject): number {
    const { clock, listener } = this.#options;
    const id = this.events.length + 1;
    const timestamp = new Date(clock.nowMs()).toISOString();
    const event: HistoryEvent = {
      timestamp,
      type,
      id,
      previousEventId,
      ...(details === undefined ? {} : { [detailsKeyOf(type)]: withTruncation(details) }),
    };
    this.events.push(event);
    listener(event);
    return id;
  }
}

/** All states share stateEnteredEventDetails and stateExitedEventDetails; every other type has its own. */
function detailsKeyOf(type: string): `${string}EventDetails` {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

/** AWS says beside every input and output whether it was cut off; here it never is. */
function withTruncation(details: JsonObject): JsonObject {
  const flags = ['input', 'output', 'assignedVariables'].filter((key) => key in details);
  return { ...details, ...Object.fromEntries(flags.map((key) => [`${key}Details`, { truncated: false }])) };
}
