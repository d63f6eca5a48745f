import { paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { AlarmBoard, RedAlarm } from '../../core/ports.ts';

/** The alarms of CloudWatch whose names begin alike: those of one stack. */
export function cloudWatchAlarms(client: CloudWatchClient, prefix: string): AlarmBoard {
  return {
    async red() {
      const red: RedAlarm[] = [];
      const pages = paginateDescribeAlarms(
        { client },
        // Without the types, composite alarms are left out.
        { AlarmNamePrefix: prefix, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], StateValue: 'ALARM' },
      );
      for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
        for (const { AlarmName = '', StateTransitionedTimestamp, StateUpdatedTimestamp } of [
          ...MetricAlarms,
          ...CompositeAlarms,
        ]) {
          // The time of the transition, and not of the newest reason for the same state.
          const since = StateTransitionedTimestamp ?? StateUpdatedTimestamp;
          red.push({ name: AlarmName.slice(prefix.length), sinceMs: since?.getTime() ?? 0 });
        }
      }
      return red;
    },
  };
}
