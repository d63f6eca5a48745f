import { describe, expect, it } from '@jest/globals';
import { bronzeOf } from '../../support/bronze.ts';
import { withContract } from '../../support/dataset.ts';
import { transformed } from '../../support/transformed.ts';

const csv = (...lines: string[]) => `station,date,temp\n${lines.join('\n')}\n`;

function read(...files: string[]) {
  const dataset = withContract({ maxQuarantineShare: 0 });
  const range = { start: '2012-01-01', end: '2012-12-31' };
  const { report, refusal, quarantine } = transformed(bronzeOf(dataset, ...files), dataset, {
    bronzeVersion: 1,
    range,
  });
  return { ...report.totals, refusal, reasons: [...quarantine.columns.reason], lines: [...quarantine.columns.line] };
}

describe('an empty row', () => {
  it('behind the last value of its series is planned, also after the arrival of the delivery', () => {
    const file = csv('a,2012-01-01,1', 'a,2012-01-02,2', 'a,2012-01-03,', 'a,2012-01-04T06:00,NA', 'a,2099-01-01,');
    expect(read(file)).toMatchObject({ bronze: 5, silver: 2, planned: 3, quarantined: 0, refusal: undefined });
  });

  it('in the middle or before the first is a gap that no share counts', () => {
    const file = csv('a,2012-01-01,', 'a,2012-01-02,2', 'a,2012-01-03,', 'a,2012-01-04,4');
    expect(read(file)).toMatchObject({ silver: 2, planned: 0, quarantined: 2, gaps: 2, refusal: undefined });
  });

  it('is planned by what its own series has', () => {
    const file = csv('a,2012-01-05,1', 'a,2012-01-06,', 'b,2012-01-01,1', 'b,2012-01-02,');
    expect(read(file)).toMatchObject({ planned: 2, quarantined: 0 });
  });

  it('stays planned when its day has come true', () => {
    const plan = csv('a,2012-01-01,1', 'a,2012-01-02,', 'a,2012-01-03,');
    expect(read(plan, csv('a,2012-01-02,2', 'a,2012-01-03,3', 'a,2012-01-04,'))).toMatchObject({
      ...{ bronze: 6, silver: 3, planned: 3, quarantined: 0 },
    });
  });

  it('is a gap where an earlier delivery went further', () => {
    expect(read(csv('a,2012-01-05,1'), csv('a,2012-01-03,', 'a,2012-01-06,'))).toMatchObject({ planned: 1, gaps: 1 });
  });

  it('of a series without any value names the series in the quarantine', () => {
    expect(read(csv('a,2012-01-01,1', 'b,2012-01-02,', 'b,2099-01-02,'))).toMatchObject({
      planned: 0,
      reasons: ['empty', 'empty'],
      lines: [3, 4],
    });
  });

  it('is behind values only, not behind what was refused', () => {
    const file = csv('a,2012-01-01,1', 'a,2012-01-02,', 'a,2012-01-03,warm');
    expect(read(file)).toMatchObject({ planned: 1, reasons: ['not-a-number'] });
  });

  it('does not hide a value dated after the arrival', () => {
    expect(read(csv('a,2012-01-01,1', 'a,2099-01-01,2')).reasons).toEqual(['future-date']);
  });
});
