import { type Fault, FAULTS } from './table.ts';
import { type Place, runMachine } from './run-machine.ts';
import type { Scenario } from './scenarios.ts';
import type { State, World } from './world.ts';
import { type CleanRun, cleanFlaws, type Ending, failedFlaws, holdings, succeededFlaws } from './verdict.ts';

/** One fault at one place of one scenario. */
export interface Case {
  readonly fault: Fault;
  readonly scenario: Scenario;
  readonly clean: CleanRun;
  readonly place: Place;
}

export interface Outcome extends Case {
  readonly ending: Ending;
  /** Whether it was run again, and ended as the clean run then. */
  readonly healed: boolean;
  readonly flaws: readonly string[];
}

export async function cleanRun({ name, world, request }: Scenario): Promise<CleanRun> {
  const copy = world.copy();
  const before = copy.state();
  const { held, hold } = holdings(before);
  const run = await runMachine(copy, request, {
    async call({ target, isMutating }, call) {
      const answer = await call.apply();
      if (isMutating) {
        const [bucket] = target.split('/', 1) as [keyof typeof copy.stores];
        const stored = copy.stores[bucket].objects.get(target.slice(bucket.length + 1));
        if (stored !== undefined) hold(target, stored.body);
      }
      return answer;
    },
  });
  if (run.execution.status !== 'SUCCEEDED') throw new Error(`the clean run of '${name}' fails`);
  return { ...run, before, state: copy.state(), messages: copy.messages, held };
}

/** Every fault at every place where it can happen: in the first scenario that has such a place. */
export async function casesOf(scenarios: readonly Scenario[], faults = FAULTS): Promise<readonly Case[]> {
  const cases: Case[] = [];
  const seen = new Set<string>();
  for (const scenario of scenarios) {
    const clean = await cleanRun(scenario);
    for (const fault of faults) {
      for (const place of fault.places(clean.places)) {
        const kind = `${fault.name} ${kindOf(place)}`;
        if (!seen.has(kind)) cases.push({ fault, scenario, clean, place });
        seen.add(kind);
      }
    }
  }
  return cases;
}

/** What a step does to one kind of object: of many series, versions and runs it is the same. */
function kindOf({ step, operation, target }: Place): string {
  const kind = target.replaceAll(/run-[a-z0-9-]+/g, 'run').replaceAll(/[0-9a-f]{8,}|\d+/g, 'n');
  return `${step} ${operation} ${kind}`;
}

export async function outcomeOf(one: Case): Promise<Outcome> {
  const { fault, scenario, clean, place } = one;
  const world = scenario.world.copy();
  const run = await runMachine(world, scenario.request, fault.injection(place, world));
  const hasSucceeded = run.execution.status === 'SUCCEEDED';
  const ending: Ending = hasSucceeded ? 'clean' : 'undone';
  fault.mend?.(world, place);
  const flaws = hasSucceeded
    ? succeededFlaws(run, world, { ...fault, clean })
    : failedFlaws(run, world, { ...fault, clean });
  const wrong = fault.right.includes(ending)
    ? []
    : [`ends ${ending}${hasSucceeded ? '' : `, by ${run.execution.error}`}`];
  const again = hasSucceeded ? [] : await flawsOfAgain(one, world);
  return { ...one, ending, healed: !hasSucceeded && again.length === 0, flaws: [...wrong, ...flaws, ...again] };
}

/**
 * Under its own name, so that what it left can be compared; under a new one, as the runbook says, where a replay keeps why its window failed, and
 * where what a look has fitted is live: fitted again, it would be the refresh of itself.
 */
async function flawsOfAgain({ fault, scenario, clean }: Case, world: World): Promise<readonly string[]> {
  const { request } = scenario;
  const pointer = (state: State) => Buffer.from(state.get('artifacts/registry/weather/production.json') ?? []);
  const hasMoved = !pointer(world.state()).equals(pointer(clean.before));
  const isNew = request.machine === 'replay' || (request.machine === 'monitor' && hasMoved);
  const run = await runMachine(world, isNew ? { ...request, name: `${request.name}-again` } : request);
  const { status, error, cause } = run.execution;
  if (status !== 'SUCCEEDED') return [`run again: fails by ${error}: ${cause?.slice(0, 200)}`];
  return isNew ? [] : cleanFlaws(run, world, { ...fault, clean }).map((flaw) => `run again: ${flaw}`);
}

export function placeText({ step, nth, call, operation, target }: Place): string {
  return `${step}${nth === 0 ? '' : `#${nth}`} call ${call}: ${operation} ${target}`;
}
