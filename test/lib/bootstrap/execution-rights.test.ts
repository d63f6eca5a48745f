import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import { RIGHTS } from '../../../lib/bootstrap/execution-rights.ts';
import { itWith } from '../../support/oracles.ts';
import { pythonVenv } from '../../support/python.ts';

const python = await pythonVenv('cfn-lint', ['cfn-lint==1.58.0']);

interface Permissions {
  readonly handlers: readonly string[];
  readonly tagging: readonly string[];
}

/** Made by CloudFormation itself, without a handler whose needs were published: CodeBuild's own operations are their names. */
const WITHOUT_HANDLERS = ['AWS::CodeBuild::Project'];

/** What the handlers of a type need for properties that no template of this project has. Read once, by a person; a new version of the schemas shows here. */
const NOT_USED: readonly RegExp[] = [
  /^iam:(AttachRolePolicy|DetachRolePolicy|(Delete|Put)RolePermissionsBoundary)$/,
  /^iam:(Get|Put|Delete)(Group|User)Policy$/,
  /^lambda:(AssociateRuntimeAlias|PassCapacityProvider|PublishVersion|GetCodeSigningConfig|GetLayerVersion)$/,
  /^lambda:(Put|Get|Delete)Function(CodeSigningConfig|Concurrency|RecursionConfig|ScalingConfig)$/,
  /^lambda:PutRuntimeManagementConfig$/,
  /^(elasticfilesystem|s3files|s3tables|firehose|lakeformation|billing):/,
  /^logs:.*(DataProtectionPolicy|IndexPolic|ResourcePolic|BearerToken|DeletionProtection|LogDelivery)/,
  /^s3:REST/,
  /^s3:.*(Metadata|Analytics|Cors|CORS|Website|Replication|Accelerate|Abac|Acl|IntelligentTiering|Inventory|Metrics|ObjectLock)/,
  /^s3:(DeleteObject|DeleteBucketEncryption|DeleteBucketLifecycle|DeleteBucketTagging)$/,
  /^s3:(GetObject|GetObjectVersion|PutObject)$/, // the CDK's own bucket: rightsOfEveryStack
  /^ec2:Describe/, // where there is a network: execution-policy.ts
  /^kms:RetireGrant$/, // a repository's key: execution-policy.ts
  /^kms:(CreateGrant|Decrypt|Encrypt|GenerateDataKey|DescribeKey)$/, // a customer's key on a function's variables or a machine's definition
  /^iam:(PassRole|GetRole|CreateServiceLinkedRole)$/, // PassRole: rightsOfEveryStack
  /^sns:PutDataProtectionPolicy$/,
  /^glue:.*Connection$/,
  /^glue:(GetSchemaVersion|UpdateDatabase)$/,
  /^chatbot:(Associate|Disassociate)/,
];

/** The schemas know the service by its former name only. */
function nameInSchemas(action: string): string {
  return action.replace(/^codeconnections:/, 'codestar-connections:');
}

const handlersOf = async (): Promise<Readonly<Record<string, Permissions>>> => {
  const args = ['test/lib/bootstrap/handlers.py', ...Object.keys(RIGHTS)];
  const { stdout } = await promisify(execFile)(String(python), args, { maxBuffer: 1e8 });
  return JSON.parse(stdout) as Record<string, Permissions>;
};

itWith('python3', python)('has what the handlers of each type need, as AWS publishes them', async () => {
  const published = await handlersOf();
  const lacking = Object.entries(RIGHTS).flatMap(([type, rights]) => {
    const granted = rights.flatMap(({ actions }) => actions);
    return [...published[type].handlers, ...published[type].tagging]
      .filter((action) => !granted.includes(action) && !NOT_USED.some((pattern) => pattern.test(action)))
      .map((action) => `${type} needs ${action}`);
  });
  expect(lacking).toEqual([]);
});

itWith('python3', python)('has nothing that no handler needs, but what is named here', async () => {
  const published = await handlersOf();
  const known = Object.entries(RIGHTS).filter(([type]) => !WITHOUT_HANDLERS.includes(type));
  const beyond = known.flatMap(([type, rights]) => {
    const needed = [...published[type].handlers, ...published[type].tagging];
    return rights
      .flatMap(({ actions }) => actions.filter((action) => !needed.includes(nameInSchemas(action))))
      .map((a) => `${type}: ${a}`);
  });
  expect(beyond).toEqual([]);
});
