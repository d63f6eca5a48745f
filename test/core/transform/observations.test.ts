import { describe, expect, it } from '@jest/globals';
import { parseObservations } from '../../../core/transform/observations.ts';
import { bronzeOf } from '../../support/bronze.ts';
import { DAILY } from '../../support/dataset.ts';

describe('parseObservations', () => {
  it('names each id once, in ascending order, and rows by their place in it', () => {
    const bronze = bronzeOf(DAILY, 'station,date,temp\nb,2012-01-01,1\na,2012-01-01,2\n b ,2012-01-02,3\n');
    const { ids, id, rows } = parseObservations(bronze, DAILY);
    expect(ids).toEqual(['a', 'b']);
    expect([...id]).toEqual([1, 0, 1]);
    expect(rows).toBe(3);
  });
});
