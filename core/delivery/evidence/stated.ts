import { machineName } from '../../contracts/names.ts';
import { plainValue } from './plain-value.ts';
import type { Template } from './sources.ts';

/** What decides the cost of an environment beside the number of its resources, as its template states it: the literal of what stands nobody keeps. */
export interface Stated {
  readonly stepMemoryMiB: number;
  readonly compute: Readonly<Record<'train' | 'forecast', StatedSite>>;
  /** By machine; what has no schedule is not in it. */
  readonly schedules: Readonly<Record<string, string>>;
}

type StatedSite =
  { readonly on: 'lambda'; readonly memoryMiB: number } | { readonly on: 'container'; readonly instanceType: string };

type Properties = Readonly<Record<string, unknown>>;

/** Any step: all have the same memory. */
const A_STEP = 'ingest';

/** @throws Error where the template does not state it */
export function statedBy(template: Template, stack: string): Stated {
  return {
    stepMemoryMiB: memoryOf(template, A_STEP),
    compute: { train: siteOf(template, stack, 'train'), forecast: siteOf(template, stack, 'forecast') },
    schedules: schedulesOf(template, stack),
  };
}

interface Found {
  readonly id: string;
  readonly properties: Properties;
  readonly step: unknown;
}

function resourcesOf({ Resources }: Template, type: string): readonly Found[] {
  return Object.entries(Object(Resources)).flatMap(([id, resource]) => {
    const { Type, Properties = {}, Metadata = {} } = Object(resource);
    return Type === type ? [{ id, properties: Object(Properties), step: Object(Metadata).step }] : [];
  });
}

function memoryOf(template: Template, step: string): number {
  const found = resourcesOf(template, 'AWS::Lambda::Function').find((resource) => resource.step === step);
  const memory = Number(found?.properties.MemorySize);
  if (Number.isInteger(memory)) return memory;
  throw new Error(`the template states no memory of a function for the step ${step}`);
}

/** Of the job that the machine of the same name starts; a site without an instance is a function. */
function siteOf(template: Template, stack: string, task: 'train' | 'forecast'): StatedSite {
  const name = machineName(stack, task);
  const machine = resourcesOf(template, 'AWS::StepFunctions::StateMachine').find(
    ({ properties }) => properties.StateMachineName === name,
  );
  const definition = JSON.stringify(plainValue(machine?.properties.DefinitionString) ?? null);
  const instanceType = /"InstanceType":"([a-z0-9.-]+)"/.exec(definition)?.[1];
  if (instanceType === undefined) throw new Error(`the template states no instance that the machine ${name} starts`);
  if (instanceType.startsWith('ml.')) return { on: 'container', instanceType };
  return { on: 'lambda', memoryMiB: memoryOf(template, `${task}-on-lambda`) };
}

function schedulesOf(template: Template, stack: string): Readonly<Record<string, string>> {
  const machines = new Map(
    resourcesOf(template, 'AWS::StepFunctions::StateMachine').map(({ id, properties }) => [
      `\${${id}}`,
      String(properties.StateMachineName).slice(machineName(stack, '').length),
    ]),
  );
  const schedules = resourcesOf(template, 'AWS::Scheduler::Schedule').flatMap(({ properties }) => {
    const machine = machines.get(String(plainValue(Object(properties.Target).Arn)));
    const isOn = machine !== undefined && properties.State !== 'DISABLED';
    return isOn ? [[machine, String(properties.ScheduleExpression)] as const] : [];
  });
  return Object.fromEntries(schedules);
}
