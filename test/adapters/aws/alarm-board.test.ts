import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cloudWatchAlarms } from '../../../adapters/aws/alarm-board.ts';

const at = (text: string) => new Date(text);

describe('the alarms of a stack', () => {
  it('are those that are red, of both kinds and on all pages, by the time when they turned', async () => {
    const cloudWatch = mockClient(CloudWatchClient);
    cloudWatch
      .on(DescribeAlarmsCommand)
      .resolvesOnce({
        NextToken: 'more',
        MetricAlarms: [
          {
            AlarmName: 'stack-The model is old: weather',
            StateTransitionedTimestamp: at('2026-01-01T00:00:00Z'),
            StateUpdatedTimestamp: at('2026-01-03T00:00:00Z'),
          },
        ],
      })
      .resolvesOnce({
        CompositeAlarms: [{ AlarmName: 'stack-Untold', StateUpdatedTimestamp: at('2026-01-02T00:00:00Z') }],
      });
    const board = cloudWatchAlarms(new CloudWatchClient({ region: 'eu-central-1' }), 'stack-');
    expect(await board.red()).toEqual([
      { name: 'The model is old: weather', sinceMs: Date.UTC(2026, 0, 1) },
      { name: 'Untold', sinceMs: Date.UTC(2026, 0, 2) },
    ]);
    expect(cloudWatch.commandCalls(DescribeAlarmsCommand)[0].args[0].input).toMatchObject({
      AlarmNamePrefix: 'stack-',
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      StateValue: 'ALARM',
    });
  });
});
