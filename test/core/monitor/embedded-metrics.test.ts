import { describe, expect, it } from '@jest/globals';
import { embeddedMetrics } from '../../../core/monitor/embedded-metrics.ts';
import { HEALTHY, UNJUDGED, withFormer } from './support.ts';

const OUTLOOK = { asOf: '2024-06-30', ahead: 3, end: '2024-07-03', horizon: 30, isRunningOut: true };
const AT_MS = Date.UTC(2024, 6, 1);

describe('embeddedMetrics', () => {
  it('is one line in the embedded metric format', () => {
    const line = embeddedMetrics({
      namespace: 'Forecasting/forecasting-prod',
      dataset: 'weather',
      window: { ...withFormer(HEALTHY, 9), refused: { version: 6, rmse: 7, joined: 30 } },
      violations: [
        { kind: 'over-yardstick', text: 'too bad' },
        { kind: 'missing', text: 'too late' },
      ],
      outlook: OUTLOOK,
      present: { newPeriods: 0, holding: ['alarm', 'running-out'] },
      atMs: AT_MS,
    });
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({
      _aws: {
        Timestamp: 1_719_792_000_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Forecasting/forecasting-prod',
            Dimensions: [['dataset']],
            Metrics: [
              { Name: 'Rmse', Unit: 'None' },
              { Name: 'Bias', Unit: 'None' },
              { Name: 'Coverage', Unit: 'None' },
              { Name: 'NaiveRmse', Unit: 'None' },
              { Name: 'Skill', Unit: 'None' },
              { Name: 'PromisedRmse', Unit: 'None' },
              { Name: 'RefusedRmse', Unit: 'None' },
              { Name: 'FormerRmse', Unit: 'None' },
              { Name: 'StabilityIndex', Unit: 'None' },
              { Name: 'MissingShare', Unit: 'None' },
              { Name: 'JoinedRows', Unit: 'Count' },
              { Name: 'Violations', Unit: 'Count' },
              { Name: 'InAlarm', Unit: 'Count' },
              { Name: 'Unjudged', Unit: 'Count' },
              { Name: 'PeriodsAhead', Unit: 'Count' },
              { Name: 'RunningOut', Unit: 'Count' },
              { Name: 'NewPeriods', Unit: 'Count' },
            ],
          },
        ],
      },
      dataset: 'weather',
      asOf: '2024-06-30',
      version: 5,
      Rmse: 8,
      Bias: 0.5,
      Coverage: 0.8,
      NaiveRmse: 10,
      Skill: 0.2,
      PromisedRmse: 8,
      RefusedRmse: 7,
      FormerRmse: 9,
      StabilityIndex: 0.02,
      MissingShare: 0,
      JoinedRows: 30,
      Violations: 2,
      InAlarm: 1,
      Unjudged: 0,
      PeriodsAhead: 3,
      RunningOut: 1,
      NewPeriods: 0,
    });
  });

  it('leaves out what is unknown, and still counts', () => {
    const window = {
      ...UNJUDGED,
      promisedRmse: null,
      drift: { stabilityIndex: null, missingShare: null, worstSeries: null },
    };
    const { _aws, ...values } = JSON.parse(
      embeddedMetrics({
        namespace: 'Forecasting',
        dataset: 'weather',
        window,
        violations: [],
        outlook: { ...OUTLOOK, ahead: 0, isRunningOut: false },
        present: { newPeriods: null, holding: ['unjudged'] },
        atMs: AT_MS,
      }),
    );
    expect(_aws.CloudWatchMetrics[0].Metrics).toEqual([
      { Name: 'JoinedRows', Unit: 'Count' },
      { Name: 'Violations', Unit: 'Count' },
      { Name: 'InAlarm', Unit: 'Count' },
      { Name: 'Unjudged', Unit: 'Count' },
      { Name: 'PeriodsAhead', Unit: 'Count' },
      { Name: 'RunningOut', Unit: 'Count' },
    ]);
    expect(values).toEqual({
      dataset: 'weather',
      asOf: '2024-06-30',
      version: 5,
      JoinedRows: 0,
      Violations: 0,
      InAlarm: 0,
      Unjudged: 1,
      PeriodsAhead: 0,
      RunningOut: 0,
    });
  });

  it('raises nothing by a look at the past', () => {
    const published = embeddedMetrics({
      namespace: 'Forecasting',
      dataset: 'weather',
      window: HEALTHY,
      violations: [{ kind: 'over-yardstick', text: 'too bad' }],
      outlook: OUTLOOK,
      present: undefined,
      atMs: AT_MS,
    });
    expect(JSON.parse(published)).toMatchObject({ Rmse: 8, Violations: 1, PeriodsAhead: 3 });
    expect(published).not.toMatch(/InAlarm|Unjudged|RunningOut|NewPeriods/);
  });
});
