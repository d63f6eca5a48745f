import type { Reader } from '../reader.ts';
import { at, listAt, tagsOf } from '../reader.ts';

export const ALARM: Reader = {
  by: 'cloudwatch DescribeAlarms, ListTagsForResource',
  async read({ api, id }) {
    const answer = await api.call('cloudwatch', 'DescribeAlarms', { AlarmNames: [id] });
    const [found] = listAt(answer, 'MetricAlarms');
    const { Tags } = await api.call('cloudwatch', 'ListTagsForResource', { ResourceARN: at(found, 'AlarmArn') });
    return { ...Object(found), Tags: tagsOf(Tags) };
  },
};

export const DASHBOARD: Reader = {
  by: 'cloudwatch GetDashboard',
  async read({ api, id }) {
    const { DashboardBody, DashboardName } = await api.call('cloudwatch', 'GetDashboard', { DashboardName: id });
    return { DashboardBody, DashboardName };
  },
};
