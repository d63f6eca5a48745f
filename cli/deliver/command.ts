import * as z from 'zod';
import { DELIVERY_VARIABLES, RETURN_FROM, RETURN_FROM_VARIABLE } from '../../core/contracts/delivery.ts';
import { ENVIRONMENTS } from '../../environments/index.ts';
import { verbOption } from '../verb-option.ts';

/** What `npm run deliver` does, in the order in which a merge does it. */
export const VERBS = {
  check: 'runs npm run check on the checkout, and records that the commit passed',
  image: 'builds the image of the container tasks once a commit, and pushes it by its commit',
  build: "synthesizes every environment once, with the image's digest, and stores what is deployed later",
  deploy: 'deploys the stored build of the commit to --env',
  run: "starts --env's --machine with --input and waits for its end; out/execution.env then names the execution",
  'keep-run':
    "keeps the run --execution of --env's pipeline machine by the commit, which it confirms where it succeeded",
  evidence: 'writes the evidence page of the commit; fails where something refuses it',
  'require-confirmed': "fails unless the commit has passed --env's own run",
  confirm: 'confirms the commit in --env by the smoke test --execution',
  return: 'deploys the last confirmed commit before the present one to --env',
  'pull-request':
    'deploys the checkout beside dev as pull request --number, runs its pipeline on small data, and destroys it',
  status: 'says what stands where',
} as const;
export type Verb = keyof typeof VERBS;

/** `npm run deliver` */
export const deliverCommand = z
  .strictObject({
    verb: verbOption(VERBS),
    commit: z
      .string()
      .regex(/^[0-9a-f]{40}$/, 'a commit: 40 hexadecimal digits')
      .optional()
      .meta({ placeholder: 'C', description: 'the commit (default: that of the checkout)' }),
    env: z.enum(Object.keys(ENVIRONMENTS)).optional().meta({ placeholder: 'ENV', description: 'the environment' }),
    execution: z
      .string()
      .min(1)
      .optional()
      .meta({ placeholder: 'ARN', description: 'the execution that is kept, or confirms' }),
    machine: z
      .string()
      .regex(/^[a-z-]+$/, 'the name of a machine')
      .optional()
      .meta({ placeholder: 'M', description: 'run: the machine' }),
    input: z.string().default('{}').meta({ placeholder: 'JSON', description: "run: the execution's input" }),
    from: z
      .enum(RETURN_FROM)
      .optional()
      .meta({
        placeholder: 'WHAT',
        description: `return: from any commit, or only from an unconfirmed one (default: ${RETURN_FROM_VARIABLE}, or any)`,
      }),
    number: z
      .number()
      .int()
      .min(1)
      .max(999_999)
      .optional()
      .meta({ placeholder: 'N', description: 'of the pull request' }),
    verify: z.boolean().default(false).meta({ description: 'evidence: holds what is stored against its hashes' }),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'a SHA-256: 64 hexadecimal digits')
      .optional()
      .meta({ placeholder: 'HEX', description: 'evidence, deploy: what the approval was shown' }),
    store: z
      .string()
      .min(1)
      .optional()
      .meta({
        placeholder: 'PLACE',
        description: `s3://BUCKET, or a folder: then nothing is deployed (default: ${DELIVERY_VARIABLES.store})`,
      }),
    json: z.boolean().default(false).meta({ description: 'print one JSON document' }),
  })
  .meta({
    title: 'deliver',
    calls: ['npm run deliver -- status --store out/delivery'],
    description: 'What a merge does, step by step: pipelines and workflows call these, and a person may.',
  });
export type DeliverOptions = z.output<typeof deliverCommand>;
