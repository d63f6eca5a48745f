import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ArnFormat } from 'aws-cdk-lib/core';
import type { Stack } from 'aws-cdk-lib/core';

/**
 * What a key's policy says so that CloudWatch Logs may use it, for the log groups of these names and no other:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 *
 * @param names patterns
 */
export function encryptLogs(stack: Stack, names: readonly string[]): PolicyStatement {
  const groups = names.map((resourceName) =>
    stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  return new PolicyStatement({
    sid: 'LogGroupsOfThisStack',
    principals: [new ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
    actions: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
  });
}

/** CloudFormation names a log group by the stack where the template does not. */
export function namedByTheStack({ stackName }: Stack): string {
  return `${stackName}-*`;
}
