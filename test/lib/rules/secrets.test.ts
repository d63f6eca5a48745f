import { describe, expect, it } from '@jest/globals';
import { noSecretInVariables } from '../../../lib/rules/secrets.ts';
import { BUCKET, judged } from './judged.ts';

const lambda = (Variables: unknown) => ({ Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } });
const project = (...EnvironmentVariables: readonly unknown[]) => ({
  Type: 'AWS::CodeBuild::Project',
  Properties: { Environment: { EnvironmentVariables } },
});
const HARMLESS = {
  ARTIFACTS_BUCKET: { Ref: 'ArtifactsBucket' },
  MLFLOW_TRACKING_URI: 'https://mlflow.acme.internal/',
  TRACKING_SECRET: 'acme/mlflow',
  DB_PASSWORD_ARN: 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:db-AbCdEf',
  API_TOKEN_NAME: { Ref: 'Token' },
};

describe('a variable', () => {
  it('says at most where a secret lies', () => {
    expect(judged(noSecretInVariables, lambda(HARMLESS))).toBe('complies');
    expect(judged(noSecretInVariables, { Type: 'AWS::Lambda::Function' })).toBe('complies');
    expect(judged(noSecretInVariables, project({ Name: 'DELIVERY_STORE', Value: 's3://releases' }))).toBe('complies');
    const fetched = { Name: 'NPM_TOKEN', Type: 'SECRETS_MANAGER', Value: 'npm' };
    expect(judged(noSecretInVariables, project(fetched))).toBe('complies');
  });

  it.each([
    ['MLFLOW_TRACKING_PASSWORD', 'hunter2'],
    ['GITHUB_TOKEN', { Ref: 'TokenParameter' }],
    ['DB_SECRET', 'prod/db'],
    ['TRACKING_SECRET', '{"username":"forecasting","password":"hunter2"}'],
    ['SERVER', 'https://forecasting:hunter2@mlflow.acme.internal/'],
    ['NOTE', '{{resolve:secretsmanager:db:SecretString:password}}'],
    ['CERTIFICATE', `-----${'BEGIN'} PRIVATE KEY-----`],
    ['USER', ['AK', 'IA', 'ABCDEFGHIJKLMNOP'].join('')],
    ['SESSION', ['ey', 'JhbGciOiJIUzI1NiJ9', '.e30.x'].join('')],
  ])('holds none: %s', (name, value) => {
    const problem = `the variable ${name} holds a secret`;
    expect(judged(noSecretInVariables, lambda({ ...HARMLESS, [name]: value }))).toEqual({ problem });
    expect(judged(noSecretInVariables, project({ Name: name, Value: value }))).toEqual({ problem });
  });

  it('is meant of functions and build projects', () => {
    expect(judged(noSecretInVariables, BUCKET)).toBe('not applicable');
  });
});
