import { shown, visible } from './visible.ts';

/**
 * Every error that the platform throws on purpose. The name is what a state machine retries or catches on, so thrower and
 * matcher share the constant. A message says what was wrong, the value got, what is allowed, and the likely fix.
 */
export const ERROR_NAMES = {
  stepInputInvalid: 'StepInputInvalid',
  datasetUnknown: 'DatasetUnknown',
  datasetInvalid: 'DatasetInvalid',
  frequencyContradicted: 'FrequencyContradicted',
  environmentInvalid: 'EnvironmentInvalid',
  environmentUnreachable: 'EnvironmentUnreachable',
  sourceRefused: 'SourceRefused',
  deliveryUnknown: 'DeliveryUnknown',
  rulingRefused: 'RulingRefused',
  quarantineShareExceeded: 'QuarantineShareExceeded',
  noObservations: 'NoObservations',
  deliveryBeyondLimits: 'DeliveryBeyondLimits',
  regressorMissing: 'RegressorMissing',
  tooManyFailedSeries: 'TooManyFailedSeries',
  hyperparameterInvalid: 'HyperparameterInvalid',
  modelOptionInvalid: 'ModelOptionInvalid',
  modelVersionUnknown: 'ModelVersionUnknown',
  artifactMismatch: 'ArtifactMismatch',
  signatureRefused: 'SignatureRefused',
  pointerMoved: 'PointerMoved',
  reportRefused: 'ReportRefused',
  auditTampered: 'AuditTampered',
  policyRefused: 'PolicyRefused',
  rollbackRefused: 'RollbackRefused',
  approvalRejected: 'ApprovalRejected',
  approvalUnknown: 'ApprovalUnknown',
  answerRefused: 'AnswerRefused',
  identityUnproven: 'IdentityUnproven',
  trackingFailed: 'TrackingFailed',
  trackingRefused: 'TrackingRefused',
  noCandidateQualified: 'NoCandidateQualified',
  emptyJoin: 'EmptyJoin',
  windowsFailed: 'WindowsFailed',
  smokeTestFailed: 'SmokeTestFailed',
  alarmsRaised: 'AlarmsRaised',
  objectNotFound: 'ObjectNotFound',
  accessDenied: 'AccessDenied',
  tableUnsupported: 'TableUnsupported',
  tableCorrupt: 'TableCorrupt',
  versionVacuumed: 'VersionVacuumed',
  schemaMismatch: 'SchemaMismatch',
  commitConflict: 'CommitConflict',
  teardownRefused: 'TeardownRefused',
  formatNewer: 'FormatNewer',
  checkoutRefused: 'CheckoutRefused',
  accountRefused: 'AccountRefused',
  imageNotBuilt: 'ImageNotBuilt',
  commitNotBuilt: 'CommitNotBuilt',
  archiveTampered: 'ArchiveTampered',
  commitNotConfirmed: 'CommitNotConfirmed',
  commitNotDeployed: 'CommitNotDeployed',
  executionRefused: 'ExecutionRefused',
  deploymentUnderWay: 'DeploymentUnderWay',
  deploymentFailed: 'DeploymentFailed',
  nothingToReturnTo: 'NothingToReturnTo',
  evidenceTampered: 'EvidenceTampered',
  evidenceRefused: 'EvidenceRefused',
  rehearsalRefused: 'RehearsalRefused',
} as const;

export type ErrorName = (typeof ERROR_NAMES)[keyof typeof ERROR_NAMES];

/** Errors that a second try may cure: another writer won the race for the next commit. */
export const RETRIABLE_ERRORS: readonly ErrorName[] = [ERROR_NAMES.commitConflict];

export interface Evidence {
  /** What is wrong, as one clause: "the column 'Tempp' is not in the header". */
  readonly problem: string;
  readonly got?: unknown;
  readonly allowed?: string;
  readonly hint?: string;
  readonly cause?: unknown;
}

export class PlatformError extends Error {
  override readonly name: ErrorName;
  readonly evidence: Evidence;

  constructor(name: ErrorName, evidence: Evidence) {
    super(sentence(evidence), evidence.cause === undefined ? {} : { cause: evidence.cause });
    this.name = name;
    this.evidence = evidence;
  }
}

/** The tracker did not take what it was told: now (`TrackingFailed`), or not ever, as it stands (`TrackingRefused`). */
export function isTrackingProblem(error: unknown): error is PlatformError {
  if (!(error instanceof PlatformError)) return false;
  return error.name === ERROR_NAMES.trackingFailed || error.name === ERROR_NAMES.trackingRefused;
}

/** What was got may be a whole header or an uploaded text: as much of it as tells which. */
const GOT_CHARACTERS = 300;

/** A person reads it in a terminal, a mail, a page: nothing of anybody's data gets there unseen (`visible.ts`). `evidence` keeps it as it is. */
function sentence({ problem, got, allowed, hint }: Evidence): string {
  const parts = [problem];
  if (got !== undefined) {
    const text =
      typeof got === 'string' ? `'${shown(got, GOT_CHARACTERS)}'` : shown(JSON.stringify(got), GOT_CHARACTERS);
    parts.push(`got ${text}`);
  }
  if (allowed !== undefined) parts.push(`allowed: ${allowed}`);
  if (hint !== undefined) parts.push(`hint: ${hint}`);
  return visible(parts.join('; '));
}
