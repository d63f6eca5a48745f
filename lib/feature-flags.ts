import { createRequire } from 'node:module';

/** What CDK made the better default after its first release, as the installed version recommends it. */
const RECOMMENDED = createRequire(import.meta.url)('aws-cdk-lib/recommended-feature-flags.json') as Readonly<
  Record<string, unknown>
>;

/** Here rather than in cdk.json, which only CDK's own command reads: every template is made by the same ones. */
export const FEATURE_FLAGS: Readonly<Record<string, unknown>> = {
  ...RECOMMENDED,
  '@aws-cdk/core:target-partitions': ['aws', 'aws-cn', 'aws-us-gov'],
  // The partition as a literal would change every policy that is deployed, and say no more than the pseudo parameter does.
  '@aws-cdk/core:enablePartitionLiterals': false,
  // CDK's command tells annotations anyway; the report would be printed by whoever synthesizes to read a template, too.
  '@aws-cdk/core:annotationsInValidationReport': false,
};
