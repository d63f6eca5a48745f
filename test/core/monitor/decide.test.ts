import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { MonitoringPolicy } from '../../../core/contracts/dataset.ts';
import type { EvaluationWindow, Lock, MonitorAction, TakenAction } from '../../../core/contracts/monitoring.ts';
import { decideAction, type Situation } from '../../../core/monitor/decide.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';
import { formatPeriod, parsePeriod } from '../../../core/series/time-axis.ts';
import { BAD, HEALTHY, POLICY, UNJUDGED, withFormer } from './support.ts';

const DAYS: TimeAxis = { frequency: 'day', phase: 0 };
const MONTHS: TimeAxis = { frequency: 'month', phase: 0 };
const NOW_MS = 1_000_000;

const SITUATION: Situation = {
  windows: [HEALTHY],
  actions: [],
  monitoring: POLICY,
  retraining: 'triggered',
  policy: 'gates',
  acts: true,
  move: { action: 'refresh', to: 5, by: 'monitor' },
  asOf: '2024-06-30',
  lastObservation: '2024-06-28',
  axis: DAYS,
};

interface Case {
  readonly name: string;
  readonly situation: Partial<Situation>;
  readonly monitoring?: Partial<MonitoringPolicy>;
  readonly expected: Readonly<Record<string, unknown>> & Pick<MonitorAction, 'kind'>;
  /** A part of one of the reasons. */
  readonly because: string;
}

const ALARM = [BAD, BAD];
const CHANGE = { former: 4, since: 2 };
const BETTER = withFormer(HEALTHY, 7);
/** The former recipe was better three times in a row. */
const WAY_BACK: Partial<Situation> = { windows: [BETTER, BETTER, BETTER], change: CHANGE };
const BAD_AND_BACK: Partial<Situation> = { windows: [0, 1, 2].map(() => withFormer(BAD, 7)), change: CHANGE };
const DRIFTED = { ...HEALTHY, drift: { ...HEALTHY.drift, stabilityIndex: 0.9 } };
const SELECT = { kind: 'select' } as const;
const RETURN = { kind: 'return', of: 4 } as const;
const REFRESH = { kind: 'refresh', exempt: false, shadowOf: null } as const;
const NOTHING = { kind: 'nothing' } as const;
const selected = (asOf: string): TakenAction => ({ kind: 'select', asOf, version: 5 });
const returned = (asOf: string): TakenAction => ({ kind: 'return', asOf, version: 6 });
const lockOf = (holder: string, expiresAtMs: number): Lock => ({ holder, action: 'select', expiresAtMs });
const heldBy = (holder: string, expiresAtMs: number): Partial<Situation> => ({
  lock: { held: lockOf(holder, expiresAtMs), holder: 'run-8', nowMs: NOW_MS },
});
const at = (asOf: string): EvaluationWindow => ({ ...BAD, asOf });
const closer = (rmse: number) => ({ ...HEALTHY, refused: { version: 6, rmse, joined: 30 } });

const CASES: readonly Case[] = [
  { name: 'no window yet', situation: { windows: [] }, expected: NOTHING, because: 'no evaluation window yet' },
  { name: 'healthy', situation: {}, expected: REFRESH, because: 'newest window is healthy' },
  { name: 'first violation', situation: { windows: [HEALTHY, BAD] }, expected: REFRESH, because: 'fewer than 2 of' },
  { name: 'unjudged', situation: { windows: [BAD, BAD, UNJUDGED] }, expected: REFRESH, because: '0 rows joined' },
  { name: 'alarm', situation: { windows: ALARM }, expected: SELECT, because: 'of the seasonal naive of 7' },
  { name: 'alarm by drift', situation: { windows: [DRIFTED, DRIFTED] }, expected: SELECT, because: 'stability index' },
  {
    name: 'alarm of 1 of 1',
    situation: { windows: [HEALTHY, BAD] },
    monitoring: { alarm: { violations: 1, of: 1 } },
    expected: SELECT,
    because: 'exceeds',
  },
  {
    name: 'a new recipe is not blamed for the old one',
    situation: { windows: [BAD, BAD, { ...BAD, version: 6, recipeSince: 6 }] },
    expected: REFRESH,
    because: 'fewer than 2',
  },
  {
    name: 'another version of the recipe is',
    situation: { windows: [BAD, { ...BAD, version: 6 }] },
    expected: SELECT,
    because: 'exceeds',
  },
  {
    name: 'alarm, retraining manual: as at every look',
    situation: { windows: ALARM, retraining: 'manual' },
    expected: REFRESH,
    because: 'a person must start the selection',
  },
  {
    name: 'alarm, retraining scheduled: as at every look',
    situation: { windows: ALARM, retraining: 'scheduled' },
    expected: REFRESH,
    because: 'the next scheduled selection',
  },
  {
    name: 'the refused refresh was closer',
    situation: { windows: [closer(7)] },
    expected: { ...REFRESH, exempt: true },
    because: 'the refused version 6 was closer',
  },
  { name: 'the refused refresh was not', situation: { windows: [closer(9)] }, expected: REFRESH, because: 'healthy' },
  {
    name: 'what the refused refresh had learned is set aside',
    situation: { windows: [HEALTHY, { ...closer(9), asOf: '2024-07-30' }], setAside: [HEALTHY.range] },
    expected: REFRESH,
    because: 'the refused version 6 was further away: what it had learned from 2024-06-01 to 2024-06-30 is set aside',
  },
  {
    name: 'the first looks after a change',
    situation: { windows: [BETTER, BETTER], change: CHANGE },
    expected: { ...REFRESH, shadowOf: 4 },
    because: 'healthy',
  },
  {
    name: 'the former recipe was better',
    situation: WAY_BACK,
    expected: RETURN,
    because: 'the recipe of version 4 against that of version 2',
  },
  {
    name: 'the former recipe was better, retraining manual: back all the same',
    situation: { ...WAY_BACK, retraining: 'manual' },
    expected: RETURN,
    because: 'in 3 of 3 looks',
  },
  { name: 'alarm, and the former recipe was better', situation: BAD_AND_BACK, expected: RETURN, because: 'in 3 of 3' },
  {
    name: 'the former recipe was better, but it is too early: as at every look, and again with its shadow',
    situation: { ...WAY_BACK, actions: [selected('2024-06-20')] },
    expected: { ...REFRESH, shadowOf: 4 },
    because: 'cooling down for 30d after the select of 2024-06-20',
  },
  {
    name: 'why it would go back is said also where it may not',
    situation: { ...WAY_BACK, actions: [selected('2024-06-20')] },
    expected: { ...REFRESH, shadowOf: 4 },
    because: 'the recipe of version 4 against that of version 2',
  },
  {
    name: 'one day before the cool-down ends',
    situation: { windows: ALARM, actions: [selected('2024-06-01')] },
    expected: REFRESH,
    because: 'cooling down for 30d after the select of 2024-06-01',
  },
  {
    name: 'the cool-down just over',
    situation: { windows: ALARM, actions: [selected('2024-05-31')] },
    expected: SELECT,
    because: 'exceeds',
  },
  {
    name: 'cool-down after the last of two actions',
    situation: { windows: ALARM, actions: [selected('2024-06-10'), returned('2024-06-20')] },
    expected: REFRESH,
    because: 'after the return of 2024-06-20',
  },
  {
    name: 'an alarm of which the last selection has answered a part',
    situation: { windows: [at('2024-04-30'), at('2024-05-31'), at('2024-06-30')], actions: [selected('2024-05-31')] },
    monitoring: { coolDown: '1d' },
    expected: REFRESH,
    because: 'the select of 2024-05-31 answered what came before it',
  },
  {
    name: 'an alarm of its own after the last selection',
    situation: { windows: [at('2024-04-30'), at('2024-05-31'), at('2024-06-30')], actions: [selected('2024-04-30')] },
    monitoring: { coolDown: '1d' },
    expected: SELECT,
    because: 'exceeds',
  },
  {
    name: 'a refresh needs no cool-down',
    situation: { actions: [selected('2024-06-29')] },
    expected: REFRESH,
    because: 'healthy',
  },
  {
    name: 'months: 30 days after 1 May are over on 1 June',
    situation: { axis: MONTHS, windows: ALARM, asOf: '2024-06-01', actions: [selected('2024-05-01')] },
    expected: SELECT,
    because: 'exceeds',
  },
  {
    name: 'months: 40 days after 1 May are not',
    situation: { axis: MONTHS, windows: ALARM, asOf: '2024-06-01', actions: [selected('2024-05-01')] },
    monitoring: { coolDown: '40d' },
    expected: REFRESH,
    because: 'cooling down for 40d',
  },
  {
    name: 'the week is used up',
    situation: { windows: ALARM, actions: [selected('2024-06-24'), selected('2024-06-27')] },
    monitoring: { coolDown: '1d', maxActionsPerWeek: 2 },
    expected: REFRESH,
    because: '2 actions within a week, of 2 allowed',
  },
  {
    name: 'one action has left the week',
    situation: { windows: ALARM, actions: [selected('2024-06-23'), selected('2024-06-27')] },
    monitoring: { coolDown: '1d', maxActionsPerWeek: 2 },
    expected: SELECT,
    because: 'exceeds',
  },
  {
    name: 'automatic actions turned off',
    situation: WAY_BACK,
    monitoring: { maxActionsPerWeek: 0 },
    expected: { ...REFRESH, shadowOf: 4 },
    because: 'turned off',
  },
  {
    name: "another's live lock",
    situation: heldBy('run-7', NOW_MS + 1),
    expected: NOTHING,
    because: "'run-7' is at work on a select",
  },
  { name: "another's expired lock", situation: heldBy('run-7', NOW_MS), expected: REFRESH, because: 'healthy' },
  { name: 'its own lock', situation: heldBy('run-8', NOW_MS + 1), expected: REFRESH, because: 'healthy' },
  {
    name: 'rolled back by a person',
    situation: { windows: ALARM, move: { action: 'roll-back', to: 3, by: 'ada' } },
    expected: NOTHING,
    because: 'ada rolled back to version 3: refreshes are held until a release, or the next selection that goes live',
  },
  {
    name: 'released',
    situation: { move: { action: 'release', to: 3, by: 'ada' } },
    expected: REFRESH,
    because: 'healthy',
  },
  {
    name: 'nothing new delivered',
    situation: { newPeriods: 0 },
    expected: NOTHING,
    because: 'nothing new was delivered since the look before: the last observation known is still of 2024-06-28',
  },
  {
    name: 'nothing new delivered, but the past is another',
    situation: { newPeriods: 0, isOtherSeries: true },
    expected: REFRESH,
    because: 'the last observation known is still of 2024-06-28, but what is known up to it has changed',
  },
  { name: 'something new delivered', situation: { newPeriods: 1 }, expected: REFRESH, because: 'healthy' },
  { name: 'unknown what is new', situation: { newPeriods: null }, expected: REFRESH, because: 'healthy' },
  { name: 'the end of a window', situation: { acts: false }, expected: NOTHING, because: 'the window ends here' },
  {
    name: 'refresh-latest',
    situation: { policy: 'refresh-latest' },
    expected: SELECT,
    because: 'the policy selects at every look',
  },
  {
    name: 'refresh-latest at the end of a window',
    situation: { policy: 'refresh-latest', acts: false },
    expected: NOTHING,
    because: 'the window ends here',
  },
];

describe('decideAction', () => {
  it.each(CASES)('$name: $expected.kind', ({ expected, because, situation, monitoring }) => {
    const { reasons, ...action } = decideAction({
      ...SITUATION,
      ...situation,
      monitoring: { ...POLICY, ...monitoring },
    });
    expect(action).toEqual(expected);
    expect(reasons).toContainEqual(expect.stringContaining(because));
  });

  it('names every obstacle, after the alarm itself', () => {
    const { reasons } = decideAction({ ...SITUATION, windows: ALARM, actions: [selected('2024-06-29')] });
    expect(reasons).toEqual([
      'RMSE 11 exceeds 1 x the 10 of the seasonal naive of 7',
      'cooling down for 30d after the select of 2024-06-29',
      '1 actions within a week, of 1 allowed',
    ]);
  });

  it('names everything that stands against a refresh', () => {
    const { reasons } = decideAction({
      ...SITUATION,
      ...heldBy('run-7', NOW_MS + 1),
      acts: false,
      newPeriods: 0,
      move: { action: 'roll-back', to: 3, by: 'ada' },
    });
    expect(reasons).toHaveLength(5);
  });
});

describe('decideAction where forecasts run out', () => {
  const outlook = { asOf: '2024-06-30', ahead: 0, end: '2024-06-30', horizon: 30, isRunningOut: true };
  const told = 'no forecasts are in force after 2024-06-30, the last observation known';
  const held: Partial<Situation> = { move: { action: 'roll-back', to: 3, by: 'ada' } };

  it('does not leave it at a healthy window', () => {
    expect(decideAction({ ...SITUATION, ...held, outlook }).reasons.slice(0, 2)).toEqual([
      'the newest window is healthy',
      told,
    ]);
  });

  it('says nothing of it where enough is left, nobody asks for the present, or new ones are to come', () => {
    const enough = { ...outlook, ahead: 9, isRunningOut: false };
    for (const situation of [held, { ...held, outlook: enough }, { outlook }]) {
      expect(decideAction({ ...SITUATION, ...situation }).reasons).not.toContain(told);
    }
  });
});

/** Any metric may be missing, any recipe in force, with or without the former one beside it. */
const anyWindow = fc
  .record({
    kind: fc.constantFrom(BAD, BAD, HEALTHY, UNJUDGED, DRIFTED),
    recipeSince: fc.constantFrom(2, 2, 2, 2, 2, 2, 2, 6),
    former: fc.option(
      fc.record({
        version: fc.constant(4),
        rmse: fc.constantFrom(2, 7, 7, 12),
        joined: fc.constantFrom(30, 30, 30, 30, 7),
      }),
    ),
  })
  .map(({ kind, recipeSince, former }): EvaluationWindow => ({ ...kind, recipeSince, former }));

const anyPolicy = fc
  .record({
    coolDownDays: fc.integer({ min: 1, max: 40 }),
    maxActionsPerWeek: fc.integer({ min: 0, max: 3 }),
    violations: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ coolDownDays, maxActionsPerWeek, violations }) => ({
    coolDownDays,
    policy: { ...POLICY, coolDown: `${coolDownDays}d`, maxActionsPerWeek, alarm: { violations, of: 3 } },
  }));

interface Lived {
  readonly day: number;
  readonly window: EvaluationWindow;
  readonly decision: MonitorAction;
}

/** Looks every so many days, and does what is decided. */
function live(windows: readonly EvaluationWindow[], everyDays: number, monitoring: MonitoringPolicy): readonly Lived[] {
  const actions: TakenAction[] = [];
  return windows.map((window, look) => {
    const day = 20_000 + look * everyDays;
    const asOf = formatPeriod(DAYS, day);
    const seen = windows.slice(0, look + 1);
    const decision = decideAction({ ...SITUATION, windows: seen, actions, change: CHANGE, monitoring, asOf });
    if (decision.kind === 'select' || decision.kind === 'return') {
      actions.push({ kind: decision.kind, asOf, version: window.version });
    }
    return { day: parsePeriod(DAYS, asOf), window, decision };
  });
}

describe('a life under decideAction', () => {
  const anyLife = fc
    .record({
      windows: fc.array(anyWindow, { maxLength: 40 }),
      everyDays: fc.integer({ min: 1, max: 9 }),
      chosen: anyPolicy,
    })
    .map(({ windows, everyDays, chosen }) => ({ ...chosen, lived: live(windows, everyDays, chosen.policy) }));
  const runs = { seed: 4, numRuns: 500 };
  const acted = (lived: readonly Lived[]) =>
    lived.filter(({ decision }) => decision.kind === 'select' || decision.kind === 'return');

  it('acts now and then, in both ways, so that the properties below say something', () => {
    const kinds = fc.sample(anyLife, { seed: 4, numRuns: 200 }).flatMap(({ lived }) => acted(lived));
    expect(kinds.filter(({ decision }) => decision.kind === 'select').length).toBeGreaterThan(100);
    expect(kinds.filter(({ decision }) => decision.kind === 'return').length).toBeGreaterThan(20);
  });

  it('never acts within the cool-down', () => {
    fc.assert(
      fc.property(anyLife, ({ lived, coolDownDays }) => {
        const days = acted(lived).map(({ day }) => day);
        days.slice(1).forEach((day, at) => expect(day - days[at]).toBeGreaterThanOrEqual(coolDownDays));
      }),
      runs,
    );
  });

  it('never acts more often in seven days than the limit', () => {
    fc.assert(
      fc.property(anyLife, ({ lived, policy }) => {
        const days = acted(lived).map(({ day }) => day);
        for (const end of days) {
          const inWeek = days.filter((day) => day > end - 7 && day <= end).length;
          expect(inWeek).toBeLessThanOrEqual(policy.maxActionsPerWeek);
        }
      }),
      runs,
    );
  });

  it('never selects ahead of time on a healthy or an unjudged window, nor goes back where the former recipe is not the better one', () => {
    fc.assert(
      fc.property(anyLife, ({ lived }) => {
        for (const { window, decision } of acted(lived)) {
          if (decision.kind === 'select') expect(window.rmse === 11 || window.drift.stabilityIndex === 0.9).toBe(true);
          else expect(window.former!.rmse).toBeLessThan(window.rmse!);
        }
      }),
      runs,
    );
  });

  it('never leaves people with what they have but where something stands against it', () => {
    fc.assert(
      fc.property(anyLife, ({ lived }) => {
        for (const { decision } of lived) expect(decision.kind).not.toBe('nothing');
      }),
      runs,
    );
  });
});
