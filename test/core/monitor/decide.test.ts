import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { MonitoringPolicy } from '../../../core/contracts/dataset.ts';
import type { EvaluationWindow, Lock, MonitorAction, TakenAction } from '../../../core/contracts/monitoring.ts';
import type { Retraining } from '../../../core/monitor/decide.ts';
import { decideAction } from '../../../core/monitor/decide.ts';
import type { TimeAxis } from '../../../core/series/time-axis.ts';
import { formatPeriod, parsePeriod } from '../../../core/series/time-axis.ts';
import { BAD, HEALTHY, POLICY, UNJUDGED, withShadow } from './support.ts';

const DAYS: TimeAxis = { frequency: 'day', phase: 0 };
const MONTHS: TimeAxis = { frequency: 'month', phase: 0 };
const NOW_MS = 1_000_000;

interface Case {
  readonly name: string;
  readonly windows: readonly EvaluationWindow[];
  readonly actions?: readonly TakenAction[];
  readonly policy?: Partial<MonitoringPolicy>;
  readonly retraining?: Retraining;
  readonly axis?: TimeAxis;
  readonly asOf?: string;
  readonly held?: Lock;
  readonly expected: Pick<MonitorAction, 'kind'> & { readonly to?: number };
  /** A part of one of the reasons. */
  readonly because: string;
}

const ALARM = [BAD, BAD];
const GOOD_SHADOW = [withShadow(BAD, 8), withShadow(BAD, 8)];
const DRIFTED = { ...HEALTHY, drift: { ...HEALTHY.drift, stabilityIndex: 0.9 } };
const RETRAIN = { kind: 'retrain' } as const;
const ROLL_BACK = { kind: 'roll-back', to: 4 } as const;
const NOTHING = { kind: 'nothing' } as const;
const retrained = (asOf: string): TakenAction => ({ kind: 'retrain', asOf, version: 5 });
const rolledBack = (asOf: string, version: number): TakenAction => ({ kind: 'roll-back', asOf, version });
const lockOf = (holder: string, expiresAtMs: number): Lock => ({ holder, action: 'retrain', expiresAtMs });

const CASES: readonly Case[] = [
  { name: 'no window yet', windows: [], expected: NOTHING, because: 'no evaluation window yet' },
  { name: 'healthy', windows: [HEALTHY, HEALTHY, HEALTHY], expected: NOTHING, because: 'newest window is healthy' },
  { name: 'healthy again', windows: [BAD, BAD, HEALTHY], expected: NOTHING, because: 'newest window is healthy' },
  { name: 'first violation', windows: [HEALTHY, BAD], expected: NOTHING, because: 'fewer than 2 of the last 3' },
  { name: 'nothing joined', windows: [BAD, BAD, UNJUDGED], expected: NOTHING, because: '0 rows joined' },
  { name: 'alarm', windows: ALARM, expected: RETRAIN, because: "exceeds 1 x the seasonal naive's" },
  {
    name: 'alarm across a healthy window',
    windows: [BAD, HEALTHY, BAD],
    expected: RETRAIN,
    because: 'no former version',
  },
  { name: 'alarm across an unjudged window', windows: [BAD, UNJUDGED, BAD], expected: RETRAIN, because: 'exceeds' },
  { name: 'alarm by drift alone', windows: [DRIFTED, DRIFTED], expected: RETRAIN, because: 'stability index' },
  {
    name: 'alarm of 1 of 1',
    windows: [HEALTHY, BAD],
    policy: { alarm: { violations: 1, of: 1 } },
    expected: RETRAIN,
    because: 'exceeds',
  },
  {
    name: 'a new version is not blamed for the old one',
    windows: [BAD, BAD, { ...BAD, version: 6 }],
    expected: NOTHING,
    because: 'fewer than 2',
  },
  { name: 'manual', windows: ALARM, retraining: 'manual', expected: NOTHING, because: 'a person must start it' },
  { name: 'scheduled', windows: ALARM, retraining: 'scheduled', expected: NOTHING, because: 'next scheduled run' },
  {
    name: 'shadow better',
    windows: GOOD_SHADOW,
    expected: ROLL_BACK,
    because: 'version 4 has RMSE 8.000, the present one 11.00',
  },
  {
    name: 'shadow better, retraining manual: rolled back all the same',
    windows: GOOD_SHADOW,
    retraining: 'manual',
    expected: ROLL_BACK,
    because: 'version 4 has RMSE 8.000',
  },
  {
    name: 'shadow exactly at the share',
    windows: [withShadow({ ...BAD, rmse: 20 }, 10), withShadow({ ...BAD, rmse: 20 }, 10)],
    policy: { rollBackBelow: 0.5 },
    expected: RETRAIN,
    because: 'on the same rows',
  },
  {
    name: 'shadow a little better',
    windows: [withShadow(BAD, 10), withShadow(BAD, 10)],
    expected: RETRAIN,
    because: 'version 4 has RMSE 10.00',
  },
  {
    name: 'pooled by rows: one long good window outweighs a short bad one',
    windows: [withShadow({ ...BAD, joined: 90 }, 8), withShadow({ ...BAD, joined: 10 }, 16)],
    expected: ROLL_BACK,
    // sqrt((90 * 64 + 10 * 256) / 100) = sqrt(83.2)
    because: 'version 4 has RMSE 9.121',
  },
  {
    name: 'pooled by rows: the healthy window of the alarm counts too',
    windows: [withShadow(BAD, 8), withShadow({ ...HEALTHY, joined: 300 }, 12), withShadow(BAD, 8)],
    expected: RETRAIN,
    because: 'version 4 has RMSE',
  },
  {
    name: 'shadow on fewer rows',
    windows: [withShadow(BAD, 8), withShadow(BAD, 2, 15)],
    expected: RETRAIN,
    because: 'not forecast the same rows',
  },
  {
    name: 'shadow missing in one window of the alarm',
    windows: [BAD, withShadow(BAD, 2)],
    expected: RETRAIN,
    because: 'not forecast the same rows',
  },
  {
    name: 'shadow without an error',
    windows: [withShadow(BAD, null), withShadow(BAD, null)],
    expected: RETRAIN,
    because: 'not forecast the same rows',
  },
  {
    name: 'drift without a joined row: nothing to compare by',
    windows: [0, 1].map(() => withShadow({ ...UNJUDGED, drift: { ...DRIFTED.drift, missingShare: 1 } }, null)),
    expected: RETRAIN,
    because: 'not forecast the same rows',
  },
  {
    name: 'a look at which nothing joined, for nothing arrived, settles nothing either way',
    windows: [
      withShadow(BAD, 8),
      withShadow({ ...UNJUDGED, drift: { ...DRIFTED.drift, missingShare: 1 } }, null),
      withShadow(BAD, 8),
    ],
    expected: ROLL_BACK,
    because: 'version 4 has RMSE 8.000',
  },
  {
    name: 'a single row that the shadow did not forecast is one too many',
    windows: [withShadow({ ...BAD, joined: 1 }, null, 0), withShadow(BAD, 8)],
    expected: RETRAIN,
    because: 'not forecast the same rows',
  },
  {
    name: 'shadow is the version just rolled back from',
    windows: GOOD_SHADOW,
    actions: [rolledBack('2024-01-31', 4)],
    expected: RETRAIN,
    because: 'version 4 is the one that was rolled back from',
  },
  {
    name: 'a retraining in between does not make it welcome',
    windows: GOOD_SHADOW,
    actions: [rolledBack('2024-01-31', 4), retrained('2024-03-31')],
    expected: RETRAIN,
    because: 'rolled back from',
  },
  {
    name: 'the last of two roll-backs counts',
    windows: GOOD_SHADOW,
    actions: [rolledBack('2024-01-31', 3), rolledBack('2024-03-31', 4)],
    expected: RETRAIN,
    because: 'rolled back from',
  },
  {
    name: 'another version was rolled back from',
    windows: GOOD_SHADOW,
    actions: [rolledBack('2024-01-31', 3)],
    expected: ROLL_BACK,
    because: 'version 4',
  },
  {
    name: 'one day before the cool-down ends',
    windows: ALARM,
    actions: [retrained('2024-06-01')],
    expected: NOTHING,
    because: 'cooling down for 30d after the retrain of 2024-06-01',
  },
  {
    name: 'the cool-down just over',
    windows: ALARM,
    actions: [retrained('2024-05-31')],
    expected: RETRAIN,
    because: 'exceeds',
  },
  {
    name: 'cool-down after a roll-back',
    windows: GOOD_SHADOW,
    actions: [rolledBack('2024-06-20', 6)],
    expected: NOTHING,
    because: 'after the roll-back of 2024-06-20',
  },
  {
    name: 'cool-down after the last of two actions',
    windows: ALARM,
    actions: [retrained('2024-06-10'), rolledBack('2024-06-20', 6)],
    expected: NOTHING,
    because: 'after the roll-back of 2024-06-20',
  },
  {
    name: 'months: 30 days after 1 May are over on 1 June',
    axis: MONTHS,
    windows: ALARM,
    asOf: '2024-06-01',
    actions: [retrained('2024-05-01')],
    expected: RETRAIN,
    because: 'exceeds',
  },
  {
    name: 'months: 40 days after 1 May are not',
    axis: MONTHS,
    windows: ALARM,
    asOf: '2024-06-01',
    policy: { coolDown: '40d' },
    actions: [retrained('2024-05-01')],
    expected: NOTHING,
    because: 'cooling down for 40d',
  },
  {
    name: 'the week is used up',
    windows: ALARM,
    policy: { coolDown: '1d', maxActionsPerWeek: 2 },
    actions: [retrained('2024-06-24'), retrained('2024-06-27')],
    expected: NOTHING,
    because: '2 actions within a week, of 2 allowed',
  },
  {
    name: 'one action has left the week',
    windows: ALARM,
    policy: { coolDown: '1d', maxActionsPerWeek: 2 },
    actions: [retrained('2024-06-23'), retrained('2024-06-27')],
    expected: RETRAIN,
    because: 'exceeds',
  },
  {
    name: 'automatic actions turned off',
    windows: GOOD_SHADOW,
    policy: { maxActionsPerWeek: 0 },
    expected: NOTHING,
    because: 'turned off',
  },
  {
    name: "another's live lock",
    windows: ALARM,
    held: lockOf('run-7', NOW_MS + 1),
    expected: NOTHING,
    because: "'run-7' is at work on a retrain",
  },
  {
    name: "another's expired lock",
    windows: ALARM,
    held: lockOf('run-7', NOW_MS),
    expected: RETRAIN,
    because: 'exceeds',
  },
  { name: 'its own lock', windows: ALARM, held: lockOf('run-8', NOW_MS + 1), expected: RETRAIN, because: 'exceeds' },
  {
    name: 'a lock is no matter without an alarm',
    windows: [HEALTHY],
    held: lockOf('run-7', NOW_MS + 1),
    expected: NOTHING,
    because: 'healthy',
  },
];

describe('decideAction', () => {
  it.each(CASES)('$name: $expected.kind', ({ expected, because, ...situation }) => {
    const { kind, reasons, ...rest } = decideAction({
      windows: situation.windows,
      actions: situation.actions ?? [],
      policy: { ...POLICY, ...situation.policy },
      retraining: situation.retraining ?? 'triggered',
      asOf: situation.asOf ?? '2024-06-30',
      axis: situation.axis ?? DAYS,
      ...(situation.held && { lock: { held: situation.held, holder: 'run-8', nowMs: NOW_MS } }),
    });
    expect({ kind, ...rest }).toEqual(expected);
    expect(reasons).toContainEqual(expect.stringContaining(because));
  });

  it('names every obstacle, after the alarm itself', () => {
    const { reasons } = decideAction({
      windows: ALARM,
      actions: [retrained('2024-06-29')],
      policy: POLICY,
      retraining: 'triggered',
      asOf: '2024-06-30',
      axis: DAYS,
      lock: { held: lockOf('run-7', NOW_MS + 1), holder: 'run-8', nowMs: NOW_MS },
    });
    expect(reasons).toEqual([
      "RMSE 11.00 exceeds 1 x the seasonal naive's 10.00",
      'cooling down for 30d after the retrain of 2024-06-29',
      '1 actions within a week, of 1 allowed',
      "'run-7' is at work on a retrain",
    ]);
  });
});

describe('decideAction where forecasts run out', () => {
  const outlook = { asOf: '2024-06-30', ahead: 0, end: '2024-06-30', horizon: 30, isRunningOut: true };
  const situation = { actions: [], policy: POLICY, retraining: 'triggered', asOf: '2024-06-30', axis: DAYS } as const;
  const told = 'no forecasts are in force after 2024-06-30, the last observation known';

  it('does not leave it at a healthy window', () => {
    expect(decideAction({ ...situation, windows: [HEALTHY], outlook })).toEqual({
      kind: 'nothing',
      reasons: ['the newest window is healthy', told],
    });
  });

  it('says nothing of it where enough is left, or nobody asks for the present', () => {
    for (const more of [{}, { outlook: { ...outlook, ahead: 9, isRunningOut: false } }]) {
      const { reasons } = decideAction({ ...situation, windows: [HEALTHY], ...more });
      expect(reasons).toEqual(['the newest window is healthy']);
    }
  });

  it('does not leave it at healthy where nothing was delivered, and says nothing of it where something was', () => {
    const reasonsOf = (newPeriods: number | null) =>
      decideAction({ ...situation, windows: [HEALTHY], newPeriods }).reasons;
    expect(reasonsOf(0)).toEqual([
      'the newest window is healthy',
      'nothing new was delivered since the look before: the last observation known is still of 2024-06-30',
    ]);
    for (const newPeriods of [null, 1]) expect(reasonsOf(newPeriods)).toEqual(['the newest window is healthy']);
  });

  it('says nothing of it where it acts, which ends with new forecasts', () => {
    const { kind, reasons } = decideAction({ ...situation, windows: ALARM, outlook });
    expect(kind).toBe('retrain');
    expect(reasons).not.toContain(told);
  });
});

/** Any metric may be missing, any version in force, with or without a shadow. */
const anyWindow = fc
  .record({
    kind: fc.constantFrom(BAD, BAD, HEALTHY, UNJUDGED, DRIFTED),
    version: fc.constantFrom(5, 5, 5, 6),
    shadow: fc.option(
      fc.record({
        version: fc.constantFrom(3, 4),
        rmse: fc.constantFrom(2, 8, 12),
        joined: fc.constantFrom(30, 30, 7),
      }),
    ),
  })
  .map(({ kind, version, shadow }): EvaluationWindow => ({ ...kind, version, shadow }));

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
function live(windows: readonly EvaluationWindow[], everyDays: number, policy: MonitoringPolicy): readonly Lived[] {
  const actions: TakenAction[] = [];
  return windows.map((window, look) => {
    const day = 20_000 + look * everyDays;
    const asOf = formatPeriod(DAYS, day);
    const seen = windows.slice(0, look + 1);
    const decision = decideAction({ windows: seen, actions, policy, retraining: 'triggered', asOf, axis: DAYS });
    if (decision.kind !== 'nothing') actions.push({ kind: decision.kind, asOf, version: window.version });
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
  const acted = (lived: readonly Lived[]) => lived.filter(({ decision }) => decision.kind !== 'nothing');

  it('acts now and then, in both ways, so that the properties below say something', () => {
    const kinds = fc.sample(anyLife, { seed: 4, numRuns: 200 }).flatMap(({ lived }) => acted(lived));
    expect(kinds.filter(({ decision }) => decision.kind === 'retrain').length).toBeGreaterThan(100);
    expect(kinds.filter(({ decision }) => decision.kind === 'roll-back').length).toBeGreaterThan(20);
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

  it('never acts on a healthy or an unjudged window', () => {
    fc.assert(
      fc.property(anyLife, ({ lived }) => {
        for (const { window } of acted(lived))
          expect(window.rmse === 11 || window.drift.stabilityIndex === 0.9).toBe(true);
      }),
      runs,
    );
  });

  it('never rolls back but to the shadow of the newest window, and never to the one it just left', () => {
    fc.assert(
      fc.property(anyLife, ({ lived }) => {
        const rolledBackTo = lived.flatMap(({ window, decision }) =>
          decision.kind === 'roll-back' ? [{ window, to: decision.to }] : [],
        );
        rolledBackTo.forEach(({ window, to }, at) => {
          expect(to).toBe(window.shadow?.version);
          expect(to).not.toBe(rolledBackTo[at - 1]?.window.version);
        });
      }),
      runs,
    );
  });
});
