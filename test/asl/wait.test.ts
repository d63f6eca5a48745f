import { describe, expect, it } from '@jest/globals';
import { parseTimestamp } from '../../asl/states/wait.ts';
import { eventOf, machineOf, run, secondsOf, typesOf, type RunOptions } from './support.ts';

/** The virtual clock starts with 2026. */
function waiting(fields: object, options: RunOptions = {}) {
  return run(machineOf({ Until: { Type: 'Wait', End: true, ...fields } }), options);
}

describe('Wait', () => {
  it('waits for Seconds, given or evaluated', async () => {
    expect(secondsOf(await waiting({ Seconds: 0 }), 'WaitStateExited')).toEqual([0]);
    expect(secondsOf(await waiting({ Seconds: 7 }), 'WaitStateExited')).toEqual([7]);
    const execution = await waiting({ Seconds: '{% $states.input * 2 %}' }, { input: 30 });
    expect(secondsOf(execution, 'WaitStateExited')).toEqual([60]);
    expect(execution.output).toBe(30);
    expect(secondsOf(await waiting({ Seconds: '{% 0 %}' }), 'WaitStateExited')).toEqual([0]);
  });

  it.each([-1, 1.5])('wants no %s Seconds', async (input) => {
    const execution = await waiting({ Seconds: '{% $states.input %}' }, { input });
    expect([execution.error, execution.cause]).toEqual([
      'States.QueryEvaluationError',
      `An error occurred while executing the state 'Until' (entered at the event id #2). The Seconds field must be a non-negative integer but was: ${input}`,
    ]);
    expect(eventOf(execution, 'EvaluationFailed').evaluationFailedEventDetails.location).toBe('Seconds');
  });

  it.each([
    ['Seconds', '{% "1" %}', 'number'],
    ['Timestamp', '{% 1 %}', 'string'],
  ])('wants a %s of the right type', async (field, expression, type) => {
    const { cause } = await waiting({ [field]: expression });
    expect(cause).toContain(`for the field '${field}' returned an unexpected result type. Expected '${type}'`);
  });

  it('waits until a Timestamp, and not at all for one that has passed', async () => {
    const until = async (Timestamp: string) => secondsOf(await waiting({ Timestamp }), 'WaitStateExited');
    expect(await until('2026-01-01T00:01:00+00:00')).toEqual([60]);
    expect(await until('{% $fromMillis($millis() + 5000) %}')).toEqual([5]);
    expect(await until('2025-12-31T23:59:59Z')).toEqual([0]);
  });

  it('waits no 24,856 days: their seconds are more than 32 bits', async () => {
    const days = 86_400_000;
    const after = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();
    expect((await waiting({ Timestamp: after(24_855 * days) })).status).toBe('SUCCEEDED');
    expect((await waiting({ Timestamp: after((2 ** 31 - 1) * 1000) })).status).toBe('SUCCEEDED');
    for (const Timestamp of [after(2 ** 31 * 1000), after(24_856 * days), '2100-01-01T00:00:00Z']) {
      const execution = await waiting({ Timestamp });
      expect([execution.error, execution.cause]).toEqual([
        'States.Runtime',
        "An error occurred while executing the state 'Until' (entered at the event id #2). Wait state delay is too long.",
      ]);
      expect(typesOf(execution)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionFailed']);
    }
  });

  it('fails for a Timestamp that is none, told after StateEntered', async () => {
    const execution = await waiting({ Timestamp: '2026-01-01' });
    expect(execution.cause).toContain(
      'The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: 2026-01-01',
    );
    expect(typesOf(execution)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
    expect(execution.events.map(({ previousEventId }) => previousEventId)).toEqual([0, 0, 2, 3]);
  });

  it.each([
    ['2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1)],
    ['2026-01-01T00:00Z', Date.UTC(2026, 0, 1)],
    ['2026-01-01T00:00:59Z', Date.UTC(2026, 0, 1, 0, 0, 59)],
    ['2026-01-01T02:00:00.123456789+02:00', Date.UTC(2026, 0, 1, 0, 0, 0, 123)],
    ['2026-01-01T00:00:00.5Z', Date.UTC(2026, 0, 1, 0, 0, 0, 500)],
    ['2025-12-31T22:30:00-01:30', Date.UTC(2026, 0, 1)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2026-02-30T00:00:00Z', undefined],
    ['2026-13-01T00:00:00Z', undefined],
    ['2026-01-01T24:00:00Z', undefined],
    ['2026-01-01T00:60:00Z', undefined],
    ['2026-01-01T00:00:00', undefined],
    ['2026-01-01', undefined],
    ['2026-01-01 00:00:00Z', undefined],
    ['x2026-01-01T00:00:00Z', undefined],
    ['2026-01-01T00:00:00Zx', undefined],
  ])('reads %s', (text, instantMs) => {
    expect(parseTimestamp(text)).toBe(instantMs);
  });
});
