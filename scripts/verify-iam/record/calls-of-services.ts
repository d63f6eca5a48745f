import * as z from 'zod';
import type { Call } from '../judged/call.ts';
import { idsOfType, type JudgedStack } from '../judged/stack.ts';

/** What CloudWatch Logs says with each use of a key: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
export const LOG_GROUP = 'kms:EncryptionContext:aws:logs:arn';

/** What services do in their own names, by AWS's documentation. */
export function callsOfServices(stack: JudgedStack): readonly Call[] {
  return [...callsOfAccessLogs(stack), ...callsOfPublishers(stack), ...callsOfLogs(stack)];
}

/** Into a bucket of the stack: that of a company has the company's policy. */
function callsOfAccessLogs({ template, names, environment: { account } }: JudgedStack): readonly Call[] {
  const buckets = idsOfType(template, 'AWS::S3::Bucket');
  const own = buckets.map((id) => names.arn(id));
  return buckets.flatMap((id) => {
    const logging = loggingSchema.safeParse(names.resolve(template.Resources[id]?.Properties.LoggingConfiguration));
    if (!logging.success || !own.includes(`arn:aws:s3:::${logging.data.DestinationBucketName}`)) return [];
    const { DestinationBucketName, LogFilePrefix } = logging.data;
    const resource = `arn:aws:s3:::${DestinationBucketName}/${LogFilePrefix}any`;
    const context = { 'aws:SourceAccount': account, 'aws:SourceArn': names.arn(id) };
    return [{ principal: 'logging.s3.amazonaws.com', action: 's3:PutObject', resource, context }];
  });
}

const loggingSchema = z.object({ DestinationBucketName: z.string(), LogFilePrefix: z.string() });

/** Alarms and the budget publish to the topic, and have its key encrypt that. */
function callsOfPublishers(stack: JudgedStack): readonly Call[] {
  const { template, names, environment } = stack;
  const context = { 'aws:SourceAccount': environment.account };
  const topics = idsOfType(template, 'AWS::SNS::Topic').map((id) => names.arn(id));
  const asked = [
    ...topics.map((resource) => ({ action: 'sns:Publish', resource, context })),
    ...dataKeyOf(stack).flatMap((resource) =>
      ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({ action, resource })),
    ),
  ];
  const publishers = topics.length === 0 ? [] : ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'];
  return publishers.flatMap((principal) => asked.map((one) => ({ principal, ...one })));
}

/** Log groups are under the stack's own key. */
function callsOfLogs(stack: JudgedStack): readonly Call[] {
  const { template, names, environment } = stack;
  const principal = `logs.${environment.region}.amazonaws.com`;
  const groups = idsOfType(template, 'AWS::Logs::LogGroup')
    .filter((id) => template.Resources[id]?.Properties.KmsKeyId !== undefined)
    .map((id) => names.arn(id).replace(/:\*$/, ''));
  return dataKeyOf(stack).flatMap((resource) =>
    groups.flatMap((group) =>
      ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'].map((action) => ({
        principal,
        action,
        resource,
        context: { [LOG_GROUP]: group },
      })),
    ),
  );
}

function dataKeyOf({ template, names }: JudgedStack): readonly string[] {
  return idsOfType(template, 'AWS::KMS::Key')
    .filter((id) => id === 'DataKey')
    .map((id) => names.arn(id));
}
