import { describe, expect, it } from '@jest/globals';
import { columnMapping, deliveredFiles } from '../../../core/ingest/deliveries.ts';
import { DAILY } from '../../support/dataset.ts';

const keys = (prefix: string, ...all: string[]) =>
  deliveredFiles(
    all.map((key) => ({ key, sizeBytes: 1, modifiedAtMs: 0, tag: '' })),
    prefix,
  ).map(({ key }) => key);

describe('deliveredFiles', () => {
  it('takes a folder whole, with or without its slash', () => {
    expect(keys('w', 'w/a.csv', 'w/2012/b.csv')).toEqual(['w/a.csv', 'w/2012/b.csv']);
    expect(keys('w/', 'w/a.csv', 'w/2012/b.csv')).toEqual(['w/a.csv', 'w/2012/b.csv']);
  });

  it('takes a single file', () => {
    expect(keys('w/a.csv', 'w/a.csv', 'w/a.csv.bak')).toEqual(['w/a.csv']);
  });

  it('does not take a neighbour whose name begins alike', () => {
    expect(keys('weather', 'weather/a.csv', 'weather-old/a.csv')).toEqual(['weather/a.csv']);
  });

  it('passes over markers and the placeholders of folders', () => {
    expect(keys('w', 'w/', 'w/_SUCCESS', 'w/.a.crc', 'w/_tmp/a.csv', 'w/a.csv')).toEqual(['w/a.csv']);
  });
});

describe('columnMapping', () => {
  it('is another one with regressors, and the same as ever without', () => {
    expect(columnMapping(DAILY)).toBe('["csv","station","date","temp"]');
    expect(columnMapping({ ...DAILY, regressors: ['price'] })).toBe('["csv","station","date","temp",["price"]]');
  });

  it('differs when another column is read', () => {
    const other = { ...DAILY, columns: { ...DAILY.columns, target: 'wind' } };
    expect(columnMapping(other)).not.toBe(columnMapping(DAILY));
  });

  it('is the same for another contract', () => {
    expect(columnMapping({ ...DAILY, contract: { ...DAILY.contract, max: 1 } } as typeof DAILY)).toBe(
      columnMapping(DAILY),
    );
  });
});
