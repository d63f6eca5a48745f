import { bucketLogicalId } from '../../../core/contracts/names.ts';
import type { Call } from '../judged/call.ts';
import { ELSEWHERE } from '../judged/decide.ts';
import { idsOfType } from '../judged/stack.ts';
import type { Denied, Setting } from './denied.ts';
import { KEY_CLASSES } from './key-classes.ts';
import { LOG_GROUP } from '../record/calls-of-services.ts';
import { signingKeys } from './keys.ts';
import { arnOfClass, commitsOf } from './objects.ts';

/** Everything that a role was seen to need, but not over TLS. Only policies on resources refuse that, and the stack's buckets and topics have them. */
export function deniedWithoutTls(needed: readonly Call[], { stack }: Setting): readonly Denied[] {
  const topics = idsOfType(stack.template, 'AWS::SNS::Topic').map((id) => stack.names.arn(id));
  return needed
    .filter(({ action, resource }) => action.startsWith('s3:') || topics.includes(resource))
    .map((call) => ({
      kind: 'without TLS',
      call: { ...call, context: { ...call.context, 'aws:SecureTransport': 'false' } },
    }));
}

/** Another stack's bucket of the account, which leaves it to the account's policies who may do what in it. */
export const NEIGHBOUR = 'arn:aws:s3:::of-another-stack';

/** Whatever a role needs of the stack's buckets, asked of another one. */
export function deniedOnNeighbour(needed: readonly Call[]): readonly Denied[] {
  return needed
    .filter(({ principal, action }) => action.startsWith('s3:') && principal.startsWith('arn:'))
    .map((call) => ({
      kind: 'buckets of others',
      call: { ...call, resource: call.resource.replace(/^arn:aws:s3:::[^/]+/, NEIGHBOUR) },
    }));
}

/** A service that takes a role says for whom: for another account, or for something of theirs, it is not let in. */
export function deniedToServices(needed: readonly Call[]): readonly Denied[] {
  return needed
    .filter(({ action }) => action === 'sts:AssumeRole')
    .flatMap((call) => {
      const source = call.context?.['aws:SourceArn'] ?? '';
      const theirs = source.replace(/:\d{12}:/, `:${ELSEWHERE}:`);
      const isBound = /^(states|scheduler)\./.test(call.principal);
      return [
        { 'aws:SourceAccount': ELSEWHERE },
        { 'aws:SourceAccount': ELSEWHERE, 'aws:SourceArn': theirs },
        ...(isBound ? [{ 'aws:SourceArn': theirs }] : []),
      ].map((context) => ({
        kind: 'roles taken for other accounts',
        call: { ...call, context: { ...call.context, ...context } },
      }));
    });
}

/** S3 delivers the access logs of the stack's own buckets, and of no others. */
export function deniedToLogDelivery(needed: readonly Call[]): readonly Denied[] {
  return needed
    .filter(({ principal }) => principal === 'logging.s3.amazonaws.com')
    .flatMap((call) =>
      [{ 'aws:SourceAccount': ELSEWHERE }, { 'aws:SourceArn': 'arn:aws:s3:::of-others' }].map((context) => ({
        kind: 'access logs of others',
        call: { ...call, context: { ...call.context, ...context } },
      })),
    );
}

/** An alarm or a budget of another account publishes nothing here, and no log group of another stack is under this key. */
export function deniedToPublishers(needed: readonly Call[]): readonly Denied[] {
  return needed
    .filter(({ principal }) => principal.endsWith('.amazonaws.com'))
    .flatMap((call): readonly Denied[] => {
      const ask = (kind: string, context: NonNullable<Call['context']>) => [{ kind, call: { ...call, context } }];
      if (call.action === 'sns:Publish') return ask('messages of others', { 'aws:SourceAccount': ELSEWHERE });
      const group = call.context?.[LOG_GROUP];
      return group === undefined
        ? []
        : ask('logs of others', { [LOG_GROUP]: `${group.replace(/:[^:]*$/, '')}:of-others` });
    });
}

/** Who may do everything in an account of its own. */
export const OUTSIDERS = [`arn:aws:iam::${ELSEWHERE}:role/administrator`, `arn:aws:iam::${ELSEWHERE}:user/somebody`];

export function deniedToOutsiders({ stack }: Setting): readonly Denied[] {
  const { template, names } = stack;
  const keys = idsOfType(template, 'AWS::KMS::Key').map((id) => names.arn(id));
  const topics = idsOfType(template, 'AWS::SNS::Topic').map((id) => names.arn(id));
  const ask = (actions: readonly string[], resources: readonly string[]) =>
    OUTSIDERS.flatMap((principal) =>
      resources.flatMap((resource) =>
        actions.map((action) => ({ kind: 'other accounts', call: { principal, action, resource } })),
      ),
    );
  return [
    ...ask(
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      KEY_CLASSES.map((one) => arnOfClass(stack, one)),
    ),
    ...ask(['kms:Sign', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:PutKeyPolicy', 'kms:CreateGrant'], keys),
    ...ask(['sns:Publish', 'sns:Subscribe'], topics),
  ];
}

/** A role of the account that may do everything: only what stands on the resources refuses it. */
export function administratorOf({ stack }: Pick<Setting, 'stack'>): string {
  return `arn:aws:iam::${stack.environment.account}:role/administrator`;
}

export function deniedToAdministrators({ stack }: Setting): readonly Denied[] {
  const principal = administratorOf({ stack });
  const ask = (action: string, resource: string, context = {}) => ({
    kind: 'administrators',
    call: { principal, action, resource, context },
  });
  const kept = KEY_CLASSES.filter(({ isKept }) => isKept).map((one) => arnOfClass(stack, one));
  const moved = KEY_CLASSES.filter(({ name }) =>
    /^(Production pointer|record of a move|index of a move|ruling)$/.test(name),
  );
  const artifacts = stack.names.arn(bucketLogicalId('artifacts'));
  return [
    ...commitsOf(stack).map((resource) => ask('s3:PutObject', resource)),
    ...kept.flatMap((resource) => [
      ask('s3:PutObject', resource),
      ask('s3:DeleteObject', resource),
      ask('s3:DeleteObjectVersion', resource),
    ]),
    ...moved.flatMap((one) => [
      ask('s3:PutObject', arnOfClass(stack, one), { 's3:if-none-match': '*' }),
      ask('s3:PutObject', arnOfClass(stack, one), { 's3:if-match': 'any' }),
      ask('s3:DeleteObject', arnOfClass(stack, one)),
      ask('s3:DeleteObjectVersion', arnOfClass(stack, one)),
    ]),
    ...signingKeys(stack).map((key) => ask('kms:Sign', key)),
    ask('s3:GetObject', `${artifacts}/runs/weather/any-run/run.json`, { 'aws:SecureTransport': 'false' }),
    ask('s3:ListBucket', artifacts, { 'aws:SecureTransport': 'false' }),
    ...idsOfType(stack.template, 'AWS::S3::Bucket').map((id) =>
      ask('s3:ListBucket', stack.names.arn(id), { 'aws:SecureTransport': 'false' }),
    ),
  ];
}
