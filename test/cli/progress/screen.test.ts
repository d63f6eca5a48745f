import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fakeTerminal } from './fake-terminal.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('a screen that somebody looks at', () => {
  it('shows what runs in its last line, above which stands what is said, and leaves nothing of it', () => {
    const terminal = fakeTerminal();
    terminal.screen.show(() => 'Fit the recipe');
    expect(terminal.lines).toEqual(['Fit the recipe']);
    terminal.screen.say('window 1');
    expect(terminal.lines).toEqual(['window 1', 'Fit the recipe']);
    terminal.screen.end();
    expect(terminal.lines).toEqual(['window 1', '']);
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(10_000);
    expect(terminal.written).toBe('\r\u001b[2KFit the recipe\r\u001b[2Kwindow 1\n\r\u001b[2KFit the recipe\r\u001b[2K');
  });

  it('asks four times a second what runs, and writes only what has changed', () => {
    const terminal = fakeTerminal();
    let seconds = 0;
    terminal.screen.show(() => `${seconds} s`);
    jest.advanceTimersByTime(1000);
    seconds = 1;
    jest.advanceTimersByTime(249);
    expect(terminal.frames).toEqual(['0 s']);
    jest.advanceTimersByTime(1);
    expect(terminal.frames).toEqual(['0 s', '1 s']);
    terminal.screen.end();
  });

  it('never fills the line: the terminal would begin the next one', () => {
    const terminal = fakeTerminal({ columns: 50 });
    terminal.screen.show((width) => '12345678'.repeat(10).slice(0, width + 1));
    expect(terminal.frames).toEqual(['123456781234567812345678123456781234567812345678…']);
    terminal.screen.end();
  });

  it('says in a tone that is painted where there are colours', () => {
    const variables = { FORCE_COLOR: '1' };
    const [coloured, plain] = [fakeTerminal({ variables }), fakeTerminal()];
    for (const { screen } of [coloured, plain]) {
      screen.say('it failed', 0, 'bad');
      screen.end();
    }
    expect(coloured.written).toBe('\u001b[31mit failed\u001b[39m\n');
    expect(plain.written).toBe('it failed\n');
  });
});

describe.each([
  ['a pipe', { isTTY: false }],
  ['TERM=dumb', { variables: { TERM: 'dumb' } }],
])('a screen that cannot be written over: %s', (_, setting) => {
  it('gets a line only where nothing was said for a minute', () => {
    const terminal = fakeTerminal(setting);
    const pass = (ms: number) => {
      terminal.clock.nowMs += ms;
      jest.advanceTimersByTime(ms);
    };
    terminal.screen.show(() => `Fit the recipe, ${terminal.clock.nowMs / 1000} s`);
    pass(59_750);
    terminal.screen.say('window 1');
    pass(59_750);
    terminal.screen.refresh();
    expect(terminal.written).toBe('window 1\n');
    pass(250);
    pass(59_000);
    terminal.screen.end();
    pass(120_000);
    expect(terminal.written).toBe('window 1\nFit the recipe, 119.75 s\n');
  });
});

describe('what is said', () => {
  const said = (text: string, depth: number, columns: number): readonly string[] => {
    const terminal = fakeTerminal({ columns });
    terminal.screen.say(text, depth);
    terminal.screen.end();
    return terminal.lines.slice(0, -1);
  };

  it('is broken between words, and goes on further in', () => {
    expect(said('Of 911 rows that were delivered\n  881 are used: the others were refused', 1, 40)).toEqual([
      '  Of 911 rows that were delivered',
      '    881 are used: the others were',
      '      refused',
    ]);
  });

  it('goes on in lines that end where the terminal does', () => {
    expect(said(`1234567890 ${'x'.repeat(40)}`, 0, 40)).toEqual(['1234567890', `  ${'x'.repeat(38)}`, '  xx']);
  });

  it('stays whole where it fits to the last column', () => {
    expect(said('1234567890 1234567890 1234567890 1234567', 0, 40)).toEqual([
      '1234567890 1234567890 1234567890 1234567',
    ]);
  });

  it('shows what would repaint the terminal', () => {
    expect(said('name\u001b[2J', 0, 40)).toEqual(['name\\u{1b}[2J']);
  });
});

describe('where a file is', () => {
  const pointed = (setting: Parameters<typeof fakeTerminal>[0]): string => {
    const terminal = fakeTerminal(setting);
    terminal.screen.show(() => 'Writing the report');
    terminal.screen.point('Report:', '/tmp/my run/report.html');
    terminal.screen.end();
    return terminal.lines[0];
  };

  it('is an address to click on where somebody looks on', () => {
    expect(pointed({})).toBe('Report: file:///tmp/my%20run/report.html');
  });

  it.each([
    { TERM_PROGRAM: 'vscode' },
    { VTE_VERSION: '7600' },
    { TERM: 'xterm-kitty' },
    { WT_SESSION: 'x' },
    { KONSOLE_VERSION: '230800' },
  ])('is the path, linked, where the terminal knows links: %j', (variables) => {
    expect(pointed({ variables })).toBe(
      'Report: \u001b]8;;file:///tmp/my%20run/report.html\u001b\\/tmp/my run/report.html\u001b]8;;\u001b\\',
    );
  });

  it('is the path in a log, and where the terminal knows nothing', () => {
    expect(pointed({ isTTY: false, variables: { TERM_PROGRAM: 'vscode' } })).toBe('Report: /tmp/my run/report.html');
    expect(pointed({ variables: { VTE_VERSION: '4205' } })).toContain(' file:///tmp/');
  });
});
