import type { PlatformEnvironment } from '../../environments/environment.ts';
import { prod } from '../../environments/prod.ts';

/** What a person might change in an environment's literal, and this command deploys. */
export const CHANGES = {
  /** An update of a running stack: 30 days where dev has 14, and a schedule where it has none. */
  update: (environment) => ({
    ...environment,
    logRetentionDays: 30,
    schedules: { ...environment.schedules, forecast: prod.schedules.forecast },
  }),
  /** Who asks a person in prod asks one here. */
  approval: (environment) => ({ ...environment, approval: prod.approval }),
} as const satisfies Record<string, (environment: PlatformEnvironment) => PlatformEnvironment>;

export type ChangeName = keyof typeof CHANGES;
