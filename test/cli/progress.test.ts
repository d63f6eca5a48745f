import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ReplayProgress } from '../../cli/replay/progress.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { type Answer, ANSWERS, fails, runMachine } from '../lib/machines/machine-runs.ts';
import { runRecord } from '../report/fixture.ts';
import { fakeTerminal } from './progress/fake-terminal.ts';

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'setImmediate', 'nextTick', 'setTimeout'] }));
afterEach(() => void jest.useRealTimers());

const INPUT = { dataset: 'weather', policy: 'gates' };

interface Setting {
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly change?: (record: RunRecord) => RunRecord;
  readonly columns?: number;
  readonly isTTY?: boolean;
  readonly variables?: NodeJS.ProcessEnv;
}

/** Lives through the template's replay machine, every training of which takes ten seconds. */
async function replayed({ answers = {}, change = (record) => record, ...setting }: Setting = {}) {
  const terminal = fakeTerminal(setting);
  const read: string[] = [];
  const progress = new ReplayProgress(terminal.screen, {
    metric: 'rmse',
    isVerbose: false,
    recordAt(uri) {
      read.push(uri);
      return change(runRecord(read.length === 1 ? 1 : 2));
    },
    nowMs: () => terminal.clock.nowMs,
  });
  const slow: Answer = (payload) => {
    terminal.clock.nowMs += 10_000;
    terminal.screen.refresh();
    return ANSWERS['plan-training'](payload);
  };
  const given = { 'plan-training': slow, ...answers };
  await runMachine('replay', INPUT, { name: 'replay', answers: given, onEvent: progress.onEvent });
  const { done } = progress;
  terminal.screen.end();
  return { ...terminal, lines: terminal.lines, frames: terminal.frames, written: terminal.written, read, done };
}

describe('the progress of a replay', () => {
  it('says of each window what its execution has recorded, and how long it took', async () => {
    const { lines, read, done } = await replayed();
    expect(read).toEqual(['s3://artifacts/replay-w01.json', 's3://artifacts/replay-w02.json']);
    expect(lines).toEqual([
      '1/2  2014-01-01..2014-06-30, 10.0 s: harmonic chosen (its cv rmse 2.000); v1',
      "     live, another recipe, which passed the gates; users' rmse 1.700 (naive",
      '     4.000)',
      '2/2  2014-01-01..2014-06-30, 10.0 s: harmonic chosen (its cv rmse 2.000); v2',
      '     live, another recipe, which passed the gates; 1 of 2 refreshes live;',
      '     2014-08-01 v3 refused (movement: 9 is above 5; in hindsight wrongly);',
      "     users' rmse 1.700 (naive 4.000)",
      '',
    ]);
    expect(done).toBe('2 of 2 windows');
  });

  it('says from the second window on how much is left', async () => {
    const { frames } = await replayed();
    expect(frames.filter((frame) => frame.includes('Plan the training'))).toEqual([
      'Window 1 of 2: Plan the training',
      'Window 1 of 2: Plan the training, 10 s',
      'Window 2 of 2: Plan the training; about 10 s left',
      'Window 2 of 2: Plan the training, 10 s; about 5 s left',
    ]);
    expect(frames.at(-1)).toBe('replay: Collect the results');
  });

  it('says once why a window failed, by the execution in which it began', async () => {
    const message = `the\u001b[2J rows of ${'x'.repeat(300)}`;
    const answers = { transform: fails('EmptyJoin', message) };
    const { lines, done, frames } = await replayed({ answers });
    expect(frames.at(-1)).toBe('replay: Record the failure');
    expect(lines).toEqual([
      '1/2  2014-01-01..2014-06-30, 0 ms: failed: EmptyJoin: the\\u{1b}[2J rows of',
      '     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      '     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…',
      '2/2  2014-01-01..2014-06-30, 0 ms: failed: EmptyJoin: the\\u{1b}[2J rows of',
      '     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      '     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…',
      '',
    ]);
    expect(done).toBe('2 of 2 windows');
  });

  it('paints what was refused and what failed, and nothing else that stays', async () => {
    const variables = { FORCE_COLOR: '1' };
    const said = ({ lines }: { readonly lines: readonly string[] }) => lines.map((line) => line.slice(0, 10));
    expect(said(await replayed({ variables, columns: 300 }))).toEqual(['1/2  2014-', '\u001b[33m2/2  ', '']);
    const answers = { transform: fails('EmptyJoin', 'nothing in common') };
    expect(said(await replayed({ variables, columns: 300, answers })).slice(0, 1)).toEqual(['\u001b[31m1/2  ']);
    expect(said(await replayed({ variables: { ...variables, TERM: 'dumb' }, isTTY: false, columns: 300 }))[0]).toBe(
      '1/2  2014-',
    );
  });
});
