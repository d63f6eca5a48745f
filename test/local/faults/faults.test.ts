import { beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Case, casesOf, outcomeOf } from './campaign.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { flawText, summaryOf } from './summary.ts';
import { FAULTS } from './table.ts';

/** One in so many is tried here, `npm run verify:faults` tries all. */
const SPARSE = 16;

let all: readonly Scenario[];
let cases: readonly Case[];

beforeAll(async () => {
  all = await scenarios(await temporaryFolder());
  cases = await casesOf(all.filter(({ name }) => name !== 'replay'));
}, 600_000);

describe('a fault at one place of one machine', () => {
  it('leaves everything as a run without it, or as before with one record and healed by another run', async () => {
    const tried = cases.filter((_, index) => index % SPARSE === 0);
    const outcomes = [];
    for (const one of tried) outcomes.push(await outcomeOf(one));
    expect(outcomes.filter(({ flaws }) => flaws.length > 0).map(flawText)).toEqual([]);
    expect(summaryOf(outcomes).text.split('\n').at(-1)).toBe(`${tried.length} of ${tried.length}`);
  }, 600_000);

  it('is thought of wherever it can happen', () => {
    const faults = new Set(cases.map(({ fault }) => fault.name));
    expect(FAULTS.filter(({ name }) => !faults.has(name))).toEqual([]);
    const scenariosMet = new Set(cases.map(({ scenario }) => scenario.name));
    expect([...scenariosMet]).toEqual(all.map(({ name }) => name).filter((name) => name !== 'replay'));
    expect(cases.length).toBeGreaterThan(700);
  });
});
