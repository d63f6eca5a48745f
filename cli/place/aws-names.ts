import * as z from 'zod';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { type Layer, LAYERS } from '../../core/contracts/layers.ts';
import type { RegistryNames } from '../../hosts/aws-registry.ts';
import { UsageError } from '../errors.ts';

const { buckets: BUCKETS, signingKeyArn: SIGNING_KEY } = ENVIRONMENT_VARIABLES;

/** Names that an environment's literal cannot know: CloudFormation chooses them. */
export const nameOptions = {
  bucket: z
    .string()
    .optional()
    .meta({
      placeholder: 'B',
      description: `with --env: the artifacts bucket (else ${BUCKETS.artifacts})`,
    }),
  'gold-bucket': z
    .string()
    .optional()
    .meta({
      placeholder: 'B',
      description: `with --env, trace: the gold bucket (else ${BUCKETS.gold})`,
    }),
  'signing-key': z
    .string()
    .optional()
    .meta({
      placeholder: 'ARN',
      description: `with --env, show and trace: the key (else ${SIGNING_KEY})`,
    }),
};
export type NameOptions = Readonly<Partial<Record<keyof typeof nameOptions, string | undefined>>>;

/** As the options, else the environment variables say. */
export function namesOf(options: NameOptions): RegistryNames {
  const given: Partial<Record<Layer, string | undefined>> = { artifacts: options.bucket, gold: options['gold-bucket'] };
  const buckets = LAYERS.map((layer) => [layer, filled(given[layer] ?? process.env[BUCKETS[layer]])]);
  return {
    buckets: Object.fromEntries(buckets),
    signingKey: filled(options['signing-key'] ?? process.env[SIGNING_KEY]),
  };
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** Says how to name what a question needs and nobody named. */
export function notNamed(what: Layer | 'signing key'): UsageError {
  const hint = (option: string | undefined, variable: string) =>
    `${option === undefined ? '' : `give --${option}, or `}set ${variable}; the stack's functions carry its name`;
  if (what === 'signing key') {
    return new UsageError(`the signing key of the environment is not named: ${hint('signing-key', SIGNING_KEY)}`);
  }
  const option = { artifacts: 'bucket', gold: 'gold-bucket', landing: undefined, bronze: undefined, silver: undefined }[
    what
  ];
  return new UsageError(`the ${what} bucket of the environment is not named: ${hint(option, BUCKETS[what])}`);
}
