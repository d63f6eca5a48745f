import type { Execution, Json, JsonObject } from '../../../asl/index.ts';
import type { RecordedCase, RecordedEvent } from './recorded-case.ts';

/** The parts of both histories that can be compared: as the data's README says. */
export interface Comparable {
  readonly status: string;
  readonly output: Json;
  readonly error: string | undefined;
  readonly cause: Json;
  readonly events: readonly Json[] | undefined;
}

const JSON_TEXTS: readonly string[] = ['input', 'output', 'parameters'];
const DROPPED: readonly string[] = [
  'roleArn',
  'inputDetails',
  'outputDetails',
  'assignedVariablesDetails',
  'workerName',
];
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/;
const GENERATED = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|<MapRunArnPart[01]_0idx>/g;

export function comparableExecution(execution: Execution, recorded: RecordedCase): Comparable {
  const { status, output, error, cause } = execution;
  const events = execution.events.map(({ id, previousEventId, type, ...rest }) => {
    const details = Object.entries(rest).find(([key]) => key.endsWith('EventDetails'))?.[1];
    return { id, prev: previousEventId, type, d: typeof details === 'object' ? parseTexts(details) : undefined };
  });
  return comparable({ status, output, error, cause, events }, recorded);
}

export function comparableRecording(recorded: RecordedCase): Comparable {
  return comparable(recorded.expected, recorded);
}

interface Outcome {
  readonly status: string;
  readonly output?: Json | undefined;
  readonly error?: string | undefined;
  readonly cause?: Json | undefined;
  readonly events?: Events | undefined;
}

type Events = readonly (Omit<RecordedEvent, 'd'> & { readonly d?: JsonObject | undefined })[];

function comparable(outcome: Outcome, recorded: RecordedCase): Comparable {
  const { status, output, error, cause } = outcome;
  const events = recorded.expected.events === undefined ? undefined : outcome.events;
  return {
    status,
    output: mask(output ?? null),
    error,
    cause: mask(parseObject(cause ?? null)),
    events: events && (recorded.unordered === true ? asMultiset(events) : inOrder(events)),
  };
}

function inOrder(events: Events): readonly Json[] {
  return events.map(({ id, prev, type, d }) => ({
    id,
    prev: isLoose(type, events) ? 'loose' : prev,
    type,
    d: details(d),
  }));
}

/** The recorder of unordered cases sorted the events, and deleted what stood right before a ParallelStateExited. */
function asMultiset(events: Events): readonly Json[] {
  const kept = events.filter(
    ({ type }, at) =>
      !(/^ParallelState(Succeeded|Failed)$/.test(type) && events[at + 1]?.type === 'ParallelStateExited'),
  );
  return kept.map(({ type, d }) => canonicalText({ type, d: details(d) })).sort();
}

function details(d: JsonObject = {}): Json {
  return mask(Object.fromEntries(Object.entries(d).filter(([key]) => !DROPPED.includes(key))));
}

/** JSON with sorted keys. */
function canonicalText(value: Json): string {
  return JSON.stringify(value, (_, member: Json) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** AWS itself varies in what the exit of a distributed Map follows. */
function isLoose(type: string, events: Events): boolean {
  return type === 'MapStateExited' && events.some((event) => event.type === 'MapRunStarted');
}

/** Our details hold JSON texts, the recorded ones values. */
function parseTexts(details: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => {
      if (JSON_TEXTS.includes(name)) return [name, parse(value)];
      if (name !== 'assignedVariables') return [name, value];
      return [name, Object.fromEntries(Object.entries(value as JsonObject).map(([key, text]) => [key, parse(text)]))];
    }),
  );
}

/** The recorder's masks; a cause that is the JSON text of an object is compared as that object. */
function mask(value: Json, name = ''): Json {
  if (typeof value === 'string') {
    if (value === 'date' || (ISO_INSTANT.test(value) && !Number.isNaN(Date.parse(value)))) return 'date';
    if (/timestamp/i.test(name)) return 'timestamp';
    if (/^cause$/i.test(name)) return parseObject(value);
    return value.replace(GENERATED, '<generated>');
  }
  if (Array.isArray(value)) return value.map((item: Json) => mask(item, name));
  if (typeof value !== 'object' || value === null) return /timestamp/i.test(name) ? 'timestamp' : value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mask(member, key)]));
}

function parseObject(value: Json): Json {
  return typeof value === 'string' && value.startsWith('{') ? (JSON.parse(value) as Json) : value;
}

function parse(text: Json): Json {
  return JSON.parse(String(text)) as Json;
}
