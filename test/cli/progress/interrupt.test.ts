import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { endOnSignals } from '../../../cli/progress/interrupt.ts';
import { fakeTerminal } from './fake-terminal.ts';

afterEach(() => void jest.restoreAllMocks());

describe('an interruption', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s leaves a clean terminal, says what has been done, and ends with %d', (signal, code) => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const terminal = fakeTerminal();
    terminal.screen.show(() => 'Fit the recipe, 12 s');
    const off = endOnSignals(terminal.screen, () => 'Interrupted after 2 of 4 windows.');
    process.emit(signal);
    off();
    expect(exit.mock.calls).toEqual([[code]]);
    expect(terminal.lines).toEqual(['', 'Interrupted after 2 of 4 windows.', '']);
  });

  it('is the usual one when the work is done', () => {
    const before = process.listenerCount('SIGINT');
    const terminal = fakeTerminal();
    endOnSignals(terminal.screen, () => 'Interrupted.')();
    terminal.screen.end();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
