import { distinct } from '../judged/call.ts';
import type { Denied, Setting } from './denied.ts';
import { deniedOnKeys } from './keys.ts';
import { deniedOnMachines } from './machines.ts';
import { deniedOfTheCompany } from './of-the-company.ts';
import { deniedOnObjects } from './objects.ts';
import {
  deniedOnNeighbour,
  deniedToAdministrators,
  deniedToLogDelivery,
  deniedToOutsiders,
  deniedToPublishers,
  deniedToServices,
  deniedWithoutTls,
} from './outsiders.ts';
import { deniedOnRoles } from './roles.ts';
import type { Call } from '../judged/call.ts';

/** Every call that must be denied, once. */
export function catalogue(setting: Setting, needed: readonly Call[]): readonly Denied[] {
  const all = [
    ...deniedOnObjects(setting),
    ...deniedOnKeys(setting),
    ...deniedOnMachines(setting),
    ...deniedOnRoles(setting),
    ...deniedWithoutTls(needed, setting),
    ...deniedOnNeighbour(needed),
    ...deniedOfTheCompany(needed, setting),
    ...deniedToServices(needed),
    ...deniedToLogDelivery(needed),
    ...deniedToPublishers(needed),
    ...deniedToOutsiders(setting),
    ...deniedToAdministrators(setting),
  ];
  const asked = all.filter(({ call }) => !isOfDelivery(call));
  const kinds = new Map(asked.map(({ call, kind }) => [call, kind]));
  return distinct(asked.map(({ call }) => call)).map((call) => ({ call, kind: kinds.get(call) ?? '' }));
}

/** What the delivery's account may start and read is asked one by one in test/lib/delivery, where its side of it is. */
function isOfDelivery({ principal, action }: Call): boolean {
  return /-delivery-(run|read|pulls)$/.test(principal) && OF_DELIVERY.includes(action);
}

const OF_DELIVERY = [
  's3:GetObject',
  'states:StartExecution',
  'states:StopExecution',
  'states:DescribeExecution',
  'states:GetExecutionHistory',
];
