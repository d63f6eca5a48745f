import type { PlatformEnvironment } from './environment.ts';

/** Where engineers try things: no image, no Docker, nothing on a schedule, nothing kept. */
export const dev: PlatformEnvironment = {
  kind: 'platform',
  name: 'dev',
  account: '111111111111', // a placeholder: put your own here
  region: 'eu-central-1',
  terminationProtection: false,
  datasets: ['weather'],
  compute: {
    train: { on: 'lambda', memoryMiB: 3008, storageMiB: 2048, timeoutSeconds: 900 },
    forecast: { on: 'lambda', memoryMiB: 3008, storageMiB: 2048, timeoutSeconds: 900 },
  },
  steps: { memoryMiB: 1769, timeoutSeconds: 300 },
  approval: { required: 'never', timeoutHours: 72 },
  retraining: 'manual',
  schedules: { retrain: 'off', forecast: 'off', monitor: 'off', replay: 'off' },
  storage: {
    removal: 'destroy',
    layers: {
      landing: { coldStorageAfterDays: 30, expireAfterDays: 90, supersededExpireAfterDays: 7 },
      bronze: { coldStorageAfterDays: 30, expireAfterDays: 'never', supersededExpireAfterDays: 7 },
      silver: { coldStorageAfterDays: 30, expireAfterDays: 'never', supersededExpireAfterDays: 7 },
      gold: { coldStorageAfterDays: 30, expireAfterDays: 'never', supersededExpireAfterDays: 7 },
      artifacts: { coldStorageAfterDays: 30, expireAfterDays: 'never', supersededExpireAfterDays: 7 },
    },
    accessLogsExpireAfterDays: 30,
  },
  tracking: 'files',
  logRetentionDays: 14,
  tracing: 'active',
  notificationEmails: [],
};
