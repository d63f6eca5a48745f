import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { FEATURE_FLAGS } from '../../lib/feature-flags.ts';
import { synthesizeEnvironment } from '../../lib/synthesize.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Flag {
  readonly userValue?: unknown;
  readonly recommendedValue: unknown;
  readonly unconfiguredBehavesLike?: { readonly v2?: unknown };
}

/** As the assembly tells CDK's command, which counts what nobody decided. */
async function flagsOf(environment: string): Promise<readonly (readonly [name: string, flag: Flag])[]> {
  const outdir = await temporaryFolder();
  synthesizeEnvironment(environment, { bundling: false, outdir });
  const { artifacts } = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as {
    readonly artifacts: Readonly<Record<string, { readonly type: string; readonly properties: object }>>;
  };
  const report = Object.values(artifacts).find(({ type }) => type === 'cdk:feature-flag-report')?.properties as {
    readonly flags: Readonly<Record<string, Flag>>;
  };
  return Object.entries(report.flags);
}

describe('the feature flags of CDK', () => {
  it('are all decided, as they are recommended but where a comment says why not', async () => {
    const flags = await flagsOf('dev');
    expect(flags.length).toBeGreaterThan(80);
    const open = flags.filter(
      ([, { userValue, recommendedValue, unconfiguredBehavesLike }]) =>
        userValue === undefined && (unconfiguredBehavesLike?.v2 ?? false) !== recommendedValue,
    );
    expect(open).toEqual([]);
    const others = flags.filter(
      ([, { userValue, recommendedValue }]) =>
        userValue !== undefined && JSON.stringify(userValue) !== JSON.stringify(recommendedValue),
    );
    expect(others.map(([name]) => name).sort()).toEqual([
      '@aws-cdk/core:annotationsInValidationReport',
      '@aws-cdk/core:enablePartitionLiterals',
      '@aws-cdk/core:target-partitions',
    ]);
  });

  it('leave the partition to CloudFormation, which deployed policies have', () => {
    expect(FEATURE_FLAGS['@aws-cdk/core:enablePartitionLiterals']).toBe(false);
  });
});
