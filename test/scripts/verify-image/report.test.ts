import { describe, expect, it } from '@jest/globals';
import { Report } from '../../../scripts/verify-image/report.ts';

describe('the report', () => {
  it('tells each check as it ends, and all of them in a table', async () => {
    const told: string[] = [];
    const report = new Report((text) => told.push(text.replace(/[\d.]+ s/, '0.0 s')));

    const found = await report.check({ what: 'base image', how: 'a stand-in' }, async () => {
      return { found: 'it', bytes: 3 * 1024 * 1024, note: 'made' };
    });
    const lost = await report.check({ what: 'licences', how: 'a text for each' }, async () => {
      throw new Error('none for zod');
    });
    await report.check({ what: 'programs', how: 'byte by byte' }, async () => ({ found: true, bytes: 1025 }));

    expect([found, lost, report.failed]).toEqual(['it', undefined, 1]);
    expect(told).toEqual([
      'base image ...\n',
      '  ok in 0.0 s: made\n',
      'licences ...\n',
      '  FAILED: none for zod\n',
      'programs ...\n',
      '  ok in 0.0 s\n',
    ]);
    expect(report.text.replaceAll(/\d+\.\d(?= )|\d+\.\d$/gm, 'N')).toBe(
      [
        'what        how verified     result  seconds     size',
        '----------  ---------------  ------  -------  -------',
        'base image  a stand-in       ok          N  N MiB',
        'licences    a text for each  FAILED      N',
        'programs    byte by byte     ok          N    2 KiB',
        '',
        'Tests: 2 passed, 1 failed, 0 skipped',
        '',
      ].join('\n'),
    );
  });
});
