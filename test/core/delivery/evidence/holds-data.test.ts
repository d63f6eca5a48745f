import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { describe, expect, it } from '@jest/globals';
import { holdsData } from '../../../../core/delivery/evidence/holds-data.ts';

describe('what holds data', () => {
  it("is every type that CloudFormation's specification calls stateful, but log groups", () => {
    const resources = loadAwsServiceSpecSync().all('resource');
    const stateful = resources
      .filter(({ isStateful }) => isStateful)
      .map(({ cloudFormationType }) => cloudFormationType);
    expect(stateful).toContain('AWS::S3::Bucket');
    expect(stateful.filter((type) => !holdsData({ type }))).toEqual(['AWS::Logs::LogGroup']);
  });

  it('is a repository of images, a table of the catalog and a group of model packages, too', () => {
    const types = ['AWS::ECR::Repository', 'AWS::Glue::Table', 'AWS::SageMaker::ModelPackageGroup'];
    expect(types.every((type) => holdsData({ type }))).toBe(true);
    expect(holdsData({ type: 'AWS::Lambda::Function' })).toBe(false);
  });

  it('is whatever the template retains, as log groups are', () => {
    const type = 'AWS::Logs::LogGroup';
    expect(holdsData({ type, deletionPolicy: 'Delete', updateReplacePolicy: 'Delete' })).toBe(false);
    expect(holdsData({ type, deletionPolicy: 'RetainExceptOnCreate' })).toBe(true);
    expect(holdsData({ type, deletionPolicy: 'Delete', updateReplacePolicy: 'Snapshot' })).toBe(true);
  });
});
