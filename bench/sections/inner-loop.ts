import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterpreter, realClock } from '../../asl/index.ts';
import { measure, medianSeconds, median, times, type Measured } from '../measure.ts';
import type { Figure } from '../report.ts';
import { WORK_DIR } from '../paths.ts';
import { synthesize } from '../synth.ts';

const DEMO = { command: 'npm', args: ['start', '--silent'] };
const STATES = 300;
const MACHINE = 'arn:aws:states:local:000000000000:stateMachine:chain';

/** What a person waits for: the demo, the orchestration around their own code, the synthesis. */
export async function innerLoop(): Promise<readonly Figure[]> {
  return [...(await demo()), await orchestration(), ...(await synthesis())];
}

async function demo(): Promise<Figure[]> {
  const first = await times(3, firstDemo);
  const further = await times(3, () => measure(DEMO));
  return [
    {
      name: 'npm start, first run after the install',
      value: medianSeconds(first),
      unit: 's',
      target: { atMost: 20 },
      limitedBy: 'bundling the command line, the container and the page; one synthesis; the run itself',
      note: 'median of 3',
    },
    {
      name: 'npm start, every further run',
      value: medianSeconds(further),
      unit: 's',
      target: { atMost: 5 },
      limitedBy:
        'fits and forecasts one after another, as the looks follow each other; file calls; parsing and checking what is read',
      note: 'median of 3',
    },
  ];
}

async function orchestration(): Promise<Figure> {
  return {
    name: 'orchestration, a state',
    value: median(await times(3, millisecondsAState)),
    unit: 'ms',
    target: { atMost: 5 },
    limitedBy: 'evaluating JSONata, and yielding to the event loop between states',
    note: `a chain of ${STATES} Task, Choice and Pass states with Arguments, Output and Assign, whose task does nothing`,
  };
}

async function synthesis(): Promise<Figure[]> {
  return [
    {
      name: 'synth of one environment, whole process',
      value: medianSeconds(await times(5, synthesize)),
      unit: 's',
      target: { atMost: 1.5 },
      limitedBy: 'loading aws-cdk-lib',
      note: 'median of 5',
    },
    {
      name: 'synth of one environment with all its code, cdk synth',
      value: medianSeconds(await times(3, synthesizeWithCode)),
      unit: 's',
      target: { atMost: 15 },
      limitedBy: "CloudFormation's rules, checked at synthesis; bundling the functions; loading CDK's command line",
      note: 'median of 3',
    },
  ];
}

/** As one who deploys does it. */
async function synthesizeWithCode(): Promise<Measured> {
  const out = join(WORK_DIR, 'with-code');
  await rm(out, { recursive: true, force: true });
  return measure({ command: 'npx', args: ['cdk', 'synth', '-c', 'env=dev', '--quiet', '--output', out] });
}

/** With nothing kept of what a run makes for the next ones. */
async function firstDemo(): Promise<Measured> {
  for (const kept of ['cli', 'definitions', 'forecaster', 'report']) {
    await rm(join('.cache', kept), { recursive: true, force: true });
  }
  return measure(DEMO);
}

async function millisecondsAState(): Promise<number> {
  const interpreter = createInterpreter({
    machines: { [MACHINE]: { definition: chain() } },
    integrations: { 'arn:aws:states:::lambda:invoke': async () => ({ Payload: { rows: 1 }, StatusCode: 200 }) },
    clock: realClock,
    seed: 1,
  });
  const startedAtMs = performance.now();
  const { status } = await interpreter.startExecution({ machineArn: MACHINE, name: 'run', input: { rows: 0 } });
  if (status !== 'SUCCEEDED') throw new Error(`the chain of states ended as ${status}`);
  return (performance.now() - startedAtMs) / STATES;
}

/** Task, Choice and Pass by turns, each as the platform's own machines write them. */
function chain() {
  const kinds = [taskState, choiceState, passState];
  const states: Record<string, unknown> = { [nameOf(STATES)]: { Type: 'Succeed' } };
  for (let i = 0; i < STATES; i++) states[nameOf(i)] = kinds[i % kinds.length](nameOf(i + 1));
  return { QueryLanguage: 'JSONata', StartAt: nameOf(0), States: states };
}

function nameOf(index: number): string {
  return `State ${index}`;
}

function taskState(Next: string) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'nothing', Payload: { dataset: 'weather', rows: '{% $states.input.rows %}' } },
    Output: '{% $states.result.Payload %}',
    Assign: { total: '{% $states.input.rows + $states.result.Payload.rows %}' },
    TimeoutSeconds: 60,
    Retry: [{ ErrorEquals: ['CommitConflict'], MaxAttempts: 3, JitterStrategy: 'FULL' }],
    Next,
  };
}

function choiceState(Next: string) {
  return { Type: 'Choice', Choices: [{ Condition: '{% $total > 0 %}', Next }], Default: Next };
}

function passState(Next: string) {
  return {
    Type: 'Pass',
    Output: { rows: '{% $states.input.rows %}', run: '{% $states.context.Execution.Name %}' },
    Next,
  };
}
