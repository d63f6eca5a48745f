import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { executionProgress } from '../../../cli/progress/execution-progress.ts';
import { runningFor, runningText } from '../../../cli/progress/running-text.ts';
import { createInterpreter, realClock } from '../../../asl/index.ts';
import { type Answer, ANSWERS, runMachine } from '../../lib/machines/machine-runs.ts';
import { fakeTerminal } from './fake-terminal.ts';

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'setImmediate', 'nextTick', 'setTimeout'] }));
afterEach(() => void jest.useRealTimers());

/** Runs a machine of the template, every step of which takes a second and a half. */
async function shown(machine: string, isVerbose: boolean, columns = 80) {
  const terminal = fakeTerminal({ columns });
  const slow = (answer: Answer): Answer => {
    return (payload) => {
      terminal.clock.nowMs += 1500;
      terminal.screen.refresh();
      return answer(payload);
    };
  };
  const answers = Object.fromEntries(Object.entries(ANSWERS).map(([step, answer]) => [step, slow(answer)]));
  const onEvent = executionProgress(terminal.screen, { isVerbose, nowMs: () => terminal.clock.nowMs });
  await runMachine(machine, { dataset: 'weather' }, { answers, onEvent });
  terminal.screen.end();
  return terminal;
}

describe('the progress of executions', () => {
  it('says which state runs, and from a second on for how long, and leaves nothing', async () => {
    const { frames, lines } = await shown('train', false);
    expect(frames.slice(0, 4)).toEqual([
      'train: Ingest the deliveries',
      'train: Ingest the deliveries, 1 s',
      'train: Transform to clean series',
      'train: Transform to clean series, 1 s',
    ]);
    expect(frames.slice(8, 12)).toEqual([
      'train: Cross-validate the candidate: naive (0 of 1 done)',
      'train: Cross-validate the candidate: naive (0 of 1 done), 1 s',
      'train: Compare the candidates',
      'train: Compare the candidates, 1 s',
    ]);
    expect(lines).toEqual(['']);
  });

  it('says in which window and look', async () => {
    const { frames } = await shown('replay', false);
    const looks = frames.filter((frame) => frame.includes('look') && frame.endsWith(' 1 s'));
    expect(looks.slice(2, 6)).toEqual([
      'Window 1 of 2, look 1 of 2: Look at what came true, 1 s',
      'Window 1 of 2, look 1 of 2: Record what was done, 1 s',
      'Window 1 of 2, look 2 of 2: Ingest the actuals, 1 s',
      'Window 1 of 2, look 2 of 2: Transform the actuals, 1 s',
    ]);
    expect(frames.filter((frame) => frame.includes('Look and act'))).toEqual([]);
    expect(frames.slice(-4)).toEqual([
      'Window 2 of 2: Record the run',
      'Window 2 of 2: Record the run, 1 s',
      'replay: Collect the results',
      'replay: Collect the results, 1 s',
    ]);
  });

  it('tells with isVerbose of every state that did work, and of the machine where it is another', async () => {
    expect((await shown('retrain', true)).lines).toEqual([
      '  train     Ingest the deliveries                                          1.5 s',
      '            Transform to clean series                                      1.5 s',
      '            Refresh the features                                           1.5 s',
      '            Plan the training                                              1.5 s',
      '            Cross-validate the candidate: naive                            1.5 s',
      '            Cross-validate every candidate                                 1.5 s',
      '            Compare the candidates                                         1.5 s',
      '            Plan the fit                                                   1.5 s',
      '            Fit the recipe                                                 1.5 s',
      '            Register the version                                           1.5 s',
      '  promote   Check the compliance                                           1.5 s',
      '            Plan the comparison                                            1.5 s',
      '            Fit the twin                                                   1.5 s',
      '            Fit the twins                                                  1.5 s',
      '            Judge the challenger                                           1.5 s',
      '            Promote the challenger                                         1.5 s',
      '',
    ]);
  });

  it('breaks the name of a state where the terminal is narrow', async () => {
    expect((await shown('train', true, 40)).lines.slice(6, 9)).toEqual([
      '            Plan the training      1.5 s',
      '            Cross-validate the',
      '            candidate: naive       1.5 s',
    ]);
  });

  it('names of candidates that are tried side by side the first one that is not done', async () => {
    const { frames } = await sideBySide(['theta', 'pro\u001bphet']);
    expect(frames).toEqual([
      'train: Try: theta (0 of 2 done)',
      'train: Try: pro\\u{1b}phet (1 of 2 done)',
      'train: Try all',
    ]);
  });
});

const MACHINE = 'arn:aws:states:local:000000000000:stateMachine:train';

/** A Map over the candidates, which end one after the other. */
async function sideBySide(candidates: readonly string[]) {
  const terminal = fakeTerminal();
  const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: {}, End: true };
  const map = { Type: 'Map', ItemProcessor: { StartAt: 'Try', States: { Try: task } }, Next: 'Say so' };
  const states = { 'Try all': map, 'Say so': { Type: 'Pass', End: true } };
  const follow = executionProgress(terminal.screen, { isVerbose: false, nowMs: () => 0 });
  let ended = Promise.resolve();
  const interpreter = createInterpreter({
    machines: {
      [MACHINE]: { definition: { QueryLanguage: 'JSONata', StartAt: 'Try all', States: states } },
    },
    clock: realClock,
    seed: 1,
    integrations: {
      'arn:aws:states:::lambda:invoke': async () => {
        const before = ended;
        ended = before.then(() => new Promise((resolve) => setTimeout(resolve, 20)));
        await ended;
        return {};
      },
    },
    onEvent(execution, event) {
      follow(event, { machine: 'train', execution });
      if (event.type === 'MapIterationSucceeded') terminal.screen.refresh();
    },
  });
  const input = candidates.map((candidate) => ({ candidate }));
  await interpreter.startExecution({ machineArn: MACHINE, name: 'run-1', input });
  terminal.screen.end();
  return terminal;
}

describe('the text of what runs', () => {
  const running = {
    machine: 'train',
    name: 'Cross-validate the candidate',
    candidate: 'prophet',
    rounds: [
      { machine: 'replay', number: 2, of: 4, done: 1 },
      { machine: 'train', number: 4, of: 8, done: 3 },
    ],
    elapsedMs: 12_345,
    leftMs: 41_000,
  };

  it.each([
    [90, 'Window 2 of 4: Cross-validate the candidate: prophet (3 of 8 done), 12 s; about 40 s left'],
    [80, 'Window 2 of 4: Cross-validate the candidate: prophet (3 of 8 done), 12 s'],
    [60, 'Window 2 of 4: Cross-validate the candidate: prophet, 12 s'],
    [40, 'Window 2 of 4: Cross-validate the…, 12 s'],
    [16, 'Window 2 of 4: …'],
  ])('fits %d columns', (width, expected) => {
    expect(runningText(running, width)).toBe(expected);
  });

  it('is no wider for names that are', () => {
    const hostile = { ...running, candidate: `\u202e${'予測'.repeat(60)}${'x'.repeat(200)}` };
    expect(runningText(hostile, 68)).toBe('Window 2 of 4: Cross-validate the candidate: \\u{202e}予測予測…, 12 s');
  });

  it.each([
    [999, 1, '; about 5 s left'],
    [59_999, 88_000, ', 59 s; about 90 s left'],
    [60_000, 91_000, ', 1 min 0 s; about 2 min left'],
    [7_260_000, 5_500_000, ', 2 h 1 min; about 2 h left'],
  ])('says of %d ms and %d ms left no more than is known', (elapsedMs, leftMs, expected) => {
    const text = runningText(
      { machine: 'train', name: 'Fit', candidate: undefined, rounds: [], elapsedMs, leftMs },
      80,
    );
    expect(text).toBe(`train: Fit${expected}`);
  });
});

describe('the text of a command that runs', () => {
  const work = { what: '$ npm run deliver -- keep-run --env staging --execution "$EXECUTION"', elapsedMs: 12_345 };

  it('says for how long, and the last of what it said, in as many columns as there are', () => {
    expect(runningFor(work, 100)).toBe('$ npm run deliver -- keep-run --env staging --execution "$EXECUTION", 12 s');
    expect(runningFor(work, 40)).toBe('$ npm run deliver -- keep-run --e…, 12 s');
    const told = { ...work, detail: 'Bundling \u001b[2Jasset forecasting-dev/Jobs/train/Code/Stage' };
    expect(runningFor(told, 80)).toBe(
      '$ npm run deliver -- keep-run --env staging…, 12 s: Bundling \\u{1b}[2Jasset for…',
    );
    expect(runningFor({ what: 'its packages', elapsedMs: 999, detail: 'npm' }, 80)).toBe('its packages: npm');
  });
});
