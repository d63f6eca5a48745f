import { describe, expect, it } from '@jest/globals';
import { interpreterOf, LAMBDA, MACHINE, machineOf, memoryS3, problemsOf, run, taskMachine } from './support.ts';

const pass = { Type: 'Pass', End: true };
const to = (Next: string) => ({ Type: 'Pass', Next });
const START = 'arn:aws:states:::states:startExecution';

describe('of a machine’s ways, AWS refuses', () => {
  it('one that can never end, wherever its states lead otherwise', () => {
    const end = ['MISSING_END_STATE: Workflow has no terminal state'];
    expect(problemsOf(machineOf({ A: to('B'), B: to('A') }))).toEqual(end);
    expect(problemsOf(machineOf({ A: to('B'), B: to('A'), Unused: to('A') }))).toEqual(end);
    expect(problemsOf(machineOf({ A: to('Nope') }))).toEqual([
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nope at /States/A/Next",
      ...end,
    ]);
  });

  it('a state that nothing leads to', () => {
    expect(problemsOf(machineOf({ A: to('B'), B: to('A'), C: pass }))).toEqual([
      'MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C',
    ]);
    expect(problemsOf(machineOf({ A: pass, B: to('C'), C: to('B') }))).toEqual([
      'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
      'MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C',
    ]);
  });

  it('a beginning that is none', () => {
    expect(problemsOf(machineOf({ A: pass }, { StartAt: 'Nope' }))).toEqual([
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nope at /StartAt",
      'MISSING_TRANSITION_TARGET: State "A" is not reachable. at /States/A',
    ]);
  });

  it('the same inside of states, where no end is asked for', () => {
    const ItemProcessor = { StartAt: 'I', States: { I: pass, Ghost: pass } };
    expect(problemsOf(machineOf({ M: { Type: 'Map', ItemProcessor, End: true } }))).toEqual([
      'MISSING_TRANSITION_TARGET: State "Ghost" is not reachable. at /States/M/ItemProcessor/States/Ghost',
    ]);
    const Branches = [{ StartAt: 'I', States: { I: pass, Ghost: pass } }];
    expect(problemsOf(machineOf({ P: { Type: 'Parallel', Branches, End: true } }))).toEqual([
      'MISSING_TRANSITION_TARGET: State "Ghost" is not reachable. at /States/P/Branches[0]/States/Ghost',
    ]);
    const loop = { StartAt: 'A', States: { A: to('B'), B: to('A') } };
    expect(problemsOf(machineOf({ M: { Type: 'Map', ItemProcessor: loop, End: true } }))).toEqual([]);
    const lost = { StartAt: 'Nope', States: { I: pass } };
    expect(problemsOf(machineOf({ M: { Type: 'Map', ItemProcessor: lost, End: true } }))).toEqual([
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nope at /States/M/ItemProcessor/StartAt",
      'MISSING_TRANSITION_TARGET: State "I" is not reachable. at /States/M/ItemProcessor/States/I',
    ]);
  });

  it.each([
    ['Next', to('Z')],
    ['a rule', { Type: 'Choice', Choices: [{ Condition: true, Next: 'Z' }] }],
    ['Default', { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'Z' }],
    ['a catcher', { Type: 'Task', Resource: LAMBDA, Catch: [{ ErrorEquals: ['X'], Next: 'Z' }], End: true }],
  ])('nothing that %s leads to', (_, A) => {
    expect(problemsOf(machineOf({ A, Z: { Type: 'Succeed' } }))).toEqual([]);
  });
});

describe('of a Task, AWS refuses', () => {
  it('HeartbeatSeconds that are not below TimeoutSeconds', () => {
    const problem = (heartbeat: number) => [
      `SCHEMA_VALIDATION_FAILED: HeartbeatSeconds must be smaller than TimeoutSeconds: got ${heartbeat}, not below 9 at /States/Call/HeartbeatSeconds`,
    ];
    expect(problemsOf(taskMachine({ TimeoutSeconds: 9, HeartbeatSeconds: 9 }))).toEqual(problem(9));
    expect(problemsOf(taskMachine({ TimeoutSeconds: 9, HeartbeatSeconds: 10 }))).toEqual(problem(10));
    expect(problemsOf(taskMachine({ TimeoutSeconds: 9, HeartbeatSeconds: 8 }))).toEqual([]);
    expect(problemsOf(taskMachine({ TimeoutSeconds: '{% 9 %}', HeartbeatSeconds: 9 }))).toEqual([]);
    expect(problemsOf(taskMachine({ HeartbeatSeconds: 9 }))).toEqual([]);
  });

  it('to catch States.BranchFailed, which never comes', () => {
    const Branches = [{ StartAt: 'I', States: { I: pass } }];
    const Catch = [{ ErrorEquals: ['Mine', 'States.BranchFailed'], Next: 'Z' }];
    const machine = machineOf({ P: { Type: 'Parallel', Branches, Catch, End: true }, Z: { Type: 'Succeed' } });
    expect(problemsOf(machine)).toEqual([
      "NOT_SUPPORTED_HERE: 'States.BranchFailed' never matches: a Parallel fails with the error of the branch that failed; name that, or States.ALL at /States/P/Catch[0]/ErrorEquals[1]",
    ]);
  });
});

const BAD_NAMES = [
  ...['', 'x'.repeat(81), 'a b', 'a\tb', 'a\u00a0b', 'a\u0000', 'a\u007f', 'a\u009f', 'a\ufffe', '\ud800'],
  ...[...'<>{}[]?*"#%\\^|~`$&,;:/'].map((character) => `a${character}b`),
];
const GOOD_NAMES = ['a', 'x'.repeat(80), 'run-1_b.c', 'größe', 'テスト', "it's(1)+2=3!@"];

describe('an execution’s name', () => {
  it.each(BAD_NAMES)('is not %j', async (name) => {
    const interpreter = interpreterOf(machineOf({ A: pass }));
    await expect(interpreter.startExecution({ machineArn: MACHINE, name, input: {} })).rejects.toMatchObject({
      name: 'InvalidName',
      message: expect.stringMatching(/^Invalid Name: '[^]*': a name has 1 to 80 characters, none of them a blank/),
    });
  });

  it.each(GOOD_NAMES)('may be %j', async (name) => {
    const interpreter = interpreterOf(machineOf({ A: pass }));
    const { status } = await interpreter.startExecution({ machineArn: MACHINE, name, input: {} });
    expect(status).toBe('SUCCEEDED');
  });

  it('is looked at before the run when it is written down, and by the service when it is evaluated', async () => {
    const starting = (Name: string) =>
      machineOf({
        Start: { Type: 'Task', Resource: START, Arguments: { StateMachineArn: MACHINE, Name }, End: true },
      });
    expect(problemsOf(starting('a b'))).toEqual([
      expect.stringMatching(/^SCHEMA_VALIDATION_FAILED: Invalid Name: 'a b': .* at \/States\/Start\/Arguments\/Name$/),
    ]);
    expect(problemsOf(starting('a-b'))).toEqual([]);
    expect((await run(starting("{% 'a b' %}"))).error).toBe('StepFunctions.InvalidNameException');
  });

  it('may be a placeholder in a recording of AWS', async () => {
    const masked = 'arn:<partition>:states:<region>:111111111111:stateMachine:<name>';
    const interpreter = interpreterOf(machineOf({ A: pass }), {
      machines: { [masked]: { definition: machineOf({ A: pass }) } },
    });
    const { status } = await interpreter.startExecution({ machineArn: masked, name: '<ExecArnPart_0idx>', input: {} });
    expect(status).toBe('SUCCEEDED');
  });
});

function distributed(fields: object, ProcessorConfig: object = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }) {
  return { Type: 'Map', End: true, ItemProcessor: { ProcessorConfig, StartAt: 'I', States: { I: pass } }, ...fields };
}

describe('a distributed Map’s Label', () => {
  it.each([...BAD_NAMES.filter((name) => name.length < 40 && name !== ''), 'x'.repeat(41), ''])(
    'is not %j',
    (Label) => {
      expect(problemsOf(machineOf({ M: distributed({ Label }) }))).toEqual([
        expect.stringMatching(
          /^INVALID_LABEL_NAME: Invalid Label name: '[^]*' (is empty or has|exceeds) .* at \/States\/M\/Label$/,
        ),
      ]);
    },
  );

  it('is too long with 41 characters, and there but once', () => {
    expect(problemsOf(machineOf({ M: distributed({ Label: 'x'.repeat(41) }) }))).toEqual([
      `INVALID_LABEL_NAME: Invalid Label name: '${'x'.repeat(41)}' exceeds the 40-character limit allowed by the service at /States/M/Label`,
    ]);
    const second = {
      ...distributed({ Label: 'L' }),
      ItemProcessor: { ...distributed({}).ItemProcessor, StartAt: 'J', States: { J: pass } },
    };
    const machine = machineOf({ M: { ...distributed({ Label: 'L' }), End: undefined, Next: 'N' }, N: second });
    expect(problemsOf(JSON.parse(JSON.stringify(machine)))).toEqual([
      'DUPLICATE_LABEL_NAME: Duplicate Label name: L at /States/N/Label',
    ]);
  });
});

describe('an EXPRESS workflow has', () => {
  const express = (definition: object) =>
    problemsOf(definition, { type: 'EXPRESS', s3: memoryS3({}), integrations: () => async () => null });
  const task = (Resource: string) => machineOf({ T: { Type: 'Task', Resource, End: true } });

  it.each([
    [`${START}.sync`, "Express state machine does not support '.sync' service integration"],
    [`${START}.sync:2`, "Express state machine does not support '.sync' service integration"],
    [`${LAMBDA}.waitForTaskToken`, "Express state machine does not support '.waitForTaskToken' service integration"],
    ['arn:aws:states:eu-west-1:111122223333:activity:a', 'Express state machine does not support Activity ARN'],
  ])('no %s', (resource, problem) => {
    expect(express(task(resource))).toEqual([`SCHEMA_VALIDATION_FAILED: ${problem} at /States/T/Resource`]);
    expect(problemsOf(task(resource), { integrations: () => async () => null })).toEqual([]);
  });

  it('requests and responses, inline Maps and Parallels', () => {
    expect(express(task(LAMBDA))).toEqual([]);
    expect(express(task(START))).toEqual([]);
    const ItemProcessor = { StartAt: 'I', States: { I: pass } };
    expect(express(machineOf({ M: { Type: 'Map', ItemProcessor, End: true } }))).toEqual([]);
    const Branches = [{ StartAt: 'I', States: { I: { Type: 'Task', Resource: `${START}.sync`, End: true } } }];
    expect(express(machineOf({ P: { Type: 'Parallel', Branches, End: true } }))).toHaveLength(1);
  });

  it('no distributed Map, whose children may be EXPRESS themselves', () => {
    expect(express(machineOf({ M: distributed({}) }))).toEqual([
      "SCHEMA_VALIDATION_FAILED: The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines at /States/M/ItemProcessor/ProcessorConfig/Mode",
    ]);
    const child = (ExecutionType: string) => {
      const States = { I: { Type: 'Task', Resource: `${START}.sync`, End: true } };
      const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType };
      return machineOf({ M: { ...distributed({}), ItemProcessor: { ProcessorConfig, StartAt: 'I', States } } });
    };
    expect(problemsOf(child('EXPRESS'))).toEqual([
      "SCHEMA_VALIDATION_FAILED: Express state machine does not support '.sync' service integration at /States/M/ItemProcessor/States/I/Resource",
    ]);
    expect(problemsOf(child('STANDARD'))).toEqual([]);
  });
});

describe('a Map’s ProcessorConfig', () => {
  it('has an ExecutionType when it is distributed, and only then: AWS asks for it, a run does not', () => {
    const at = 'at /States/M/ItemProcessor/ProcessorConfig';
    const lacking = machineOf({ M: distributed({}, { Mode: 'DISTRIBUTED' }) });
    expect(problemsOf(lacking, { strict: true })).toEqual([
      `SCHEMA_VALIDATION_FAILED: These fields are required: [ExecutionType] ${at}`,
    ]);
    expect(problemsOf(lacking)).toEqual([]);
    const inline = machineOf({ M: distributed({}, { Mode: 'INLINE', ExecutionType: 'STANDARD' }) });
    expect(problemsOf(inline, { strict: true })).toEqual([
      `SCHEMA_VALIDATION_FAILED: Field 'ExecutionType' is not supported ${at}`,
    ]);
    expect(problemsOf(machineOf({ M: distributed({}) }), { strict: true })).toEqual([]);
  });
});
