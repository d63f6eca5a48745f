import { describe, expect, it } from '@jest/globals';
import { eventOf, machineOf, run } from './support.ts';

/** `Else` is there where something leads to it. */
function choice(fields: object = {}): object {
  const Else = { Type: 'Pass', Output: { otherwise: '{% $states.input %}', seen: '{% $seen %}' }, End: true };
  return machineOf({
    Which: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input > 10 %}', Next: 'Show', Output: 'big', Assign: { seen: 'by the first' } },
        { Condition: '{% $states.input > 5 %}', Next: 'Show' },
      ],
      ...fields,
    },
    Show: {
      Type: 'Pass',
      Output: { out: '{% $states.input %}', seen: '{% $exists($seen) ? $seen : "-" %}' },
      End: true,
    },
    ...(JSON.stringify(fields).includes('"Else"') ? { Else } : {}),
  });
}

describe('Choice', () => {
  it('takes the first rule that holds, with its own Output and Assign', async () => {
    expect((await run(choice(), { input: 20 })).output).toEqual({ out: 'big', seen: 'by the first' });
    expect((await run(choice(), { input: 11 })).output).toEqual({ out: 'big', seen: 'by the first' });
  });

  it('hands the input on where the rule has no Output, whatever the state’s own is', async () => {
    const fields = { Default: 'Else', Output: 'not for rules', Assign: { seen: 'not by rules' } };
    expect((await run(choice(fields), { input: 10 })).output).toEqual({ out: 10, seen: '-' });
    expect((await run(choice(fields), { input: 6 })).output).toEqual({ out: 6, seen: '-' });
  });

  it('goes to Default with the Output and Assign of the state when no rule holds', async () => {
    const fields = { Default: 'Else', Output: 'small', Assign: { seen: 'by the state' } };
    expect((await run(choice(fields), { input: 5 })).output).toEqual({ otherwise: 'small', seen: 'by the state' });
    const plain = { Default: 'Else', Assign: { seen: '' } };
    expect((await run(choice(plain), { input: 5 })).output).toEqual({ otherwise: 5, seen: '' });
  });

  it('fails by States.NoChoiceMatched without a Default', async () => {
    const execution = await run(choice(), { input: 5 });
    expect([execution.error, execution.cause]).toEqual([
      'States.NoChoiceMatched',
      "An error occurred while executing the state 'Which' (entered at the event id #2). No choice rule matched and there is no Default.",
    ]);
  });

  it('may state its Condition as a plain boolean', async () => {
    const Choices = [
      { Condition: false, Next: 'Else', Assign: { seen: 'wrong' } },
      { Condition: true, Next: 'Show', Output: 'right' },
    ];
    expect((await run(choice({ Choices }))).output).toEqual({ out: 'right', seen: '-' });
  });

  it('looks at no rule behind the one that holds, and names the one that goes wrong', async () => {
    const rules = (first: string) => [
      { Condition: first, Next: 'Show', Output: 'fine' },
      { Condition: '{% $error("looked at") %}', Next: 'Show' },
    ];
    expect((await run(choice({ Choices: rules('{% true %}') }))).output).toEqual({ out: 'fine', seen: '-' });
    const execution = await run(choice({ Choices: rules('{% false %}') }));
    expect(execution.error).toBe('States.QueryEvaluationError');
    expect(execution.cause).toContain("specified for the field 'Choices[1]/Condition' threw an error");
  });

  it.each([
    ['Choices[1]/Output/v', { Output: { v: '{% $states.input.none %}' } }],
    ['Choices[1]/Assign/seen', { Assign: { seen: '{% $states.input.none %}' } }],
  ])('names the field %s of the rule that was taken', async (field, fields) => {
    const Choices = [
      { Condition: false, Next: 'Show' },
      { Condition: true, Next: 'Show', ...fields },
    ];
    const execution = await run(choice({ Choices }), { input: {} });
    expect(execution.cause).toContain(`'$states.input.none' specified for the field '${field}' returned nothing`);
    expect(eventOf(execution, 'EvaluationFailed').evaluationFailedEventDetails).toMatchObject({ location: field });
  });

  it.each([
    ['{% 1 %}', "Expected 'boolean', but was 'number' for value: 1"],
    ['{% "true" %}', "Expected 'boolean', but was 'string' for value: \"true\""],
    ['{% null %}', "Expected 'boolean', but was 'null' for value: null"],
    ['{% {"a": true} %}', "Expected 'boolean', but was 'object' for value: {\"a\":true}"],
    ['{% [true] %}', "Expected 'boolean', but was 'array' for value: [true]"],
    ['{% $states.input.missing %}', 'returned nothing (undefined).'],
  ])('wants a boolean, not %s', async (Condition, complaint) => {
    const execution = await run(choice({ Choices: [{ Condition, Next: 'Show' }] }));
    expect(execution.cause).toContain(complaint);
  });
});
