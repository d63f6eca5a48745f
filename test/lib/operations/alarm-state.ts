export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What CloudFormation says of a metric alarm. */
export interface AlarmProperties {
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData: string;
}

const IS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/**
 * The state of a metric alarm after its newest period, as CloudWatch documents it ("Configuring how CloudWatch alarms treat missing data").
 *
 * @param points one a period, the newest last; undefined where there is none. As many as the evaluation range has, which is longer than the
 * evaluation periods by a number that AWS does not tell
 */
export function alarmState(
  alarm: AlarmProperties,
  points: readonly (number | undefined)[],
  before: AlarmState = 'OK',
): AlarmState {
  const { EvaluationPeriods: periods, DatapointsToAlarm: enough = periods, TreatMissingData: treat } = alarm;
  const compare = IS[alarm.ComparisonOperator];
  const real = points.filter((point) => point !== undefined).map((point) => compare(point, alarm.Threshold));
  const breaching = (all: readonly boolean[]) => all.filter(Boolean).length;
  if (real.length >= periods) return breaching(real.slice(-periods)) >= enough ? 'ALARM' : 'OK';
  // Fewer than it needs: the missing ones are filled in.
  const missing = periods - real.length;
  switch (treat) {
    case 'breaching':
      return breaching(real) + missing >= enough ? 'ALARM' : 'OK';
    case 'notBreaching':
      return breaching(real) >= enough ? 'ALARM' : 'OK';
    case 'ignore':
      return real.includes(false) ? 'OK' : before;
    case 'missing':
      if (real.length === 0) return 'INSUFFICIENT_DATA';
      return real.includes(false) ? 'OK' : 'ALARM';
    default:
      throw new Error(`no treatment of missing data: ${treat}`);
  }
}
