import { it } from '@jest/globals';
import { replayInMemory, triggeredDefinitions } from './replay-in-memory.ts';
import { FOURTH_STRETCH, FROM_FOURTH_STRETCH, replayedDataset, weeklyCsv } from './histories.ts';
it('plays', async () => {
  const definitions = triggeredDefinitions();
  const dataset = replayedDataset();
  for (const [name, csv] of [['plain', weeklyCsv()], ['damage', weeklyCsv({ ...FOURTH_STRETCH, factor: 10 })], ['stays', weeklyCsv({ ...FROM_FOURTH_STRETCH, factor: 10 })]]) {
    const t = Date.now();
    const windows = await replayInMemory({ definitions, dataset, csv, policy: 'gates' });
    console.log(name, Date.now() - t, windows.map(({ promotion, production }) => [promotion.outcome, promotion.reasons, promotion.hindsight, production.realised?.rmse, ...production.looks.map((l) => [l.asOf, l.kind, l.before, l.version, l.refusals, l.reasons, JSON.stringify(l.scored?.share.after), JSON.stringify(l.hindsight), l.scored?.former, l.scored?.rmse])].map((x) => JSON.stringify(x)).join('\n')).join('\n\n'));
  }
}, 200000);
