import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { describe, expect, it } from '@jest/globals';
import { type Output, terminalOf } from '../../cli/terminal.ts';

const { hasColors, getColorDepth } = WriteStream.prototype;
const TTY = { isTTY: true, hasColors, getColorDepth };

/** A stream of which nothing is known but what is given. */
function output(known: Partial<Output> = {}): Output {
  return Object.assign(new PassThrough(), known);
}

describe('the width of a terminal', () => {
  it.each([
    ['its own', 132, {}, 132],
    ['what COLUMNS says before its own', 132, { COLUMNS: '60' }, 60],
    ['80 of a pipe', undefined, {}, 80],
    ['80 of a terminal that nobody has sized', 0, {}, 80],
    ['what COLUMNS says of a pipe', undefined, { COLUMNS: '200' }, 200],
    ['its own where COLUMNS is nothing', 132, { COLUMNS: '0' }, 132],
    ['its own where COLUMNS is no number', 132, { COLUMNS: '-1e3' }, 132],
    ['40 at least, which a table needs', 12, {}, 40],
  ])('is %s', (_, columns, variables, width) => {
    expect(terminalOf(output(columns === undefined ? {} : { columns }), variables).width).toBe(width);
  });

  it('follows a window that is resized', () => {
    const stream = output({ columns: 90 });
    const terminal = terminalOf(stream, {});
    Object.assign(stream, { columns: 120 });
    expect(terminal.width).toBe(120);
  });
});

describe('a terminal whose lines can be written over', () => {
  it.each([
    [true, { isTTY: true }, { TERM: 'xterm' }],
    [false, { isTTY: true }, { TERM: 'dumb' }],
    [false, {}, { TERM: 'xterm' }],
  ])('is live: %s, as %j in %j', (isLive, known, variables) => {
    expect(terminalOf(output(known), variables).isLive).toBe(isLive);
  });
});

describe('colours', () => {
  it.each([
    ['on a terminal', '\u001b[31mrefused\u001b[39m', TTY, { TERM: 'xterm' }],
    ['not where NO_COLOR is set', 'refused', TTY, { TERM: 'xterm', NO_COLOR: '1' }],
    ['not on a terminal that has none', 'refused', TTY, { TERM: 'dumb' }],
    ['not where FORCE_COLOR forbids them', 'refused', TTY, { TERM: 'xterm', FORCE_COLOR: '0' }],
    ['not in a pipe', 'refused', {}, { TERM: 'xterm' }],
    ['in a pipe where FORCE_COLOR asks for them', '\u001b[31mrefused\u001b[39m', {}, { FORCE_COLOR: '1' }],
    ['not in a pipe where FORCE_COLOR forbids them', 'refused', {}, { FORCE_COLOR: '0' }],
  ])('are shown %s', (_, painted, known, variables) => {
    expect(terminalOf(output(known), variables).paint('bad', 'refused')).toBe(painted);
  });
});
