import * as z from 'zod';

/**
 * What a merge leaves in the releases bucket (on a laptop: a folder), and what later stages read of it. Every file says its version; a reader
 * that meets a newer one refuses.
 */
export const RELEASE_FORMAT = 1;

/** As git prints it. */
const commit = z.string().regex(/^[0-9a-f]{40}$/, 'a commit: 40 hexadecimal digits');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256: 64 hexadecimal digits');
const instant = z.iso.datetime();
const version = z.literal(RELEASE_FORMAT);

/** The image of the container tasks, as it was pushed: `repository@sha256:...`. */
export const imageRecordSchema = z.strictObject({ version, commit, uri: z.string(), builtAt: instant });
export type ImageRecord = z.infer<typeof imageRecordSchema>;

/** A commit whose checks were green. Where they were not, there is none. */
export const checkRecordSchema = z.strictObject({
  version,
  commit,
  at: instant,
  command: z.string(),
  passed: z.literal(true),
  /** The build that ran it, or a person. */
  by: z.string(),
});
export type CheckRecord = z.infer<typeof checkRecordSchema>;

/** One synthesized environment of a build. */
export const assemblySchema = z.strictObject({
  stack: z.string(),
  account: z.string(),
  region: z.string(),
  /** Of the archive `deliveryKeys.assembly`. */
  sha256,
});
export type Assembly = z.infer<typeof assemblySchema>;

/** What was built once of a commit, and is deployed everywhere. */
export const buildSchema = z.strictObject({
  version,
  commit,
  builtAt: instant,
  /** Or 'none', where no environment runs containers. */
  image: z.string(),
  /** The commits since the build before, newest first. */
  commits: z.array(z.strictObject({ commit, author: z.string(), at: instant, subject: z.string() })),
  /** By environment. */
  assemblies: z.record(z.string(), assemblySchema),
});
export type Build = z.infer<typeof buildSchema>;

/** One deployment of a build to an environment: written when it begins and when it ends. The last one that is done is what stands there. */
export const deploymentSchema = z.strictObject({
  version,
  environment: z.string(),
  /** From 1, in the order in which deployments of the environment began. */
  number: z.number().int().min(1),
  commit,
  at: instant,
  /** A return brings back the assembly of a commit that was good. */
  kind: z.enum(['deploy', 'return']),
  assemblySha256: sha256,
  /** One that has begun and never ended was killed; what stands then, CloudFormation knows. */
  state: z.enum(['begun', 'done', 'failed']),
  endedAt: instant.nullable(),
});
export type DeploymentRecord = z.infer<typeof deploymentSchema>;

/** A commit that an environment's own run or smoke test has confirmed. */
export const confirmationSchema = z.strictObject({
  version,
  environment: z.string(),
  commit,
  at: instant,
  /** ARN of the execution that confirmed it. */
  execution: z.string(),
});
export type Confirmation = z.infer<typeof confirmationSchema>;

/** The figures of one run of the machine `pipeline`, as the evidence compares them. */
export const keptRunSchema = z.strictObject({
  version,
  environment: z.string(),
  commit,
  execution: z.string(),
  dataset: z.string(),
  runId: z.string(),
  startedAt: instant,
  seconds: z.number().min(0),
  status: z.string(),
  /** Names as in the run's record. */
  counts: z.record(z.string(), z.number()),
  errors: z.record(z.string(), z.number().nullable()),
  verdicts: z.array(z.strictObject({ gate: z.string(), outcome: z.string(), why: z.string() })),
  /** States entered, by machine: what a run costs is counted from them. */
  transitions: z.record(z.string(), z.number()),
});
export type KeptRun = z.infer<typeof keptRunSchema>;

/** What nobody could look up without an account, and what was taken in its place. */
export const assumedSchema = z.strictObject({
  version,
  facts: z.array(z.strictObject({ fact: z.string(), assumed: z.string(), why: z.string() })),
});
export type AssumedFact = z.infer<typeof assumedSchema>['facts'][number];

/** Every object of the releases bucket. */
export const deliveryKeys = {
  image: (commit: string) => `builds/${commit}/image.json`,
  check: (commit: string) => `builds/${commit}/check.json`,
  build: (commit: string) => `builds/${commit}/build.json`,
  assembly: (commit: string, environment: string) => `builds/${commit}/${environment}.tgz`,
  builds: 'builds/',
  /** In the order of their numbers. */
  deployments: (environment: string) => `deployments/${environment}/`,
  deployment: (environment: string, number: number) =>
    `deployments/${environment}/${String(number).padStart(8, '0')}.json`,
  /** Commits that passed: staging by its run, prod by its smoke test. */
  confirmations: (environment: string) => `confirmed/${environment}/`,
  confirmation: (environment: string, commit: string) => `confirmed/${environment}/${commit}.json`,
  /** Of a folder: what a rehearsal had to assume. */
  assumed: 'assumed.json',
  runs: (environment: string) => `runs/${environment}/`,
  run: (environment: string, commit: string) => `runs/${environment}/${commit}.json`,
  evidence: (commit: string) => `evidence/${commit}/evidence.json`,
  evidencePage: (commit: string) => `evidence/${commit}/evidence.html`,
  /** The SHA-256 of the two, which the approval shows. */
  evidenceHashes: (commit: string) => `evidence/${commit}/sha256.json`,
} as const;

/** What may be returned from: whatever stands there, or only what was never confirmed. */
export const RETURN_FROM = ['any', 'unconfirmed'] as const;
/** What tells the command `deliver` which of them. */
export const RETURN_FROM_VARIABLE = 'RETURN_FROM';
export type ReturnFrom = (typeof RETURN_FROM)[number];

/** What the build projects and a laptop's rehearsal tell the command `deliver`. */
export const DELIVERY_VARIABLES = {
  /** `s3://bucket`, or a folder: then nothing is deployed, and what would be is written down instead. */
  store: 'DELIVERY_STORE',
  /** Of the delivery account's ECR repository, without tag. */
  imageRepository: 'DELIVERY_IMAGE_REPOSITORY',
} as const;
