import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** One alarm, as the table says it. */
export interface AlarmRow {
  /** Of the runbook, word by word; the alarm is called after it. */
  readonly heading: string;
  /** Which of several: a machine or a data set. */
  readonly of?: string;
  readonly metric: IMetric;
  /** Red where the metric `is` so, in `periods` periods one after the other. */
  readonly is: '>=' | '>' | '<';
  readonly than: number;
  readonly periods: number;
  /** What silence is: fine, the failure itself, or no news of what was red. */
  readonly silence: 'fine' | 'red' | 'no news';
  /**
   * Who tells people. 'alarm': nobody else does. 'message': a step tells more of the same, so that the alarm is a light on the dashboard, what
   * the machine `smoke` watches, and part of the composite alarm; with a message of its own people would hear everything twice.
   */
  readonly told: 'alarm' | 'message';
  /** The console's page where whoever is told looks first. */
  readonly look: string;
}
