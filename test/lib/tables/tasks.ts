import { readTemplate } from '../../../local/platform/template.ts';
import type { Name, StateJson } from '../support.ts';
import { machinesOf, resourcesOf, statesOf, templateOf } from '../support.ts';
import type { Row } from './table.ts';

interface Called {
  readonly name: string;
  /** How long it gives itself. */
  readonly seconds: number;
}

/**
 * What each task calls, and by how much it outlasts the limit of what it calls; how many items a Map takes at a time. The order of the states,
 * and what they say to those that they call, have tests of their own.
 */
export function tasks(environment: Name): readonly Row[] {
  const called = calledBy(environment);
  return Object.entries(machinesOf(environment)).flatMap(([machine, graph]) =>
    statesOf(graph).flatMap(({ name, state }) => {
      const cells =
        state.Type === 'Map' ? mapCells(state) : state.Type === 'Task' ? taskCells(state, called) : undefined;
      return cells === undefined ? [] : [[machine, name, ...cells]];
    }),
  );
}

function mapCells({ MaxConcurrency }: StateJson): Row {
  return ['Map', `${MaxConcurrency} at a time`];
}

function taskCells(
  { Resource = '', Arguments = {}, TimeoutSeconds = NaN }: StateJson,
  called: ReadonlyMap<string, Called>,
): Row {
  const integration = Resource.replace('arn:aws:states:::', '');
  const { MaxRuntimeInSeconds = NaN } = (Arguments.StoppingCondition ?? {}) as {
    readonly MaxRuntimeInSeconds?: number;
  };
  const job = { name: integration, seconds: MaxRuntimeInSeconds };
  const { name, seconds } = called.get(String(Arguments.FunctionName ?? Arguments.StateMachineArn)) ?? job;
  if (integration.endsWith('.waitForTaskToken'))
    return [`${name}, and waits for an answer`, `${TimeoutSeconds / 3600} h`];
  return [name, `its own limit and ${TimeoutSeconds - seconds} s`];
}

function calledBy(environment: Name): ReadonlyMap<string, Called> {
  const template = templateOf(environment);
  const { functions, machines } = readTemplate(template);
  const limits = machinesOf(environment);
  const called = new Map<string, Called>();
  for (const { id, properties } of resourcesOf(template, 'AWS::Lambda::Function')) {
    const arn = Object.keys(functions).find((known) => known.endsWith(`:${id}`)) ?? id;
    called.set(arn, { name: `step ${functions[arn]}`, seconds: Number(properties.Timeout) });
  }
  for (const [arn, { name }] of Object.entries(machines)) {
    called.set(arn, { name: `machine ${name}`, seconds: limits[name].TimeoutSeconds ?? NaN });
  }
  return called;
}

/** Which errors are tried again and how, by the service that a task calls. */
export function retries(environment: Name): readonly Row[] {
  return Object.values(machinesOf(environment)).flatMap((graph) =>
    statesOf(graph).flatMap(({ state: { Resource = '', Retry = [] } }) =>
      Retry.flatMap(({ ErrorEquals, ...how }) => {
        const [, , , , , service] = Resource.split(':');
        return (ErrorEquals as readonly string[]).map((error) => [service, error, JSON.stringify(how)]);
      }),
    ),
  );
}
