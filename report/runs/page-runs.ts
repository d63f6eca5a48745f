import type { PageExecution, PageRuns, PageVisit } from '../page-data.ts';
import type { ExecutionEvent, MachineDefinition, ReportExecution } from '../report-data.ts';
import { layoutGraph } from './graph-layout.ts';
import type { StateGraph } from './state-graph.ts';
import { detailsOf, visitsOf, type Visit } from './visits.ts';

/** What all inputs, outputs and details of events may take; the histories beside the report hold them whole. */
const TEXT_BUDGET = 350_000;
/** Executions beyond it are left out, failed ones last, and events of a state beyond theirs: the page says so. */
const MAX_EXECUTIONS = 120;
const MAX_EVENTS = 100;
const CUTS = [4000, 1500, 600, 240, 80, 0];

/** Executions by machine as far as their definition is known, and the graphs of these machines. */
export function pageRuns(machines: readonly MachineDefinition[], executions: readonly ReportExecution[]): PageRuns {
  const known = machines.filter(({ name }) => executions.some(({ machine }) => machine === name));
  const drawn = executions.filter(({ machine }) => known.some(({ name }) => name === machine));
  const shown = firstOf(drawn);
  const whole = new Set(shown.flatMap(({ events }) => events.flatMap((event) => Object.values(textsOf(event)))));
  const cutAt = CUTS.find((cut) => sizeAt(whole, cut) <= TEXT_BUDGET) ?? 0;
  const texts = new TextTable(cutAt);
  const byArn = new Map(shown.map(({ arn }, index) => [arn, index]));
  const machineIndex = new Map(known.map(({ name }, index) => [name, index]));
  return {
    // The engine has run the definition, so that it is a graph.
    machines: known.map(({ name, definition }) => ({ name, layout: layoutGraph(definition as StateGraph) })),
    executions: shown.map((one) => pageExecution(one, machineIndex.get(one.machine) ?? 0, { texts, byArn })),
    inAll: drawn.length,
    texts: texts.all,
    cutAt,
  };
}

/** Failures, then the earliest; in the order in which they came. */
function firstOf(executions: readonly ReportExecution[]): readonly ReportExecution[] {
  const failed = executions.filter(({ status }) => status !== 'SUCCEEDED');
  const kept = new Set([...new Set([...failed, ...executions])].slice(0, MAX_EXECUTIONS));
  return executions.filter((execution) => kept.has(execution));
}

interface Tables {
  readonly texts: TextTable;
  readonly byArn: ReadonlyMap<string, number>;
}

class TextTable {
  readonly all: string[] = [];
  private readonly indices = new Map<string, number>();

  constructor(private readonly cutAt: number) {}

  /** @returns the index of the text, or null where there is none */
  add(text: string | undefined): number | null {
    if (text === undefined) return null;
    const cut = cutText(text, this.cutAt);
    const index = this.indices.get(cut) ?? this.all.push(cut) - 1;
    this.indices.set(cut, index);
    return index;
  }
}

function cutText(text: string, cutAt: number): string {
  return text.length <= cutAt ? text : `${text.slice(0, cutAt)}…`;
}

/** What the texts take, each shown once: two may be the same where they are cut. */
function sizeAt(whole: ReadonlySet<string>, cut: number): number {
  const kept = new Set([...whole].map((text) => cutText(text, cut)));
  return [...kept].reduce((size, text) => size + text.length, 0);
}

/** Input and output of a state, or the details of another event. */
function textsOf(event: ExecutionEvent): Readonly<Record<string, string>> {
  const details = detailsOf(event);
  const { input, output } = details;
  if (event.type.endsWith('StateEntered')) return { input: String(input) };
  if (event.type.endsWith('StateExited')) return { output: String(output) };
  const rest = Object.entries(details).filter(([key]) => !/(Details|^name|^region|^resource(Type)?)$/.test(key));
  return rest.length === 0 ? {} : { details: JSON.stringify(Object.fromEntries(rest)) };
}

function pageExecution(execution: ReportExecution, machine: number, tables: Tables): PageExecution {
  const { startedAtMs, stoppedAtMs, input, output, error, cause } = execution;
  const visits = visitsOf(execution.events, execution.status !== 'RUNNING');
  const failure = error === undefined ? undefined : `${error}: ${cause ?? ''}`;
  return {
    machine,
    name: execution.name,
    status: execution.status,
    startedAtMs,
    ms: stoppedAtMs === undefined ? null : stoppedAtMs - startedAtMs,
    input: tables.texts.add(JSON.stringify(input ?? null)) ?? 0,
    output: tables.texts.add(output === undefined ? undefined : JSON.stringify(output)),
    error: tables.texts.add(failure),
    visits: visits.map((visit) => pageVisit(visit, startedAtMs, tables)),
  };
}

function pageVisit(visit: Visit, executionStartedAtMs: number, { texts, byArn }: Tables): PageVisit {
  return {
    state: visit.state,
    status: visit.status,
    atMs: visit.startedAtMs - executionStartedAtMs,
    ms: visit.durationMs ?? null,
    input: texts.add(visit.input),
    output: texts.add(visit.output),
    error: texts.add(visit.error),
    cause: texts.add(visit.cause),
    child: childOf(visit, byArn),
    eventsInAll: visit.events.length,
    events: visit.events.slice(0, MAX_EVENTS).map((event) => ({
      id: event.id,
      type: event.type,
      atMs: Date.parse(event.timestamp) - visit.startedAtMs,
      text: texts.add(textsOf(event).details),
    })),
  };
}

function childOf({ events }: Visit, byArn: ReadonlyMap<string, number>): number | null {
  for (const event of events) {
    if (event.type !== 'TaskSubmitted') continue;
    const arn = /"ExecutionArn":"([^"]+)"/.exec(String(detailsOf(event).output))?.[1];
    const child = arn === undefined ? undefined : byArn.get(arn);
    if (child !== undefined) return child;
  }
  return null;
}
