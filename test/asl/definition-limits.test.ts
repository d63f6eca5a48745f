import { describe, expect, it } from '@jest/globals';
import { machineOf, memoryS3, problemsOf, taskMachine } from './support.ts';

function isRefused(definition: unknown): boolean {
  return problemsOf(definition, { s3: memoryS3({}) }).length > 0;
}

const States = { I: { Type: 'Pass', End: true } };

const MACHINES: Readonly<Record<string, (value: unknown) => unknown>> = {
  'a name’s length': (length) => machineOf({ ['x'.repeat(Number(length))]: { Type: 'Succeed' } }),
  'a variable’s name': (name) => machineOf({ S: { Type: 'Pass', Assign: { [String(name)]: 1 }, End: true } }),
  'the machine’s TimeoutSeconds': (TimeoutSeconds) => machineOf({ S: { Type: 'Succeed' } }, { TimeoutSeconds }),
  'a Task’s TimeoutSeconds': (TimeoutSeconds) => taskMachine({ TimeoutSeconds }),
  'a Task’s HeartbeatSeconds': (HeartbeatSeconds) => taskMachine({ HeartbeatSeconds }),
  'a Wait’s Seconds': (Seconds) => machineOf({ S: { Type: 'Wait', Seconds, End: true } }),
  'a retrier’s IntervalSeconds': (IntervalSeconds) => retrying({ IntervalSeconds }),
  'a retrier’s MaxAttempts': (MaxAttempts) => retrying({ MaxAttempts }),
  'a retrier’s BackoffRate': (BackoffRate) => retrying({ BackoffRate }),
  'a retrier’s MaxDelaySeconds': (MaxDelaySeconds) => retrying({ MaxDelaySeconds }),
  'a retrier’s JitterStrategy': (JitterStrategy) => retrying({ JitterStrategy }),
  'a retrier’s ErrorEquals': (ErrorEquals) => taskMachine({ Retry: [{ ErrorEquals }] }),
  'a catcher’s ErrorEquals': (ErrorEquals) => taskMachine({ Catch: [{ ErrorEquals, Next: 'Call' }] }),
  Choices: (Choices) => machineOf({ S: { Type: 'Choice', Choices, Default: 'T' }, T: { Type: 'Succeed' } }),
  Branches: (Branches) => machineOf({ S: { Type: 'Parallel', Branches, End: true } }),
  MaxConcurrency: (MaxConcurrency) => mapping({ MaxConcurrency }),
  ToleratedFailureCount: (ToleratedFailureCount) => mapping({ ToleratedFailureCount }),
  ToleratedFailurePercentage: (ToleratedFailurePercentage) => mapping({ ToleratedFailurePercentage }),
  'a Label’s length': (length) => mapping({ Label: 'x'.repeat(Number(length)) }),
  MaxItemsPerBatch: (MaxItemsPerBatch) => mapping({ ItemBatcher: { MaxItemsPerBatch } }),
  MaxInputBytesPerBatch: (MaxInputBytesPerBatch) => mapping({ ItemBatcher: { MaxInputBytesPerBatch } }),
  ExecutionType: (ExecutionType) => mapping({}, { ExecutionType }),
  Mode: (Mode) =>
    machineOf({ S: { Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode }, StartAt: 'I', States }, End: true } }),
  MaxItems: (MaxItems) => reading({ InputType: 'JSON', MaxItems }),
  CSVDelimiter: (CSVDelimiter) => reading({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW', CSVDelimiter }),
  CSVHeaders: (CSVHeaders) => reading({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders }),
  Version: (Version) => machineOf({ S: { Type: 'Succeed' } }, { Version }),
  'a state’s QueryLanguage': (QueryLanguage) => machineOf({ S: { Type: 'Succeed', QueryLanguage } }),
};

function retrying(fields: object): object {
  return taskMachine({ Retry: [{ ErrorEquals: ['Any'], ...fields }] });
}

function mapping(fields: object, config: object = {}): object {
  const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED', ...config }, StartAt: 'I', States };
  return machineOf({ S: { Type: 'Map', ItemProcessor, End: true, ...fields } });
}

function reading(ReaderConfig: object): object {
  return mapping({ ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Arguments: {}, ReaderConfig } });
}

const choice = { Condition: true, Next: 'T' };
const branch = { StartAt: 'I', States };

describe('a definition may say', () => {
  it.each([
    ['a name’s length', [1, 80], [0, 81]],
    ['a variable’s name', ['a', '_b2', 'größe'], ['', '2b', 'a-b', 'states', 'a b']],
    ['the machine’s TimeoutSeconds', [1, 99_999_999], [0, 1.5, 100_000_000, '{% 1 %}']],
    ['a Task’s TimeoutSeconds', [1, 99_999_999, '{% 1 %}'], [0, 1.5, 100_000_000, 'x', '{% 1']],
    ['a Task’s HeartbeatSeconds', [1, 99_999_999, '{% 1 %}'], [0, 1.5, 100_000_000]],
    ['a Wait’s Seconds', [0, 99_999_999, '{% 1 %}', '{%\n1\n%}'], [-1, 0.5, 100_000_000, 'x', 'x{% 1 %}', '{% 1 %}x']],
    ['a retrier’s IntervalSeconds', [1, 99_999_999], [0, 1.5, 100_000_000]],
    ['a retrier’s MaxAttempts', [0, 99_999_999], [-1, 1.5, 100_000_000]],
    ['a retrier’s BackoffRate', [1, 1.5, 1000], [0.99]],
    ['a retrier’s MaxDelaySeconds', [1, 31_622_400], [0, 1.5, 31_622_401]],
    ['a retrier’s JitterStrategy', ['FULL', 'NONE'], ['HALF']],
    ['a retrier’s ErrorEquals', [['Any']], [[], [1]]],
    ['a catcher’s ErrorEquals', [['Any']], [[], [1]]],
    ['Choices', [[choice], [choice, choice]], [[], [{ ...choice, Condition: 'x' }], [{ ...choice, Condition: 1 }]]],
    ['Branches', [[branch]], [[], [{ ...branch, StartAt: 'J' }]]],
    ['MaxConcurrency', [0, 1, '{% 1 %}'], [-1, 0.5, 'x']],
    ['ToleratedFailureCount', [0, 1, '{% 1 %}'], [-1, 0.5, 'x']],
    ['ToleratedFailurePercentage', [0, 0.5, 100, '{% 1 %}'], [-0.1, 100.1, 'x']],
    ['a Label’s length', [1, 40], [0, 41]],
    ['MaxItemsPerBatch', [1, '{% 1 %}'], [0, 1.5, 'x']],
    ['MaxInputBytesPerBatch', [1, 262_144, '{% 1 %}'], [0, 1.5, 262_145, 'x']],
    ['ExecutionType', ['STANDARD', 'EXPRESS'], ['FAST']],
    ['Mode', ['INLINE', 'DISTRIBUTED'], ['BOTH']],
    ['MaxItems', [0, 1, '{% 1 %}'], [-1, 0.5, 'x']],
    ['CSVDelimiter', ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'], [',']],
    ['CSVHeaders', [['a']], [[], [1]]],
    ['Version', ['1.0'], ['1.1']],
    ['a state’s QueryLanguage', ['JSONata'], ['JSONPath', 'SQL']],
  ])('%s as %j, not as %j', (field, allowed, refused) => {
    const machine = MACHINES[field];
    expect(allowed.filter((value) => isRefused(machine(value)))).toEqual([]);
    expect(refused.filter((value) => !isRefused(machine(value)))).toEqual([]);
  });
});
