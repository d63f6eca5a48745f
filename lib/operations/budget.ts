import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { alarmPrefix } from '../../core/contracts/names.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import type { Notifications } from './notifications.ts';

/** Early enough to look for what is dear before the month's money is spent. */
const SPENT_PERCENT = 80;

/** What the account may cost a month. The account's costs and not the stack's: cost allocation by tags has to be switched on by hand first. */
export function addBudget(
  scope: Construct,
  monthlyDollars: PlatformEnvironment['operations']['monthlyBudgetDollars'],
  notifications: Notifications,
): void {
  if (monthlyDollars === 'none') return;
  const told = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
    subscribers: [{ subscriptionType: 'SNS', address: notifications.topicArn }],
  });
  const budget = new CfnBudget(scope, 'Budget', {
    budget: {
      // As an alarm's, but without a colon, which AWS Budgets refuses.
      budgetName: `${alarmPrefix(Stack.of(scope).stackName)}Costs exceed the budget`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: monthlyDollars, unit: 'USD' },
    },
    notificationsWithSubscribers: [told('ACTUAL', SPENT_PERCENT), told('FORECASTED', 100)],
  });
  notifications.waitFor(budget);
}
