import { ACCOUNTS } from './accounts.ts';
import type { DeliveryEnvironment } from './delivery-environment.ts';

/** How a merge comes to dev, staging and prod: an account of its own, which the three others let deploy. */
export const delivery: DeliveryEnvironment = {
  kind: 'delivery',
  name: 'delivery',
  account: ACCOUNTS.delivery,
  region: 'eu-central-1',
  terminationProtection: true,
  // What a company prescribes: docs/deploy.md says what each may be.
  tags: { application: 'forecasting', environment: 'delivery' },
  namePrefix: 'none',
  permissionsBoundary: 'none',
  source: {
    from: 'connection',
    repository: 'example/forecasting',
    connectionArn: `arn:aws:codeconnections:eu-central-1:${ACCOUNTS.delivery}:connection/00000000-0000-0000-0000-000000000000`,
  },
  branches: { main: 'main', release: 'release' },
  pullRequests: 'checked-and-deployed',
  approval: { emails: ['forecasting@example.com'], timeoutHours: 72 },
  allowedReplacements: [],
  sharedAccounts: 'refused',
  logRetentionDays: 365,
  notifications: { emails: ['forecasting@example.com'] },
};
