import { describe, expect, it } from '@jest/globals';
import { taskTimeouts } from '../../../lib/rules/task-timeouts.ts';
import { BUCKET, judged } from './judged.ts';

const TASK = { Type: 'Task', Resource: 'TOKEN', TimeoutSeconds: 60, End: true };
const ENDLESS = { ...TASK, TimeoutSeconds: undefined };
const map = (task: unknown) => ({ Type: 'Map', ItemProcessor: { StartAt: 'Fit', States: { Fit: task } } });
const parallel = (task: unknown) => ({ Type: 'Parallel', Branches: [{ StartAt: 'Look', States: { Look: task } }] });

/** With its ARNs in it, as CDK writes it. */
function machine(States: unknown, TimeoutSeconds: number | undefined = 3600) {
  const arn = { 'Fn::GetAtt': ['Fit', 'Arn'] };
  const parts = JSON.stringify({ StartAt: 'Fit', States, TimeoutSeconds }).split('TOKEN');
  const DefinitionString = { 'Fn::Join': ['', parts.flatMap((part, index) => (index === 0 ? [part] : [arn, part]))] };
  return { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString } };
}

describe('a state machine', () => {
  it('ends, and so does each of its tasks', () => {
    const states = { Fit: TASK, Each: map(TASK), Both: parallel(TASK), Wait: { Type: 'Wait', Seconds: 1 } };
    expect(judged(taskTimeouts, machine(states))).toBe('complies');
    const path = { Fit: { ...ENDLESS, TimeoutSecondsPath: '$.seconds' } };
    expect(judged(taskTimeouts, machine(path))).toBe('complies');
  });

  it.each([
    ['on top', { Ingest: ENDLESS }, 'Ingest'],
    ['of a map', { Each: map(ENDLESS) }, 'Fit'],
    ['of a branch', { Ingest: TASK, Both: parallel(ENDLESS) }, 'Look'],
  ])('has no task without an end %s', (_, states, name) => {
    expect(judged(taskTimeouts, machine(states))).toEqual({ problem: `without TimeoutSeconds: ${name}` });
  });

  it('has an end of its own', () => {
    const { Properties, ...rest } = machine({ Fit: TASK });
    const DefinitionString = JSON.stringify({ StartAt: 'Fit', States: { Fit: TASK } });
    expect(judged(taskTimeouts, { ...rest, Properties: { ...Properties, DefinitionString } })).toEqual({
      problem: 'the machine has no TimeoutSeconds',
    });
  });

  it('is meant, and nothing else', () => {
    expect(judged(taskTimeouts, BUCKET)).toBe('not applicable');
  });
});
