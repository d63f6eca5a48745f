import type { Reader } from '../reader.ts';
import { at, documentOf, listAt, tagsOf } from '../reader.ts';

export const STATE_MACHINE: Reader = {
  by: 'states DescribeStateMachine, ListTagsForResource',
  async read({ api, id }) {
    const found = await api.call('stepfunctions', 'DescribeStateMachine', { stateMachineArn: id });
    const { tags } = await api.call('stepfunctions', 'ListTagsForResource', { resourceArn: id });
    return {
      DefinitionString: documentOf(found.definition),
      LoggingConfiguration: loggingOf(found.loggingConfiguration),
      RoleArn: found.roleArn,
      StateMachineName: found.name,
      StateMachineType: found.type,
      Tags: tagsOf(listAt(tags).map((tag) => ({ Key: at(tag, 'key'), Value: at(tag, 'value') }))),
      TracingConfiguration: { Enabled: at(found.tracingConfiguration, 'enabled') },
    };
  },
};

function loggingOf(found: unknown): unknown {
  return {
    Destinations: listAt(found, 'destinations').map((destination) => ({
      CloudWatchLogsLogGroup: { LogGroupArn: at(destination, 'cloudWatchLogsLogGroup', 'logGroupArn') },
    })),
    IncludeExecutionData: at(found, 'includeExecutionData'),
    Level: at(found, 'level'),
  };
}
