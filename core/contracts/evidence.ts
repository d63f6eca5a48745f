import * as z from 'zod';

/** The version of evidence.json: a reader that meets a newer one refuses. */
export const EVIDENCE_FORMAT = 1;

const verdict = z.enum(['pass', 'refuse']);

/** A part of the evidence. Without facts it could not be computed, and refuses: the reasons say why. */
function part<T extends z.ZodType>(facts: T) {
  return z.strictObject({ verdict, reasons: z.array(z.string()).readonly(), facts: facts.nullable() });
}

/** One value of a template that is another now, as a person reads it; null where there was, or is, none. */
const valueChangeSchema = z.strictObject({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type ValueChange = z.infer<typeof valueChangeSchema>;

export const RESOURCE_CHANGES = ['replaced', 'perhaps-replaced', 'removed', 'changed', 'added'] as const;

const resourceChangeSchema = z.strictObject({
  logicalId: z.string(),
  type: z.string(),
  change: z.enum(RESOURCE_CHANGES),
  /** A bucket, key, table, repository, or what the template retains: replaced or removed, what it held is gone, or out of reach. */
  holdsData: z.boolean(),
  /** Why it is replaced: the properties that make it so; what else changed; nothing of what is added or removed. */
  replacedBy: z.array(z.string()),
  values: z.array(valueChangeSchema),
});
export type ResourceChange = z.infer<typeof resourceChangeSchema>;

const statementChangeSchema = z.strictObject({
  change: z.enum(['added', 'removed']),
  /** An added Allow, or a removed Deny. */
  broadens: z.boolean(),
  effect: z.string(),
  principal: z.string(),
  action: z.string(),
  resource: z.string(),
  condition: z.string(),
});

const securityRuleChangeSchema = z.strictObject({
  change: z.enum(['added', 'removed']),
  /** 'ingress to sg-1', 'managed policy of Role'. */
  where: z.string(),
  rule: z.string(),
});

export const securityChangesSchema = z.strictObject({
  broadened: z.boolean(),
  /** Of roles, keys, buckets, topics, queues, repositories. */
  statements: z.array(statementChangeSchema),
  /** Managed policies and rules of security groups. */
  rules: z.array(securityRuleChangeSchema),
  /** Encryption, public access, permissions boundaries, deletion policies: no statement, and a change of who may what all the same. */
  protections: z.array(valueChangeSchema.extend({ logicalId: z.string() })),
});
export type SecurityChanges = z.infer<typeof securityChangesSchema>;

/** What an environment's template is compared with. */
export const standingSchema = z.strictObject({
  commit: z.string(),
  deployedAt: z.iso.datetime(),
  stack: z.string(),
  account: z.string(),
  region: z.string(),
});
export type Standing = z.infer<typeof standingSchema>;

const environmentChangesSchema = z.strictObject({
  environment: z.string(),
  stack: z.string(),
  account: z.string(),
  region: z.string(),
  /** null where nothing is deployed yet. */
  standing: standingSchema.nullable(),
  /** Whether a refusal counts: not where a later build stands than the one that is to be released. */
  isJudged: z.boolean(),
  resources: z.array(resourceChangeSchema),
  /** Outputs, parameters, conditions, mappings. */
  others: z.array(valueChangeSchema),
  security: securityChangesSchema,
  /** `environment/LogicalId` of what holds data and is replaced or removed, but not allowed by the literal. */
  refused: z.array(z.string()),
});
export type EnvironmentChanges = z.infer<typeof environmentChangesSchema>;

const runSummarySchema = z.strictObject({
  environment: z.string(),
  commit: z.string(),
  dataset: z.string(),
  runId: z.string(),
  startedAt: z.iso.datetime(),
  status: z.string(),
});

const figureComparisonSchema = z.strictObject({
  figure: z.string(),
  unit: z.enum(['rows', 'share', 'error', 'seconds', 'transitions', 'dollars']),
  staging: z.number().nullable(),
  /** null where that run does not have it, or there is none. */
  reference: z.number().nullable(),
  /** Relative, but of shares their difference; null where there is nothing to compare with. */
  difference: z.number().nullable(),
  /** It differs by more than a reader should pass over. */
  isMarked: z.boolean(),
});
export type FigureComparison = z.infer<typeof figureComparisonSchema>;

const gateComparisonSchema = z.strictObject({
  gate: z.string(),
  staging: z.string().nullable(),
  reference: z.string().nullable(),
  why: z.string(),
  isMarked: z.boolean(),
});

const runsSchema = z.strictObject({
  staging: runSummarySchema,
  /**
   * Prod's last run of this data set; where prod has kept none, staging's run of the commit that stands in prod, which saw the same data by the
   * older code. null where there is neither: looked for, and not found.
   */
  reference: runSummarySchema.nullable(),
  figures: z.array(figureComparisonSchema),
  gates: z.array(gateComparisonSchema),
});
export type RunFacts = z.infer<typeof runsSchema>;

/** `assumed`: a laptop cannot know it; the page says so at its top. */
const codeCheckSchema = z.strictObject({
  check: z.string(),
  outcome: z.enum(['pass', 'refuse', 'assumed']),
  evidence: z.string(),
});
export type CodeCheck = z.infer<typeof codeCheckSchema>;

const shippedPackageSchema = z.strictObject({ name: z.string(), version: z.string(), licence: z.string() });
export type ShippedPackage = z.infer<typeof shippedPackageSchema>;

const complianceSchema = z.strictObject({
  checks: z.array(codeCheckSchema),
  /** Since the last release in prod, newest first. */
  commits: z.array(z.strictObject({ commit: z.string(), author: z.string(), at: z.string(), subject: z.string() })),
  packages: z.array(shippedPackageSchema),
});
export type ComplianceFacts = z.infer<typeof complianceSchema>;

const costLineSchema = z.strictObject({
  service: z.string(),
  what: z.string(),
  dataset: z.string(),
  before: z.number().nullable(),
  after: z.number(),
});
export type CostLineChange = z.infer<typeof costLineSchema>;

const costSchema = z.strictObject({
  pricesOf: z.string(),
  /** What the estimates take for granted. */
  basis: z.string(),
  environments: z.array(
    z.strictObject({
      environment: z.string(),
      region: z.string(),
      /** Dollars a month; null where nothing is deployed yet. */
      before: z.number().nullable(),
      after: z.number(),
      /** The dearest first. */
      lines: z.array(costLineSchema),
    }),
  ),
});
export type CostFacts = z.infer<typeof costSchema>;

/** `evidence/<commit>/evidence.json`: what a person is shown who is asked whether a commit may go to prod. */
export const evidenceSchema = z.strictObject({
  version: z.literal(EVIDENCE_FORMAT),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  madeAt: z.iso.datetime(),
  builtAt: z.iso.datetime().nullable(),
  image: z.string().nullable(),
  verdict,
  /** Every refusal, with its part: 'changes: ...'. */
  reasons: z.array(z.string()),
  /** What could not be looked at from here, and was taken for granted. */
  assumed: z.array(z.string()),
  changes: part(z.strictObject({ environments: z.array(environmentChangesSchema) })),
  runs: part(runsSchema),
  compliance: part(complianceSchema),
  cost: part(costSchema),
});
export type ReleaseEvidence = z.infer<typeof evidenceSchema>;
export type Part<T> = {
  readonly verdict: 'pass' | 'refuse';
  readonly reasons: readonly string[];
  readonly facts: T | null;
};

/** `evidence/<commit>/sha256.json` */
export const evidenceHashesSchema = z.strictObject({
  version: z.literal(EVIDENCE_FORMAT),
  commit: z.string(),
  /** Of evidence.json, which the approval shows, and of evidence.html. */
  json: z.string().regex(/^[0-9a-f]{64}$/),
  page: z.string().regex(/^[0-9a-f]{64}$/),
});
export type EvidenceHashes = z.infer<typeof evidenceHashesSchema>;
