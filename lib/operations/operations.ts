import type { Construct } from 'constructs';
import { DATASETS } from '../../datasets/index.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { Medallion } from '../data/medallion.ts';
import type { Machines } from '../machines/machines.ts';
import type { Steps } from '../steps/steps.ts';
import type { FunctionSetting } from '../steps/platform-function.ts';
import { Alarms } from './alarms/alarms.ts';
import { Answering } from './answering.ts';
import { addBudget } from './budget.ts';
import { addDashboard } from './dashboard.ts';
import { Deliveries } from './deliveries.ts';
import type { Notifications } from './notifications.ts';
import { Schedules } from './schedules.ts';

export interface OperationsProps {
  readonly setting: FunctionSetting;
  readonly machines: Machines;
  readonly steps: Steps;
  readonly notifications: Notifications;
  readonly medallion: Medallion;
  readonly environment: Pick<
    PlatformEnvironment,
    'datasets' | 'schedules' | 'maintenance' | 'onDelivery' | 'operations' | 'approval'
  >;
}

/** What runs an environment: what starts its machines, by the clock and by what lands, and what tells people how it does. */
export function addOperations(
  scope: Construct,
  { setting, machines, steps, notifications, medallion, environment }: OperationsProps,
): void {
  const { datasets, schedules, maintenance, operations, approval } = environment;
  new Answering(scope, 'Answering', { setting, approval, promote: machines.promote });
  const clock = new Schedules(scope, 'Schedules', { machines, steps, schedules, maintenance, datasets });
  const landings = new Deliveries(scope, 'Deliveries', {
    medallion,
    receive: machines.receive,
    datasets: environment.onDelivery === 'nothing' ? [] : DATASETS.filter(({ name }) => datasets.includes(name)),
    deadLetters: clock.deadLetters,
  });
  const { deadLetters } = landings;
  const { all } = new Alarms(scope, 'Alarms', { machines, notifications, deadLetters, environment });
  addDashboard(scope, { machines, alarms: all, datasets });
  addBudget(scope, operations.monthlyBudgetDollars, notifications);
}
