import { describe, expect, it } from '@jest/globals';
import { ENVIRONMENTS } from '../../../environments/index.ts';
import type { PlatformEnvironment } from '../../../environments/environment.ts';
import { STEPS } from '../../../lambdas/steps.ts';
import type { Template } from '../../../local/platform/template.ts';
import { actionsOf, resourcesOf, stackOf, statementsIn } from '../support.ts';

const SERVER = {
  server: 'https://mlflow.example.com/',
  whenDown: 'wait',
  secret: 'none',
  secretKeyArn: 'none',
} as const;
const ARN = 'arn:aws:secretsmanager:eu-central-1:777788889999:secret:mlflow-AbCd12';
const KEY = 'arn:aws:kms:eu-central-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab';

function templateWith(tracking: PlatformEnvironment['tracking']): Template {
  return stackOf({ ...ENVIRONMENTS.dev, tracking }).template;
}

/** The variables of each step that has one of them. */
function toldIn(template: Template): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const told = resourcesOf(template, 'AWS::Lambda::Function').flatMap(({ properties, resource }) => {
    const { Variables } = properties.Environment as { Variables: Readonly<Record<string, unknown>> };
    const tracking = Object.entries(Variables).filter(([name]) => /TRACKING/.test(name));
    const { step } = resource.Metadata as { readonly step: string };
    return tracking.length === 0 ? [] : [[step, Object.fromEntries(tracking)] as const];
  });
  return Object.fromEntries(told);
}

/** Who may what, of secrets and of the secret's key. */
function rightsIn(template: Template) {
  return statementsIn(template)
    .filter(({ statement }) => JSON.stringify(statement).match(/secretsmanager/))
    .map(
      ({ role, statement }) =>
        [role.Ref.replace(/^Steps(.*)Role.*$/, '$1'), actionsOf(statement), statement.Resource] as const,
    );
}

const TRACKING = Object.entries(STEPS)
  .filter(([, { ports }]) => ports.some((port) => port === 'tracker'))
  .map(([step]) => step)
  .sort();

describe('tracking', () => {
  it('in the bucket: nobody is told anything', () => {
    expect(toldIn(templateWith('files'))).toEqual({});
  });

  it('on a server: the steps that take a tracker know it, and no others, and none may read a secret', () => {
    const template = templateWith(SERVER);
    const told = { MLFLOW_TRACKING_URI: 'https://mlflow.example.com/', TRACKING_WHEN_DOWN: 'wait' };
    expect(toldIn(template)).toEqual(Object.fromEntries(TRACKING.map((step) => [step, told])));
    expect(TRACKING).toEqual(expect.arrayContaining(['promote', 'register', 'roll-back']));
    expect(rightsIn(template)).toEqual([]);
  });

  it('with credentials: those steps know where they lie and may read that one secret', () => {
    const template = templateWith({ ...SERVER, whenDown: 'fail', secret: 'acme/mlflow' });
    expect(toldIn(template).register).toEqual({
      MLFLOW_TRACKING_URI: 'https://mlflow.example.com/',
      TRACKING_WHEN_DOWN: 'fail',
      TRACKING_SECRET: 'acme/mlflow',
    });
    const rights = rightsIn(template);
    expect(rights.map(([role]) => role.toLowerCase()).sort()).toEqual(TRACKING.map((step) => step.replaceAll('-', '')));
    const secret = {
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':secretsmanager:eu-central-1:111111111111:secret:acme/mlflow-??????'],
      ],
    };
    expect([...new Set(rights.map(([, ...right]) => JSON.stringify(right)))]).toEqual([
      JSON.stringify([['secretsmanager:GetSecretValue'], secret]),
    ]);
  });

  it("by its ARN and with a key of its owner's: exactly that secret, and the key for that secret alone", () => {
    const template = templateWith({ ...SERVER, secret: ARN, secretKeyArn: KEY });
    const [[, , resource]] = rightsIn(template);
    expect(resource).toBe(ARN);
    const opening = statementsIn(template).filter(({ statement }) => statement.Resource === KEY);
    expect(opening).toHaveLength(TRACKING.length);
    expect(opening[0].statement).toEqual({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: KEY,
      Condition: {
        StringEquals: {
          'kms:ViaService': { 'Fn::Join': ['', ['secretsmanager.eu-central-1.', { Ref: 'AWS::URLSuffix' }]] },
        },
        StringLike: { 'kms:EncryptionContext:SecretARN': ARN },
      },
    });
  });
});
