import { describe, expect, it } from '@jest/globals';
import { ENVIRONMENTS } from '../../environments/index.ts';

function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

function fieldsThatDiffer(left: object, right: object): string[] {
  const other = new Map(leaves(right));
  const fields = leaves(left).filter(([path, value]) => JSON.stringify(value) !== JSON.stringify(other.get(path)));
  return fields
    .map(([path]) => path.replace(/layers\.\w+/, 'layers.*'))
    .filter((path, at, all) => all.indexOf(path) === at);
}

describe('what differs between staging and prod', () => {
  it('is size, retention, protection, addresses, who approves, and that staging lives through a past window: nothing that decides what the code does', () => {
    expect(fieldsThatDiffer(ENVIRONMENTS.staging, ENVIRONMENTS.prod)).toEqual([
      'name',
      'account',
      'terminationProtection',
      'tags.environment',
      'compute.train.instanceType',
      'compute.train.volumeGiB',
      'compute.train.maxRuntimeSeconds',
      'compute.forecast.volumeGiB',
      'compute.forecast.maxRuntimeSeconds',
      'steps.memoryMiB',
      'steps.timeoutSeconds',
      'approval.required',
      'acceptance.dataset',
      'acceptance.from',
      'schedules.retrain',
      'maintenance.keepVersionsDays',
      'storage.layers.*.coldStorageAfterDays',
      'storage.layers.*.expireAfterDays',
      'storage.layers.*.supersededExpireAfterDays',
      'storage.accessLogs.expireAfterDays',
      'logRetentionDays',
      'notifications.emails',
      'bakeMinutes',
      'operations.monthlyBudgetDollars',
    ]);
  });

  it('has three accounts', () => {
    expect(new Set(Object.values(ENVIRONMENTS).map(({ account }) => account)).size).toBe(3);
  });
});
