import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleInto } from '../../containers/forecaster/build.ts';
import { createInterpreter, realClock } from '../../asl/index.ts';
import { measure, medianSeconds, median, times } from '../measure.ts';
import { WORK_DIR } from '../paths.ts';
import type { Figure } from '../report.ts';
import { synthesize } from '../synth.ts';

const STATES = 300;
const MACHINE = 'arn:aws:states:local:000000000000:stateMachine:chain';

/** What a person waits for: the demo, the orchestration around their own code, the synthesis. */
export async function innerLoop(): Promise<readonly Figure[]> {
  const demo = await times(3, () => measure({ command: 'npm', args: ['start', '--silent'] }));
  const synth = await times(5, synthesize);
  return [
    {
      name: 'npm start, first run after the install',
      value: medianSeconds(demo) + (await firstBundle()),
      unit: 's',
      target: { atMost: 20 },
      limitedBy: 'four windows of four series: about 20 processes, and one synthesis',
      note: "median of 3, and the once-only bundling of the container's entry points",
    },
    {
      name: 'orchestration, a state',
      value: median(await times(3, millisecondsAState)),
      unit: 'ms',
      target: { atMost: 5 },
      limitedBy: 'evaluating JSONata, and yielding to the event loop between states',
      note: `a chain of ${STATES} Task, Choice and Pass states with Arguments, Output and Assign, whose task does nothing`,
    },
    {
      name: 'synth of one environment, whole process',
      value: medianSeconds(synth),
      unit: 's',
      target: { atMost: 1.5 },
      limitedBy: 'loading aws-cdk-lib',
      note: 'median of 5',
    },
  ];
}

async function firstBundle(): Promise<number> {
  const folder = await mkdtemp(join(WORK_DIR, 'bundle-'));
  const startedAtMs = performance.now();
  await bundleInto(folder);
  const seconds = (performance.now() - startedAtMs) / 1000;
  await rm(folder, { recursive: true });
  return seconds;
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
