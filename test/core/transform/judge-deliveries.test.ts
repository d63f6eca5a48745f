import { describe, expect, it } from '@jest/globals';
import type { DeliveryFigures } from '../../../core/contracts/delivery-figures.ts';
import { judgeDeliveries } from '../../../core/transform/judge-deliveries.ts';
import { figures } from '../../support/delivery-figures.ts';
import { DAILY, withContract } from '../../support/dataset.ts';

const dataset = withContract({ deliveries: { ...DAILY.contract.deliveries, maxRestatedShare: 0.5 } });
const RESTATING = figures({ rows: 100, restated: 95, repeated: 5, series: 1, knownSeries: 1, seriesBefore: 1 });

function messageOf(delivery: DeliveryFigures): string {
  const judging = { dataset, isHeld: () => false, isAccepted: () => false, place: '--folder out' };
  return judgeDeliveries([delivery], judging)!.message;
}

describe('a file that gives nearly all values anew', () => {
  it('may be of another series that nothing tells apart: the message says what to do then', () => {
    const message = messageOf(RESTATING);
    expect(message).toContain('allowed: at most 50 % (contract.deliveries.maxRestatedShare)');
    expect(message).toContain("lay each file into a folder of its own, shop=NAME, and name that (columns.id 'shop')");
  });

  it.each([{ restated: 80 }, { series: 2, knownSeries: 2 }])('is none where %j', (change) => {
    expect(messageOf({ ...RESTATING, ...change })).not.toContain('shop=NAME');
  });
});
