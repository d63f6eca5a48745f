import type { Construct } from 'constructs';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { Machines } from '../machines/machines.ts';
import type { Steps } from '../steps/steps.ts';
import { Alarms } from './alarms/alarms.ts';
import { addBudget } from './budget.ts';
import { addDashboard } from './dashboard.ts';
import type { Notifications } from './notifications.ts';
import { Schedules } from './schedules.ts';

export interface OperationsProps {
  readonly machines: Machines;
  readonly steps: Steps;
  readonly notifications: Notifications;
  readonly environment: Pick<PlatformEnvironment, 'datasets' | 'schedules' | 'operations'>;
}

/** What runs an environment: what starts its machines by the clock, and what tells people how it does. */
export function addOperations(
  scope: Construct,
  { machines, steps, notifications, environment }: OperationsProps,
): void {
  const { datasets, schedules, operations } = environment;
  const { deadLetters } = new Schedules(scope, 'Schedules', { machines, steps, schedules, datasets });
  const { all } = new Alarms(scope, 'Alarms', { machines, notifications, deadLetters, environment });
  addDashboard(scope, { machines, alarms: all, datasets });
  addBudget(scope, operations.monthlyBudgetDollars, notifications);
}
