import { describe, expect, it } from '@jest/globals';
import { judgeTemplate, ownFindings, OWN_RULES } from '../../../lib/rules/own-rules.ts';
import { deliveryTemplate } from '../delivery/account.ts';
import { NAMES, templateOf } from '../support.ts';

describe('the rules of our own', () => {
  const templates = [...NAMES.map(templateOf), deliveryTemplate()];

  it('are kept by all stacks, and each has something there to judge', () => {
    expect(templates.flatMap(ownFindings)).toEqual([]);
    const judged = templates
      .flatMap(judgeTemplate)
      .flatMap(({ rule, verdict }) => (verdict === 'complies' ? [rule] : []));
    expect([...new Set(judged)].sort()).toEqual(Object.keys(OWN_RULES).sort());
  });

  it.each<[rule: keyof typeof OWN_RULES, type: string, broken: (properties: string) => string]>([
    ['deletion-policies', 'AWS::S3::Bucket', without('"UpdateReplacePolicy":"Retain"')],
    ['immutable-and-scanned-images', 'AWS::ECR::Repository', (text) => text.replace('IMMUTABLE', 'MUTABLE')],
    ['incomplete-uploads', 'AWS::S3::Bucket', without('"AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7}')],
    ['log-encryption', 'AWS::Logs::LogGroup', (text) => text.replace('KmsKeyId', 'Name')],
    ['no-secret-in-variables', 'AWS::Lambda::Function', (text) => text.replace('NODE_OPTIONS', 'NODE_PASSWORD')],
    ['one-key-per-kind', 'AWS::KMS::Key', (text) => text.replace('"EnableKeyRotation":true', '"Enabled":true')],
    ['pass-role-scope', 'AWS::IAM::Policy', (text) => text.replace('iam:PassedToService', 'iam:ResourceTag/a')],
    ['task-timeouts', 'AWS::StepFunctions::StateMachine', (text) => text.replaceAll('TimeoutSeconds', 'Comment')],
    ['trust-conditions', 'AWS::IAM::Role', (text) => text.replaceAll('aws:SourceAccount', 'aws:SourceOrgID')],
  ])('see it where a stack breaks one: %s', (rule, type, broken) => {
    const found = templates.flatMap(({ Resources }) => {
      const changed = Object.entries(Resources).map(([id, resource]) => [
        id,
        resource.Type === type ? JSON.parse(broken(JSON.stringify(resource))) : resource,
      ]);
      return ownFindings({ Resources: Object.fromEntries(changed) });
    });
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map((finding) => finding.split(' ')[0]))).toEqual(new Set([rule]));
  });

  it('say which resource breaks which', () => {
    const Resources = {
      Logs: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' },
    };
    expect(ownFindings({ Resources })).toEqual(['log-encryption at Logs: the log group names no key (KmsKeyId)']);
  });
});

/** What stands in a list of properties, whichever comes next. */
function without(property: string): (text: string) => string {
  return (text) => text.replaceAll(`${property},`, '').replaceAll(`,${property}`, '');
}
