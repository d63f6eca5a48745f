import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { cloudWatchAlarms } from '../../adapters/aws/alarm-board.ts';
import type { AlarmBoard } from '../../core/ports.ts';

export function stackAlarms(prefix: string): AlarmBoard {
  return cloudWatchAlarms(new CloudWatchClient({}), prefix);
}
