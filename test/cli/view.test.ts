import { describe, expect, it } from '@jest/globals';
import { laidOut, printView } from '../../cli/view.ts';
import { printed } from './models-folder.ts';

const VIEW = {
  json: { dataset: 'a\u001b' },
  text: [
    'Two versions\u001b[2J of a name that goes on and on, and on',
    '',
    { table: { columns: [{ title: 'version', isFigure: true as const }], rows: [{ cells: ['1'] }] } },
    { facts: [['owner', 'ada']] as const },
  ],
};

describe('a view', () => {
  it('is laid out in so many columns, with every character to be seen', () => {
    expect(laidOut(VIEW.text, 40).split('\n')).toEqual([
      'Two versions\\u{1b}[2J of a name that',
      'goes on and on, and on',
      '',
      'version',
      '-------',
      '      1',
      'owner  ada',
    ]);
  });

  it('is printed by the width of the terminal, or as one JSON document', async () => {
    expect(await printed(async () => printView(VIEW, false), 40)).toBe(`${laidOut(VIEW.text, 40)}\n`);
    expect(JSON.parse(await printed(async () => printView(VIEW, true), 40))).toEqual(VIEW.json);
  });
});
