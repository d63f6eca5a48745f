import type { ReleaseEvidence } from '../../../core/contracts/evidence.ts';
import { judgeChanges } from '../../../core/delivery/evidence/changes.ts';
import { compareRuns } from '../../../core/delivery/evidence/compare-runs.ts';
import { checkCode } from '../../../core/delivery/evidence/compliance.ts';
import { compareCost } from '../../../core/delivery/evidence/cost.ts';
import { evidenceOf } from '../../../core/delivery/evidence/evidence.ts';
import { KEPT_RUN } from '../../support/kept-run.ts';

const COMMIT = 'a'.repeat(40);
const FORMER = 'b'.repeat(40);
const PLACE = { account: '333333333333', region: 'eu-central-1', stack: 'forecasting-prod' };

/** What somebody would write who wants the approver to see another page. */
export const NASTY = `</td></table><script>document.title='owned'</script><img src=x onerror="document.title='owned'"> \u202eevil\u202c \u001b[2J\u0000 \u200b`;

const LAMBDA = {
  type: 'AWS::Lambda::Function',
  change: 'changed' as const,
  holdsData: false,
  replacedBy: [],
  values: [{ path: 'Code.S3Key', before: '0'.repeat(64), after: '1'.repeat(64) }],
};

const changes = judgeChanges(
  [
    {
      environment: 'dev',
      ...PLACE,
      stack: 'forecasting-dev',
      standing: { commit: COMMIT, deployedAt: '2026-11-27T09:00:00.000Z', ...PLACE, stack: 'forecasting-dev' },
      isAhead: false,
      resources: [],
      others: [],
      security: { broadened: false, statements: [], rules: [], protections: [] },
    },
    {
      environment: 'prod',
      ...PLACE,
      standing: { commit: FORMER, deployedAt: '2026-11-01T09:00:00.000Z', ...PLACE },
      isAhead: false,
      resources: [
        {
          logicalId: 'GoldBucket',
          type: 'AWS::S3::Bucket',
          change: 'replaced',
          holdsData: true,
          replacedBy: ['BucketName'],
          values: [{ path: 'BucketName', before: 'gold', after: 'gold-2' }],
        },
        { logicalId: 'DataKey', type: 'AWS::KMS::Key', change: 'removed', holdsData: true, replacedBy: [], values: [] },
        ...['Ingest', 'Transform', 'Train', 'Forecast', 'Evaluate'].map((name) => ({
          ...LAMBDA,
          logicalId: `Steps${name}`,
        })),
        {
          logicalId: 'MachinesTrain',
          type: 'AWS::StepFunctions::StateMachine',
          change: 'changed',
          holdsData: false,
          replacedBy: [],
          values: [
            {
              path: 'DefinitionString.States.Ingest the deliveries.Arguments.Payload',
              before: null,
              after: `${'long '.repeat(400)}${NASTY}`,
            },
          ],
        },
        {
          logicalId: 'SmokeRole',
          type: 'AWS::IAM::Role',
          change: 'added',
          holdsData: false,
          replacedBy: [],
          values: [],
        },
      ],
      others: [{ path: `outputs.${NASTY}`, before: null, after: '${Topic}' }],
      security: {
        broadened: true,
        statements: [
          {
            change: 'added',
            broadens: true,
            effect: 'Allow',
            principal: 'AWS:${SmokeRole}',
            action: 's3:GetObject\ns3:PutObject',
            resource: `arn:aws:s3:::x/${NASTY}`,
            condition: '',
          },
          {
            change: 'removed',
            broadens: false,
            effect: 'Allow',
            principal: 'AWS:${SmokeRole}',
            action: 's3:*',
            resource: '*',
            condition: '"Bool": {"aws:SecureTransport": "true"}',
          },
        ],
        rules: [{ change: 'added', where: 'policy of ${SmokeRole}', rule: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
        protections: [
          {
            logicalId: 'GoldBucket',
            path: 'PublicAccessBlockConfiguration.BlockPublicAcls',
            before: 'true',
            after: null,
          },
        ],
      },
    },
  ],
  ['prod/DataKey'],
);

const runs = compareRuns(
  { run: { ...KEPT_RUN, seconds: 200, errors: { 'realised.rmse': 3.6, naiveRmse: 4 } }, cost: 0.0025 },
  { run: { ...KEPT_RUN, environment: 'prod', commit: FORMER, runId: NASTY }, cost: 0.0025 },
);

const compliance = checkCode({
  on: 'folder',
  commit: COMMIT,
  codeOwners: { found: ['@acme/forecasting'] },
  datasetOwners: { weather: 'forecasting-team' },
  commits: {
    found: {
      since: FORMER,
      isBack: false,
      commits: [
        { commit: COMMIT, author: NASTY, at: '2026-11-27T08:00:00Z', subject: `${NASTY}${'very '.repeat(5000)}long` },
        {
          commit: 'c'.repeat(40),
          author: 'Ada <ada@example.com>',
          at: '2026-11-26T08:00:00Z',
          subject: 'A longer horizon',
        },
      ],
    },
  },
  checked: { found: { at: '2026-11-27T07:00:00.000Z', command: 'npm run check' } },
  image: 'repository@sha256:1',
  imageScan: { failed: 'no repository scans an image for a folder' },
  audit: { found: { findings: { moderate: 1, critical: 0 }, critical: [] } },
  packages: { found: [{ name: 'zod', version: '4.6.7', licence: 'MIT' }] },
});

const LINE = { service: 'Lambda', what: 'GB-seconds', dataset: 'weather', quantity: 1, unit: 'GB-s', dollars: 2 };
const ESTIMATE = { currency: 'USD' as const, pricesOf: '2026-11-01', region: 'eu-central-1', total: 2, lines: [LINE] };

const cost = compareCost(
  [
    { environment: 'dev', before: null, after: ESTIMATE },
    { environment: 'prod', before: ESTIMATE, after: { ...ESTIMATE, total: 3.5, lines: [{ ...LINE, dollars: 3.5 }] } },
  ],
  '4 series a data set',
);

/** Refused: a bucket is replaced that the literal does not name; everything that can be shown is in it. */
export const EVIDENCE: ReleaseEvidence = evidenceOf({
  commit: COMMIT,
  madeAt: '2026-11-28T08:00:00.000Z',
  builtAt: '2026-11-27T08:00:00.000Z',
  image: 'repository@sha256:1',
  parts: { changes, runs, compliance, cost },
});
