import { ACCOUNTS } from './accounts.ts';
import type { PlatformEnvironment } from './environment.ts';

/** What the business relies on: more room, longer memory, and a stack that cannot be deleted by accident. */
export const prod: PlatformEnvironment = {
  kind: 'platform',
  name: 'prod',
  account: ACCOUNTS.prod,
  region: 'eu-central-1',
  terminationProtection: true,
  // What a company prescribes: docs/deploy.md says what each may be.
  tags: { application: 'forecasting', environment: 'prod' },
  namePrefix: 'none',
  permissionsBoundary: 'none',
  network: 'none',
  dataKey: 'own',
  signing: { models: { generation: 1, withdrawn: [] }, audit: { generation: 1, withdrawn: [] } },
  datasets: ['weather'],
  compute: {
    train: { on: 'container', instanceType: 'ml.m5.xlarge', volumeGiB: 30, maxRuntimeSeconds: 14_400 },
    forecast: { on: 'container', instanceType: 'ml.m5.large', volumeGiB: 30, maxRuntimeSeconds: 7200 },
  },
  steps: { memoryMiB: 3008, timeoutSeconds: 600 },
  approval: { required: 'always', timeoutHours: 72 },
  uncommittedCode: 'refused',
  acceptance: 'none',
  retraining: 'scheduled',
  schedules: {
    retrain: 'cron(0 3 1 * ? *)',
    forecast: 'cron(0 5 ? * SUN *)',
    monitor: 'cron(0 2 ? * SUN *)',
    replay: 'off',
    maintain: 'cron(0 1 15 * ? *)',
  },
  maintenance: { keepVersionsDays: 180, scheduled: 'deletes' },
  onDelivery: 'as-the-data-set-says',
  storage: {
    removal: 'retain',
    layers: {
      landing: { coldStorageAfterDays: 90, expireAfterDays: 1825, supersededExpireAfterDays: 90 },
      bronze: { coldStorageAfterDays: 180, expireAfterDays: 'never', supersededExpireAfterDays: 90 },
      silver: { coldStorageAfterDays: 180, expireAfterDays: 'never', supersededExpireAfterDays: 90 },
      gold: { coldStorageAfterDays: 180, expireAfterDays: 'never', supersededExpireAfterDays: 90 },
      artifacts: { coldStorageAfterDays: 180, expireAfterDays: 'never', supersededExpireAfterDays: 'never' },
    },
    accessLogs: { expireAfterDays: 365 },
    objectLock: 'off',
  },
  sharesDataWith: [],
  readsDataOf: 'none',
  tracking: 'files',
  logRetentionDays: 365,
  tracing: 'active',
  notifications: { emails: ['forecasting@example.com'] },
  deployedBy: 'pipelines',
  bakeMinutes: 30,
  operations: { monthlyBudgetDollars: 1000, chat: 'none', maxHoursBetweenLooks: 180, maxModelAgeDays: 30 },
};
