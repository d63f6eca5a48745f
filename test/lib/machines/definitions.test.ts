import { describe, expect, it } from '@jest/globals';
import { ERROR_NAMES } from '../../../core/contracts/errors.ts';
import { createRequire } from 'node:module';
import jsonata from 'jsonata';
import { NAMES, machinesOf, resourcesOf, statesOf, templateOf } from '../support.ts';
import type { GraphJson, StateJson } from '../support.ts';

const aslValidator = createRequire(import.meta.url)('asl-validator') as (definition: object) => { errors: unknown[] };

/** The way through a machine when nothing fails: a Map's own way in brackets, both ways of a question, shared states told once. */
function wayThrough({ StartAt, States }: GraphJson, from = StartAt, told = new Set<string>()): string {
  const names: string[] = [];
  for (let name: string | undefined = from; name !== undefined; name = States[name].Next) {
    const { ItemProcessor: inner, Choices, Default }: StateJson = States[name];
    if (inner !== undefined) names.push(`${name} [${wayThrough(inner)}]`);
    else if (Choices !== undefined) {
      const [yes, no] = [Choices[0].Next, Default].map((next) => wayThrough({ StartAt, States }, next, told));
      names.push(`${name} (yes: ${yes} | no: ${no})`);
    } else names.push(name);
    if (told.has(name)) break;
    told.add(name);
  }
  return names.join(' -> ');
}

const failed = (machine: string) => `${machine[0].toUpperCase()}${machine.slice(1)} failed`;

/** Where the failures of a machine lead first: what it holds is given back. */
const failureEnd = (machine: string) => (machine === 'monitor' ? 'Give the lock back' : 'Record the failure');

/** How every machine goes: it is named, and does its work. */
function named(machine: string, work: string): string {
  const end = machine === 'monitor' ? 'Give the lock back -> Record the failure' : 'Record the failure';
  return `Name the run (yes: ${end} -> ${failed(machine)} | no: ${work})`;
}

/** How a machine goes that may put a version live. */
function underPolicy(machine: string, work: string): string {
  const refused = `Refuse the policy -> ${failureEnd(machine)}`;
  return named(machine, `Is the policy asked for outside of a replay? (yes: ${refused} | no: ${work})`);
}

describe('the flow of each machine', () => {
  it.each(NAMES)('reads as the architecture says, in %s', (name) => {
    const machines = machinesOf(name);
    const moved = 'Move Production to the refreshed version';
    const asked = `Ask for approval -> Was a refresh approved? (yes: ${moved} | no: Promote the challenger)`;
    const [refreshed, promoted] =
      name === 'prod'
        ? [`Does a refresh need approval? (yes: ${asked} | no: ${moved})`, 'Ask for approval']
        : [moved, 'Promote the challenger'];
    expect(
      Object.fromEntries(Object.entries(machines).map(([machine, graph]) => [machine, wayThrough(graph)])),
    ).toEqual({
      train: named(
        'train',
        'Ingest the deliveries -> Transform to clean series -> Refresh the features -> Plan the training -> Does it select? ' +
          '(yes: Cross-validate every candidate [Cross-validate the candidate] -> Compare the candidates -> ' +
          'Plan the fit -> Fit the recipe -> Register the version | no: Plan the fit)',
      ),
      promote: underPolicy(
        'promote',
        'Check the compliance -> Is it the same recipe? ' +
          `(yes: Guard the refresh -> Is the refresh sound? (yes: ${refreshed} | no: Refuse the refresh) | no: ` +
          'Is there something to compare? (yes: Plan the comparison -> Fit the twins [Fit the twin] -> ' +
          `Gather what was learned -> Judge the challenger -> Did it pass? (yes: ${promoted} | no: ` +
          'Does the seasonal naive take its place? (yes: Refuse the recipe -> Fit the seasonal naive -> ' +
          'Promote the seasonal naive | no: Refuse the challenger))' +
          ' | no: Judge without a comparison -> Judge the challenger))',
      ),
      retrain: underPolicy('retrain', 'Select and fit the recipe -> Promote it if it deserves it'),
      refresh: underPolicy('refresh', 'Fit the recipe anew -> Promote it unless the guard refuses'),
      'roll-back': named('roll-back', 'Move Production back'),
      rule: named('rule', 'Rule on the delivery'),
      maintain: named('maintain', 'Clean up the tables'),
      forecast: named(
        'forecast',
        'Are the periods given? (yes: Keep to them -> Look up the model -> Forecast the horizon -> Publish the forecasts | no: Ingest the deliveries -> Transform to clean series -> Look up the model)',
      ),
      evaluate: named('evaluate', 'Ingest the actuals -> Transform the actuals -> Score the forecasts'),
      monitor: underPolicy(
        'monitor',
        'Ingest the actuals -> Transform the actuals -> Look at what came true -> Is something to be fitted? ' +
          '(yes: Is a former recipe watched? (yes: Fit the former recipe as a shadow -> Is the selection brought forward? ' +
          '(yes: Select and promote -> Forecast with what is in Production now -> Record what was done' +
          ' | no: Refresh -> Forecast with what is in Production now) | no: Is the selection brought forward? (yes: Select and promote | no: Refresh)) | no: Record what was done)',
      ),
      pipeline: underPolicy(
        'pipeline',
        'Train and promote -> Forecast with the new version -> Is a version in Production? ' +
          '(yes: Forecast with what is in Production -> Plan the evaluation dates -> Watch it through the window [Look and act] -> ' +
          'Keep what the monitor did -> Evaluate against what came true -> Record the run | no: Evaluate against what came true)',
      ),
      replay: named(
        'replay',
        'Plan the windows -> Live through every window [Run the pipeline] -> Collect the results -> Did every window run? ' +
          '(yes: Say where the results are | no: Say which windows failed -> Record the failure)',
      ),
      smoke: named(
        'smoke',
        'Measure the ages -> Look up Production -> Is a version in Production? (yes: Forecast a few periods -> Check the forecast -> ' +
          'Look at the alarms -> Have they been watched for long enough? ' +
          '(yes: Say what was seen | no: Wait -> Look at the alarms) | no: Look at the alarms)',
      ),
      receive: named(
        'receive',
        'Is it a marker? (yes: It is no delivery | no: Wait until the others have landed -> Is it for the monitor? ' +
          '(yes: Start the monitor | no: Start the training))',
      ),
    });
  });

  it('lives through the windows of a replay one after the other', () => {
    expect(machinesOf('prod').replay.States['Live through every window'].MaxConcurrency).toBe(1);
  });
});

/** Where the failures of a task lead: to the machine's failure end, but for those that are a refusal. */
function catchesOf(machine: string, task: string): object[] {
  const all = (Next: unknown) => ({ ErrorEquals: ['States.ALL'], Next });
  switch (task) {
    case 'Record the failure':
      return [all(expect.stringMatching(/ failed$/))];
    case 'Give the lock back':
      return [all('Record the failure')];
    case 'Start the monitor':
    case 'Start the training': {
      const already = {
        ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'],
        Next: 'Another object has started it',
      };
      return [already, all('Record the failure')];
    }
    case 'Fit the former recipe as a shadow':
      return [all('Record that the shadow failed')];
    case 'Fit the twin':
      return [all('Does it say something of the recipe?')];
    case 'Ask for approval': {
      const refusal = { ErrorEquals: ['ApprovalRejected', 'States.Timeout'], Next: 'Refuse the challenger' };
      return [refusal, all('Record the failure')];
    }
    default:
      return [all(failureEnd(machine))];
  }
}

/** Seconds that all tries of one error may wait between them. */
function longestWait(retry: Readonly<Record<string, unknown>>): number {
  const { IntervalSeconds: first, MaxAttempts: tries, BackoffRate: rate, MaxDelaySeconds: cap = Infinity } = retry;
  return Array.from({ length: Number(tries) }, (_, at) =>
    Math.min(Number(first) * Number(rate) ** at, Number(cap)),
  ).reduce((sum, seconds) => sum + seconds, 0);
}

describe.each(NAMES)('the definitions of %s', (name) => {
  const machines = Object.entries(machinesOf(name));
  const tasks = machines.flatMap(([machine, graph]) =>
    statesOf(graph)
      .filter(({ state }) => state.Type === 'Task')
      .map((found) => ({ machine, ...found })),
  );

  it.each(machines)('%s satisfies the Amazon States Language', (_, definition) => {
    expect(aslValidator(definition).errors).toEqual([]);
    expect(definition.QueryLanguage).toBe('JSONata');
  });

  it('hold only expressions that JSONata parses', () => {
    const expressions = machines.flatMap(([, graph]) => JSON.stringify(graph).match(/\{% .*? %\}/g) ?? []);
    expect(expressions.length).toBeGreaterThan(60);
    for (const text of expressions) {
      expect(() => jsonata(JSON.parse(`"${text.slice(3, -3)}"`) as string)).not.toThrow();
    }
  });

  it('limit the time of every task and every machine', () => {
    expect(tasks.length).toBeGreaterThan(15);
    for (const { state } of tasks) expect(state.TimeoutSeconds).toBeGreaterThan(0);
    for (const [, { TimeoutSeconds }] of machines) expect(TimeoutSeconds).toBeGreaterThan(0);
  });

  it('catch every failure, of a task or of the Map that it is in', () => {
    for (const { machine, name: task, state, within } of tasks) {
      const caught = within === undefined ? state.Catch : within.Catch;
      expect({ machine, task, caught }).toMatchObject({ caught: catchesOf(machine, task) });
    }
  });

  it('retry outages with backoff, a cap and full jitter, and no error of the platform but a lost race', () => {
    const ours = new Set<string>(Object.values(ERROR_NAMES));
    for (const { state } of tasks) {
      expect(state.Retry?.[0]).toMatchObject({
        IntervalSeconds: 2,
        BackoffRate: 2,
        MaxAttempts: 5,
        MaxDelaySeconds: 60,
        JitterStrategy: 'FULL',
      });
      const names = state.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals as string[]) ?? [];
      expect(new Set(names).size).toBe(names.length);
      const own = state.Resource?.includes(':lambda:invoke') === true ? ['CommitConflict'] : [];
      expect(names.filter((error) => ours.has(error))).toEqual(own);
      expect(names.filter((error) => error.startsWith('States.'))).toEqual([]);
    }
  });

  it('leave every machine the time for all of its tasks, each with every wait for a place', () => {
    for (const [machine, { TimeoutSeconds = NaN }] of machines) {
      // These two live through as many windows and dates as they are asked for.
      if (machine === 'pipeline' || machine === 'replay') continue;
      const own = tasks.filter((task) => task.machine === machine);
      const seconds = own.flatMap(({ state: { TimeoutSeconds: limit = NaN, Retry = [] } }) => [
        limit,
        ...Retry.map(longestWait),
      ]);
      const isEnough = seconds.reduce((sum, each) => sum + each, 0) <= TimeoutSeconds;
      expect({ machine, isEnough }).toEqual({ machine, isEnough: true });
    }
  });

  it('log every event and trace', () => {
    for (const { properties } of resourcesOf(templateOf(name), 'AWS::StepFunctions::StateMachine')) {
      expect(properties).toMatchObject({
        StateMachineType: 'STANDARD',
        LoggingConfiguration: { Level: 'ALL' },
        TracingConfiguration: { Enabled: true },
      });
    }
  });

  it('give children more time than the children give themselves', () => {
    const limits = Object.fromEntries(machines.map(([machine, { TimeoutSeconds = 0 }]) => [machine, TimeoutSeconds]));
    const children = tasks.filter(({ state }) => state.Resource?.endsWith('startExecution.sync:2'));
    expect(children.map(({ name: task }) => task)).toHaveLength(15);
    for (const { state } of children) {
      const child = String(state.Arguments?.StateMachineArn)
        .replace(`${name}-`, '')
        .replace(/^.*:forecasting-/, '');
      expect(state.TimeoutSeconds).toBe(limits[child] + 60);
    }
    expect(limits.retrain).toBeGreaterThan(limits.train + limits.promote);
    expect(limits.refresh).toBeGreaterThan(limits.train + limits.promote);
    expect(limits.monitor).toBeGreaterThan(limits.train + limits.retrain + limits.refresh + limits.forecast);
    expect(limits.pipeline).toBeGreaterThan(limits.retrain + 2 * limits.forecast + limits.monitor + limits.evaluate);
  });
});
