import { describe, expect, it } from '@jest/globals';
import { damagedCsv } from '../../../bench/truth/damage.ts';

const PANEL = 'id,ds,y\na,2001-01-01,1\na,2001-02-01,2\na,2001-03-01,3\nb,2001-02-01,4.5\nb,2001-03-01,5\n';
const STRETCH = { after: '2001-01-01', upTo: '2001-02-01' };

describe('a damaged delivery', () => {
  it('has all rows of the stretch ten times as large, in all series, and no others', () => {
    expect(damagedCsv(PANEL, STRETCH, 'ten times')).toBe(
      'id,ds,y\na,2001-01-01,1\na,2001-02-01,20\na,2001-03-01,3\nb,2001-02-01,45\nb,2001-03-01,5\n',
    );
  });

  it('has zeros, or one huge row', () => {
    expect(damagedCsv(PANEL, STRETCH, 'zeros')).toContain('a,2001-02-01,0\na,2001-03-01,3\nb,2001-02-01,0\n');
    expect(damagedCsv(PANEL, STRETCH, 'one row a hundred times')).toContain(
      'a,2001-02-01,2\na,2001-03-01,3\nb,2001-02-01,450\n',
    );
  });

  it('knows hours as the file writes them', () => {
    const hours = 'ds,y\n2001-01-01 22:00:00,1\n2001-01-01 23:00:00,2\n2001-01-02 00:00:00,3\n';
    const stretch = { after: '2001-01-01T22:00:00Z', upTo: '2001-01-01T23:00:00Z' };
    expect(damagedCsv(hours, stretch, 'zeros')).toBe(
      'ds,y\n2001-01-01 22:00:00,1\n2001-01-01 23:00:00,0\n2001-01-02 00:00:00,3\n',
    );
  });

  it('is none where the stretch has no rows', () => {
    expect(() => damagedCsv(PANEL, { after: '2002-01-01', upTo: '2002-02-01' }, 'zeros')).toThrow(
      'no row lies after 2002-01-01 and up to 2002-02-01',
    );
  });
});
