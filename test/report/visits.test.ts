import { describe, expect, it } from '@jest/globals';
import { visitsOf } from '../../report/runs/visits.ts';
import { event, EXECUTION } from './fixture.ts';

describe('visits of states', () => {
  it('gives every event of a Map and of its iterations to the state that it belongs to', () => {
    const visits = visitsOf(EXECUTION.events, true);
    const found = visits.map(({ state, status, events }) => [state, status, events.map(({ id }) => id).join(' ')]);
    expect(found).toEqual([
      ['Plan', 'succeeded', '2 3 4 5'],
      ['Train all', 'succeeded', '6 7 8 9 14 17 18 19'],
      ['Train one', 'succeeded', '10 13'],
      ['Train one', 'succeeded', '11 12 15 16'],
    ]);
    expect(visits.map(({ durationMs }) => durationMs)).toEqual([30, 130, 30, 50]);
    expect(visits[0]).toMatchObject({ input: '{"dataset":"weather"}', output: '{"jobs":2}' });
  });

  it('tells a caught failure from one that ended the execution', () => {
    const events = [
      event(1, 0, 'TaskStateEntered', { name: 'Ask', input: '{}' }),
      event(2, 1, 'TaskFailed', { error: 'Refused', cause: 'no' }),
      event(3, 2, 'TaskStateExited', { name: 'Ask', output: '{}' }),
      event(4, 3, 'TaskStateEntered', { name: 'Tell', input: '{}' }),
      event(5, 4, 'TaskTimedOut', { error: 'States.Timeout' }),
      event(6, 5, 'ExecutionFailed', { error: 'States.Timeout' }),
    ];
    expect(visitsOf(events, true)).toMatchObject([
      { state: 'Ask', status: 'caught', error: 'Refused', cause: 'no' },
      { state: 'Tell', status: 'failed', error: 'States.Timeout' },
    ]);
  });

  it('shows a state that has not ended as running while the execution is', () => {
    const [visit] = visitsOf([event(1, 0, 'WaitStateEntered', { name: 'Wait', input: '{}' })], false);
    expect(visit.status).toBe('running');
    expect(visit.durationMs).toBeUndefined();
  });
});
