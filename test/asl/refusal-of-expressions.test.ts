import { describe, expect, it } from '@jest/globals';
import { LAMBDA, machineOf, memoryS3, problemsOf } from './support.ts';

const pass = { Type: 'Pass', End: true };
const UNSUPPORTED = 'UNSUPPORTED_JSONATA_EXPRESSION: ';

/** What is said of an expression alone, without the code and the place. */
function complaints(expression: string): readonly string[] {
  const machine = machineOf({ A: { ...pass, Output: `{% ${expression} %}` } });
  return problemsOf(machine).map((problem) => problem.replace(UNSUPPORTED, '').replace(' at /States/A/Output', ''));
}

function topLevel(name: string): string {
  return `Reference to '${name}' at the top level is not supported.`;
}

// Each of these was put to ValidateStateMachineDefinition, as floci-io/floci records.
describe('an expression may not read', () => {
  it.each([
    'phone',
    'phone[0].number',
    'phone.number.street',
    '-phone',
    'phone ? 1 : 2',
    '$states.input.a ? phone : 2',
    "phone & 'x'",
    'phone in $states.input.b',
    '$sum(phone)',
    'phone(1)',
    'phone ~> $string()',
    '[1..phone]',
    '(phone)',
    '(phone).other',
    '[phone].other',
    '[phone, 1]',
    '{phone: 1}',
    '($x := phone; $x)',
    '$map($states.input.a, function($y){ phone })',
    '$count(phone[inner])',
    'phone.**.deeper',
    'phone^(other)',
    'phone{other: 1}',
    '$states.input[0] ~> $f(?, phone)',
  ])('a bare name: %s', (expression) => {
    expect(complaints(expression)).toEqual([topLevel('phone')]);
  });

  it.each(['$', '$.phone', '$[0]', '$string($)', '$map($states.input.a, function($x){ $ })'])(
    'a context item: %s',
    (expression) => {
      expect(complaints(expression)).toEqual([topLevel('$')]);
    },
  );

  it.each(['$$', '$$.phone', '$states.input.a[b = $$.c]', '$states.input.a.$lookup($$, "b")'])(
    'the outermost context item: %s',
    (expression) => {
      expect(complaints(expression)).toEqual(["Reference to '$$' is not supported."]);
    },
  );

  it('anything twice, and says what in the order of the text', () => {
    expect(complaints('aaa + bbb')).toEqual([topLevel('aaa'), topLevel('bbb')]);
    expect(complaints('[bbb, aaa]')).toEqual([topLevel('bbb'), topLevel('aaa')]);
    expect(complaints('aaa + aaa')).toEqual([topLevel('aaa')]);
    expect(complaints('$number(aaa) + $number(bbb)')).toEqual([topLevel('aaa'), topLevel('bbb')]);
  });
});

describe('an expression may read', () => {
  it.each([
    '$states.input.phone',
    '$states.input.a[0].phone',
    '$states.input.a.phone[0]',
    '$states.input.items[phone > 3]',
    '$states.input.a^(phone)',
    "$states.input.a{'k': phone}",
    '$states.input.a.(phone)',
    '$states.input.a.{"k": phone}',
    '$states.input.a ~> $string()',
    "$states.input ~> |phone|{'b': number}, 'c'|",
    '**.phone',
    "{'k': 1}.phone",
    '[1,2][phone]',
    '$states.input.a[0][phone]',
    '$states.input.a[$ > 1]',
    '$states.input.a.$string($)',
    'function($x){ $x.phone }',
    '$map($states.input.a, function($x){ $x.phone })',
    "'phone'",
    '1 + 1',
    '$now()',
    '$phone',
    '$states',
    '$states.context.Execution.Id',
    '$states.input.a.%.phone',
  ])('%s', (expression) => {
    expect(complaints(expression)).toEqual([]);
  });
});

/** A machine in which every kind of state has an expression in one of its fields. */
function everywhere(expression: string): readonly string[] {
  const handlers = { Catch: [{ ErrorEquals: ['X'], Next: 'Z', Output: expression, Assign: { c: expression } }] };
  const inner = (name: string) => ({ StartAt: name, States: { [name]: { ...pass, Output: { v: [expression] } } } });
  const machine = machineOf({
    P: { Type: 'Pass', Output: expression, Assign: { p: expression }, Comment: expression, Next: 'W' },
    W: { Type: 'Wait', Seconds: expression, Next: 'W2' },
    W2: { Type: 'Wait', Timestamp: expression, Next: 'C' },
    C: {
      Type: 'Choice',
      Choices: [
        { Condition: true, Next: 'T' },
        { Condition: expression, Output: { v: expression }, Assign: { r: expression }, Next: 'T' },
      ],
      Default: 'F',
      Output: expression,
    },
    T: {
      ...{ Type: 'Task', Resource: LAMBDA, Next: 'L', Output: expression, Assign: { t: expression }, ...handlers },
      ...{ Arguments: { a: expression }, Credentials: { RoleArn: expression } },
      ...{ TimeoutSeconds: expression, HeartbeatSeconds: expression, Retry: [{ ErrorEquals: [expression] }] },
    },
    L: { Type: 'Parallel', Arguments: expression, Branches: [inner('B')], Output: expression, Next: 'M' },
    M: {
      ...{ Type: 'Map', Items: expression, ItemSelector: expression, MaxConcurrency: expression, Output: expression },
      ...{ ToleratedFailureCount: expression, ToleratedFailurePercentage: expression, Next: 'D' },
      ItemProcessor: inner('I'),
    },
    D: {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        Arguments: expression,
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: [expression], MaxItems: expression },
      },
      ItemBatcher: { MaxItemsPerBatch: expression, MaxInputBytesPerBatch: expression, BatchInput: [expression] },
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: expression } },
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...inner('E') },
      Next: 'Z',
    },
    Z: { Type: 'Succeed', Output: expression },
    F: { Type: 'Fail', Error: expression, Cause: expression },
  });
  return problemsOf(machine, { s3: memoryS3({}) });
}

function placesOf(problems: readonly string[], message: string): readonly string[] {
  expect(problems.filter((problem) => !problem.startsWith(`${message} at /States/`))).toEqual([]);
  return problems.map((problem) => problem.slice(`${message} at /States/`.length)).sort();
}

describe('expressions are read', () => {
  it('in these fields and in no others, by AWS’s name of the place', () => {
    expect(placesOf(everywhere('{% phone %}'), `${UNSUPPORTED}${topLevel('phone')}`)).toEqual([
      ...['C/Choices[1]/Assign/r', 'C/Choices[1]/Condition', 'C/Choices[1]/Output/v', 'C/Output'],
      ...['D/ItemBatcher/BatchInput[0]', 'D/ItemBatcher/MaxInputBytesPerBatch', 'D/ItemBatcher/MaxItemsPerBatch'],
      ...['D/ItemProcessor/States/E/Output/v[0]', 'D/ItemReader/Arguments', 'D/ItemReader/ReaderConfig/MaxItems'],
      ...['D/ResultWriter/Arguments/Bucket', 'F/Cause', 'F/Error'],
      ...['L/Arguments', 'L/Branches[0]/States/B/Output/v[0]', 'L/Output'],
      ...['M/ItemProcessor/States/I/Output/v[0]', 'M/ItemSelector', 'M/Items', 'M/MaxConcurrency', 'M/Output'],
      ...['M/ToleratedFailureCount', 'M/ToleratedFailurePercentage', 'P/Assign/p', 'P/Output'],
      ...['T/Arguments/a', 'T/Assign/t', 'T/Catch[0]/Assign/c', 'T/Catch[0]/Output', 'T/Credentials/RoleArn'],
      ...['T/HeartbeatSeconds', 'T/Output', 'T/TimeoutSeconds', 'W/Seconds', 'W2/Timestamp', 'Z/Output'],
    ]);
  });

  it('with $states.result where a state has one, and nowhere else', () => {
    const all = placesOf(everywhere('{% phone %}'), `${UNSUPPORTED}${topLevel('phone')}`);
    const refused = placesOf(
      everywhere('{% $states.result.x %}'),
      `${UNSUPPORTED}Field '$states.result' does not exist.`,
    );
    expect(all.filter((place) => !refused.includes(place))).toEqual(['L/Output', 'M/Output', 'T/Assign/t', 'T/Output']);
  });

  it('with $states.errorOutput in a catcher, and nowhere else', () => {
    const all = placesOf(everywhere('{% phone %}'), `${UNSUPPORTED}${topLevel('phone')}`);
    const refused = placesOf(
      everywhere('{% $states.errorOutput %}'),
      `${UNSUPPORTED}Field '$states.errorOutput' does not exist.`,
    );
    expect(all.filter((place) => !refused.includes(place))).toEqual(['T/Catch[0]/Assign/c', 'T/Catch[0]/Output']);
  });

  it('with no field of $states that nobody fills, unless the name is the expression’s own', () => {
    expect(complaints('$states.output')).toEqual(["Field '$states.output' does not exist."]);
    expect(complaints('$states.input.result + $states.context.errorOutput')).toEqual([]);
    expect(complaints('($states := {"result": 1}; $states.result)')).toEqual([]);
  });

  it('when they are whole', () => {
    const open = problemsOf(machineOf({ A: { ...pass, Output: { v: '{% 1' } } }));
    expect(open).toEqual([
      'SCHEMA_VALIDATION_FAILED: JSONata string must start with {% and end with %} at /States/A/Output/v',
    ]);
  });

  // The parser's own words, as AWS gives them.
  it.each([
    ['a[1,2)', 'Expected "]", got ","'],
    ['"unterminated', 'String literal must be terminated by a matching quote'],
    ['1 +', 'Unexpected end of expression'],
    ['{"a":}', 'The symbol "}" cannot be used as a unary operator'],
    ['$match("a", /abc', 'No terminating / in regular expression'],
    ['', 'Unexpected end of expression'],
  ])('when they parse, which %s does not', (expression, message) => {
    expect(problemsOf(machineOf({ A: { ...pass, Output: `{% ${expression} %}` } }))).toEqual([
      `INVALID_JSONATA_EXPRESSION: ${message} at /States/A/Output`,
    ]);
  });
});
