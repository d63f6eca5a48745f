import { ACCOUNTS } from './accounts.ts';
import type { PlatformEnvironment } from './environment.ts';

/** Prod's rehearsal: the same image and jobs, trained on staging's own data. */
export const staging: PlatformEnvironment = {
  kind: 'platform',
  name: 'staging',
  account: ACCOUNTS.staging,
  region: 'eu-central-1',
  terminationProtection: false,
  // What a company prescribes: docs/deploy.md says what each may be.
  tags: { application: 'forecasting', environment: 'staging' },
  namePrefix: 'none',
  permissionsBoundary: 'none',
  network: 'none',
  dataKey: 'own',
  signing: { models: { generation: 1, withdrawn: [] }, audit: { generation: 1, withdrawn: [] } },
  datasets: ['weather'],
  compute: {
    train: { on: 'container', instanceType: 'ml.m5.large', volumeGiB: 10, maxRuntimeSeconds: 3600 },
    forecast: { on: 'container', instanceType: 'ml.m5.large', volumeGiB: 10, maxRuntimeSeconds: 3600 },
  },
  steps: { memoryMiB: 1769, timeoutSeconds: 300 },
  approval: { required: 'never', timeoutHours: 72 },
  uncommittedCode: 'refused',
  acceptance: { dataset: 'weather', from: '2012-01-01' },
  retraining: 'scheduled',
  schedules: {
    retrain: 'cron(0 3 ? * SUN *)',
    forecast: 'cron(0 5 ? * SUN *)',
    monitor: 'cron(0 2 ? * SUN *)',
    replay: 'off',
    maintain: 'cron(0 1 15 * ? *)',
  },
  maintenance: { keepVersionsDays: 90, scheduled: 'deletes' },
  onDelivery: 'as-the-data-set-says',
  storage: {
    removal: 'retain',
    layers: {
      landing: { coldStorageAfterDays: 30, expireAfterDays: 365, supersededExpireAfterDays: 30 },
      bronze: { coldStorageAfterDays: 90, expireAfterDays: 'never', supersededExpireAfterDays: 30 },
      silver: { coldStorageAfterDays: 90, expireAfterDays: 'never', supersededExpireAfterDays: 30 },
      gold: { coldStorageAfterDays: 90, expireAfterDays: 'never', supersededExpireAfterDays: 30 },
      artifacts: { coldStorageAfterDays: 90, expireAfterDays: 'never', supersededExpireAfterDays: 'never' },
    },
    accessLogs: { expireAfterDays: 90 },
    objectLock: 'off',
  },
  sharesDataWith: [],
  readsDataOf: 'none',
  tracking: 'files',
  logRetentionDays: 30,
  tracing: 'active',
  notifications: { emails: ['forecasting-staging@example.com'] },
  deployedBy: 'pipelines',
  bakeMinutes: 10,
  operations: { monthlyBudgetDollars: 300, chat: 'none', maxHoursBetweenLooks: 180, maxModelAgeDays: 30 },
};
