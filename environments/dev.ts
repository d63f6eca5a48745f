import { ACCOUNTS } from './accounts.ts';
import type { PlatformEnvironment } from './environment.ts';

/** Where engineers try things: no image, no Docker, nothing on a schedule, nothing kept. */
export const dev: PlatformEnvironment = {
  kind: 'platform',
  name: 'dev',
  account: ACCOUNTS.dev,
  region: 'eu-central-1',
  terminationProtection: false,
  // What a company prescribes: docs/deploy.md says what each may be.
  tags: { application: 'forecasting', environment: 'dev' },
  namePrefix: 'none',
  permissionsBoundary: 'none',
  network: 'none',
  dataKey: 'own',
  signing: { models: { generation: 1, withdrawn: [] }, audit: { generation: 1, withdrawn: [] } },
  datasets: ['weather'],
  compute: {
    train: { on: 'lambda', memoryMiB: 3008, storageMiB: 2048, timeoutSeconds: 900 },
    forecast: { on: 'lambda', memoryMiB: 3008, storageMiB: 2048, timeoutSeconds: 900 },
  },
  steps: { memoryMiB: 1769, timeoutSeconds: 300 },
  approval: { required: 'never', timeoutHours: 72 },
  uncommittedCode: 'allowed',
  acceptance: 'none',
  retraining: 'manual',
  schedules: { retrain: 'off', forecast: 'off', monitor: 'off', replay: 'off', maintain: 'off' },
  maintenance: { keepVersionsDays: 90, scheduled: 'lists' },
  onDelivery: 'nothing',
  storage: {
    removal: 'destroy',
    layers: {
      landing: { coldStorageAfterDays: 30, expireAfterDays: 90, supersededExpireAfterDays: 7 },
      bronze: { coldStorageAfterDays: 30, expireAfterDays: 'never', supersededExpireAfterDays: 7 },
      silver: { coldStorageAfterDays: 30, expireAfterDays: 'never', supersededExpireAfterDays: 7 },
      gold: { coldStorageAfterDays: 30, expireAfterDays: 'never', supersededExpireAfterDays: 7 },
      artifacts: { coldStorageAfterDays: 30, expireAfterDays: 'never', supersededExpireAfterDays: 7 },
    },
    accessLogs: { expireAfterDays: 30 },
    objectLock: 'off',
  },
  sharesDataWith: [],
  readsDataOf: 'none',
  tracking: 'files',
  logRetentionDays: 14,
  tracing: 'active',
  notifications: { emails: [] },
  deployedBy: 'pipelines',
  bakeMinutes: 0,
  operations: { monthlyBudgetDollars: 100, chat: 'none', maxHoursBetweenLooks: 200, maxModelAgeDays: 45 },
};
