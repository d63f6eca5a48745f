import { describe, expect, it } from '@jest/globals';
import type { Execution, HistoryEvent } from '../../asl/index.ts';
import { progressPrinter } from '../../cli/replay/progress.ts';

function execution(name: string, input: Execution['input'] = {}): Execution {
  return { arn: `arn:${name}`, machineArn: 'm', name, input, startedAtMs: 0, status: 'RUNNING', events: [] };
}

function event(type: string, name?: string): HistoryEvent {
  const details = type.endsWith('Entered') ? 'stateEnteredEventDetails' : 'stateExitedEventDetails';
  const base = { id: 1, previousEventId: 0, timestamp: '2026-01-01T00:00:00.000Z', type };
  return name === undefined ? base : { ...base, [details]: { name } };
}

describe('progressPrinter', () => {
  it('shows a heading a window and a line a machine, state by state with its duration', () => {
    let text = '';
    let nowMs = 0;
    const show = progressPrinter(
      (piece) => (text += piece),
      () => nowMs,
    );
    const window = {
      train: { start: '1981-01-01', end: '1985-12-31' },
      evaluate: { start: '1986-01-01', end: '1986-12-31' },
    };
    const pipeline = { machine: 'pipeline', execution: execution('w1', { window }) };
    const train = { machine: 'train', execution: execution('w1-train') };
    show(event('ExecutionStarted'), pipeline);
    show(event('TaskStateEntered', 'Select and fit the recipe'), pipeline);
    show({ ...event('TaskScheduled'), taskScheduledEventDetails: { resourceType: 'states' } }, pipeline);
    show(event('TaskStateEntered', 'Ingest the deliveries'), train);
    nowMs = 12;
    show(event('TaskStateExited', 'Ingest the deliveries'), train);
    show(event('TaskStateEntered', 'Transform to clean series'), train);
    nowMs = 1512;
    show(event('TaskStateExited', 'Transform to clean series'), train);
    show(event('TaskStateExited', 'Select and fit the recipe'), pipeline);
    show(event('TaskStateEntered', 'Record the run'), pipeline);
    show(event('TaskStateExited', 'Record the run'), pipeline);
    expect(text).toBe(
      '\ntrain 1981-01-01..1985-12-31, evaluate 1986-01-01..1986-12-31\n' +
        '  train     · Ingest the deliveries 12 ms · Transform to clean series 1.5 s' +
        '\n  pipeline  · Record the run 0 ms',
    );
  });

  it('shows the questions that a machine asks, and not where it only sets variables', () => {
    let text = '';
    const show = progressPrinter(
      (piece) => (text += piece),
      () => 0,
    );
    const promote = { machine: 'promote', execution: execution('w1-promote') };
    for (const name of ['Name the run', 'Did it pass?']) {
      show(event('ChoiceStateEntered', name), promote);
      show(event('ChoiceStateExited', name), promote);
    }
    expect(text).toBe('  promote   · Did it pass? 0 ms');
  });

  it('shows where a run failed', () => {
    let text = '';
    const show = progressPrinter(
      (piece) => (text += piece),
      () => 0,
    );
    show(event('ExecutionFailed'), { machine: 'train', execution: execution('w1-train') });
    expect(text).toContain('train     · FAILED');
  });
});
