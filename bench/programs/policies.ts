/** What each policy of promotion would have cost, on constructed histories of every kind: prints tallies as JSON. */
import { KINDS, type KindName } from '../../test/local/policies/histories.ts';
import { outcomesOf, seedsFrom, tally } from '../../test/local/policies/study.ts';

const [first, count] = process.argv.slice(2).map(Number);
const seeds = seedsFrom(first, count);

const tallies = (Object.keys(KINDS) as KindName[]).map((kind) => {
  const outcomes = outcomesOf(kind, seeds);
  return { kind, latest: tally(outcomes, 'promote-latest'), bestCv: tally(outcomes, 'promote-best-cv') };
});
process.stdout.write(`${JSON.stringify(tallies)}\n`);
