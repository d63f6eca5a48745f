import { describe, expect, it } from '@jest/globals';
import { alarmState } from './alarm-state.ts';

const TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** 'X' is above the threshold, '0' is not, '-' is missing; the state of before is INSUFFICIENT_DATA, to tell what is kept. */
function states(points: string, enough: number) {
  const values = points.split(' ').map((point) => ({ X: 2, 0: 0, '-': undefined })[point]);
  return TREATMENTS.map((TreatMissingData) =>
    alarmState(
      {
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 1,
        EvaluationPeriods: 3,
        DatapointsToAlarm: enough,
        TreatMissingData,
      },
      values,
      'INSUFFICIENT_DATA',
    ),
  );
}

const KEPT = 'INSUFFICIENT_DATA';

/** The tables of the CloudWatch user guide: five points in the range, three evaluation periods. */
describe('an alarm', () => {
  it.each([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', ['INSUFFICIENT_DATA', KEPT, 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', ['ALARM', KEPT, 'ALARM', 'OK']],
  ])('of three points of three is as the guide says: %s', (points, expected) => {
    expect(states(points, 3)).toEqual(expected);
  });

  it.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', ['ALARM', KEPT, 'ALARM', 'OK']],
  ])('of two points of three is as the guide says: %s', (points, expected) => {
    expect(states(points, 2)).toEqual(expected);
  });
});
