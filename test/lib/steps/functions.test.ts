import { describe, expect, it } from '@jest/globals';
import { ENVIRONMENT_VARIABLES } from '../../../core/contracts/environment-variables.ts';
import { STEPS } from '../../../lambdas/steps.ts';
import { NAMES, actionsOf, resourcesOf, statementsOf, templateOf } from '../support.ts';
import type { Name } from '../support.ts';

const stepsOf = (name: Name) =>
  resourcesOf(templateOf(name), 'AWS::Lambda::Function').map(
    ({ resource }) => (resource.Metadata as { step: string }).step,
  );

function variablesOf(name: Name, step: string): Record<string, unknown> {
  const found = resourcesOf(templateOf(name), 'AWS::Lambda::Function').find(
    ({ resource }) => (resource.Metadata as { step: string }).step === step,
  );
  return (found?.properties.Environment as { Variables: Record<string, unknown> }).Variables;
}

describe('the functions', () => {
  it('are the steps, each once, the two jobs where the environment runs them on Lambda, and what asks and answers where people are asked', () => {
    const steps = Object.keys(STEPS);
    expect(stepsOf('prod').sort()).toEqual([...steps, 'answer'].sort());
    const unasked = steps.filter((step) => step !== 'request-approval');
    expect(stepsOf('dev').sort()).toEqual([...unasked, 'forecast-on-lambda', 'train-on-lambda'].sort());
  });

  it.each(NAMES)('run on Node 24 and arm64, are traced, and log to a group of their own, in %s', (name) => {
    for (const { properties } of resourcesOf(templateOf(name), 'AWS::Lambda::Function')) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: expect.stringMatching(/^[a-z-]+\.handler$/),
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
      });
    }
  });

  it("have the literal's size", () => {
    const sizes = resourcesOf(templateOf('dev'), 'AWS::Lambda::Function').map(({ resource, properties }) => [
      (resource.Metadata as { step: string }).step,
      properties.MemorySize,
      properties.Timeout,
      (properties.EphemeralStorage as { Size: number }).Size,
    ]);
    expect(sizes).toContainEqual(['train-on-lambda', 3008, 900, 2048]);
    expect(sizes).toContainEqual(['ingest', 1769, 300, 512]);
  });

  it('know all buckets by name', () => {
    expect(variablesOf('prod', 'score')).toMatchObject({
      LANDING_BUCKET: { Ref: 'LandingBucket' },
      BRONZE_BUCKET: { Ref: 'BronzeBucket' },
      SILVER_BUCKET: { Ref: 'SilverBucket' },
      GOLD_BUCKET: { Ref: 'GoldBucket' },
      ARTIFACTS_BUCKET: { Ref: 'ArtifactsBucket' },
    });
  });

  it('notify people of failures, of what became of a challenger, of roll-backs, of rulings, of what a look finds and of empty deliveries, and from nowhere else', () => {
    const telling = stepsOf('prod').filter((step) => ENVIRONMENT_VARIABLES.topicArn in variablesOf('prod', step));
    const deliveries = ['ingest', 'plan-windows', 'rule'];
    const decisions = ['look', 'promote', 'record-failure', 'refuse', 'request-approval', 'roll-back'];
    expect(telling.sort()).toEqual([...deliveries, ...decisions].sort());
    expect(variablesOf('prod', 'record-failure')[ENVIRONMENT_VARIABLES.topicArn]).toEqual({ Ref: 'NotificationTopic' });
    const publishers = statementsOf(templateOf('prod')).filter((each) => actionsOf(each).includes('sns:Publish'));
    const publishing = { Action: 'sns:Publish', Effect: 'Allow', Resource: { Ref: 'NotificationTopic' } };
    expect(publishers).toEqual(new Array(9).fill(publishing));
  });

  it.each(NAMES)('know what every line of their log names: the step and the environment, in %s', (name) => {
    for (const step of stepsOf(name)) {
      expect(variablesOf(name, step)).toMatchObject({ PLATFORM_ENVIRONMENT: name, POWERTOOLS_SERVICE_NAME: step });
    }
  });

  it.each([
    ['dev', 'allowed'],
    ['staging', 'refused'],
    ['prod', 'refused'],
  ] as const)('judge code that is in no commit as the literal says: in %s it is %s', (name, said) => {
    expect(stepsOf(name).filter((step) => 'UNCOMMITTED_CODE' in variablesOf(name, step))).toEqual(['check-compliance']);
    expect(variablesOf(name, 'check-compliance').UNCOMMITTED_CODE).toBe(said);
  });

  it('record what was running: commit, image and libraries, told to the step that registers', () => {
    const variables = variablesOf('prod', 'register');
    expect(variables.BUILD_COMMIT).toMatch(/^[0-9a-f]{40}(-dirty)?$|^unknown$/);
    expect(JSON.stringify(variables.BUILD_IMAGE)).toContain('.dkr.ecr.');
    expect(JSON.parse(String(variables.BUILD_LIBRARIES))).toMatchObject({ jsonata: '2.0.6' });
    expect(variablesOf('dev', 'register').BUILD_IMAGE).toBe('lambda');
    expect(variablesOf('prod', 'ingest')).not.toHaveProperty('BUILD_COMMIT');
  });
});
