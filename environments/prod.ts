import type { PlatformEnvironment } from './environment.ts';

/** What the business relies on: more room, longer memory, and a stack that cannot be deleted by accident. */
export const prod: PlatformEnvironment = {
  kind: 'platform',
  name: 'prod',
  account: '333333333333', // a placeholder: put your own here
  region: 'eu-central-1',
  terminationProtection: true,
  datasets: ['weather'],
  compute: {
    train: { on: 'container', instanceType: 'ml.m5.xlarge', volumeGiB: 30, maxRuntimeSeconds: 14_400 },
    forecast: { on: 'container', instanceType: 'ml.m5.large', volumeGiB: 30, maxRuntimeSeconds: 7200 },
  },
  steps: { memoryMiB: 3008, timeoutSeconds: 600 },
  approval: { required: 'always', timeoutHours: 72 },
  retraining: 'triggered',
  schedules: {
    retrain: 'cron(0 3 1 * ? *)',
    forecast: 'cron(0 5 ? * SUN *)',
    monitor: 'cron(0 2 ? * SUN *)',
    replay: 'off',
  },
  storage: {
    removal: 'retain',
    layers: {
      landing: { coldStorageAfterDays: 90, expireAfterDays: 1825, supersededExpireAfterDays: 90 },
      bronze: { coldStorageAfterDays: 180, expireAfterDays: 'never', supersededExpireAfterDays: 90 },
      silver: { coldStorageAfterDays: 180, expireAfterDays: 'never', supersededExpireAfterDays: 90 },
      gold: { coldStorageAfterDays: 180, expireAfterDays: 'never', supersededExpireAfterDays: 90 },
      artifacts: { coldStorageAfterDays: 180, expireAfterDays: 'never', supersededExpireAfterDays: 'never' },
    },
    accessLogsExpireAfterDays: 365,
  },
  tracking: 'files',
  logRetentionDays: 365,
  tracing: 'active',
  notificationEmails: ['forecasting@example.com'],
};
